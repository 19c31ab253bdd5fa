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
