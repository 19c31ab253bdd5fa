"""The scoreboard of a unit and month: itself, then the units right below with all under them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import fold, number_text
from noilam.organisation.models import Unit, UnitVersion
from noilam.organisation.policies import sees_everything
from noilam.organisation.queries import Crumb, ancestors, kind_name

from ... import policies
from ...models import BandRow, RollupMonth, Sheet, UnitMonth
from ...rules.months import month_of
from .. import results
from . import results_looks as looks

LAST = 10**9  # what has no number stands after all that have one


@dataclass(frozen=True)
class BoardRow:
    """A unit on the board: its own result, then all below it. Texts are ready to be written."""

    unit_id: int
    code: str
    name: str
    key: str
    kind: str
    kind_id: str
    is_above: bool
    state: str
    total: str
    band: str
    level: int
    place: str
    fixed: str
    on_time: str
    mean: str
    bar: SafeString
    plain: Sequence[Any]  # the same for a spreadsheet, numbers as numbers
    order: dict[str, Any]


@dataclass(frozen=True)
class Board:
    unit: Unit
    month: int | None
    crumbs: Sequence[Crumb]
    own: BoardRow | None
    rows: list[BoardRow]
    keys: Sequence[looks.Key]
    kinds: Sequence[tuple[str, str]]

    @property
    def month_name(self) -> str:
        return looks.month_name(self.month) if self.month else ""


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


def board(actor: Actor, unit: Unit, month: int | None, filters: Filters) -> Board:
    """None as month: nothing was closed yet."""
    day = month_of(month).last_day if month else date.max
    crumbs = _crumbs(actor, unit, day) if month else []
    if month is None:
        return Board(unit, None, crumbs, None, [], [], [])
    below = _as_seen(actor, _children(unit, day))
    lines = _lines(actor, month, [unit.pk, *(each.unit_id for each in below)])
    own = _row(unit, kind_name(unit.kind), unit.kind.identifier, unit.name, lines)
    rows = [
        _row(each.unit, kind_name(each.kind), each.kind.identifier, each.name, lines)
        for each in below
    ]
    levels = sorted({each.level for each in (own, *rows) if each.level} | lines.levels)
    kinds = sorted({(each.kind_id, each.kind) for each in rows}, key=lambda kind: kind[1])
    return Board(
        unit, month, crumbs, own, _chosen(rows, filters), looks.keys(lines.bands, levels), kinds
    )


def _children(unit: Unit, day: date) -> list[UnitVersion]:
    """Units that stood right below at the month's end, or ended there during the month."""
    first = day.replace(day=1)
    versions = UnitVersion.objects.filter(superseded_at=None, parent=unit, starts_on__lte=day)
    versions = versions.filter(
        Q(ends_on=None) | Q(ends_on__gt=day) | Q(ends_on__gt=first, unit__ended_on__lte=day)
    )
    last: dict[int, UnitVersion] = {}
    for each in versions.select_related("unit", "kind").order_by("unit__code", "starts_on"):
        last[each.unit_id] = each
    return list(last.values())


def _as_seen(actor: Actor, below: list[UnitVersion]) -> list[UnitVersion]:
    if sees_everything(actor):
        return below
    seen = policies.result_units(actor).filter(pk__in=[each.unit_id for each in below])
    ids = set(seen.values_list("pk", flat=True))
    return [each for each in below if each.unit_id in ids]


def first_unit(actor: Actor) -> Unit | None:
    """The board to begin with: the highest unit whose board the reader may open."""
    tops = policies.board_units(actor).select_related("kind")
    first = tops.filter(parent=None, ended_on=None).order_by("code").first()
    return first or tops.order_by("kind__is_cell", "kind__order", "code").first()


@dataclass(frozen=True)
class _Lines:
    """What the month holds of some units, each read once."""

    results: dict[int, UnitMonth]
    rollups: dict[int, RollupMonth]
    stages: dict[int, str]
    bands: dict[int, BandRow]
    codes: dict[int, str]

    @property
    def levels(self) -> set[int]:
        return {
            level for each in self.rollups.values() for level in looks.LEVELS
            if getattr(each, f"level_{level}")
        }  # fmt: skip


def _lines(actor: Actor, month: int, units: Sequence[int]) -> _Lines:
    found = {each.unit_id: each for each in results.unit_months(actor, units, [month])}
    sheets = Sheet.objects.filter(policies.published(actor), month=month, unit__in=units)
    stages = dict(sheets.values_list("unit", "stage"))
    below = {unit: each for (_month, unit), each in results.rollups(units, [month]).items()}
    sets = set(sheets.values_list("criteria_set", flat=True).distinct()) or _sets_in(month)
    bands = results.bands_by_level(sets)
    codes = {row.pk: row.code for row in BandRow.objects.filter(criteria_set__in=sets)}
    return _Lines(found, below, stages, bands, codes)


def _sets_in(month: int) -> set[int]:
    from ..criteria import sets_in_force

    return {each.pk for each in sets_in_force(month)}


def _row(unit: Unit, kind: str, kind_id: str, name: str, lines: _Lines) -> BoardRow:
    result, below = lines.results.get(unit.pk), lines.rollups.get(unit.pk)
    stage = lines.stages.get(unit.pk, "")
    mean = looks.mean_of(below) if below else None
    code = lines.codes.get(result.band_id or 0, "") if result else ""
    place = looks.place_text(result.rank_from, result.rank_to, result.peers) if result else ""
    counts = looks.counts_of(below) if below else {}
    total = result.total if result else None
    return BoardRow(
        unit_id=unit.pk,
        code=unit.code,
        name=name,
        key=fold(name),
        kind=kind,
        kind_id=kind_id,
        is_above=below is not None,
        state="fixed" if result else _state(stage),
        total=looks.points_text(total),
        band=code,
        level=result.level if result else 0,
        place=place,
        fixed=f"{number_text(below.fixed)}/{number_text(below.due)}" if below else "",
        on_time=f"{100 * below.on_time // below.due}%" if below and below.due else "",
        mean=looks.points_text(mean),
        bar=looks.shares(counts, lines.bands) if below else SafeString(""),
        plain=[
            unit.code, name, kind, _decimal(total), code, place, below.due if below else "",
            below.fixed if below else "", below.on_time if below else "", _decimal(mean),
            *(counts.get(level, "") for level in looks.LEVELS),
        ],
        order={
            "code": unit.code,
            "name": fold(name),
            "total": -LAST if total is None else total,
            "fixed": below.fixed / below.due if below and below.due else -1,
            "mean": -LAST if mean is None else mean,
        },
    )  # fmt: skip


def _decimal(hundredths: int | None) -> float | str:
    return "" if hundredths is None else hundredths / 100


def _state(stage: str) -> str:
    """Why there is no result: missing, set aside, or nothing was due."""
    if stage == Sheet.Stage.SET_ASIDE:
        return "aside"
    return "missing" if stage else "none"


def _chosen(rows: Sequence[BoardRow], filters: Filters) -> list[BoardRow]:
    words = fold(filters.words).split()
    found = [
        each
        for each in rows
        if all(word in each.key or word in each.code.casefold() for word in words)
        and (not filters.kind or each.kind_id == filters.kind)
        and _fits(each, filters.level)
    ]
    order = filters.sort.lstrip("-")
    if order in ("code", "name", "total", "fixed", "mean"):
        found.sort(key=lambda each: each.order[order], reverse=filters.sort.startswith("-"))
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
