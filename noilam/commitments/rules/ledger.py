"""In whose hands a matter was late, and for which days. Stretches count both their ends.

The unit answers from the day after the due day up to the day it declares; the verifier from the
day after his own due day up to the day of the verdict; another agency while a recorded suspension
or a matter waited for stands in the way. A cause confirmed as objective is shown apart and takes
nothing away here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from .state import ACHIEVED

DAY = timedelta(days=1)


class Hands(StrEnum):
    UNIT = "unit"
    VERIFIER = "verifier"
    OTHER = "other"


@dataclass(frozen=True)
class Answering:
    """Who had it in hand from one day up to and including another; no last day means still."""

    from_on: date
    to_on: date | None
    holder: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Claim:
    """A declaration as the clocks see it: who had to decide it by when, and when it was."""

    declared_on: date
    verify_due_on: date | None = None
    verifier: str = ""
    verdict: str = ""
    verified_on: date | None = None


@dataclass(frozen=True)
class Clock:
    """All that decides whose clock was running on a day."""

    in_force_on: date
    due_dates: Sequence[tuple[date, date]]  # (decided on, due on), in the order decided
    claims: Sequence[Claim]  # in the order declared
    held: Sequence[Answering]
    blocked: Sequence[Answering] = ()  # suspensions and matters waited for
    ended_on: date | None = None


@dataclass(frozen=True)
class Stretch:
    """Days on end past due, in one pair of hands."""

    hands: Hands
    holder: str
    unit_id: int | None
    from_on: date
    to_on: date

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days + 1


def late_stretches(clock: Clock, *, since: date, through: date) -> list[Stretch]:
    """Every late stretch within the days asked for, in order of time."""
    last = min(through, clock.ended_on) if clock.ended_on else through
    found = [
        part
        for stretch in _late(clock, last)
        if (cut := _within(stretch, since, last))
        for part in _shared_out(cut, clock)
    ]
    return sorted(found, key=lambda each: (each.from_on, each.hands))


def next_entries(
    clock: Clock, *, written_to: date | None, on: date
) -> tuple[list[Stretch], date | None]:
    """What the ledger takes up on a day, and through which day it is then written.

    A new lateness is written the day after it began, so that nothing can hide it; one that goes
    on is written month by month, and closed by the deed that ends it.
    """
    since = written_to + DAY if written_to else clock.in_force_on
    pending = late_stretches(clock, since=since, through=on - DAY)
    if not pending:
        return [], written_to
    if written_to is None or pending[0].from_on > since:
        return pending, on - DAY
    month_end = on.replace(day=1) - DAY
    entries = late_stretches(clock, since=since, through=month_end)
    return (entries, month_end) if entries else ([], written_to)


def known_by(stretches: Iterable[Stretch], day: date) -> list[Stretch]:
    """The late days up to and including a day: what began later is left out, the rest is cut."""
    cut = (_within(each, each.from_on, day) for each in stretches)
    return [each for each in cut if each is not None]


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order of time; days on end in the same hands are one stretch, however often written."""
    told: list[Stretch] = []
    for each in sorted(stretches, key=lambda each: (each.from_on, each.hands)):
        last = told[-1] if told else None
        if last and _goes_on(last, each):
            told[-1] = replace(last, to_on=each.to_on)
        else:
            told.append(each)
    return told


def _goes_on(one: Stretch, other: Stretch) -> bool:
    is_same = (one.hands, one.holder) == (other.hands, other.holder)
    return is_same and one.to_on + DAY == other.from_on


def _late(clock: Clock, through: date) -> Iterator[Stretch]:
    """Late days before anybody asks whose unit it was: the phases of the unit and the verifier."""
    start: date | None = clock.in_force_on
    for claim, following in zip(clock.claims, [*clock.claims[1:], None], strict=False):
        if start is not None:
            yield from _late_with_the_unit(clock, start, min(claim.declared_on, through))
        decided_on = claim.verified_on or (following.declared_on if following else through)
        if claim.verify_due_on and claim.verify_due_on < decided_on:
            yield Stretch(
                Hands.VERIFIER,
                claim.verifier,
                None,
                max(claim.verify_due_on, claim.declared_on) + DAY,
                decided_on,
            )
        is_open = claim.verified_on is not None and claim.verdict != ACHIEVED
        start = claim.verified_on + DAY if is_open and claim.verified_on else None
    if start is not None:
        yield from _late_with_the_unit(clock, start, through)


def _late_with_the_unit(clock: Clock, first: date, last: date) -> Iterator[Stretch]:
    """The part of a phase that lies after the due day then in force."""
    for number, (decided_on, due_on) in enumerate(clock.due_dates):
        until = clock.due_dates[number + 1][0] - DAY if clock.due_dates[number + 1 :] else last
        begins = max(first, due_on + DAY, decided_on if number else first)
        ends = min(last, until)
        if begins <= ends:
            yield Stretch(Hands.UNIT, "", None, begins, ends)


def _shared_out(stretch: Stretch, clock: Clock) -> Iterator[Stretch]:
    """Give a unit's stretch to who stood in the way, and the rest to whoever held it then."""
    if stretch.hands != Hands.UNIT:
        yield stretch
        return
    rest = [stretch]
    for block in clock.blocked:
        rest, taken = _cut_out(rest, block)
        yield from (
            replace(each, hands=Hands.OTHER, holder=block.holder, unit_id=block.unit_id)
            for each in taken
        )
    for holding in clock.held:
        rest, taken = _cut_out(rest, holding)
        yield from (replace(each, holder=holding.holder, unit_id=holding.unit_id) for each in taken)


def _cut_out(stretches: Sequence[Stretch], span: Answering) -> tuple[list[Stretch], list[Stretch]]:
    """What is left outside a span, and what lies within."""
    left, taken = [], []
    for each in stretches:
        to_on = span.to_on or each.to_on
        inside = _within(each, span.from_on, to_on)
        if inside is None:
            left.append(each)
            continue
        taken.append(inside)
        outside = (
            _within(each, each.from_on, span.from_on - DAY),
            _within(each, to_on + DAY, each.to_on),
        )
        left.extend(part for part in outside if part)
    return left, taken


def _within(stretch: Stretch, first: date, last: date) -> Stretch | None:
    begins, ends = max(stretch.from_on, first), min(stretch.to_on, last)
    return replace(stretch, from_on=begins, to_on=ends) if begins <= ends else None
