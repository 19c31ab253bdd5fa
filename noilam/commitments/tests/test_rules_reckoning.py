"""What counts in a period, sentence by sentence. No database."""

from datetime import date

import pytest

from noilam.commitments.rules.reckoning import (
    Span,
    days_left_over,
    is_undone,
    milestone_outcome,
    outcome,
    span_of,
    verdict_outcome,
)

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
OVER, RUNNING = Span(FIRST, LAST, True), Span(FIRST, LAST, False)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("09-30", None),
        ("10-01", Span(FIRST, FIRST, False)),
        ("10-31", RUNNING),
        ("11-01", OVER),
    ],
)
def test_a_span_reaches_to_today_and_is_over_the_day_after(today, expected):
    assert span_of(FIRST, LAST, day(today)) == expected
    assert OVER.eve == day("09-30")


OUTCOMES = [
    ("kept on the first day of the period", "kept", "10-01", "running", "kept"),
    ("kept on the last", "kept", "10-31", "running", "kept"),
    ("kept long before its due day counts where it is due", "kept", "10-15", "kept", "kept"),
    ("kept before, due later, does not count yet", "kept", "11-01", "running", None),
    ("kept late", "kept_late", "10-15", "late", "kept_late"),
    ("late", "late", "10-15", "running", "late"),
    ("broken", "broken", "10-15", "running", "broken"),
    ("broken before, due now, counts now", "broken", "10-15", "broken", "broken"),
    ("claimed late", "claimed_after_due", "10-15", "running", "claimed_after_due"),
    ("claimed in time waits for the verifier", "claimed", "10-15", "running", None),
    ("withdrawn", "withdrawn", "10-15", "running", None),
    ("not in force", "", "10-15", "", None),
    ("due on the very last day, nothing said", "running", "10-31", "running", "missed"),
    ("due before, late then, was counted then", "late", "09-30", "late", None),
    ("due on the eve, nothing said, was counted then", "late", "09-30", "running", None),
    ("claimed in time, judged now", "kept", "09-30", "claimed", "kept"),
    ("claimed in time, rejected now", "broken", "09-30", "claimed", "broken"),
    ("claimed in time, still waiting", "claimed", "09-30", "claimed", None),
    ("claimed in time, withdrawn now", "withdrawn", "09-30", "claimed", None),
    ("claimed late before, judged now", "kept_late", "09-30", "claimed_after_due", None),
    ("came into force after its due day", "late", "09-30", "", "late"),
]


@pytest.mark.parametrize(
    ("standing", "due_on", "on_eve", "expected"),
    [case[1:] for case in OUTCOMES],
    ids=[case[0] for case in OUTCOMES],
)
def test_a_due_day_counts_in_one_period(standing, due_on, on_eve, expected):
    assert outcome(standing, day(due_on), on_eve, OVER) == expected


def test_what_is_due_today_can_still_be_done():
    assert outcome("running", LAST, "running", RUNNING) is None


@pytest.mark.parametrize(
    ("standing", "ended_on", "is_undecided", "expected"),
    [
        ("late", None, False, True),
        ("broken", None, False, True),
        ("broken", None, True, False),  # declared again: the verifier has it
        ("broken", "10-31", False, False),
        ("broken", "11-01", False, True),  # ended later than the day asked
        ("kept_late", None, False, False),
        ("running", None, False, False),
    ],
)
def test_what_is_still_to_be_done(standing, ended_on, is_undecided, expected):
    ended = day(ended_on) if ended_on else None
    assert is_undone(standing, ended, is_undecided=is_undecided, on=LAST) is expected


MILESTONES = [
    ("reached on its day", "10-10", "10-10", "running", None, ("reached", 0)),
    ("reached a day late", "10-10", "10-11", "running", None, ("reached_late", 1)),
    ("not reached", "10-10", None, "running", None, ("not_reached", 21)),
    ("reached after the period", "10-10", "11-01", "running", None, ("not_reached", 21)),
    ("the deed was done before", "10-10", None, "kept", "10-10", ("reached", 0)),
    ("the deed was claimed before", "10-10", None, "claimed", "10-09", ("reached", 0)),
    ("the deed was done late", "10-10", None, "kept_late", "10-12", ("reached_late", 2)),
    ("a claim found wrong reaches nothing", "10-10", None, "broken", "10-09", ("not_reached", 21)),
    ("the earlier of both", "10-10", "10-12", "kept", "10-09", ("reached", 0)),
    ("withdrawn", "10-10", "10-10", "withdrawn", None, None),
    ("due the day before", "09-30", None, "running", None, None),
    ("due on the first day", "10-01", None, "running", None, ("not_reached", 30)),
    ("due on the last day", "10-31", None, "running", None, ("not_reached", 0)),
    ("due the day after", "11-01", "10-01", "running", None, None),
]


@pytest.mark.parametrize(
    ("due_on", "reached_on", "standing", "declared_on", "expected"),
    [case[1:] for case in MILESTONES],
    ids=[case[0] for case in MILESTONES],
)
def test_how_a_milestone_was_met(due_on, reached_on, standing, declared_on, expected):
    found = milestone_outcome(
        due_on=day(due_on),
        reached_on=day(reached_on) if reached_on else None,
        standing=standing,
        declared_on=day(declared_on) if declared_on else None,
        span=OVER,
    )
    assert found == expected


@pytest.mark.parametrize(
    ("reached_on", "expected"), [(None, None), (LAST, ("reached", 0))], ids=["open", "reached"]
)
def test_a_milestone_due_today_can_still_be_reached(reached_on, expected):
    found = milestone_outcome(
        due_on=LAST, reached_on=reached_on, standing="running", declared_on=None, span=RUNNING
    )
    assert found == expected


@pytest.mark.parametrize(
    ("verified_on", "ended_on", "span", "expected"),
    [
        ("10-30", None, OVER, ("verified_in_time", 0)),
        (None, None, OVER, ("undecided", 0)),
        (None, None, RUNNING, None),
        (None, "10-31", OVER, None),
        (None, "11-01", OVER, ("undecided", 0)),
    ],
)
def test_a_verdict_due_on_the_last_day(verified_on, ended_on, span, expected):
    verified = day(verified_on) if verified_on else None
    ended = day(ended_on) if ended_on else None
    found = verdict_outcome(due_on=LAST, verified_on=verified, ended_on=ended, span=span)
    assert found == expected


@pytest.mark.parametrize(
    ("verified_on", "expected"),
    [
        ("10-10", ("verified_in_time", 0)),
        ("10-11", ("verified_late", 1)),
        ("10-31", ("verified_late", 21)),
        ("11-01", ("undecided", 21)),
    ],
)
def test_a_verdict_known_by_the_last_day(verified_on, expected):
    found = verdict_outcome(
        due_on=day("10-10"), verified_on=day(verified_on), ended_on=None, span=OVER
    )
    assert found == expected


@pytest.mark.parametrize(
    ("stretches", "expected"),
    [
        ([], 21),
        ([("09-01", "10-10")], 21),  # before it was late
        ([("09-01", "10-11")], 20),
        ([("10-15", "10-15")], 20),
        ([("10-31", "12-31")], 20),
        ([("11-01", "12-31")], 21),
        ([("10-12", "10-20"), ("10-15", "10-22")], 10),
        ([("10-15", "10-22"), ("10-12", "10-20")], 10),
        ([("10-12", "10-30"), ("10-15", "10-16")], 2),
        ([("10-01", "12-31")], 0),
    ],
)
def test_days_past_due_less_those_that_are_nobodys_fault(stretches, expected):
    spans = [(day(first), day(last)) for first, last in stretches]
    assert days_left_over(day("10-10"), LAST, spans) == expected
