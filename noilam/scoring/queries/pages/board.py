"""The scoreboard of a unit and month: itself, then the units right below with all under them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import fold, number_text
from noilam.organisation.models import Unit
from noilam.organisation.policies import sees_everything
from noilam.organisation.queries import Crumb, ancestors

from ... import policies
from ...models import Sheet
from ...rules.months import key_text, month_of
from .. import results
from . import results_looks as looks
from .board_sql import Found, Result, units

LAST = 10**9  # what has no number stands after all that have one


@dataclass(frozen=True)
class BoardRow:
    """A unit on the board: its own result, then all below it. Written out where it is shown."""

    unit_id: int
    code: str
    name: str
    kind_id: str
    kind: str
    stage: str
    result: Result | None
    below: results.Rollup | None
    bands: Mapping[int, results.Band]
    by_level: Mapping[int, results.Band]

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
        return self.result.total if self.result else None

    @property
    def total(self) -> str:
        return looks.points_text(self.points)

    @property
    def level(self) -> int:
        return self.result.level if self.result else 0

    @property
    def band(self) -> str:
        found = self.bands.get(self.result.band or 0) if self.result else None
        return found.code if found else ""

    @property
    def place(self) -> str:
        found = self.result
        return looks.place_text(found.rank_from, found.rank_to, found.peers) if found else ""

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
        return looks.shares(looks.counts_of(self.below), self.by_level)

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
    opens_months: bool  # whether the reader may see the unit through its months
    noise: str  # what positions were told with; "": the month is not closed
    least_peers: int

    @property
    def month_name(self) -> str:
        return key_text(self.month)


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
    found, seen = _as_seen(actor, unit, month, units(unit, month, day))
    noise, least_peers = results.noise_and_peers(month) or (None, 0)
    bands = results.bands_of(each.set_id for each in found if each.set_id)
    by_level = results.by_level(bands.values())
    lines = {each.unit_id: _row(each, bands, by_level) for each in found}
    own = lines.pop(unit.pk)
    rows = list(lines.values())
    levels = {each.level for each in (own, *rows) if each.level}
    levels |= {level for level in looks.LEVELS if own.below and own.below.level(level)}
    return Board(
        unit,
        month,
        _crumbs(actor, unit, day),
        own,
        _chosen(rows, filters),
        looks.keys(by_level, sorted(levels)),
        sorted({(each.kind_id, each.kind) for each in rows}, key=lambda kind: kind[1]),
        seen is None or unit.pk in seen,
        "" if noise is None else number_text(noise / 100),
        least_peers,
    )


def _as_seen(
    actor: Actor, unit: Unit, month: int, found: list[Found]
) -> tuple[list[Found], set[int] | None]:
    """Units whose results the reader sees, and of those only what was published to him. With their
    ids; None: all."""
    if sees_everything(actor):
        return found, None
    ids = [each.unit_id for each in found]
    seen = set(policies.result_units(actor).filter(pk__in=ids).values_list("pk", flat=True))
    sheets = Sheet.objects.filter(policies.published(actor), month=month, unit__in=ids)
    told = set(sheets.order_by().values_list("unit", flat=True))
    shown = [
        each if each.unit_id in told else each._replace(result=None, stage="", set_id=None)
        for each in found
        if each.unit_id in seen or each.unit_id == unit.pk
    ]
    return shown, seen


def _row(
    found: Found, bands: Mapping[int, results.Band], by_level: Mapping[int, results.Band]
) -> BoardRow:
    return BoardRow(*found[:6], found.result, found.below, bands, by_level)


def first_unit(actor: Actor) -> Unit | None:
    """The board to begin with: the highest unit whose board the reader may open."""
    tops = policies.board_units(actor).select_related("kind")
    first = tops.filter(parent=None, ended_on=None).order_by("code").first()
    return first or tops.order_by("kind__is_cell", "kind__order", "code").first()


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
