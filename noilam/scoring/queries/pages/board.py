"""The scoreboard of a unit and month: itself, then the units right below with all under them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import fold, number_text
from noilam.organisation.models import Unit, UnitVersion
from noilam.organisation.policies import sees_everything
from noilam.organisation.queries import Crumb, ancestors, kind_name

from ... import policies
from ...models import BandRow, Sheet
from ...rules.months import month_of
from .. import results
from . import results_looks as looks

LAST = 10**9  # what has no number stands after all that have one
Result = tuple[int | None, int, int | None, int, int, int]  # total, level, band, rank, peers


@dataclass(frozen=True)
class BoardRow:
    """A unit on the board: its own result, then all below it. Written out where it is shown."""

    unit_id: int
    code: str
    name: str
    kind: str
    kind_id: str
    result: Result | None
    below: results.Rollup | None
    stage: str
    lines: "_Lines"

    @property
    def is_above(self) -> bool:
        return self.below is not None

    @property
    def state(self) -> str:
        """Fixed; or why there is no result: missing, set aside, nothing was due."""
        if self.result:
            return "fixed"
        if self.stage == Sheet.Stage.SET_ASIDE:
            return "aside"
        return "missing" if self.stage else "none"

    @property
    def points(self) -> int | None:
        return self.result[0] if self.result else None

    @property
    def total(self) -> str:
        return looks.points_text(self.points)

    @property
    def level(self) -> int:
        return self.result[1] if self.result else 0

    @property
    def band(self) -> str:
        found = self.lines.bands.get(self.result[2] or 0) if self.result else None
        return found.code if found else ""

    @property
    def place(self) -> str:
        return looks.place_text(*self.result[3:]) if self.result else ""

    @property
    def fixed(self) -> str:
        found = self.below
        return f"{number_text(found.fixed)}/{number_text(found.due)}" if found else ""

    @property
    def on_time(self) -> str:
        found = self.below
        return f"{100 * found.on_time // found.due}%" if found and found.due else ""

    @property
    def mean_points(self) -> int | None:
        return looks.mean_of(self.below) if self.below else None

    @property
    def mean(self) -> str:
        return looks.points_text(self.mean_points)

    @property
    def bar(self) -> SafeString:
        if self.below is None:
            return SafeString("")
        return looks.shares(looks.counts_of(self.below), self.lines.by_level)

    def plain(self) -> list[Any]:
        """For a spreadsheet: numbers as numbers."""
        counts = looks.counts_of(self.below) if self.below else {}
        found = self.below
        return [
            self.code,
            self.name,
            self.kind,
            _decimal(self.points),
            self.band,
            self.place,
            *((found.due, found.fixed, found.on_time) if found else ("", "", "")),
            _decimal(self.mean_points),
            *(counts.get(level, "") for level in looks.LEVELS),
        ]

    def order(self, by: str) -> Any:
        found = self.below
        return {
            "name": lambda: fold(self.name),
            "total": lambda: -LAST if self.points is None else self.points,
            "fixed": lambda: found.fixed / found.due if found and found.due else -1,
            "mean": lambda: -LAST if self.mean_points is None else self.mean_points,
        }.get(by, lambda: self.code)()


@dataclass(frozen=True)
class Board:
    unit: Unit
    month: int
    crumbs: Sequence[Crumb]
    own: BoardRow
    rows: list[BoardRow]
    keys: Sequence[looks.Key]
    kinds: Sequence[tuple[str, str]]

    @property
    def month_name(self) -> str:
        return looks.month_name(self.month)


@dataclass(frozen=True)
class Filters:
    words: str = ""
    kind: str = ""
    level: str = ""
    sort: str = ""


def headers() -> list[str]:
    return [
        _("Mã"), _("Đơn vị"), _("Loại"), _("Điểm"), _("Mức"), _("Vị trí"), _("Phiếu phải có"),
        _("Đã chốt"), _("Đúng hạn"), _("Trung bình"), *(_("Mức {number}").format(number=level)
        for level in looks.LEVELS),
    ]  # fmt: skip


def board(actor: Actor, unit: Unit, month: int, filters: Filters) -> Board:
    day = month_of(month).last_day
    below = _as_seen(actor, _children(unit, day))
    lines = _lines(actor, month, [unit.pk, *(each[0] for each in below)])
    own = _row((unit.pk, unit.code, unit.name, unit.kind.identifier, kind_name(unit.kind)), lines)
    rows = [_row(each, lines) for each in below]
    levels = sorted({each.level for each in (own, *rows) if each.level} | lines.levels)
    return Board(
        unit,
        month,
        _crumbs(actor, unit, day),
        own,
        _chosen(rows, filters),
        looks.keys(lines.by_level, levels),
        sorted({(each.kind_id, each.kind) for each in rows}, key=lambda kind: kind[1]),
    )


Child = tuple[int, str, str, str, str]  # id, code, name, identifier and name of the kind


def _children(unit: Unit, day: date) -> list[Child]:
    """Units that stood right below at the month's end, or ended there during the month."""
    first = day.replace(day=1)
    versions = UnitVersion.objects.filter(superseded_at=None, parent=unit, starts_on__lte=day)
    versions = versions.filter(
        Q(ends_on=None) | Q(ends_on__gt=day) | Q(ends_on__gt=first, unit__ended_on__lte=day)
    )
    kind = "kind__name_en" if get_language() == "en" else "kind__name"
    last: dict[int, Child] = {}
    for each in versions.order_by("unit__code", "starts_on").values_list(
        "unit_id", "unit__code", "name", "kind__identifier", kind
    ):
        last[each[0]] = each
    return list(last.values())


def _as_seen(actor: Actor, below: list[Child]) -> list[Child]:
    if sees_everything(actor):
        return below
    seen = policies.result_units(actor).filter(pk__in=[each[0] for each in below])
    ids = set(seen.values_list("pk", flat=True))
    return [each for each in below if each[0] in ids]


def first_unit(actor: Actor) -> Unit | None:
    """The board to begin with: the highest unit whose board the reader may open."""
    tops = policies.board_units(actor).select_related("kind")
    first = tops.filter(parent=None, ended_on=None).order_by("code").first()
    return first or tops.order_by("kind__is_cell", "kind__order", "code").first()


@dataclass(frozen=True)
class _Lines:
    """What the month holds of some units, each read once."""

    results: Mapping[int, Result]
    rollups: Mapping[int, results.Rollup]
    stages: Mapping[int, str]
    bands: Mapping[int, BandRow]
    by_level: Mapping[int, BandRow]

    @property
    def levels(self) -> set[int]:
        return {
            level
            for each in self.rollups.values()
            for level in looks.LEVELS
            if getattr(each, f"level_{level}")
        }


def _lines(actor: Actor, month: int, units: Sequence[int]) -> _Lines:
    found = results.unit_months(actor, units, [month]).values_list(
        "unit_id", "total", "level", "band_id", "rank_from", "rank_to", "peers"
    )
    sheets = list(
        Sheet.objects.filter(policies.published(actor), month=month, unit__in=units)
        .order_by()
        .values_list("unit_id", "stage", "criteria_set_id")
    )
    bands = results.bands_of(each[2] for each in sheets)
    return _Lines(
        {unit: tuple(rest) for unit, *rest in found},  # type: ignore[misc]
        {unit: each for (_month, unit), each in results.rollups(units, [month]).items()},
        {unit: stage for unit, stage, _set in sheets},
        bands,
        results.by_level(bands.values()),
    )


def _row(unit: Child, lines: _Lines) -> BoardRow:
    pk, code, name, kind_id, kind = unit
    return BoardRow(
        pk,
        code,
        name,
        kind,
        kind_id,
        lines.results.get(pk),
        lines.rollups.get(pk),
        lines.stages.get(pk, ""),
        lines,
    )


def _decimal(hundredths: int | None) -> float | str:
    return "" if hundredths is None else hundredths / 100


def _chosen(rows: Sequence[BoardRow], filters: Filters) -> list[BoardRow]:
    words = fold(filters.words).split()
    found = [
        each
        for each in rows
        if all(word in f"{fold(each.name)} {each.code.casefold()}" for word in words)
        and (not filters.kind or each.kind_id == filters.kind)
        and _fits(each, filters.level)
    ]
    if by := filters.sort.lstrip("-"):
        found.sort(key=lambda each: each.order(by), reverse=filters.sort.startswith("-"))
    return found


def _fits(row: BoardRow, level: str) -> bool:
    if not level:
        return True
    return row.state == "missing" if level == "missing" else str(row.level) == level


def _crumbs(actor: Actor, unit: Unit, day: date) -> list[Crumb]:
    above = ancestors(unit, day)[::-1]
    if sees_everything(actor):
        return [Crumb(each.pk, each.name) for each in above]
    seen = policies.result_units(actor).filter(pk__in=[each.pk for each in above])
    open_ids = set(seen.values_list("pk", flat=True))
    return [Crumb(each.pk, each.name, each.pk in open_ids) for each in above]
