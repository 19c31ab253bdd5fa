"""The year as a page of twelve months, and a count with its working as months and lines."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from noilam.foundation.periods import Month
from noilam.foundation.text import day_text
from noilam.rulebook.models import CalendarDay
from noilam.rulebook.rules import Calendar, CountedDay, Deadline, Why, is_working

from .book import book, calendar
from .words import row_name, weekdays, weekdays_short, why_text


@dataclass(frozen=True)
class Cell:
    """One day of a month: its number, its look, and what a screen reader says beside it."""

    number: int
    look: str = ""
    mark: str = ""
    said: str = ""


@dataclass(frozen=True)
class NamedDay:
    """A day that is not ruled by its weekday alone."""

    day: date
    text: str
    weekday: str
    name: str
    kind: str
    origin: str
    citation: str
    is_declared: bool  # by this office, and not withdrawn


@dataclass(frozen=True)
class MonthSheet:
    title: str
    weeks: list[list[Cell | None]]
    worked: int
    named: list[NamedDay]


@dataclass(frozen=True)
class YearPage:
    year: str
    months: list[MonthSheet]
    worked: int
    weekdays: list[str]
    is_known: bool
    changed: list[NamedDay]  # what the office declared for this year


@dataclass(frozen=True)
class Line:
    day: str
    weekday: str
    number: int | None
    why: str
    is_skipped: bool


@dataclass(frozen=True)
class CountPage:
    found: Deadline
    due: str
    weekday: str
    months: list[MonthSheet]
    weekdays: list[str]
    lines: list[Line]


def year_page(year: int, today: date) -> YearPage:
    days = calendar(date(year, 1, 1))
    named = [_named(row) for day, row in sorted(book().days.items()) if day.year == year]
    named = [each for each in named if each.kind or each.is_declared]
    months = [_month(Month(year, number), days, named, today) for number in range(1, 13)]
    return YearPage(
        year=str(year),
        months=months,
        worked=sum(month.worked for month in months),
        weekdays=weekdays_short(),
        is_known=days.knows(date(year, 1, 1)),
        changed=[each for each in named if each.is_declared],
    )


def _named(row: CalendarDay) -> NamedDay:
    kinds = {"off": _("nghỉ"), "working": _("làm việc")}
    origins = {
        CalendarDay.Origin.LIBRARY: _("lịch nghỉ chung"),
        CalendarDay.Origin.ANNOUNCED: _("thông báo của Nhà nước"),
        CalendarDay.Origin.OFFICE: _("cơ quan khai"),
    }
    return NamedDay(
        day=row.day,
        text=day_text(row.day),
        weekday=weekdays()[row.day.weekday()],
        name=row_name(row),
        kind=kinds.get(row.kind, ""),
        origin=origins[CalendarDay.Origin(row.origin)],
        citation=row.citation,
        is_declared=row.origin == CalendarDay.Origin.OFFICE and not row.is_withdrawal,
    )


def _month(month: Month, days: Calendar, named: list[NamedDay], today: date) -> MonthSheet:
    cells = [_cell(day, days, today) for day in month.days]
    return MonthSheet(
        title=_("Tháng {number}").format(number=month.number),
        weeks=_weeks(month, cells),
        worked=sum(is_working(day, days) for day in month.days),
        named=[each for each in named if each.day in month],
    )


def _weeks(month: Month, cells: list[Cell]) -> list[list[Cell | None]]:
    before = monthrange(month.year, month.number)[0]
    row: list[Cell | None] = [*[None] * before, *cells]
    row += [None] * (-len(row) % 7)
    return [row[start : start + 7] for start in range(0, len(row), 7)]


def _cell(day: date, days: Calendar, today: date) -> Cell:
    why, _name = days.standing(day)
    row = book().days.get(day)
    by_office = row is not None and row.origin == CalendarDay.Origin.OFFICE and bool(row.name)
    looks = {Why.DAY_OFF: "holiday", Why.EXTRA_WORK: "worked", Why.WEEKEND: "off"}
    marks = {Why.DAY_OFF: "", Why.EXTRA_WORK: "+"}
    return Cell(
        number=day.day,
        look=" ".join(filter(None, [looks.get(why, ""), "today" if day == today else ""])),
        mark="*" if by_office else marks.get(why, ""),
        said=row_name(row) if row else "",
    )


def count_page(found: Deadline) -> CountPage:
    """A deadline's working: the months it runs over as small calendars, and every day as a line."""
    last = found.working[-1].day
    return CountPage(
        found=found,
        due=day_text(last),
        weekday=weekdays()[last.weekday()],
        months=_months_counted(found.working),
        weekdays=weekdays_short(),
        lines=[_line(each) for each in found.working],
    )


def _line(counted: CountedDay) -> Line:
    skipped = counted.number is None and counted.why is not Why.MOVED_ON
    return Line(
        day=day_text(counted.day),
        weekday=weekdays()[counted.day.weekday()],
        number=counted.number,
        why=why_text(counted),
        is_skipped=skipped,
    )


def _months_counted(working: list[CountedDay]) -> list[MonthSheet]:
    by_day = {each.day: each for each in working}
    month, last = Month.of(working[0].day), Month.of(working[-1].day)
    sheets = []
    while month <= last:
        cells = [_counted_cell(day, by_day.get(day), working[-1].day) for day in month.days]
        title = _("Tháng {number}/{year}").format(number=month.number, year=month.year)
        sheets.append(MonthSheet(title, _weeks(month, cells), 0, []))
        month = month.next
    return sheets


def _counted_cell(day: date, counted: CountedDay | None, due: date) -> Cell:
    if counted is None:
        return Cell(day.day, "outside")
    skipped = counted.number is None and counted.why is not Why.MOVED_ON
    look = "due" if day == due else "holiday" if skipped else "counted"
    number = "" if counted.number is None else str(counted.number)
    return Cell(day.day, look, number, why_text(counted))
