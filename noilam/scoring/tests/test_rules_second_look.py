"""Signs that a sheet deserves a second look."""

from datetime import UTC, date, datetime, timedelta

import pytest

from noilam.scoring.rules import second_look
from noilam.scoring.rules.second_look import Own, Seen, Shown, Thresholds, Weighed

LIMITS = Thresholds(group=8, deviations=4, letters=20, same=2, minutes=10)
DUE = date(2026, 12, 3)
EVENING = datetime(2026, 12, 3, 21, 0, tzinfo=UTC)
LONG = "Chi bộ họp hai kỳ, phân công từng đồng chí"


def own(code: str, points: int | None = 300, note: str = "", minutes: int = 0) -> Own:
    return Own(
        code, f'{{"level": {points}}}', note, points, 300, EVENING + timedelta(0, 60 * minutes)
    )


def seen(unit_id: int, *marks: Own, first_at: datetime = EVENING) -> Seen:
    return Seen(100 + unit_id, unit_id, DUE, marks, first_at)


@pytest.mark.parametrize(
    ("points", "is_found"),
    [
        ((300, 300, 300), True),
        ((300, 300, None, 300), True),  # what was left out counts for nothing
        ((300, 300, 225), False),
        ((300, 300), False),
    ],
)
def test_full_marks_everywhere_are_a_sign(points, is_found):
    sheet = seen(1, *(own(f"A{at}", each) for at, each in enumerate(points)))
    assert bool(second_look.all_full([sheet])) is is_found


def weighed(*over: int) -> list[Weighed]:
    return [Weighed(at, "cells", 2500 + each, 2500) for at, each in enumerate(over)]


@pytest.mark.parametrize(
    ("over", "found"),
    [
        ((0, 0, 10, 20, 0, 10, 0, 500), [7]),
        ((0, 0, 10, 20, 0, 10, 0, 400), []),  # not beyond four points where all agree
        ((100, 120, 90, 110, 95, 105, 100, -600), [7]),
        ((0, 300, 600, 900, 1200, 1500, 1800, 2100), []),
        ((0, 0, 0, 0, 0, 0, 900), []),  # too small a group
    ],
)
def test_an_outlier_is_far_from_what_is_usual_among_peers(over, found):
    assert sorted(second_look.outliers(weighed(*over), LIMITS)) == found


def test_the_same_long_notes_in_two_units_are_a_sign_to_both():
    one = seen(1, own("A1", note=LONG), own("A2", note=LONG + " thêm"), own("A3", note="Đủ"))
    other = seen(2, own("A1", note=LONG.upper()), own("A2", note=LONG + "  thêm"))
    third = seen(3, own("A1", note=LONG), own("A2", note="Ghi chú riêng của chi bộ này"))
    found = second_look.copied([one, other, third], LIMITS)
    assert found == {
        101: {"unit_ids": [2], "codes": ["A1", "A2"]},
        102: {"unit_ids": [1], "codes": ["A1", "A2"]},
    }


def test_a_note_that_everybody_has_was_handed_out():
    many = [seen(at, own("A1", note=LONG), own("A2", note=LONG)) for at in range(30)]
    assert second_look.copied(many, LIMITS) == {}


def test_last_month_s_answers_and_notes_again_are_a_sign():
    now = seen(1, own("A1", note=LONG), own("A2", note=LONG + " thêm"))
    past = {1: seen(1, own("A1", note=LONG), own("A2", note=LONG + " thêm"))}
    assert list(second_look.repeated([now], past, LIMITS)) == [101]
    past = {1: seen(1, own("A1", note=LONG), own("A2", 200, note=LONG + " thêm"))}
    assert second_look.repeated([now], past, LIMITS) == {}


@pytest.mark.parametrize(
    ("first_at", "minutes", "is_found"),
    [
        (EVENING, 9, True),
        (EVENING, 11, False),
        (EVENING - timedelta(days=1), 9, False),
    ],
)
def test_all_at_one_go_on_the_last_day_is_a_sign(first_at, minutes, is_found):
    marks = [own("A1"), own("A2", minutes=3), own("A3", minutes=minutes)]
    found = second_look.last_minute([seen(1, *marks, first_at=first_at)], LIMITS)
    assert bool(found) is is_found


def test_evidence_shown_elsewhere_or_before_is_a_sign():
    mine = Shown(101, 1, 202611, "f1", "bien-ban.pdf")
    uses = [
        mine,
        Shown(90, 1, 202610, "f1"),
        Shown(102, 2, 202611, "f1"),
        Shown(110, 1, 202612, "f1"),
    ]
    assert second_look.reused([mine], uses) == {
        101: {"files": ["bien-ban.pdf"], "sheet_ids": [90, 102]}
    }
    assert second_look.reused([mine], [mine]) == {}
