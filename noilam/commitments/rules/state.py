"""The one definition of what became of a word on a day, and of the figures made from it.

Everything that counts commitments, in Python or in SQL, says what these functions say; a property
test holds them together.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from noilam.foundation.text import say

FEWEST_FOR_AN_INDEX = 3  # fewer commitments say nothing about a body, so no index is shown
FOUR_PLACES = Decimal("0.0001")
ACHIEVED, PARTLY, REJECTED = "achieved", "partly", "rejected"


class State(StrEnum):
    """In the order in which they are tried: the first that fits."""

    WITHDRAWN = "withdrawn"
    BROKEN = "broken"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    CLAIMED = "claimed"
    LATE = "late"
    RUNNING = "running"


STATE_NAMES = {
    State.WITHDRAWN: say("Đã rút"),
    State.BROKEN: say("Không làm được"),
    State.KEPT: say("Đã làm đúng hạn"),
    State.KEPT_LATE: say("Đã làm, trễ hạn"),
    State.CLAIMED: say("Mới báo, chờ xác nhận"),
    State.LATE: say("Quá hạn"),
    State.RUNNING: say("Đang làm"),
}
STATE_TONES = {
    State.WITHDRAWN: "calm",
    State.BROKEN: "broken",
    State.KEPT: "kept",
    State.KEPT_LATE: "late",
    State.CLAIMED: "claimed",
    State.LATE: "broken",
    State.RUNNING: "calm",
}


@dataclass(frozen=True)
class Declared:
    """One declaration of being done, and the verdict on it once there is one."""

    declared_on: date
    verdict: str = ""
    verified_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """What is known about one commitment, each fact with its own day."""

    in_force_on: date | None
    due_dates: Sequence[tuple[date, date]]  # (decided on, due on)
    declarations: Sequence[Declared] = ()
    withdrawn_on: date | None = None
    not_achieved_on: date | None = None
    weight: Decimal = Decimal(1)

    def due_on(self, day: date) -> date:
        """The due day in force on a day: the last one decided by then."""
        decided = [each for each in self.due_dates if each[0] <= day]
        return max(decided)[1] if decided else min(self.due_dates)[1]

    def declared_by(self, day: date) -> list[Declared]:
        known = (each for each in self.declarations if each.declared_on <= day)
        return sorted(known, key=lambda each: each.declared_on)

    def decided_by(self, day: date) -> list[Declared]:
        """Declarations with a verdict by the day, by the day of the verdict."""
        known = [
            (each.verified_on, each.declared_on, each)
            for each in self.declarations
            if each.verified_on is not None and each.verified_on <= day
        ]
        return [each for *_, each in sorted(known, key=lambda row: row[:2])]


def state_on(facts: Facts, day: date) -> State | None:
    """The state of a commitment on a day, or None while it was not yet in force.

    The due day itself is not late. Partly, or a rejection before the due day, leaves it open.
    """
    if facts.in_force_on is None or facts.in_force_on > day:
        return None
    if _is_by(facts.withdrawn_on, day):
        return State.WITHDRAWN
    due_on, verdict = facts.due_on(day), _last_verdict(facts, day)
    is_due = due_on < day
    if _is_by(facts.not_achieved_on, day) or (verdict == REJECTED and is_due):
        return State.BROKEN
    return _state_of_the_deed(facts, day, verdict) or (State.LATE if is_due else State.RUNNING)


def _state_of_the_deed(facts: Facts, day: date, verdict: str) -> State | None:
    declared = facts.declared_by(day)
    if not declared:
        return None
    last = declared[-1]
    if verdict == ACHIEVED:
        return State.KEPT if last.declared_on <= facts.due_on(day) else State.KEPT_LATE
    return None if _is_by(last.verified_on, day) else State.CLAIMED


def _last_verdict(facts: Facts, day: date) -> str:
    decided = facts.decided_by(day)
    return decided[-1].verdict if decided else ""


def _is_by(happened_on: date | None, day: date) -> bool:
    return happened_on is not None and happened_on <= day


def is_claim_after_due(facts: Facts, day: date) -> bool:
    """A claim still undecided, made after the due day: it counts against, until decided."""
    if state_on(facts, day) != State.CLAIMED:
        return False
    return facts.declared_by(day)[-1].declared_on > facts.due_on(day)


@dataclass(frozen=True)
class Tally:
    """Commitments alike in state, counted together. What SQL groups and Python adds up."""

    state: State
    is_claim_after_due: bool = False
    count: int = 1
    weight: Decimal = Decimal(1)
    verdicts: int = 0
    rejections: int = 0


def tally_of(facts: Facts, day: date) -> Tally | None:
    """One commitment as a tally of one; None while it is not in force."""
    state = state_on(facts, day)
    if state is None:
        return None
    decided = facts.decided_by(day)
    return Tally(
        state=state,
        is_claim_after_due=is_claim_after_due(facts, day),
        weight=facts.weight,
        verdicts=len(decided),
        rejections=sum(each.verdict == REJECTED for each in decided),
    )


@dataclass(frozen=True)
class Figures:
    """What was said by a day and what had become of it. All states add up to `said`.

    `kept_weight` over `due_weight` is the index; `due_count` is how many commitments stand in the
    denominator; `claimed_in_time` are in neither term: their delay is the verifier's.
    """

    said: int = 0
    kept: int = 0
    kept_late: int = 0
    claimed: int = 0
    running: int = 0
    late: int = 0
    broken: int = 0
    withdrawn: int = 0
    claimed_in_time: int = 0
    claimed_after_due: int = 0
    due_count: int = 0
    kept_weight: Decimal = Decimal(0)
    due_weight: Decimal = Decimal(0)
    verdicts: int = 0
    rejections: int = 0

    @property
    def index(self) -> Decimal | None:
        """Kept in time over all that has come due, weighted."""
        if self.due_count < FEWEST_FOR_AN_INDEX:
            return None
        return _share(self.kept_weight, self.due_weight)

    @property
    def index_percent(self) -> int | None:
        """The index in whole hundredths, for a big figure on a page."""
        return _percent(self.index)

    @property
    def over_claim_rate(self) -> Decimal | None:
        """How many verdicts found that what was declared had not been done."""
        if not self.verdicts:
            return None
        return _share(Decimal(self.rejections), Decimal(self.verdicts))

    @property
    def over_claim_percent(self) -> int | None:
        return _percent(self.over_claim_rate)


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole).quantize(FOUR_PLACES, ROUND_HALF_UP)


def _percent(share: Decimal | None) -> int | None:
    return None if share is None else int((share * 100).quantize(Decimal(1), ROUND_HALF_UP))


COME_DUE = {State.KEPT, State.KEPT_LATE, State.LATE, State.BROKEN}


def figures(tallies: Iterable[Tally]) -> Figures:
    """Add tallies up. The order does not matter, and neither does how they were grouped."""
    tallies = list(tallies)
    counts: Counter[State] = Counter()
    for each in tallies:
        counts[each.state] += each.count
    due = [each for each in tallies if each.state in COME_DUE or each.is_claim_after_due]
    after_due = sum(each.count for each in tallies if each.is_claim_after_due)
    return Figures(
        **{state.value: counts[state] for state in State},
        said=counts.total(),
        claimed_after_due=after_due,
        claimed_in_time=counts[State.CLAIMED] - after_due,
        due_count=sum(each.count for each in due),
        kept_weight=sum((e.weight for e in due if e.state == State.KEPT), start=Decimal(0)),
        due_weight=sum((each.weight for each in due), start=Decimal(0)),
        verdicts=sum(each.verdicts for each in tallies),
        rejections=sum(each.rejections for each in tallies),
    )
