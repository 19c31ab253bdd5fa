"""Recurring duties: when each occurrence begins and when it is due."""

import calendar
from datetime import date, timedelta

MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


def occurrence(starts_on: date, due_on: date, recurrence: str, number: int) -> tuple[date, date]:
    """The days of occurrence 1, 2, … of a series whose first one is given."""
    step = number - 1
    if recurrence == "weekly":
        shift = timedelta(weeks=step)
        return starts_on + shift, due_on + shift
    months = MONTHS[recurrence] * step
    return _months_on(starts_on, months), _months_on(due_on, months)


def occurrences_begun(
    starts_on: date,
    due_on: date,
    recurrence: str,
    *,
    opened: int,
    until: date | None,
    on: date,
) -> list[tuple[int, date, date]]:
    """Those begun by a day that are not opened yet: (number, begins, due)."""
    begun: list[tuple[int, date, date]] = []
    number = opened + 1
    while True:
        begins, due = occurrence(starts_on, due_on, recurrence, number)
        if begins > on or (until is not None and begins > until):
            return begun
        begun.append((number, begins, due))
        number += 1


def _months_on(day: date, months: int) -> date:
    """The same day some months on. The last day of a month stays the last day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    last = calendar.monthrange(year, month)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month, last if is_last else min(day.day, last))
