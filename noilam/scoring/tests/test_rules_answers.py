"""What people type for a criterion, and what it is read as."""

from decimal import Decimal

import pytest

from noilam.scoring.rules.answers import Typed, read, read_times, typed_of
from noilam.scoring.rules.criteria import (
    Anchor,
    ChecklistItem,
    Criterion,
    Extra,
    Method,
    Source,
    Tier,
    WhenNothing,
)
from noilam.scoring.rules.score import Answer


def a_criterion(method: Method, **given) -> Criterion:
    shape = {
        Method.TIERS: {"tiers": (Tier(Decimal(90), 300), Tier(Decimal(0), 0))},
        Method.CHECKLIST: {"items": (ChecklistItem("i1", "Một", 100), ChecklistItem("i2", "", 50))},
        Method.DEDUCT: {"per": 100},
        Method.ANCHORED: {"anchors": (Anchor(300, "Tốt"), Anchor(0, "Kém"))},
    }.get(method, {})
    plain = {"code": "A1", "title": "Một tiêu chí", "max_points": 300}
    return Criterion(
        **plain
        | {"method": method, "source": Source.MANUAL, "no_data": WhenNothing.ZERO}
        | shape
        | given
    )


READ = [
    (Method.RATIO, Typed(numerator="7", denominator="9"), Answer(numerator=7, denominator=9)),
    (Method.RATIO, Typed("1.284", " 2000 "), Answer(numerator=1284, denominator=2000)),
    (Method.RATIO, Typed(no_data=True), Answer(no_data=True)),
    (Method.RATIO, Typed(note="chỉ ghi chú"), None),
    (Method.TIERS, Typed(value="84,5"), Answer(value=Decimal("84.5"))),
    (Method.TIERS, Typed("", "30", "84,5%"), Answer(value=Decimal("84.5"), denominator=30)),
    (Method.CHECKLIST, Typed(items=("i2", "i1")), Answer(items=("i1", "i2"))),
    (Method.CHECKLIST, Typed(none_met=True), Answer()),
    (Method.CHECKLIST, Typed(), None),
    (Method.DEDUCT, Typed(times="0"), Answer(times=0)),
    (Method.ANCHORED, Typed(level="300"), Answer(level=300)),
]  # fmt: skip


@pytest.mark.parametrize(("method", "typed", "answer"), READ)
def test_what_is_typed_is_an_answer_in_the_terms_of_the_method(method, typed, answer):
    assert read(a_criterion(method), typed) == (answer, [])


REFUSED = [
    (Method.RATIO, Typed(numerator="bảy", denominator="-1"), ["bad-number", "bad-number"]),
    (Method.RATIO, Typed(numerator="7,5", denominator="9"), ["not-whole"]),
    (Method.RATIO, Typed(numerator="7", denominator="9", no_data=True), ["both-ways"]),
    (Method.TIERS, Typed(value="nhiều"), ["bad-number"]),
    (Method.CHECKLIST, Typed(items=("i1",), none_met=True), ["both-ways"]),
    (Method.CHECKLIST, Typed(items=("i9",)), ["no-such-item"]),
    (Method.DEDUCT, Typed(times="9" * 40), ["not-whole"]),
    (Method.ANCHORED, Typed(level="250"), ["no-such-level"]),
]


@pytest.mark.parametrize(("method", "typed", "codes"), REFUSED)
def test_what_cannot_be_read_is_named_with_its_criterion(method, typed, codes):
    _answer, problems = read(a_criterion(method), typed)
    assert [each.code for each in problems] == codes
    assert {each.about for each in problems} == {"A1"}


def test_half_of_a_share_is_read_as_it_is_and_refused_elsewhere():
    assert read(a_criterion(Method.RATIO), Typed(numerator="7")) == (Answer(numerator=7), [])


@pytest.mark.parametrize(
    ("method", "answer"), [(method, answer) for method, _typed, answer in READ if answer]
)
def test_fields_filled_from_an_answer_give_it_again(method, answer):
    criterion = a_criterion(method)
    assert read(criterion, typed_of(criterion, answer, "ghi chú"))[0] == answer


def test_a_bonus_not_named_is_none():
    bonus = Extra("P1", "Việc tồn đọng", 200)
    assert read_times(bonus, " ") == (0, [])
    assert read_times(bonus, "2") == (2, [])
    assert read_times(bonus, "hai")[1][0].about == "P1"
