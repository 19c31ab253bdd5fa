"""The figures, sentence by sentence. No database."""

from datetime import date
from decimal import Decimal

import pytest

from noilam.commitments.rules import Declared, Facts, State, Tally, figures, state_on, tally_of

START, DUE = date(2026, 1, 1), date(2026, 3, 31)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def a_word(*declarations: Declared, due_dates=((START, DUE),), **facts) -> Facts:
    return Facts(in_force_on=START, due_dates=due_dates, declarations=declarations, **facts)


def done(on: str, verdict: str = "", verified: str = "") -> Declared:
    return Declared(day(on), verdict, day(verified) if verified else None)


CASES = [
    ("not in force the day before it begins", a_word(), "2025-12-31", None),
    ("running from the first day", a_word(), "2026-01-01", State.RUNNING),
    ("the due day itself is not late", a_word(), "2026-03-31", State.RUNNING),
    ("late the day after", a_word(), "2026-04-01", State.LATE),
    ("claimed before due", a_word(done("03-01")), "2026-03-02", State.CLAIMED),
    ("claimed long after due, still undecided", a_word(done("03-01")), "2026-09-01", State.CLAIMED),
    ("claimed late", a_word(done("04-05")), "2026-04-05", State.CLAIMED),
    ("late until the claim", a_word(done("04-05")), "2026-04-04", State.LATE),
    (
        "kept: declared in time though the verdict came after due",
        a_word(done("03-31", "achieved", "05-01")),
        "2026-05-01",
        State.KEPT,
    ),
    (
        "kept late: declared the day after",
        a_word(done("04-01", "achieved", "04-02")),
        "2026-04-02",
        State.KEPT_LATE,
    ),
    (
        "claimed until the day of the verdict",
        a_word(done("03-31", "achieved", "05-01")),
        "2026-04-30",
        State.CLAIMED,
    ),
    (
        "a rejection before the due day reopens it",
        a_word(done("02-01", "rejected", "02-10")),
        "2026-03-31",
        State.RUNNING,
    ),
    (
        "a rejection counts as broken once due",
        a_word(done("02-01", "rejected", "02-10")),
        "2026-04-01",
        State.BROKEN,
    ),
    (
        "partly leaves it open",
        a_word(done("02-01", "partly", "02-10")),
        "2026-03-01",
        State.RUNNING,
    ),
    ("partly and due is late", a_word(done("02-01", "partly", "02-10")), "2026-04-01", State.LATE),
    (
        "declared again after partly: claimed",
        a_word(done("02-01", "partly", "02-10"), done("03-01")),
        "2026-04-01",
        State.CLAIMED,
    ),
    (
        "declared again after a rejection and due: broken is tried first",
        a_word(done("02-01", "rejected", "02-10"), done("04-02")),
        "2026-04-03",
        State.BROKEN,
    ),
    (
        "a second verdict heals a rejection, and the last declaration tells whether in time",
        a_word(done("02-01", "rejected", "02-10"), done("04-02", "achieved", "04-09")),
        "2026-04-09",
        State.KEPT_LATE,
    ),
    ("withdrawn", a_word(withdrawn_on=day("02-01")), "2026-02-01", State.WITHDRAWN),
    ("running the day before", a_word(withdrawn_on=day("02-01")), "2026-01-31", State.RUNNING),
    (
        "withdrawn is tried before everything",
        a_word(
            done("02-01", "achieved", "02-02"),
            withdrawn_on=day("05-01"),
            not_achieved_on=day("05-01"),
        ),
        "2026-05-01",
        State.WITHDRAWN,
    ),
    (
        "closed as not achieved is broken even before due",
        a_word(not_achieved_on=day("02-01")),
        "2026-02-01",
        State.BROKEN,
    ),
    (
        "an extension counts from the day it is decided",
        a_word(due_dates=((START, DUE), (day("03-20"), day("06-30")))),
        "2026-05-01",
        State.RUNNING,
    ),
    (
        "the earlier due date stands until then",
        a_word(due_dates=((START, day("02-01")), (day("03-20"), day("06-30")))),
        "2026-03-19",
        State.LATE,
    ),
    (
        "kept under the due date in force on the day asked",
        a_word(
            done("04-10", "achieved", "04-12"),
            due_dates=((START, DUE), (day("03-20"), day("06-30"))),
        ),
        "2026-05-01",
        State.KEPT,
    ),
]


@pytest.mark.parametrize(
    ("facts", "on", "state"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_a_commitment_is_in_exactly_one_state(facts, on, state):
    assert state_on(facts, date.fromisoformat(on)) == state


def many(state: State, count: int, **more) -> Tally:
    return Tally(state, count=count, weight=more.pop("weight", Decimal(count)), **more)


def test_all_states_add_up_to_what_was_said():
    sums = figures([many(state, number + 1) for number, state in enumerate(State)])
    assert sums.said == sum(getattr(sums, state) for state in State) == 28


def test_the_index_is_kept_in_time_over_all_that_came_due():
    sums = figures(
        [many(State.KEPT, 5), many(State.KEPT_LATE, 1), many(State.LATE, 1), many(State.BROKEN, 1)]
    )
    assert sums.index == Decimal("0.6250")


def test_running_and_withdrawn_are_in_neither_term():
    sums = figures([many(State.KEPT, 3), many(State.RUNNING, 9), many(State.WITHDRAWN, 9)])
    assert sums.index == 1


def test_a_claim_in_time_is_in_neither_term_and_a_late_claim_counts_against():
    in_time = figures([many(State.KEPT, 3), many(State.CLAIMED, 1)])
    after = figures([many(State.KEPT, 3), many(State.CLAIMED, 1, is_claim_after_due=True)])
    assert (in_time.index, after.index) == (Decimal(1), Decimal("0.7500"))
    assert (in_time.claimed_in_time, after.claimed_after_due) == (1, 1)


def test_the_index_is_weighted():
    assert figures(
        [many(State.KEPT, 1, weight=Decimal("2.5")), many(State.LATE, 2, weight=Decimal("0.5"))]
    ).index == Decimal("0.8333")


def test_an_index_needs_three_that_came_due():
    assert figures([many(State.KEPT, 2), many(State.RUNNING, 50)]).index is None


def test_a_page_shows_shares_in_whole_hundredths_half_up():
    sums = figures([many(State.KEPT, 1, verdicts=8, rejections=1), many(State.LATE, 7)])
    assert (sums.index_percent, sums.over_claim_percent) == (13, 13)
    assert (figures([]).index_percent, figures([]).over_claim_percent) == (None, None)
    assert figures([many(State.KEPT, 3)]).index == 1


def test_four_places_half_up():
    eighth = figures([many(State.KEPT, 1, weight=Decimal(1)), many(State.LATE, 159)])
    assert eighth.index == Decimal("0.0063")  # 1/160 = 0.00625


def test_the_over_claim_rate_counts_all_verdicts_given():
    sums = figures([many(State.KEPT, 2, verdicts=3, rejections=1), many(State.LATE, 1)])
    assert sums.over_claim_rate == Decimal("0.3333")
    assert figures([many(State.RUNNING, 3)]).over_claim_rate is None


def test_a_tally_counts_only_verdicts_given_by_the_day():
    facts = a_word(done("02-01", "rejected", "02-10"), done("03-01", "achieved", "03-09"))
    early, later = tally_of(facts, day("02-28")), tally_of(facts, day("03-31"))
    assert (early.verdicts, early.rejections) == (1, 1)
    assert (later.verdicts, later.rejections) == (2, 1)


def test_a_claim_is_after_due_by_the_due_date_in_force_that_day():
    facts = a_word(done("04-05"), due_dates=((START, DUE), (day("04-10"), day("06-30"))))
    assert tally_of(facts, day("04-06")).is_claim_after_due
    assert not tally_of(facts, day("04-11")).is_claim_after_due
