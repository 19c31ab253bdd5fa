"""Reading values as typed and as stored."""

from decimal import Decimal

import pytest

from noilam.rulebook import rules
from noilam.rulebook.defaults import BY_KEY, DEFINITIONS
from noilam.rulebook.rules import Definition, Kind, Part, PartKind

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
