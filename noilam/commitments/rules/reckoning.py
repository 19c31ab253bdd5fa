"""What of a matter counts in a period, as the last day of the period knew it.

Built on the states of `state`, so that a measure and the figures agree. Each due day is counted in
one period only, and none gets lost: one that waits for a verdict when its period ends is counted
where the verdict falls, as waiting is the verifier's delay and no merit of the unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .state import State

DAY = timedelta(days=1)
CLAIMED_AFTER_DUE = "claimed_after_due"
MISSED = "missed"  # nothing declared by the end of the due day, which ends the period
NOT_YET_COUNTED = {"", State.CLAIMED}  # on the eve: not in force, or claimed in time
DONE = {State.KEPT, State.KEPT_LATE}


@dataclass(frozen=True)
class Span:
    """The days of a period that have come: `on` is its last day, or today while it runs."""

    first: date
    on: date
    is_over: bool  # `on` is a whole day gone by, so a due day on it has passed too

    @property
    def eve(self) -> date:
        return self.first - DAY


def span_of(first: date, last: date, today: date) -> Span | None:
    """None: nothing of it has come yet."""
    return Span(first, min(last, today), last < today) if first <= today else None


def outcome(standing: str, due_on: date, on_eve: str, span: Span) -> str | None:
    """What became of a matter whose due day counts in the period; None: it does not count.

    `standing` is the state on the last day and `on_eve` that on the day before the first, claims
    made after the due day told apart; `due_on` is the due day in force on the last day.
    """
    if due_on > span.on or (due_on < span.first and on_eve not in NOT_YET_COUNTED):
        return None
    if standing == State.RUNNING:
        return MISSED if span.is_over else None
    return None if standing in {"", State.WITHDRAWN, State.CLAIMED} else standing


def is_undone(standing: str, ended_on: date | None, *, is_undecided: bool, on: date) -> bool:
    """Past due and still to be done: late, or declared and found not done, which `broken` hides."""
    is_ended = ended_on is not None and ended_on <= on
    is_rejected = standing == State.BROKEN and not is_ended and not is_undecided
    return standing == State.LATE or is_rejected


def milestone_outcome(
    *, due_on: date, reached_on: date | None, standing: str, declared_on: date | None, span: Span
) -> tuple[str, int] | None:
    """How a milestone was met, and by how many days not. A deed done includes its milestones."""
    is_done = standing in {*DONE, State.CLAIMED} and declared_on is not None
    known = [day for day in (reached_on, declared_on if is_done else None) if day]
    met_on = min((day for day in known if day <= span.on), default=None)
    if standing == State.WITHDRAWN or not span.first <= due_on <= span.on:
        return None
    if met_on is not None:
        return ("reached", 0) if met_on <= due_on else ("reached_late", (met_on - due_on).days)
    return None if due_on == span.on and not span.is_over else _unmet(due_on, span)


def _unmet(due_on: date, span: Span) -> tuple[str, int]:
    return "not_reached", (span.on - due_on).days


def verdict_outcome(
    *, due_on: date, verified_on: date | None, ended_on: date | None, span: Span
) -> tuple[str, int] | None:
    """How a verdict met its due day. One whose matter ended before needs none."""
    if verified_on is not None and verified_on <= span.on:
        late = (verified_on - due_on).days
        return ("verified_late", late) if late > 0 else ("verified_in_time", 0)
    is_needless = ended_on is not None and ended_on <= due_on
    is_open = due_on == span.on and not span.is_over
    return None if is_needless or is_open else ("undecided", (span.on - due_on).days)


def days_left_over(due_on: date, on: date, stretches: Iterable[tuple[date, date]]) -> int:
    """Days past due up to and with a day, less those within stretches (both ends count)."""
    days, reached = (on - due_on).days, due_on
    for first, last in sorted(stretches):
        begins, ends = max(first, reached + DAY), min(last, on)
        if begins <= ends:
            days -= (ends - begins).days + 1
            reached = ends
    return days
