"""When somebody is reminded, and when those above are told. Days come from the rulebook."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
CATCH_UP = timedelta(days=7)  # a reminder missed while the machine stood still is sent for a week


class Whom(StrEnum):
    """Who is told: those who answer, the verifier, or a role over the lead unit."""

    ANSWERING = "answering"
    VERIFIER = "verifier"
    ABOVE = "above"


class StepClock(StrEnum):
    """Which due day a step looks at: the commitment's, or the verifier's own."""

    DEED = "deed"
    VERDICT = "verdict"


@dataclass(frozen=True)
class Step:
    """A step is taken once for each due day that lies within its days, both ends included."""

    name: str
    clock: StepClock
    whom: Whom
    last: date
    first: date | None = None
    roles: tuple[str, ...] = ()


def steps_on(
    day: date,
    *,
    before: Sequence[int],
    escalation: Mapping[str, int],
    is_working: Callable[[date], bool],
) -> list[Step]:
    """Every step that may be due on a day, gentlest first."""
    steps = [*_before(day, before)]
    since = day - CATCH_UP
    steps.append(Step("due", StepClock.DEED, Whom.ANSWERING, day, since))
    steps.append(Step("verify-due", StepClock.VERDICT, Whom.VERIFIER, day, since))
    for role, days in sorted(escalation.items(), key=lambda item: item[1]):
        last = _due_so_long_ago(day, days, is_working)
        roles = ("member_in_charge", "office") if role == "member_in_charge" else (role,)
        steps.append(Step(f"late-{role}", StepClock.DEED, Whom.ABOVE, last, None, roles))
        steps.append(Step(f"verify-late-{role}", StepClock.VERDICT, Whom.ABOVE, last, None, roles))
    return steps


def _before(day: date, before: Sequence[int]) -> list[Step]:
    """Each reminder covers the due days up to the next nearer one."""
    steps, nearer = [], 0
    for days in sorted(set(before)):
        first, last = day + (nearer + 1) * DAY, day + days * DAY
        steps.append(Step(f"before-{days}", StepClock.DEED, Whom.ANSWERING, last, first))
        nearer = days
    return steps


def _due_so_long_ago(day: date, days: int, is_working: Callable[[date], bool]) -> date:
    """The latest due day after which so many working days have passed by the end of a day."""
    counted, at = 0, day
    while True:
        counted += is_working(at)
        at -= DAY
        if counted >= days:
            return at


@dataclass(frozen=True)
class Rhythm:
    """After how many working days each role is told, and which days are worked."""

    escalation: Mapping[str, int]
    is_working: Callable[[date], bool]


def steps_that_move(
    due_on: date, was: Rhythm, becomes: Rhythm, *, since: date, until: date | None = None
) -> int:
    """How many steps of a due day fall on another day when the rhythm changes from a day on.

    A step counts by the rhythm of the day on which it falls; those of before have been taken.
    """
    moved = 0
    for role, days in was.escalation.items():
        old = _working_day_after(due_on, days, was.is_working)
        if old < since:
            continue
        new = _working_day_after(due_on, becomes.escalation[role], becomes.is_working)
        falls_on = max(since, new)
        if until is not None and falls_on >= until:
            falls_on = max(until, old)
        moved += falls_on != old
    return moved


def _working_day_after(due_on: date, days: int, is_working: Callable[[date], bool]) -> date:
    """The first day by whose end so many working days have passed since a due day."""
    counted, at = 0, due_on
    while counted < days:
        at += DAY
        counted += is_working(at)
    return at
