"""Which units owe a programme of work and have none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from noilam.foundation.periods import Month, Period, Quarter, Year
from noilam.organisation.models import Unit
from noilam.organisation.queries import living_on
from noilam.rulebook.queries import value

from .. import rules
from ..models import Programme


@dataclass(frozen=True)
class Owed:
    """A unit without a programme for a running period, and since when it is late with it."""

    unit: Unit
    period: Period
    due_on: date

    def is_late(self, on: date) -> bool:
        return self.due_on < on


def owed_programmes(on: date) -> list[Owed]:
    """Every unit owes one for the year; quarters and months are owed by those that wrote one for
    the quarter or month before, so that a habit does not stop unnoticed."""
    days = value("commitments.programme_due", on)
    return [
        Owed(unit, period, rules.last_day_to_write(period, days[kind]))
        for kind, period, units in _asked(on)
        if kind in days
        for unit in units
    ]


def _asked(on: date) -> Iterator[tuple[str, Period, list[Unit]]]:
    living = Unit.objects.filter(living_on(on), founded_on__lte=on, kind__is_cell=False)
    year, quarter, month = Year.of(on), Quarter.of(on), Month.of(on)
    yield "year", year, list(living.exclude(pk__in=_with(str(year))))
    before = str(Quarter.of(quarter.first_day - timedelta(days=1)))
    habit = living.filter(pk__in=_with(before))
    yield "quarter", quarter, list(habit.exclude(pk__in=_with(str(quarter))))
    habit = living.filter(pk__in=_with(str(month.previous)))
    yield "month", month, list(habit.exclude(pk__in=_with(str(month))))


def _with(period: str) -> QuerySet[Programme, Any]:
    return Programme.objects.filter(period=period, unit__isnull=False).values("unit")
