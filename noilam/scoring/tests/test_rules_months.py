"""Which units a month scores, under whose criteria, and when its steps fall due."""

from datetime import date

import pytest

from noilam.foundation.periods import Month
from noilam.rulebook.rules import Calendar
from noilam.scoring.rules import months, stages
from noilam.scoring.rules.criteria import Step, StepName
from noilam.scoring.rules.months import Life, NotScored, Offer
from noilam.scoring.rules.reading import criteria_of

from .given import a_content

OCTOBER = Month(2026, 10)
WEEKENDS = Calendar(days_off={date(2026, 11, 3): "Ngày nghỉ"}, weekly=frozenset({6, 7}))
DAYS = stages.Days(calendar=WEEKENDS, redo_working_days=2)
CRITERIA = criteria_of(a_content())


def test_a_month_is_one_number_both_ways():
    assert months.key(OCTOBER) == 202610
    assert months.month_of(202610) == OCTOBER


@pytest.mark.parametrize(
    ("founded_on", "ended_on", "why_not"),
    [
        (date(2020, 1, 1), None, None),
        (date(2026, 10, 1), None, None),
        (date(2026, 10, 17), None, None),  # fifteen days are left, this one counted
        (date(2026, 10, 18), None, NotScored.FOUNDED_TOO_LATE),
        (date(2026, 11, 1), None, NotScored.NOT_THERE),
        (date(2020, 1, 1), date(2026, 10, 16), None),  # gone from the 16th on: fifteen days lived
        (date(2020, 1, 1), date(2026, 10, 15), NotScored.ENDED_TOO_EARLY),
        (date(2020, 1, 1), date(2026, 10, 1), NotScored.NOT_THERE),
        (date(2020, 1, 1), date(2026, 11, 1), None),
        (date(2026, 10, 5), date(2026, 10, 19), NotScored.ENDED_TOO_EARLY),
        (date(2026, 10, 5), date(2026, 10, 20), None),
    ],
)
def test_a_unit_is_scored_when_it_was_there_long_enough(founded_on, ended_on, why_not):
    assert months.why_not_scored(Life(founded_on, ended_on), OCTOBER, 15) == why_not


def test_february_is_scored_though_it_is_short():
    assert months.why_not_scored(Life(date(2020, 1, 1)), Month(2027, 2), 28) is None


def test_parents_and_kind_are_those_of_the_first_day_or_of_the_founding():
    assert months.reference_day(Life(date(2020, 1, 1)), OCTOBER) == date(2026, 10, 1)
    assert months.reference_day(Life(date(2026, 10, 9)), OCTOBER) == date(2026, 10, 9)


OLD, NEW = (date(2025, 1, 1), 1), (date(2026, 1, 1), 2)
CELLS, GRASSROOTS = ("party_cell",), ("grassroots_committee_org",)


@pytest.mark.parametrize(
    ("above", "offers", "chosen"),
    [
        ([2, 1], {1: [Offer(10, CELLS, OLD)]}, 10),
        ([2, 1], {1: [Offer(10, CELLS, OLD)], 2: [Offer(20, CELLS, OLD)]}, 20),
        ([2, 1], {1: [Offer(10, CELLS, OLD)], 2: [Offer(20, GRASSROOTS, OLD)]}, 10),
        ([1], {1: [Offer(10, CELLS, OLD), Offer(11, CELLS, NEW)]}, 11),
        ([1], {1: [Offer(10, GRASSROOTS, OLD)]}, None),
        ([], {1: [Offer(10, CELLS, OLD)]}, None),
    ],
)
def test_the_nearest_set_for_the_kind_scores_a_unit(above, offers, chosen):
    assert months.nearest_set(above, offers, "party_cell") == chosen


@pytest.mark.parametrize(
    ("due_day", "month", "moves", "due_on"),
    [
        (9, OCTOBER, False, date(2026, 11, 9)),
        (3, OCTOBER, True, date(2026, 11, 4)),  # the third is a holiday
        (3, OCTOBER, False, date(2026, 11, 3)),
        (31, OCTOBER, False, date(2026, 11, 30)),
        (5, Month(2026, 12), False, date(2027, 1, 5)),
    ],
)
def test_a_due_day_is_one_of_the_month_after(due_day, month, moves, due_on):
    step = Step(StepName.SELF_SCORE, due_day=due_day)
    after = month.last_day
    assert months.due_on(step, month, after, WEEKENDS, moves_on_day_off=moves) == due_on


def test_working_days_run_from_the_step_before_over_days_off():
    step = Step(StepName.REPLY, working_days=3)
    assert months.due_on(step, OCTOBER, date(2026, 10, 30), WEEKENDS) == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("due_on", "count", "told_on"),
    [
        (date(2026, 11, 10), 1, date(2026, 11, 9)),
        (date(2026, 11, 8), 1, date(2026, 11, 5)),  # a Sunday: Friday is left
        (date(2026, 11, 9), 2, date(2026, 11, 5)),
    ],
)
def test_a_reminder_leaves_some_working_days(due_on, count, told_on):
    assert months.working_days_before(due_on, count, WEEKENDS) == told_on


# The way of a sheet --------------------------------------------------------------------------


def due(name, today, **known):
    return stages.step_due(CRITERIA, name, OCTOBER, DAYS, today=today, **known)


def test_a_step_is_due_on_the_set_s_day_however_few_are_left():
    assert due(StepName.APPRAISE, date(2026, 11, 6)) == date(2026, 11, 6)


def test_after_a_late_step_and_after_a_return_there_are_some_days_at_least():
    assert due(StepName.APPRAISE, date(2026, 11, 6), was_late=True) == date(2026, 11, 10)
    assert due(StepName.APPRAISE, date(2026, 11, 1), was_late=True) == date(2026, 11, 6)
    assert due(StepName.SELF_SCORE, date(2026, 11, 5), is_again=True) == date(2026, 11, 9)


SHORT = criteria_of(
    a_content(workflow=[{"step": "self_score", "due_day": 3}, {"step": "approve", "due_day": 15}])
)


@pytest.mark.parametrize(
    ("criteria", "stage", "asks", "after"),
    [
        (CRITERIA, "self_score", False, "appraise"),
        (CRITERIA, "appraise", True, "cross_check"),
        (CRITERIA, "cross_check", True, "reply"),
        (CRITERIA, "cross_check", False, "approve"),
        (CRITERIA, "reply", True, "approve"),
        (SHORT, "self_score", True, "approve"),
    ],
)
def test_a_sheet_passes_the_steps_that_its_set_asks_for(criteria, stage, asks, after):
    assert stages.step_after(criteria, stage, asks_reply=asks) == after


@pytest.mark.parametrize(
    ("criteria", "stage", "places"),
    [
        (CRITERIA, "appraise", ["self_score"]),
        (CRITERIA, "cross_check", ["self_score", "appraise"]),
        (CRITERIA, "approve", ["cross_check"]),
        (SHORT, "approve", ["self_score"]),
        (CRITERIA, "self_score", []),
        (CRITERIA, "fixed", []),
    ],
)
def test_a_sheet_goes_back_to_steps_before(criteria, stage, places):
    assert stages.places_back(criteria, stage) == places


@pytest.mark.parametrize(
    ("own", "found", "times", "asks"),
    [
        ({"A2": 400}, {"A2": 325}, {}, False),
        ({"A2": 400}, {"A2": 300}, {}, True),
        ({"A2": 300}, {"A2": 400}, {}, True),
        ({"A2": 0}, {"A2": None}, {}, True),
        ({"A2": 400}, {"A2": 400}, {"M2": 1}, True),
    ],
)
def test_a_unit_is_asked_where_marks_differ_by_as_much_as_the_set_says(own, found, times, asks):
    differing = stages.differences(CRITERIA, own, found, {}, times)
    assert stages.asks_reply(CRITERIA, differing) is asks
