"""Reading values as typed and as stored."""

from decimal import Decimal

import pytest

from noilam.rulebook import rules
from noilam.rulebook.defaults import BY_KEY, DEFINITIONS
from noilam.rulebook.rules import Bounds, Definition, Kind, Part, PartKind

NUMBER = Definition("a.number", "Số", Kind.NUMBER, ())
LIST = Definition("a.list", "Dãy", Kind.LIST, ())
FLAG = Definition("a.flag", "Có không", Kind.FLAG, ())
TEXT = Definition("a.text", "Chữ", Kind.TEXT, ())
CLOCK = Definition("a.table", "Bảng", Kind.TABLE, (), parts=(Part("at", "Lúc", PartKind.TIME),))
CLOCK_COUNT = Definition("a.deadline", "Thời hạn", Kind.DEADLINE, ())


@pytest.mark.parametrize(
    ("definition", "typed", "stored"),
    [
        (NUMBER, {"value": " 15 "}, 15),
        (NUMBER, {"value": "2,5"}, "2.5"),
        (LIST, {"value": "7, 1"}, [7, 1]),
        (LIST, {"value": "7;1 0"}, [7, 1, 0]),
        (FLAG, {"value": "1"}, True),
        (FLAG, {}, False),
        (TEXT, {"value": "  hai   chữ "}, "hai chữ"),
        (CLOCK, {"at": "21:00"}, {"at": "21:00"}),
        (
            CLOCK_COUNT,
            {"amount": "30", "unit": "day", "moves_on_last_day_off": "1"},
            {"amount": 30, "unit": "day", "moves_on_last_day_off": True},
        ),
    ],
)
def test_what_is_typed_becomes_a_stored_value(definition, typed, stored):
    assert rules.parsed(definition, typed) == stored
    assert rules.problems_with_value(definition, stored) == []
    assert rules.parsed(definition, rules.typed(definition, stored)) == stored


@pytest.mark.parametrize(
    ("definition", "typed", "about"),
    [
        (NUMBER, "mười", "value"),
        (NUMBER, "", "value"),
        (NUMBER, "-3", "value"),
        (NUMBER, "NaN", "value"),
        (NUMBER, "Infinity", "value"),
        (LIST, "7, một", "value"),
        (LIST, "1,5 ngày", "value"),
        (TEXT, "  ", "value"),
        (CLOCK, "25:00", "at"),
        (CLOCK, "9h", "at"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(definition, typed, about):
    name = definition.fields[0].name if definition.fields else "value"
    found = rules.problems_with_value(definition, rules.parsed(definition, {name: typed}))

    assert [problem.about for problem in found] == [about]


def test_a_table_refuses_parts_it_does_not_know():
    assert rules.problems_with_value(CLOCK, {"at": "21:00", "on": 1})
    assert rules.problems_with_value(CLOCK, "21:00")


def test_a_text_with_choices_takes_only_those():
    assert rules.problems_with_value(BY_KEY["calendar.public_days"], "XX")


def test_code_gets_whole_numbers_decimals_and_fresh_copies():
    stored = [7, 1]

    assert rules.plain(Kind.NUMBER, 15) == 15
    assert rules.plain(Kind.NUMBER, "2.5") == Decimal("2.5")
    assert rules.plain(Kind.LIST, stored) is not stored


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda each: each.key)
def test_every_default_fits_its_own_rule_and_cites_where_it_comes_from(definition):
    assert definition.seeds
    for seed in definition.seeds:
        assert rules.problems_with_value(definition, seed.value) == []
        assert seed.citation


def numbers(definition: Definition) -> list[tuple[str, Bounds | None]]:
    """Every number of a value, with its bounds."""
    if definition.fields:
        parts = (part for part in definition.fields if part.kind is PartKind.NUMBER)
        return [(part.name, part.bounds) for part in parts]
    is_number = definition.kind in (Kind.NUMBER, Kind.LIST)
    return [("value", definition.bounds)] if is_number else []


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda each: each.key)
def test_every_number_of_the_book_has_bounds_and_its_example_lies_within(definition):
    for name, bounds in numbers(definition):
        assert bounds, name
        typed = rules.typed(definition, definition.seeds[0].value) | {name: bounds.example}
        assert rules.problems_with_value(definition, rules.parsed(definition, typed)) == []


@pytest.mark.parametrize(
    ("key", "typed", "about", "code"),
    [
        ("commitments.soon_days", {"value": "2,5"}, "value", "out-of-bounds"),
        ("commitments.soon_days", {"value": "0"}, "value", "out-of-bounds"),
        ("accounts.card_valid_days", {"value": "9999999999"}, "value", "out-of-bounds"),
        ("accounts.lockout", {"attempts": "0", "minutes": "15"}, "attempts", "out-of-bounds"),
        ("accounts.lockout", {"attempts": "5", "minutes": "1e9"}, "minutes", "out-of-bounds"),
        ("calendar.weekly_days_off", {"value": "6, 9"}, "value", "out-of-bounds"),
        ("calendar.weekly_days_off", {"value": "0"}, "value", "out-of-bounds"),
        ("calendar.weekly_days_off", {"value": "7, 7"}, "value", "number-twice"),
        ("calendar.weekly_days_off", {"value": "1,2,3,4,5,6,7"}, "value", "too-many-numbers"),
        ("commitments.reminder_days_before", {"value": "400"}, "value", "out-of-bounds"),
        ("files.max_megabytes", {"value": "5000"}, "value", "out-of-bounds"),
    ],
)
def test_a_number_that_would_stop_the_software_is_refused(key, typed, about, code):
    found = rules.problems_with_value(BY_KEY[key], rules.parsed(BY_KEY[key], typed))

    assert [(problem.about, problem.code) for problem in found] == [(about, code)]


def test_a_refused_number_is_told_its_bounds_and_an_example():
    (problem,) = rules.problems_with_value(BY_KEY["calendar.weekly_days_off"], [6, 9])

    assert "từ 1 đến 7" in str(problem)
    assert "ví dụ 6, 7" in str(problem)


def test_a_week_without_days_off_or_with_six_is_accepted():
    weekly = BY_KEY["calendar.weekly_days_off"]

    assert rules.problems_with_value(weekly, []) == []
    assert rules.problems_with_value(weekly, [1, 2, 3, 4, 5, 6]) == []


def test_bounds_may_leave_room_for_parts_of_a_whole():
    share = Definition("a.share", "Tỷ lệ", Kind.NUMBER, (), bounds=Bounds(0, 1, "0,5", whole=False))

    assert rules.problems_with_value(share, "0.5") == []
    assert [each.code for each in rules.problems_with_value(share, "1.5")] == ["out-of-bounds"]


def test_a_deadline_counts_whole_days_within_the_bounds_of_its_rule():
    counted = {"amount": 30, "unit": "day", "moves_on_last_day_off": False}
    short = Definition("a.short", "Hạn", Kind.DEADLINE, (), bounds=Bounds(1, 10, "5"))

    assert rules.problems_with_value(CLOCK_COUNT, counted) == []
    assert rules.problems_with_value(CLOCK_COUNT, counted | {"amount": "2.5"})
    assert rules.problems_with_value(short, counted)
    assert rules.problems_with_value(short, counted | {"amount": 10}) == []
