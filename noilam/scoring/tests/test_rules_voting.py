"""What a committee decides alone, by which vote, and on which list."""

import pytest

from noilam.scoring.rules import voting
from noilam.scoring.rules.criteria import Band
from noilam.scoring.rules.filling import Change
from noilam.scoring.rules.reading import criteria_of
from noilam.scoring.rules.score import Answer, Total
from noilam.scoring.rules.voting import Decision, Reason, Signs, Votes

from .given import a_content

CRITERIA = criteria_of(a_content())
GOOD, FAIR, LOW = CRITERIA.bands


def a_total(total=2880, band: Band | None = GOOD, failed=()) -> Total:
    return Total((), total, total, 0, band, tuple(failed))


@pytest.mark.parametrize(
    ("total", "own", "signs", "reasons"),
    [
        (a_total(), 2880, Signs(), ()),
        (a_total(), 2880, Signs(band_before="T"), ()),
        (a_total(), 3380, Signs(), (Reason.DIFFERENCE,)),
        (a_total(), 3379, Signs(), ()),
        (a_total(), 2880, Signs(band_before="HT"), (Reason.BAND_CHANGED,)),
        (a_total(), 2880, Signs(has_reply=True, is_late=True), (Reason.REPLIED, Reason.LATE)),
        (a_total(), 2880, Signs(was_silent=True), (Reason.SILENT,)),
        (a_total(), 2880, Signs(has_second_look=True), (Reason.SECOND_LOOK,)),
        (a_total(2880, FAIR, ["no_long_overdue"]), 2880, Signs(), (Reason.FAILED_GATES,)),
        (a_total(1600, FAIR, ["no_long_overdue"]), 1600, Signs(), ()),  # it cost no band
        (a_total(None, None), None, Signs(), (Reason.NOT_SCORED,)),
    ],
)
def test_a_sheet_is_decided_alone_for_a_reason(total, own, signs, reasons):
    assert voting.reasons_alone(CRITERIA, total, own, signs) == reasons


@pytest.mark.parametrize(
    ("votes", "problems"),
    [
        (Votes(9, 8, 8), []),
        (Votes(9, 9, 5, 4), []),
        (Votes(8, 8, 4, 4), ["not-carried"]),
        (Votes(9, 5, 4, 1), ["not-carried"]),  # of all members, not of those present
        (Votes(9, 10, 10), ["more-than-members"]),
        (Votes(9, 8, 8, 1), ["votes-do-not-add-up"]),
        (Votes(9, 8, 9, -1), ["negative-votes"]),
        (Votes(0, 0, 0), ["not-carried"]),
    ],
)
def test_a_list_is_approved_by_more_than_half_of_all_members(votes, problems):
    assert [each.code for each in voting.problems_with_votes(votes, 50)] == problems


def test_a_list_is_bound_to_its_sheets_and_to_what_each_would_fix():
    read = voting.list_hash([(1, "a"), (2, "b")])
    assert voting.list_hash([(2, "b"), (1, "a")]) == read
    for other in ([(1, "a")], [(1, "a"), (2, "c")], [(1, "b"), (2, "a")]):
        assert voting.list_hash(other) != read


CHANGE = {"B2": Change(answer=Answer(level=200))}


@pytest.mark.parametrize(
    ("decisions", "problems"),
    [
        ({1: Decision()}, []),
        ({1: Decision(), 2: Decision("returned", "Thiếu biên bản")}, []),
        ({}, ["decision-missing"]),
        ({1: Decision("returned")}, ["reason-missing"]),
        ({1: Decision("changed", "Đọc lại biên bản")}, ["nothing-changed"]),
        ({1: Decision("changed", "Đọc lại biên bản", CHANGE)}, []),
        ({1: Decision(), 7: Decision()}, ["not-in-list"]),
    ],
)
def test_each_exception_is_decided_alone_and_a_return_says_why(decisions, problems):
    found = voting.problems_with_decisions(decisions, [1], [1, 2])
    assert [each.code for each in found] == problems


def test_gates_that_no_band_in_reach_asks_for_cost_nothing():
    failed = ["no_false_report"]
    assert voting.gates_that_cost(CRITERIA, a_total(1000, LOW, failed)) == ()
    assert voting.gates_that_cost(CRITERIA, a_total(1600, LOW, failed)) == ("no_false_report",)
