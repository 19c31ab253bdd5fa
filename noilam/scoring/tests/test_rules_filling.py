"""What may be saved, what may be handed in, and what may be changed above."""

from decimal import Decimal

import pytest

from noilam.scoring.rules import filling
from noilam.scoring.rules.filling import Change
from noilam.scoring.rules.measured import Found, answer_of
from noilam.scoring.rules.reading import criteria_of
from noilam.scoring.rules.score import NOTHING, Answer

from .given import ANSWERS, NOTES, a_content

CRITERIA = criteria_of(a_content())
CELL, BRANCH = "party_cell", "grassroots_committee_org"
SMALL = Answer(value=Decimal(90), denominator=29)  # fewer than B3 asks


def codes(problems) -> list[tuple[str, str]]:
    return [(each.code, each.about) for each in problems]


@pytest.mark.parametrize(
    ("code", "answer", "problem"),
    [
        ("B4", Answer(numerator=7, denominator=8), ""),
        ("B4", Answer(numerator=0, denominator=0), ""),
        ("B4", Answer(numerator=9, denominator=8), "above-the-whole"),
        ("B4", Answer(numerator=-1, denominator=8), "negative"),
        ("B4", Answer(numerator=7), "half-a-share"),
        ("B4", NOTHING, ""),
        ("B1", Answer(value=Decimal(100)), ""),
        ("B1", Answer(value=Decimal("100.1")), "above-percent"),
        ("B1", Answer(value=Decimal(-1)), "negative"),
        ("B1", Answer(), "value-missing"),
        ("B3", Answer(value=Decimal(90), denominator=31), ""),
        ("B3", Answer(value=Decimal(90)), "sample-missing"),
        ("A2", Answer(), ""),  # none met, said so
        ("A2", Answer(items=("A2.1", "A2.3")), ""),
        ("A2", Answer(items=("A2.7",)), "unknown-item"),
        ("A3", Answer(times=0), ""),
        ("A3", Answer(times=-1), "negative"),
        ("A3", Answer(numerator=1, denominator=1), "times-missing"),
        ("B2", Answer(level=200), ""),
        ("B2", Answer(level=100), "no-such-level"),
        ("B2", Answer(), "no-such-level"),
    ],
)
def test_an_answer_speaks_in_the_terms_of_its_method(code, answer, problem):
    found = filling.problems_with_answer(CRITERIA.by_code[code], answer)
    assert [each.code for each in found] == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("times", "problems"),
    [
        ({"P1": 1, "M1": 3}, []),
        ({"P1": 2}, [("too-many-times", "P1")]),
        ({"P2": 1001}, [("too-many-times", "P2")]),
        ({"M2": -1}, [("negative", "M2")]),
        ({"X9": 1}, [("unknown-code", "X9")]),
    ],
)
def test_bonuses_and_penalties_are_counted_within_their_limits(times, problems):
    assert codes(filling.problems_with_times(CRITERIA, times)) == problems


def test_a_unit_answers_its_own_criteria_only():
    answers = {"A1": Answer(numerator=1, denominator=1), "B4": NOTHING, "C9": NOTHING}
    found = filling.problems_with_answers(CRITERIA, CELL, answers, {}, {"A1": "Số liệu sai"})
    assert codes(found) == [
        ("locked", "A1"),
        ("unknown-code", "B4"),
        ("unknown-code", "C9"),
        ("locked", "A1"),
    ]
    assert not filling.problems_with_answers(CRITERIA, BRANCH, {"B4": NOTHING, "A1": None}, {}, {})


def owed(answers=None, times=None, notes=None, shown=("A2", "B1"), kind=CELL):
    given = ANSWERS | (answers or {})
    held = {code: answer for code, answer in given.items() if answer}
    return codes(
        filling.problems_with_submission(
            CRITERIA, kind, held, times or {}, NOTES if notes is None else notes, shown
        )
    )


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({}, []),
        ({"answers": {"B2": None}}, [("answer-missing", "B2")]),
        ({"notes": {}}, [("note-missing", "B3")]),
        ({"notes": {}, "answers": {"B3": SMALL}}, [("note-missing", "B3")]),
        ({"notes": {}, "answers": {"B3": SMALL}, "shown": ("A2", "B1", "B3")}, []),
        (
            {"kind": BRANCH, "answers": {"B4": Answer(numerator=0, denominator=0)}},
            [("note-missing", "B4")],
        ),
        ({"shown": ("A2",)}, [("evidence-missing", "B1")]),
        ({"shown": ("A2",), "answers": {"B1": Answer(value=Decimal(10))}}, []),  # claims nothing
        ({"times": {"P2": 1}}, [("bonus-without-grounds", "P2")]),
        ({"times": {"P2": 1}, "shown": ("A2", "B1", "P2")}, []),
        ({"times": {"M2": 1}}, []),
        ({"kind": BRANCH}, [("answer-missing", "B4")]),
    ],
)
def test_a_sheet_is_handed_in_whole(given, problems):
    assert owed(**given) == problems


@pytest.mark.parametrize(
    ("changes", "may_change_auto", "problems"),
    [
        ({"B2": Change(Answer(level=0), reason="Không thảo luận")}, False, []),
        ({"B2": Change(Answer(level=0))}, False, ["reason-missing"]),
        ({"B2": Change(reason="?")}, False, ["answer-missing"]),
        ({"B2": Change(Answer(level=7), reason="?")}, False, ["no-such-level"]),
        ({"A1": Change(NOTHING, reason="?")}, False, ["auto-too-early"]),
        ({"A1": Change(NOTHING, reason="?")}, True, []),
        ({"M1": Change(times=1, reason="Kết luận số 4")}, False, []),
        ({"B4": Change(NOTHING, reason="?")}, True, ["unknown-code"]),
    ],
)
def test_a_mark_is_changed_with_a_reason(changes, may_change_auto, problems):
    found = filling.problems_with_changes(CRITERIA, CELL, changes, may_change_auto=may_change_auto)
    assert [each.code for each in found] == problems


@pytest.mark.parametrize(
    ("code", "found", "answer"),
    [
        ("A1", Found(Decimal(50), 1, 2), Answer(numerator=1, denominator=2)),
        ("A1", Found(Decimal(3)), NOTHING),  # a count is no share
        ("A1", None, NOTHING),
        ("A3", Found(Decimal(2), None, 9), Answer(times=2)),
        ("B3", Found(Decimal("88.5"), 31, 35), Answer(value=Decimal("88.5"), denominator=35)),
        ("B2", Found(Decimal(1)), NOTHING),
    ],
)
def test_a_measure_answers_in_the_terms_of_the_method(code, found, answer):
    assert answer_of(CRITERIA.by_code[code], found) == answer
