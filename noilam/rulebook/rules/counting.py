"""How days are counted: the day of receipt is day 0, and every day says why it counts or not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from noilam.foundation.errors import Problem
from noilam.foundation.text import say

# Guards against a slip of the pen, not rules of law: ten years of days, years that make sense.
LONGEST_COUNT = 3660
FIRST_YEAR, LAST_YEAR = 1900, 2200
_ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    DAY = "day"
    WORKING_DAY = "working_day"


class Why(StrEnum):
    """Why a day has a number, or has none."""

    RECEIVED = "received"  # the day the clock starts from: day 0
    COUNTED = "counted"
    EXTRA_WORK = "extra_work"  # a weekend day worked in exchange: counted
    WEEKEND = "weekend"
    DAY_OFF = "day_off"  # a public holiday, a substitute day, or a day the office declared
    SUSPENDED = "suspended"
    MOVED_ON = "moved_on"  # the last day was off: the end moves to this working day


@dataclass(frozen=True)
class Calendar:
    """Which days are worked, as plain values.

    `days_off` and `extra_work` hold dates with their names; `weekly` the ISO weekdays off (1 is
    Monday). Outside `first_day`..`last_day` the public days are not known: such days are counted
    by weekday alone, and a deadline that meets one says that it is uncertain.
    """

    days_off: Mapping[date, str] = field(default_factory=dict)
    extra_work: Mapping[date, str] = field(default_factory=dict)
    weekly: frozenset[int] = frozenset()
    first_day: date = date.min
    last_day: date = date.max

    def knows(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def standing(self, day: date) -> tuple[Why, str]:
        """What the calendar says of a day, and the name of it."""
        if day in self.extra_work:
            return Why.EXTRA_WORK, self.extra_work[day]
        if day in self.days_off:
            return Why.DAY_OFF, self.days_off[day]
        return (Why.WEEKEND if day.isoweekday() in self.weekly else Why.COUNTED), ""


@dataclass(frozen=True)
class Suspension:
    """Days on which the clock stands still, both ends included.

    One that still runs ends, for now, on the day of asking: the due day moves with it.
    """

    first_day: date
    last_day: date
    reason: str = ""

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class CountedDay:
    """One day of the working. `number` is None where the day was skipped."""

    day: date
    number: int | None
    why: Why
    name: str = ""


@dataclass(frozen=True)
class Deadline:
    """A due day with the rule version that made it (0: none) and its working, day by day."""

    due_on: date
    rule_version: int
    working: list[CountedDay]
    is_certain: bool = True


def is_working(day: date, calendar: Calendar) -> bool:
    return calendar.standing(day)[0] in (Why.COUNTED, Why.EXTRA_WORK)


def deadline(
    start: date,
    amount: int,
    unit: Unit | str,
    calendar: Calendar,
    *,
    moves_on_last_day_off: bool = False,
    suspensions: Sequence[Suspension] = (),
    rule_version: int = 0,
) -> Deadline:
    """The day on which a stretch of days ends, with every day on the way and its reason."""
    if amount < 0:
        raise ValueError("A deadline cannot be counted backwards.")
    unit = Unit(unit)
    working = [CountedDay(start, 0, Why.RECEIVED, calendar.standing(start)[1])]
    working += _counted(start, amount, unit, calendar, suspensions)
    if moves_on_last_day_off and not is_working(working[-1].day, calendar):
        working += _moved_on(working[-1].day, calendar, suspensions)
    return Deadline(
        due_on=working[-1].day,
        rule_version=rule_version,
        working=working,
        is_certain=calendar.knows(start) and calendar.knows(working[-1].day),
    )


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start`, up to and with `end`; 0 where `end` is not later."""
    length = max((end - start).days, 0)
    days = (start + timedelta(days=number) for number in range(1, length + 1))
    return sum(is_working(day, calendar) for day in days)


def _counted(
    start: date, amount: int, unit: Unit, calendar: Calendar, suspensions: Sequence[Suspension]
) -> Iterator[CountedDay]:
    day, number = start, 0
    while number < amount:
        day += _ONE_DAY
        why, name = _reason(day, unit, calendar, suspensions)
        counts = why in (Why.COUNTED, Why.EXTRA_WORK)
        number += counts
        yield CountedDay(day, number if counts else None, why, name)


def _reason(
    day: date, unit: Unit, calendar: Calendar, suspensions: Sequence[Suspension]
) -> tuple[Why, str]:
    for suspension in suspensions:
        if suspension.covers(day):
            return Why.SUSPENDED, suspension.reason
    why, name = calendar.standing(day)
    return (Why.COUNTED, name) if unit is Unit.DAY else (why, name)


def _moved_on(
    last: date, calendar: Calendar, suspensions: Sequence[Suspension]
) -> Iterator[CountedDay]:
    """The days passed over after a last day off, and the working day on which it ends."""
    day = last
    while True:
        day += _ONE_DAY
        why, name = _reason(day, Unit.WORKING_DAY, calendar, suspensions)
        if why in (Why.COUNTED, Why.EXTRA_WORK):
            yield CountedDay(day, None, Why.MOVED_ON, name)
            return
        yield CountedDay(day, None, why, name)


def problems_with_count(
    start: date, amount: int, suspensions: Sequence[Suspension] = ()
) -> list[Problem]:
    """Whether a count asked for on the page can be shown."""
    values = {"most": LONGEST_COUNT, "first": FIRST_YEAR, "last": LAST_YEAR}
    problems = []
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        problems.append(Problem("start-out-of-range", _START, about="start", values=values))
    if not 0 <= amount <= LONGEST_COUNT:
        problems.append(Problem("count-out-of-range", _AMOUNT, about="amount", values=values))
    for each in suspensions:
        if not 0 <= (each.last_day - each.first_day).days <= LONGEST_COUNT:
            problem = Problem("suspension-out-of-range", _STOPPED, about="stopped_to")
            problems.append(problem)
    return problems


_START = say("Ngày nhận phải trong các năm {first} đến {last}. Xin xem lại năm.")
_AMOUNT = say("Số ngày phải từ 0 đến {most}. Xin nhập lại số ngày.")
_STOPPED = say("Khoảng tạm dừng phải kết thúc sau khi bắt đầu và không quá mười năm.")
