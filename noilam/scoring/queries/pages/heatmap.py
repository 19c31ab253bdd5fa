"""The heatmap: units by months, a window of each, with totals over all that were asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Avg,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import fold, number_text
from noilam.organisation.models import Unit
from noilam.organisation.policies import inside_units, reaches_everything
from noilam.organisation.queries import subtree_of
from noilam.organisation.roles import SEES_INSIDE

from ... import policies
from ...models import BandRow, Sheet, UnitMonth
from ...rules.months import key, month_of
from .. import results
from . import results_looks as looks

WINDOW, FEW = 12, 3_000
Units = QuerySet[Unit]
Line = tuple[int, str, str]  # of a unit: id, code, name


@dataclass(frozen=True)
class Filters:
    """`under`: a unit and all below it. `level`: of the last month; "missing": no result then."""

    under: Unit | None = None
    words: str = ""
    kind: str = ""
    level: str = ""
    sort: str = ""

    @property
    def is_whole(self) -> bool:
        return not (self.words or self.kind or self.level)


@dataclass(frozen=True)
class Window:
    """Months in their order; `closed` are those that have results."""

    months: Sequence[int]
    closed: frozenset[int]
    before: str = ""
    after: str = ""

    @property
    def last(self) -> int:
        return self.months[-1]

    def headings(self) -> list[tuple[str, bool]]:
        return [
            (f"{month_of(each).number:02}/{month_of(each).year % 100:02}", each in self.closed)
            for each in self.months
        ]


@dataclass(frozen=True)
class Heatmap:
    window: Window
    body: SafeString  # its rows, drawn
    means: Sequence[str]
    counted: Sequence[str]  # fixed of due
    keys: Sequence[looks.Key]


def window(until: int | None) -> Window | None:
    """Twelve months up to one, or up to the last that was closed. None: nothing was closed."""
    closed = results.closed_months()
    if not closed:
        return None
    last = until or closed[0]
    month = month_of(last)
    months = [key(month)]
    while len(months) < WINDOW:
        month = month.previous
        months.append(key(month))
    months.reverse()
    later = [each for each in closed if each > last]
    return Window(
        months,
        frozenset(closed) & frozenset(months),
        before=str(month.previous) if closed[-1] < months[0] else "",
        after=looks.month_link(min(later[-WINDOW:])) if later else "",
    )


def units(actor: Actor, filters: Filters, seen: Window) -> Units:
    """Units that had a sheet in the window, as the reader may see them, in the order asked for."""
    sheets = Sheet.objects.filter(
        unit=OuterRef("pk"), month__gte=seen.months[0], month__lte=seen.last
    )
    found = Unit.objects.filter(Exists(sheets.filter(policies.published(actor))))
    if filters.under:
        found = found.filter(pk__in=subtree_of([filters.under.pk], clock.today()))
    for word in fold(filters.words).split():
        found = found.filter(Q(search_key__contains=word) | Q(code__icontains=word))
    if filters.kind:
        found = found.filter(kind__identifier=filters.kind)
    return _ordered(_of_level(found, filters.level, seen), filters.sort, seen)


def lines(found: Units) -> list[Line] | QuerySet[Unit, Line]:
    """Id, code and name of each: as a list where counting and cutting it by the database would
    cost more than reading it whole."""
    wanted = found.values_list("pk", "code", "name")
    few = list(wanted[: FEW + 1])
    return few if len(few) <= FEW else wanted


def _of_level(found: Units, level: str, seen: Window) -> Units:
    at_last = UnitMonth.objects.filter(unit=OuterRef("pk"), month=seen.last)
    if level == "missing":
        due = Sheet.objects.filter(unit=OuterRef("pk"), month=seen.last)
        due = due.exclude(stage=Sheet.Stage.SET_ASIDE)
        return found.filter(Exists(due), ~Exists(at_last))
    return found.filter(Exists(at_last.filter(level=level))) if level.isdigit() else found


def _ordered(found: Units, sort: str, seen: Window) -> Units:
    name = sort.lstrip("-")
    totals = UnitMonth.objects.filter(unit=OuterRef("pk"), month__in=seen.months)
    if name == "latest":
        last = totals.filter(month=seen.last).values("total")[:1]
        found = found.annotate(order=Subquery(last, output_field=IntegerField()))
    elif name == "mean":
        mean = totals.values("unit").annotate(mean=Avg("total")).values("mean")
        found = found.annotate(order=Subquery(mean))
    else:
        field = "search_key" if name == "name" else "code"
        return found.order_by(f"-{field}" if sort.startswith("-") else field, "pk")
    down = F("order").desc(nulls_last=True)
    return found.order_by(down if sort.startswith("-") else F("order").asc(nulls_last=True), "code")


def heatmap(
    actor: Actor, shown: Sequence[Line], whole: Units, filters: Filters, seen: Window
) -> Heatmap:
    """The rows of one page, and the totals over `whole`: all units that were asked for."""
    cells = _cells(actor, [pk for pk, _code, _name in shown], seen)
    pen = _pen(cells, seen)
    body = mark_safe("".join([pen.row(*each) for each in shown]))  # noqa: S308  # escaped below
    means, counted = _totals(whole, filters, seen)
    levels = {level for _total, level, _band in cells.results.values() if level}
    levels |= {int(filters.level)} if filters.level.isdigit() else set()
    bands = results.by_level(cells.bands.values())
    return Heatmap(seen, body, means, counted, looks.keys(bands, sorted(levels)))


Result = tuple[int | None, int, int | None]  # total, level, band


@dataclass(frozen=True)
class _Cells:
    """What is known by unit and month, as plain values: a page has six hundred of them."""

    results: Mapping[tuple[int, int], Result]
    sheets: Mapping[tuple[int, int], tuple[int, str]]  # id and stage
    bands: Mapping[int, BandRow]
    inside: frozenset[int] | None  # whose sheets the reader may open; None: all

    def code(self, band_id: int | None) -> str:
        found = self.bands.get(band_id or 0)
        return found.code if found else ""


def _cells(actor: Actor, ids: Sequence[int], seen: Window) -> _Cells:
    closed = sorted(seen.closed)
    found = results.unit_months(actor, ids, closed).values_list(
        "unit_id", "month", "total", "level", "band_id"
    )
    known = {(unit, month): (total, level, band) for unit, month, total, level, band in found}
    sheets = Sheet.objects.filter(policies.published(actor), unit__in=ids, month__in=closed)
    stages = sheets.order_by().values_list("unit_id", "month", "pk", "stage")
    return _Cells(
        known,
        {(unit, month): (pk, stage) for unit, month, pk, stage in stages},
        results.band_rows(band for _total, _level, band in known.values()),
        _inside(actor, ids),
    )


def _inside(actor: Actor, ids: Sequence[int]) -> frozenset[int] | None:
    """An administrator sees results, and no sheet at work."""
    if reaches_everything(actor, SEES_INSIDE):
        return None
    seen = inside_units(actor).filter(pk__in=ids)
    return frozenset(seen.values_list("pk", flat=True))


@dataclass(frozen=True)
class _Pen:
    """Draws cells; words are translated and escaped once."""

    cells: _Cells
    seen: Window
    codes: Mapping[int, str]
    not_closed: str
    aside: str
    missing: str

    def row(self, unit: int, code: str, name: str) -> str:
        cells = "".join([self._cell(unit, month) for month in self.seen.months])
        link = f'<a href="/scoring/units/{unit}/" title="{escape(code)}">{escape(name)}</a>'
        return f'<tr><th scope="row">{link}</th>{cells}</tr>\n'

    def _cell(self, unit: int, month: int) -> str:
        if month not in self.seen.closed:
            return self.not_closed
        sheet = self.cells.sheets.get((unit, month))
        if sheet is None:
            return "<td></td>"
        found = self.cells.results.get((unit, month))
        if found is None:
            return self.aside if sheet[1] == Sheet.Stage.SET_ASIDE else self.missing
        total, level, band = found
        said = f"{looks.points_text(total) or '×'} <b>{self.codes.get(band or 0, '')}</b>"
        if self.cells.inside is None or unit in self.cells.inside:
            said = f'<a href="/scoring/sheets/{sheet[0]}/">{said}</a>'
        return f'<td class="l{level}">{said}</td>'


def _pen(cells: _Cells, seen: Window) -> _Pen:
    words = [_("Chưa khóa"), _("Không chấm"), _("kc"), _("Thiếu: chưa chốt khi khóa tháng")]
    not_closed, aside, short, missing = (escape(each) for each in words)
    return _Pen(
        cells,
        seen,
        {pk: escape(row.code) for pk, row in cells.bands.items()},
        f'<td class="l0" title="{not_closed}">·</td>',
        f'<td class="aside" title="{aside}">{short}</td>',
        f'<td class="missing" title="{missing}">–</td>',
    )


def _totals(whole: Units, filters: Filters, seen: Window) -> tuple[list[str], list[str]]:
    """Mean and completeness of each month. A unit with all below it has its roll-ups; what was
    filtered is counted anew."""
    if filters.under and filters.is_whole:
        by_month = _of_rollups(filters.under, seen)
    else:
        by_month = _counted_anew(whole, seen)
    means, counted = [], []
    for month in seen.months:
        scored, total, fixed, due = by_month.get(month, (0, 0, 0, 0))
        means.append(looks.points_text(round(total / scored)) if scored else "")
        counted.append(f"{number_text(fixed)}/{number_text(due)}" if due else "")
    return means, counted


Tally = tuple[int, int, int, int]


def _of_rollups(unit: Unit, seen: Window) -> Mapping[int, Tally]:
    found = results.rollups([unit.pk], sorted(seen.closed))
    return {
        month: (each.scored, each.total_sum, each.fixed, each.due)
        for (month, _unit), each in found.items()
    }


def _counted_anew(whole: Units, seen: Window) -> Mapping[int, Tally]:
    ids = whole.order_by().values("pk")
    closed = sorted(seen.closed)
    totals = UnitMonth.objects.filter(month__in=closed, unit__in=ids).values("month")
    sums = {
        each["month"]: (each["scored"], each["sum"] or 0, each["fixed"])
        for each in totals.order_by().annotate(
            scored=Count("total"), sum=Sum("total"), fixed=Count("unit")
        )
    }
    sheets = Sheet.objects.filter(month__in=closed, unit__in=ids)
    by_month = sheets.exclude(stage=Sheet.Stage.SET_ASIDE).order_by().values("month")
    due = {each["month"]: each["due"] for each in by_month.annotate(due=Count("pk"))}
    return {month: (*sums.get(month, (0, 0, 0)), number) for month, number in due.items()}


def table(actor: Actor, found: Units, seen: Window) -> Iterator[list[Any]]:
    """The whole table for a spreadsheet, a chunk of units at a time: points, then bands."""
    rows = list(found.values_list("pk", "code", "name"))
    for at in range(0, len(rows), 1000):
        part = rows[at : at + 1000]
        cells = _cells(actor, [pk for pk, _code, _name in part], seen)
        for pk, code, name in part:
            totals = _plain(pk, cells, seen, band=False)
            yield [code, name, *totals, *_plain(pk, cells, seen, band=True)]


def _plain(unit: int, cells: _Cells, seen: Window, *, band: bool) -> list[Any]:
    told: list[Any] = []
    for month in seen.months:
        found, sheet = cells.results.get((unit, month)), cells.sheets.get((unit, month))
        if found is not None:
            number = "" if found[0] is None else found[0] / 100
            told.append(cells.code(found[2]) if band else number)
        elif sheet and not band:
            aside = sheet[1] == Sheet.Stage.SET_ASIDE
            told.append(_("không chấm") if aside else _("thiếu"))
        else:
            told.append("")
    return told


def table_headers(seen: Window) -> list[str]:
    months = [looks.month_name(each) for each in seen.months]
    return [_("Mã"), _("Đơn vị"), *months, *(_("Mức {month}").format(month=m) for m in months)]
