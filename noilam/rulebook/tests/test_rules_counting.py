"""Counting days on Việt Nam's real calendars, copied from the published lists."""

from datetime import date, timedelta

import pytest
from hypothesis import given as sampled
from hypothesis import strategies as some

from noilam.rulebook.rules import (
    Calendar,
    Suspension,
    Why,
    deadline,
    is_working,
    problems_with_count,
    working_days_between,
)
from noilam.rulebook.rules.counting import FIRST_YEAR, LAST_YEAR, LONGEST_COUNT


def days(first: date, last: date, name: str) -> dict[date, str]:
    return {first + timedelta(n): name for n in range((last - first).days + 1)}


VIETNAM = Calendar(
    days_off={
        date(2025, 1, 1): "Tết Dương lịch",
        **days(date(2025, 1, 27), date(2025, 2, 1), "Tết Nguyên Đán"),
        date(2025, 4, 7): "Giỗ Tổ Hùng Vương",
        **days(date(2025, 4, 30), date(2025, 5, 2), "30/4, 1/5 và nghỉ hoán đổi"),
        **days(date(2025, 9, 1), date(2025, 9, 2), "Quốc khánh"),
        **days(date(2026, 1, 1), date(2026, 1, 2), "Tết Dương lịch"),
        **days(date(2026, 2, 16), date(2026, 2, 20), "Tết Nguyên Đán"),
        date(2026, 4, 27): "Giỗ Tổ Hùng Vương (nghỉ bù)",
        **days(date(2026, 4, 30), date(2026, 5, 1), "30/4, 1/5"),
        **days(date(2026, 8, 31), date(2026, 9, 2), "Quốc khánh"),
    },
    extra_work={
        date(2025, 4, 26): "Làm bù",
        date(2026, 1, 10): "Làm bù",
        date(2026, 8, 22): "Làm bù",
    },
    weekly=frozenset({6, 7}),
    first_day=date(2025, 1, 1),
    last_day=date(2026, 12, 31),
)


def due(start: date, amount: int, unit: str = "working_day", **how: object) -> date:
    return deadline(start, amount, unit, VIETNAM, **how).due_on


@pytest.mark.parametrize(
    ("start", "amount", "expected", "about"),
    [
        (date(2026, 3, 2), 5, date(2026, 3, 9), "one week holds five working days"),
        (date(2026, 3, 6), 1, date(2026, 3, 9), "from Friday to Monday"),
        (date(2025, 1, 24), 1, date(2025, 2, 3), "over Tết 2025"),
        (date(2025, 1, 22), 5, date(2025, 2, 5), "into Tết 2025 and out of it"),
        (date(2026, 2, 13), 1, date(2026, 2, 23), "nine days of Tết 2026"),
        (date(2026, 2, 10), 10, date(2026, 3, 3), "round Tết 2026"),
        (date(2025, 4, 25), 1, date(2025, 4, 26), "a Saturday worked in exchange counts"),
        (date(2025, 4, 29), 1, date(2025, 5, 5), "30/4, 1/5 and the day swapped for it"),
        (date(2026, 4, 24), 1, date(2026, 4, 28), "a substitute day on Monday 27/4/2026"),
        (date(2026, 4, 29), 1, date(2026, 5, 4), "30/4 and 1/5 on Thursday and Friday"),
        (date(2026, 8, 21), 1, date(2026, 8, 22), "Saturday 22/8/2026 worked"),
        (date(2026, 8, 28), 1, date(2026, 9, 3), "2/9/2026 with its bridge day"),
        (date(2025, 12, 31), 1, date(2026, 1, 5), "over New Year 2026"),
        (date(2025, 12, 30), 3, date(2026, 1, 6), "a year boundary"),
        (date(2026, 1, 9), 1, date(2026, 1, 10), "Saturday 10/1/2026 worked"),
        (date(2026, 2, 17), 1, date(2026, 2, 23), "received on the first day of Tết"),
        (date(2026, 3, 2), 0, date(2026, 3, 2), "zero days end on the day of receipt"),
    ],
)
def test_working_days_end_on(start, amount, expected, about):
    assert due(start, amount) == expected, about


@pytest.mark.parametrize(
    ("start", "amount", "moves", "expected", "about"),
    [
        (date(2026, 3, 2), 10, False, date(2026, 3, 12), "plain days count every day"),
        (date(2026, 2, 10), 10, False, date(2026, 2, 20), "Tết counts where plain days count"),
        (date(2026, 2, 10), 10, True, date(2026, 2, 23), "a last day in Tết moves on"),
        (date(2026, 3, 4), 10, False, date(2026, 3, 14), "a last Saturday stays"),
        (date(2026, 3, 4), 10, True, date(2026, 3, 16), "unless the rule moves it on"),
        (date(2026, 8, 12), 10, True, date(2026, 8, 22), "a worked Saturday is no day off"),
        (date(2025, 12, 2), 30, True, date(2026, 1, 5), "30 days that end at New Year"),
        (date(2026, 3, 7), 0, True, date(2026, 3, 9), "zero days from a Saturday, moved on"),
        (date(2024, 2, 28), 2, False, date(2024, 3, 1), "a leap year"),
    ],
)
def test_plain_days_end_on(start, amount, moves, expected, about):
    assert due(start, amount, "day", moves_on_last_day_off=moves) == expected, about


def test_every_day_of_the_working_says_why_it_counts_or_not():
    shown = deadline(date(2025, 4, 25), 2, "working_day", VIETNAM).working

    assert [(f"{each.day:%d/%m}", each.number, each.why) for each in shown] == [
        ("25/04", 0, Why.RECEIVED),
        ("26/04", 1, Why.EXTRA_WORK),
        ("27/04", None, Why.WEEKEND),
        ("28/04", 2, Why.COUNTED),
    ]


def test_a_last_day_off_keeps_its_number_and_the_end_moves_past_the_days_off():
    shown = deadline(date(2026, 2, 17), 3, "day", VIETNAM, moves_on_last_day_off=True).working

    assert [(each.day.day, each.number, each.why) for each in shown[-3:]] == [
        (21, None, Why.WEEKEND),
        (22, None, Why.WEEKEND),
        (23, None, Why.MOVED_ON),
    ]
    assert (shown[3].day.day, shown[3].number) == (20, 3)


def test_suspended_days_are_skipped_with_their_document():
    stopped = Suspension(date(2026, 3, 4), date(2026, 3, 6), "QĐ 12-QĐ/ĐU")
    shown = deadline(date(2026, 3, 2), 3, "working_day", VIETNAM, suspensions=[stopped])

    assert shown.due_on == date(2026, 3, 10)
    assert [each.name for each in shown.working if each.why is Why.SUSPENDED] == 3 * ["QĐ 12-QĐ/ĐU"]


def test_a_moved_end_does_not_land_on_a_suspended_day():
    stopped = Suspension(date(2026, 3, 9), date(2026, 3, 9))
    shown = deadline(
        date(2026, 3, 6), 1, "day", VIETNAM, moves_on_last_day_off=True, suspensions=[stopped]
    )

    assert shown.due_on == date(2026, 3, 10)


def test_outside_the_known_years_a_deadline_is_uncertain_and_does_not_fail():
    assert deadline(date(2026, 12, 30), 5, "day", VIETNAM).is_certain is False
    assert deadline(date(2026, 12, 20), 5, "day", VIETNAM).is_certain is True


def test_nothing_is_counted_backwards():
    with pytest.raises(ValueError, match="backwards"):
        deadline(date(2026, 3, 2), -1, "day", VIETNAM)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 2, 13), date(2026, 2, 23), 1),
        (date(2026, 3, 2), date(2026, 3, 9), 5),
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 9), date(2026, 3, 2), 0),
        (date(2025, 12, 31), date(2026, 1, 10), 6),
    ],
)
def test_working_days_between_two_days(start, end, expected):
    assert working_days_between(start, end, VIETNAM) == expected


@pytest.mark.parametrize(
    ("start", "amount", "stopped", "about"),
    [
        (date(FIRST_YEAR, 1, 1), 0, None, []),
        (date(LAST_YEAR, 12, 31), LONGEST_COUNT, None, []),
        (date(FIRST_YEAR - 1, 12, 31), 5, None, ["start"]),
        (date(LAST_YEAR + 1, 1, 1), -1, None, ["start", "amount"]),
        (date(2026, 3, 2), LONGEST_COUNT + 1, None, ["amount"]),
        (date(2026, 3, 2), 5, (0, LONGEST_COUNT), []),
        (date(2026, 3, 2), 5, (0, LONGEST_COUNT + 1), ["stopped_to"]),
        (date(2026, 3, 2), 5, (0, -1), ["stopped_to"]),
    ],
)
def test_a_count_out_of_all_bounds_is_refused_in_words(start, amount, stopped, about):
    days = [date(2026, 3, 5) + timedelta(each) for each in stopped or ()]
    found = problems_with_count(start, amount, [Suspension(*days)] if days else [])
    assert [each.about for each in found] == about
    assert all(str(each) for each in found)
    years = {each.values["first"]: each.values["last"] for each in found if each.about == "start"}
    assert years in ({}, {FIRST_YEAR: LAST_YEAR})


@sampled(
    start=some.dates(date(2025, 1, 1), date(2026, 6, 1)),
    amount=some.integers(0, 120),
    unit=some.sampled_from(["day", "working_day"]),
    moves=some.booleans(),
)
def test_the_working_is_whole_and_agrees_with_its_end(start, amount, unit, moves):
    found = deadline(start, amount, unit, VIETNAM, moves_on_last_day_off=moves)
    shown = [each.day for each in found.working]
    numbers = [each.number for each in found.working if each.number is not None]

    assert shown == [start + timedelta(n) for n in range(len(shown))]
    assert numbers == list(range(amount + 1))
    assert found.due_on == shown[-1]
    assert not moves or is_working(found.due_on, VIETNAM)
    if unit == "working_day" and amount and not moves:
        assert working_days_between(start, found.due_on, VIETNAM) == amount
