"""A unit through its months: points, bands, positions; where months cannot be compared, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.organisation.models import Unit, UnitEvent, UnitEventPart
from noilam.organisation.queries import Crumb, kind_name
from noilam.ui.line import Dot, line_svg

from ...models import Sheet, UnitMonth
from ...rules.months import key, key_text, month_of
from .. import results
from . import results_looks as looks
from .board import _crumbs

MONTHS, SHORT = 24, 6


@dataclass(frozen=True)
class TrendRow:
    month: str
    link: str  # to the sheet, where the reader may open it
    state: str
    total: str
    band: str
    level: int
    place: str
    median: str
    criteria: str
    breaks: Sequence[str]  # why it cannot be compared with the month before
    plain: Sequence[Any]


@dataclass(frozen=True)
class Trend:
    unit: Unit
    kind: str
    crumbs: Sequence[Crumb]
    rows: Sequence[TrendRow]  # the latest first
    drawing: SafeString
    stretches: Sequence[str]
    has_median: bool
    stands_above: bool


@dataclass
class _Month:
    """What is known of one month."""

    month: int
    result: UnitMonth | None = None
    sheet: Sheet | None = None
    breaks: list[str] = field(default_factory=list)


def headers() -> list[str]:
    return [
        _("Tháng"), _("Điểm"), _("Mức"), _("Vị trí"), _("Trung vị nhóm"), _("Bộ tiêu chí"),
        _("Không so sánh được với trước vì"),
    ]  # fmt: skip


def trend(actor: Actor, unit: Unit, inside: bool, months: int = MONTHS) -> Trend:
    """`inside`: whether the reader may open the unit's sheets."""
    known = _known(actor, unit, months)
    _note_breaks(unit, known)
    bands = results.band_rows(each.result.band_id for each in known if each.result)
    rows = [_row(each, bands, inside) for each in known]
    last = month_of(known[-1].month).last_day if known else date.max
    top = max((each.sheet.criteria_set.content["max_points"] for each in known if each.sheet),
              default=100)  # fmt: skip
    return Trend(
        unit=unit,
        kind=kind_name(unit.kind),
        crumbs=_crumbs(actor, unit, last) if known else [],
        rows=rows[::-1],
        drawing=_drawing(unit, known, rows, top),
        stretches=_stretches(known),
        has_median=any(each.median for each in rows),
        stands_above=bool(known) and bool(results.rollups([unit.pk], [known[-1].month])),
    )


def _known(actor: Actor, unit: Unit, count: int) -> list[_Month]:
    """Months in their order, from the first that has a sheet; none that was not closed."""
    closed = results.closed_months()[:count]
    if not closed:
        return []
    found = {each.month: each for each in results.unit_months(actor, [unit.pk], closed)}
    sheets = {
        each.month: each
        for each in Sheet.objects.filter(unit=unit, month__in=closed).select_related(
            "criteria_set", "kind"
        )
    }
    month, months = month_of(min(sheets, default=closed[0])), []
    while key(month) <= closed[0]:
        months.append(key(month))
        month = month.next
    return [_Month(each, found.get(each), sheets.get(each)) for each in months[-count:] if sheets]


def _note_breaks(unit: Unit, known: Sequence[_Month]) -> None:
    """Between two months with a sheet: other criteria, another kind, a merger or a split."""
    with_sheet = [(each, each.sheet) for each in known if each.sheet]
    events = _events(unit)
    for (_before, old), (here, new) in pairwise(with_sheet):
        if old.criteria_set.structure_hash != new.criteria_set.structure_hash:
            here.breaks.append(_("tiêu chí đổi cách tính"))
        if old.kind_id != new.kind_id:
            here.breaks.append(_("đơn vị đổi loại hình"))
        first, last = month_of(old.month).first_day, month_of(new.month).first_day
        here.breaks += [words for day, words in events if first < day <= last]


def _events(unit: Unit) -> list[tuple[date, str]]:
    kinds = UnitEvent.Kind
    words = {kinds.MERGED: _("sáp nhập"), kinds.SPLIT: _("chia tách")}
    parts = UnitEventPart.objects.filter(unit=unit, event__kind__in=list(words))
    found = parts.values_list("event__effective_on", "event__kind").distinct()
    return [(day, words[UnitEvent.Kind(kind)]) for day, kind in found]


def _row(known: _Month, bands: Mapping[int, results.Band], inside: bool) -> TrendRow:
    result, sheet = known.result, known.sheet
    band = bands.get(result.band_id or 0) if result else None
    place = looks.place_text(result.rank_from, result.rank_to, result.peers) if result else ""
    criteria = f"{sheet.criteria_set.code} ({sheet.criteria_set.version})" if sheet else ""
    total = result.total if result else None
    median = result.median if result else None
    return TrendRow(
        month=key_text(known.month),
        link=f"/scoring/sheets/{sheet.pk}/" if sheet and inside else "",
        state=_state(result, sheet),
        total=looks.points_text(total),
        band=f"{band.code} · {band.title}" if band else "",
        level=result.level if result else 0,
        place=place,
        median=looks.points_text(median),
        criteria=criteria,
        breaks=known.breaks,
        plain=[
            key_text(known.month), "" if total is None else total / 100,
            band.code if band else "", place, "" if median is None else median / 100, criteria,
            ", ".join(known.breaks),
        ],
    )  # fmt: skip


def _state(result: UnitMonth | None, sheet: Sheet | None) -> str:
    if result:
        return "fixed"
    if sheet is None:
        return "none"
    return "aside" if sheet.stage == Sheet.Stage.SET_ASIDE else "missing"


def _drawing(
    unit: Unit, known: Sequence[_Month], rows: Sequence[TrendRow], top: float
) -> SafeString:
    dots = []
    for each, row in zip(known, rows, strict=True):
        month, result = month_of(each.month), each.result
        dots.append(
            Dot(
                label=f"{month.number:02}/{month.year % 100:02}",
                value=result.total / 100 if result and result.total is not None else None,
                light=result.median / 100 if result and result.median is not None else None,
                words=f"{row.month}: {row.total} {row.band}",
                breaks=bool(each.breaks),
            )
        )
    told = "; ".join(f"{row.month}: {row.total}" for row in rows if row.total)
    words = _("Điểm theo tháng của {unit}: {told}").format(unit=unit.name, told=told)
    return line_svg(dots, words, top)


def _stretches(known: Sequence[_Month]) -> list[str]:
    """Months that can be compared with one another, from – to; none where there is no break."""
    if not any(each.breaks for each in known):
        return []
    parts: list[list[int]] = [[]]
    for each in known:
        if each.breaks and parts[-1]:
            parts.append([])
        parts[-1].append(each.month)
    return [
        f"{key_text(part[0])} – {key_text(part[-1])}" if len(part) > 1 else key_text(part[0])
        for part in parts
        if part
    ]
