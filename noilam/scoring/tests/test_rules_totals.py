"""Totals, computed by hand: what is added, left out, scaled, and where a total stops."""

from dataclasses import replace
from decimal import Decimal

from noilam.scoring.rules.criteria import (
    Band,
    WhenNothing,
)
from noilam.scoring.rules.score import (
    Answer,
    Line,
    Total,
    total_of,
)

from .small_sets import (
    ANCHORED,
    BANDS,
    CELL,
    DEDUCT,
    EXTRAS,
    GATES,
    RATIO,
    a_set,
)

A1 = replace(RATIO, code="A1", max_points=6000)
A2 = replace(DEDUCT, code="A2", max_points=2000, per=500, no_data=WhenNothing.EXCLUDE)
A3 = replace(ANCHORED, code="A3", max_points=2000, kinds=("committee",))


def test_a_total_adds_scales_and_bands():
    criteria = a_set(A1, A2, A3, gates=GATES, bands=BANDS, **EXTRAS)
    answers = {"A1": Answer(numerator=5, denominator=6), "A2": Answer(times=1)}

    found = total_of(criteria, CELL, answers, {"P2": 1, "M2": 1}, {"m": Decimal(50)})

    assert found == Total(
        lines=(
            Line("A1", 5000, 6000),
            Line("A2", 1500, 2000),
            Line("P2", 0, 0, 150),
            Line("M2", 0, 0, -200),
        ),
        total=8075,  # (5000 + 1500) / 8000 of the whole is 8125
        scaled=8125,
        extra=-50,
        band=BANDS[1],
        failed=("timely",),
    )


def test_what_has_no_data_is_left_out_and_the_rest_brought_to_the_whole():
    found = total_of(a_set(A1, A2), CELL, {"A1": Answer(numerator=1, denominator=3)}, {}, {})

    assert found.lines == (Line("A1", 2000, 6000), Line("A2", 0, 0))
    assert (found.total, found.scaled, found.extra, found.band) == (3333, 3333, 0, None)


def test_a_criterion_nobody_answered_has_no_data():
    found = total_of(a_set(A1), CELL, {}, {}, {})

    assert found.lines == (Line("A1", 0, 6000),)
    assert found.total == 0


def test_a_criterion_counts_for_its_kinds_of_unit_alone():
    criteria = a_set(A1, A3)
    answers = {"A1": Answer(numerator=1, denominator=2), "A3": Answer(level=0)}

    assert total_of(criteria, CELL, answers, {}, {}).total == 5000
    assert total_of(criteria, "committee", answers, {}, {}).total == 3750


def test_where_all_is_left_out_there_is_no_total_and_no_band():
    found = total_of(a_set(A2, bands=(Band("D", "Đạt", 0),), **EXTRAS), CELL, {}, {"P1": 1}, {})

    assert (found.total, found.scaled, found.band) == (None, None, None)
    assert found.extra == 200


def test_a_penalty_never_takes_a_total_below_nothing():
    criteria = a_set(A1, **EXTRAS)

    found = total_of(criteria, CELL, {"A1": Answer(numerator=0, denominator=1)}, {"M1": 1}, {})

    assert (found.total, found.scaled, found.extra) == (0, 0, -500)


def test_a_bonus_never_lifts_a_total_above_the_whole():
    criteria = a_set(A1, **EXTRAS)

    found = total_of(criteria, CELL, {"A1": Answer(numerator=1, denominator=1)}, {"P1": 1}, {})

    assert (found.total, found.scaled, found.extra) == (10_000, 10_000, 200)
