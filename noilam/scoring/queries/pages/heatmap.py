"""The heatmap: units by months, a window of each, with totals over all that were asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape  # plain texts only: Django's also minds lazy ones, at ten times the cost
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import number_text
from noilam.organisation.models import Unit
from noilam.organisation.policies import inside_units, reaches_everything, sees_everything
from noilam.organisation.roles import SEES_INSIDE

from ... import policies
from ...models import Sheet
from ...rules.months import key, key_text, month_of
from .. import results
from . import results_looks as looks
from .heat_sql import Cell, Line, Question

WINDOW, PART = 12, 5_000
_KINDS = 'SELECT identifier, {name} FROM organisation_unitkind ORDER BY "order", identifier'


@dataclass(frozen=True)
class Filters:
    """`under`: a unit and all below it. `level`: of the last month; "missing": no result then."""

    under: Unit
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
    head: SafeString
    foot: SafeString
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


def kinds() -> list[tuple[str, str]]:
    """Every kind of unit, for the filter."""
    name = "name_en" if get_language() == "en" else "name"
    return [(row[0], row[1]) for row in results.rows(_KINDS.format(name=name))]


def question(actor: Actor, filters: Filters, seen: Window) -> Question:
    """Units that had a sheet in the window, as the reader may see them, in the order asked for."""
    shown = None if sees_everything(actor) else _shown_sheets(actor)
    asked = Question(filters.under.pk, clock.today(), seen.months, sorted(seen.closed), shown)
    asked.narrow(filters.words, filters.kind, filters.level)
    asked.sort(filters.sort)
    return asked


def _shown_sheets(actor: Actor) -> QuerySet[Sheet, int]:
    found = Sheet.objects.filter(policies.published(actor)).order_by()
    return found.values_list("pk", flat=True)


Row = tuple[Line, dict[int, Cell]]  # by month


def read(asked: Question, units: Sequence[int]) -> list[Row]:
    """Units with their cells."""
    lines = asked.lines(units)
    by_unit: dict[int, dict[int, Cell]] = {each.unit: {} for each in lines}
    for row in asked.cells(units):
        by_unit[row[0]][row[1]] = Cell._make(row[2:])
    return [(each, by_unit[each.unit]) for each in lines]


def heatmap(
    actor: Actor, shown: Sequence[Row], asked: Question, filters: Filters, seen: Window
) -> Heatmap:
    """The rows of one page, and the totals over all units that were asked for."""
    bands = results.band_rows(each.band for _line, cells in shown for each in cells.values())
    pen = _pen(seen, bands, _inside(actor, [line.unit for line, _cells in shown]))
    body = mark_safe("".join([pen.row(*row) for row in shown]))  # noqa: S308  # escaped below
    means, counted = _totals(asked, filters, seen)
    foot = _foot(_("Trung bình, mọi đơn vị đã lọc"), means)
    foot += _foot(_("Đã chốt / phải có"), counted)
    levels = {each.level for each in bands.values()}
    levels |= {int(filters.level)} if filters.level in looks.LEVEL_CHOICES else set()
    keys = looks.keys(results.by_level(bands.values()), sorted(levels))
    return Heatmap(seen, body, _head(seen), foot, keys)


def _head(seen: Window) -> SafeString:
    words = escape(_("chưa khóa"))  # said outside the quotes: makemessages reads none within
    not_closed = f"<br><small>{words}</small>"
    drawn = [
        f'<th scope="col">{name}{"" if closed else not_closed}</th>'
        for name, closed in seen.headings()
    ]
    first = f'<th scope="col">{escape(_("Đơn vị"))}</th>'
    return mark_safe(f"<tr>{first}{''.join(drawn)}</tr>")  # noqa: S308  # escaped above


def _foot(title: str, numbers: Sequence[str]) -> SafeString:
    drawn = "".join([f"<td>{each}</td>" for each in numbers])
    return mark_safe(f'<tr><th scope="row">{escape(title)}</th>{drawn}</tr>')  # noqa: S308


def _inside(actor: Actor, ids: Sequence[int]) -> frozenset[int] | None:
    """Whose sheets the reader may open; None: all. An administrator sees results, and no sheet at
    work."""
    if reaches_everything(actor, SEES_INSIDE):
        return None
    seen = inside_units(actor).filter(pk__in=ids)
    return frozenset(seen.values_list("pk", flat=True))


@dataclass(frozen=True)
class _Pen:
    """Draws cells; words are translated and escaped once."""

    seen: Window
    inside: frozenset[int] | None
    codes: Mapping[int, str]
    not_closed: str
    aside: str
    missing: str

    def row(self, line: Line, cells: dict[int, Cell]) -> str:
        opens = self.inside is None or line.unit in self.inside
        drawn = "".join([self._cell(cells.get(month), month, opens) for month in self.seen.months])
        link = f'<a href="/scoring/units/{line.unit}/" title="{escape(line.code)}">'
        return f'<tr><th scope="row">{link}{escape(line.name)}</a></th>{drawn}</tr>\n'

    def _cell(self, cell: Cell | None, month: int, opens: bool) -> str:
        if month not in self.seen.closed:
            return self.not_closed
        if cell is None:
            return "<td></td>"
        if cell.result_of is None:
            return self.aside if cell.stage == Sheet.Stage.SET_ASIDE else self.missing
        said = f"{looks.points_text(cell.total) or '×'} <b>{self.codes.get(cell.band or 0, '')}</b>"
        if opens:
            said = f'<a href="/scoring/sheets/{cell.sheet}/">{said}</a>'
        return f'<td class="l{cell.level}">{said}</td>'


def _pen(seen: Window, bands: Mapping[int, results.Band], inside: frozenset[int] | None) -> _Pen:
    words = [_("Chưa khóa"), _("Không chấm"), _("kc"), _("Thiếu: chưa chốt khi khóa tháng")]
    not_closed, aside, short, missing = (escape(each) for each in words)
    return _Pen(
        seen,
        inside,
        {pk: escape(row.code) for pk, row in bands.items()},
        f'<td class="l0" title="{not_closed}">·</td>',
        f'<td class="aside" title="{aside}">{short}</td>',
        f'<td class="missing" title="{missing}">–</td>',
    )


def _totals(asked: Question, filters: Filters, seen: Window) -> tuple[list[str], list[str]]:
    """Mean and completeness of each month. A unit with all below it has its roll-ups; what was
    filtered is counted anew."""
    by_month = _of_rollups(filters.under, seen) if filters.is_whole else asked.totals()
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


def table(asked: Question, seen: Window) -> Iterator[list[Any]]:
    """The whole table for a spreadsheet, a part of the units at a time: points, then bands."""
    units = asked.units()
    for at in range(0, len(units), PART):
        part = read(asked, units[at : at + PART])
        bands = results.band_rows(each.band for _line, cells in part for each in cells.values())
        for line, cells in part:
            months = [cells.get(each) if each in seen.closed else None for each in seen.months]
            codes = [bands[each.band].code if each and each.band else "" for each in months]
            yield [line.code, line.name, *map(_plain, months), *codes]


def _plain(cell: Cell | None) -> Any:
    if cell is None:
        return ""
    if cell.result_of is None:
        return _("không chấm") if cell.stage == Sheet.Stage.SET_ASIDE else _("thiếu")
    return "" if cell.total is None else cell.total / 100


def table_headers(seen: Window) -> list[str]:
    months = [key_text(each) for each in seen.months]
    return [_("Mã"), _("Đơn vị"), *months, *(_("Mức {month}").format(month=m) for m in months)]
