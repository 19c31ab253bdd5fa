"""Points and totals, computed by hand: each method with each rule for no data and each rounding."""

from dataclasses import replace
from decimal import Decimal

import pytest

from noilam.scoring.rules.criteria import (
    Anchor,
    Gate,
    Mode,
    Rounding,
    Tier,
    WhenNothing,
)
from noilam.scoring.rules.score import (
    NOTHING,
    Answer,
    band_of,
    bounded,
    extras_of,
    failed_gates,
    gate_mask,
    holds,
    plain,
    points_of,
    rounded,
    says_nothing,
    scaled,
)

from .small_sets import (
    ANCHORED,
    BANDS,
    CHECKLIST,
    DEDUCT,
    EXTRAS,
    GATES,
    METHODS,
    QUARTER,
    RATIO,
    TIERS,
    a_set,
)


@pytest.mark.parametrize(
    ("criterion", "answer", "points"),
    [
        (RATIO, Answer(numerator=7, denominator=9), 1175),  # 11,6667
        (RATIO, Answer(numerator=9, denominator=9), 1500),
        (RATIO, Answer(numerator=0, denominator=9), 0),
        (RATIO, Answer(denominator=9), 0),
        (RATIO, Answer(numerator=12, denominator=9), 1500),  # no more than the whole
        (RATIO, Answer(numerator=1, denominator=120), 25),  # 0,125, half a step
        (RATIO, Answer(numerator=1, denominator=121), 0),
        (RATIO, Answer(numerator=1, denominator=1), 1500),
        (TIERS, Answer(value=Decimal(90)), 300),
        (TIERS, Answer(value=Decimal("89.99")), 150),
        (TIERS, Answer(value=Decimal("75.5")), 150),
        (TIERS, Answer(value=Decimal("75.4999")), 25),
        (TIERS, Answer(value=Decimal(0)), 25),
        (TIERS, Answer(), 25),
        (TIERS, Answer(value=Decimal(-1)), 0),
        (replace(TIERS, tiers=TIERS.tiers[::-1]), Answer(value=Decimal(95)), 300),
        (replace(TIERS, tiers=TIERS.tiers[:1]), Answer(), 0),
        (CHECKLIST, Answer(items=("a", "c")), 250),
        (CHECKLIST, Answer(items=("a", "b", "c")), 500),
        (CHECKLIST, Answer(items=("a", "a", "x")), 150),
        (CHECKLIST, Answer(), 0),
        (DEDUCT, Answer(times=0), 400),
        (DEDUCT, Answer(times=1), 250),
        (DEDUCT, Answer(times=3), 0),
        (DEDUCT, Answer(), 400),
        (ANCHORED, Answer(level=200), 200),
        (ANCHORED, Answer(level=400), 400),
        (ANCHORED, Answer(), 0),
        (ANCHORED, Answer(level=900), 400),
    ],
)
def test_an_answer_brings_the_points_of_its_method(criterion, answer, points):
    assert points_of(criterion, answer, QUARTER) == points


@pytest.mark.parametrize(
    ("criterion", "answer"),
    [
        (replace(TIERS, tiers=(Tier(Decimal(1), 300),)), Answer()),
        (replace(TIERS, tiers=(Tier(Decimal(1), 300),)), Answer(value=Decimal(0))),
        (CHECKLIST, Answer()),
        (ANCHORED, Answer()),
        (ANCHORED, Answer(level=0)),
    ],
)
def test_nothing_reached_is_nothing_to_the_last_hundredth(criterion, answer):
    assert points_of(criterion, answer, Rounding(1)) == 0


@pytest.mark.parametrize("criterion", METHODS)
@pytest.mark.parametrize(
    ("rule", "share"), [(WhenNothing.FULL, 1), (WhenNothing.ZERO, 0), (WhenNothing.EXCLUDE, None)]
)
def test_without_data_the_criterions_own_rule_speaks(criterion, rule, share):
    points = points_of(replace(criterion, no_data=rule), NOTHING, QUARTER)

    assert points == (None if share is None else share * criterion.max_points)


@pytest.mark.parametrize(
    ("criterion", "answer", "is_silent"),
    [
        (RATIO, Answer(numerator=0, denominator=0), True),
        (RATIO, Answer(numerator=3), True),
        (RATIO, Answer(numerator=0, denominator=1), False),
        (RATIO, Answer(numerator=1, denominator=2, no_data=True), True),
        (replace(RATIO, min_sample=5), Answer(numerator=4, denominator=4), True),
        (replace(RATIO, min_sample=5), Answer(numerator=4, denominator=5), False),
        (TIERS, Answer(value=Decimal(80)), False),
        (TIERS, Answer(value=Decimal(80), denominator=0), False),
        (replace(TIERS, min_sample=30), Answer(value=Decimal(80)), True),
        (replace(TIERS, min_sample=30), Answer(value=Decimal(80), denominator=29), True),
        (replace(TIERS, min_sample=30), Answer(value=Decimal(80), denominator=30), False),
        (replace(TIERS, min_sample=1), Answer(value=Decimal(80)), True),
        (replace(TIERS, min_sample=1), Answer(value=Decimal(80), denominator=1), False),
        (CHECKLIST, Answer(), False),
        (DEDUCT, Answer(), False),
    ],
)
def test_a_share_of_nothing_and_a_small_sample_are_no_data(criterion, answer, is_silent):
    assert says_nothing(criterion, answer) is is_silent


@pytest.mark.parametrize(
    ("hundredths", "of", "step", "half_up", "down", "up"),
    [
        (1175, 1, 25, 1175, 1175, 1175),
        (10_500, 9, 25, 1175, 1150, 1175),  # 1166,67
        (1_162, 1, 25, 1150, 1150, 1175),
        (2_325, 2, 25, 1175, 1150, 1175),  # 1162,5 lies halfway: up
        (2_324, 2, 25, 1150, 1150, 1175),
        (1, 3, 1, 0, 0, 1),
        (1, 2, 1, 1, 0, 1),
        (2, 3, 1, 1, 0, 1),
        (149, 1, 100, 100, 100, 200),
        (150, 1, 100, 200, 100, 200),
        (0, 7, 25, 0, 0, 0),
    ],
)
def test_rounding_goes_to_the_nearest_step_half_of_one_up(hundredths, of, step, half_up, down, up):
    modes = [Mode.HALF_UP, Mode.DOWN, Mode.UP]

    assert [rounded(hundredths, of, Rounding(step, mode)) for mode in modes] == [half_up, down, up]


@pytest.mark.parametrize(
    ("mode", "points"), [(Mode.HALF_UP, 225), (Mode.DOWN, 200), (Mode.UP, 225)]
)
def test_every_method_is_rounded_alike(mode, points):
    criterion = replace(ANCHORED, anchors=(Anchor(213, "Khá"),))

    assert points_of(criterion, Answer(level=213), Rounding(25, mode)) == points


@pytest.mark.parametrize("mode", list(Mode))
def test_who_earns_all_gets_all_even_between_two_steps(mode):
    criterion = replace(RATIO, max_points=130)

    assert points_of(criterion, Answer(numerator=4, denominator=4), Rounding(100, mode)) == 130
    assert points_of(criterion, Answer(numerator=3, denominator=4), Rounding(100, Mode.DOWN)) == 0
    assert points_of(criterion, Answer(numerator=3, denominator=4), Rounding(100, Mode.UP)) == 100


def test_rounding_up_stops_at_the_maximum():
    criterion = replace(RATIO, max_points=130)

    assert points_of(criterion, Answer(numerator=9, denominator=10), Rounding(100, Mode.UP)) == 130


@pytest.mark.parametrize(
    ("points", "possible", "full", "whole"),
    [
        (1425, 2100, 3000, 2036),  # 2035,71
        (1, 200, 100, 1),  # half a hundredth: up
        (1, 201, 100, 0),
        (700, 700, 10_000, 10_000),
        (0, 700, 10_000, 0),
        (5, 10, 10, 5),
        (0, 0, 10_000, None),
        (1, 1, 100, 100),
    ],
)
def test_what_could_be_scored_is_brought_to_the_whole_scale(points, possible, full, whole):
    assert scaled(points, possible, full) == whole


@pytest.mark.parametrize(("total", "kept"), [(-1, 0), (0, 0), (55, 55), (100, 100), (101, 100)])
def test_a_total_is_kept_on_the_scale(total, kept):
    assert bounded(total, 100) == kept


# Bonuses and penalties -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("times", "lines"),
    [
        ({}, {}),
        ({"P1": 0}, {}),
        ({"P1": 1}, {"P1": 200}),
        ({"P1": 3}, {"P1": 200}),  # once and no more
        ({"P2": 2}, {"P2": 300}),
        ({"P1": 1, "P2": 2}, {"P1": 200, "P2": 200}),  # the cap, in the set's order
        ({"P2": 9}, {"P2": 400}),
        ({"M1": 1}, {"M1": -500}),
        ({"M1": 1, "M2": 1}, {"M1": -500, "M2": -200}),
        ({"M1": 1, "M2": 2}, {"M1": -500, "M2": -200}),
        ({"M1": 2, "M2": 1}, {"M1": -700, "M2": 0}),
        ({"M2": 5}, {"M2": -400}),
        ({"P1": 1, "M2": 1}, {"P1": 200, "M2": -200}),
        ({"X": 4}, {}),
    ],
)
def test_bonuses_and_penalties_stop_at_their_limits(times, lines):
    found = extras_of(a_set(**EXTRAS), times)

    assert {each.code: each.extra for each in found} == lines
    assert all((each.points, each.possible) == (0, 0) for each in found)


# Gates and bands -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("op", "low", "same", "high"),
    [
        ("==", False, True, False),
        (">=", False, True, True),
        ("<=", True, True, False),
        (">", False, False, True),
        ("<", True, False, False),
    ],
)
def test_a_gate_compares_what_was_measured(op, low, same, high):
    gate = Gate("g", op, Decimal(2), measure="m")

    found = [holds(gate, {}, {"m": Decimal(value)}) for value in (1, 2, 3)]

    assert found == [low, same, high]


def test_a_gate_without_an_answer_holds():
    assert holds(Gate("g", ">=", Decimal(100), measure="m"), {}, {"other": Decimal(1)})
    assert holds(Gate("g", "==", Decimal(0), measure="m", wanted="m"), {}, {"m": Decimal(5)})
    assert holds(Gate("g", ">", Decimal(0), wanted="w"), {}, {})


def test_a_gate_counts_the_penalties_that_it_names():
    gate = Gate("g", "<=", Decimal(1), penalties=("M1", "M2"))

    assert holds(gate, {"M1": 1, "M3": 9}, {})
    assert not holds(gate, {"M1": 1, "M2": 1}, {})
    assert holds(gate, {}, {})


def test_failed_gates_come_in_the_sets_order():
    criteria = a_set(gates=GATES)

    assert failed_gates(criteria, {"M1": 1}, {"m": Decimal(89), "n": Decimal(0)}) == (
        "clean",
        "timely",
    )
    assert gate_mask(criteria, ("clean", "short")) == 0b101
    assert gate_mask(criteria, ()) == 0


@pytest.mark.parametrize("bands", [BANDS, BANDS[::-1]])
@pytest.mark.parametrize(
    ("total", "failed", "code"),
    [
        (10_000, (), "T"),
        (9000, (), "T"),
        (8999, (), "K"),
        (9500, ("timely",), "K"),
        (9500, ("clean",), "D"),
        (9500, ("short",), "T"),
        (5000, ("clean", "timely"), "D"),
        (4999, (), None),
    ],
)
def test_the_band_is_the_highest_reached_with_its_gates_open(bands, total, failed, code):
    found = band_of(a_set(gates=GATES, bands=bands), total, failed)

    assert (found and found.code) == code


# How an answer is stored -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "stored"),
    [
        (NOTHING, {"no_data": True}),
        (Answer(), {}),
        (Answer(numerator=0, denominator=9), {"numerator": 0, "denominator": 9}),
        (Answer(value=Decimal("12.50"), denominator=30), {"value": "12.5", "denominator": 30}),
        (Answer(value=Decimal(0)), {"value": "0"}),
        (Answer(items=("a", "b")), {"items": ["a", "b"]}),
        (Answer(times=0), {"times": 0}),
        (Answer(level=200), {"level": 200}),
    ],
)
def test_an_answer_is_stored_as_said_and_read_back(answer, stored):
    assert answer.stored() == stored
    assert Answer.read(stored) == answer


def test_an_answer_keeps_only_what_was_said():
    read = Answer.read({"value": "80.5", "items": ["b"], "no_data": False})

    assert read == Answer(value=Decimal("80.5"), items=("b",))
    assert type(read.items) is tuple


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("12.50", "12.5"),
        ("100", "100"),
        ("1E+2", "100"),
        ("0.00", "0"),
        ("-0", "0"),
        ("-1.5", "-1.5"),
    ],
)
def test_one_number_has_one_text(number, text):
    assert plain(Decimal(number)) == text
