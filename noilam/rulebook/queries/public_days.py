"""The public list of days off and of days worked in exchange, from the kept library.

The library costs a second and forty megabytes to load, and a newer release may know a day
differently. So its list is stored year by year, pages never load it, and a difference is shown
to the office (`differences`) instead of moving anybody's deadline silently.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlencode

from noilam.foundation import clock
from noilam.rulebook.models import CalendarDay
from noilam.rulebook.rules import DayKind

from .book import book, value

FIRST_YEAR = 2000  # nothing the program counts starts earlier
YEARS_AHEAD = 4


@dataclass(frozen=True)
class PublicDay:
    day: date
    kind: DayKind
    name: str
    name_in_english: str


@dataclass(frozen=True)
class Difference:
    """A day that the library and the stored calendar see differently."""

    day: date
    stored: str
    library: PublicDay

    @property
    def prefilled(self) -> str:
        """The query that fills the form in which the office declares this day."""
        name = "worked" if self.library.kind is DayKind.WORKING else "off"
        fields = {f"{name}_on": self.day.isoformat(), f"{name}_name": self.library.name}
        return urlencode(fields)


def public_days(country: str, years: Iterable[int]) -> list[PublicDay]:
    """The library's days of some years, in order, named in both languages."""
    return [each for year in years for each in _days_of(country, year)]


def wanted_years() -> range:
    return range(FIRST_YEAR, clock.today().year + YEARS_AHEAD + 1)


def missing_years() -> list[int]:
    """Years whose public days are not stored yet."""
    stored = CalendarDay.objects.filter(origin=CalendarDay.Origin.LIBRARY)
    known = {day.year for day in stored.dates("day", "year")}
    return [year for year in wanted_years() if year not in known]


def differences() -> list[Difference]:
    """What today's library says otherwise, from this year on, of days the office did not set."""
    today = clock.today()
    standing = book().days
    country = value("calendar.public_days", today)
    found = []
    for public in public_days(country, range(today.year, wanted_years().stop)):
        row = standing.get(public.day)
        settled = row is not None and row.origin != CalendarDay.Origin.LIBRARY
        if not settled and (row is None or row.kind != public.kind):
            found.append(Difference(public.day, row.name if row else "", public))
    return found


@cache
def _days_of(country: str, year: int) -> Collection[PublicDay]:
    """One year. Its neighbours are loaded with it: a swap may cross New Year."""
    from holidays import country_holidays

    span = range(year - 1, year + 2)
    ours = country_holidays(country, years=span, language="vi")
    english = country_holidays(country, years=span, language="en_US")
    off = [PublicDay(day, DayKind.OFF, name, english.get(day, name)) for day, name in ours.items()]
    worked = [
        PublicDay(day, DayKind.WORKING, _WORKED, _WORKED_IN_ENGLISH)
        for day in ours.weekend_workdays
    ]
    return sorted(
        (each for each in off + worked if each.day.year == year), key=lambda each: each.day
    )


_WORKED = "Làm bù ngày hoán đổi"
_WORKED_IN_ENGLISH = "Worked in exchange for a day off"
