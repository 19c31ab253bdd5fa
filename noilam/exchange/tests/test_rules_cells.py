"""No database, no Django: every way in which an office writes a cell."""

import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest

from noilam.exchange.rules.cells import (
    Number,
    Unreadable,
    clean,
    clean_lines,
    code_of,
    day_of,
    email_of,
    figure_of,
    flag_of,
    number_of,
    phone_of,
    text_of,
)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        (date(2026, 3, 31), date(2026, 3, 31)),
        (datetime(2026, 3, 31, 14, 5), date(2026, 3, 31)),  # noqa: DTZ001 - cells have no zone
        ("31/3/2026", date(2026, 3, 31)),
        ("31/03/2026", date(2026, 3, 31)),
        (" 31 / 03 / 2026 ", date(2026, 3, 31)),
        ("31-03-2026", date(2026, 3, 31)),
        ("31.3.2026", date(2026, 3, 31)),
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-03-31 00:00:00", date(2026, 3, 31)),
        ("31/03/2026 08:30", date(2026, 3, 31)),
        ("1/7/25", date(2025, 7, 1)),
        ("ngày 31 tháng 3 năm 2026", date(2026, 3, 31)),
        (46112.0, date(2026, 3, 31)),  # a date cell that lost its format
    ],
)
def test_a_day_is_read_however_it_was_written(cell, day):
    assert day_of(cell) == day


@pytest.mark.parametrize(
    "cell", ["31/02/2026", "3/31/2026", "2026", "Quý IV", "31/3", 2026.0, "1/1/1026", True]
)
def test_what_is_no_day_is_said_to_be_none(cell):
    with pytest.raises(Unreadable) as refusal:
        day_of(cell)
    assert refusal.value.problem.code == "bad-day"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("84,5", "84.5"),
        ("84.5", "84.5"),
        ("1.284", "1284"),
        ("1.284.000", "1284000"),
        ("1.284,5", "1284.5"),
        ("1,284.5", "1284.5"),
        ("1,284,000", "1284000"),
        ("1,500", "1.5"),
        ("0.500", "0.5"),
        ("1 284", "1284"),
        ("1\u00a0284,5", "1284.5"),
        ("-3", "-3"),
        (12.0, "12"),
        (0.1, "0.1"),
        (7, "7"),
    ],
)
def test_a_number_is_read_with_a_decimal_comma(cell, number):
    assert number_of(cell) == Number(Decimal(number))


def test_a_percent_is_the_same_in_a_text_and_in_a_percent_cell():
    assert number_of("85%") == number_of(0.85, is_percent=True) == Number(Decimal(85), True)


@pytest.mark.parametrize("cell", ["ba", "3 điểm", "1_000", "nan", "inf", "--", "1.2.3"])
def test_what_is_no_number_is_said_to_be_none(cell):
    with pytest.raises(Unreadable):
        number_of(cell)


def test_a_figure_may_be_words():
    assert figure_of("3 điểm rác") == "3 điểm rác"
    assert figure_of("3") == Number(Decimal(3))


@pytest.mark.parametrize("cell", ["x", "X", " có ", "CÓ", "1", 1.0, "yes", True, "✓"])
def test_yes_is_said_in_many_ways(cell):
    assert flag_of(cell) is True


@pytest.mark.parametrize("cell", ["không", "0", 0.0, "no", "-", False])
def test_no_is_said_in_many_ways(cell):
    assert flag_of(cell) is False


def test_a_blank_says_neither_yes_nor_no():
    assert flag_of("  ") is None


def test_maybe_is_no_answer():
    with pytest.raises(Unreadable):
        flag_of("có lẽ")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (12.0, "12"),
        (1.2, "1.2"),
        (1e14, "100000000000000"),
        ("012", "012"),
        ("  SH.01\u200b ", "SH.01"),
        ("SH\u00a001", "SH 01"),
    ],
)
def test_a_code_is_put_right_where_excel_made_a_number_of_it(cell, code):
    assert code_of(cell) == code


def test_a_code_that_excel_made_a_day_of_cannot_be_guessed():
    with pytest.raises(Unreadable) as refusal:
        code_of(date(2025, 2, 1))
    assert refusal.value.problem.code == "code-became-a-day"


def test_a_telephone_number_gets_its_lost_zero_back():
    assert phone_of(912345678.0) == "0912345678"
    assert phone_of("0912 345 678") == "0912 345 678"


def test_an_address_without_an_at_is_no_address():
    assert email_of(" mau@vidu.example ") == "mau@vidu.example"
    with pytest.raises(Unreadable):
        email_of("mau.vidu")


def test_text_is_composed_and_rid_of_what_cannot_be_seen():
    messy = unicodedata.normalize("NFD", "Huyện\u00a0uỷ\ufeff  Mẫu\x0b")
    assert clean(messy) == "Huyện uỷ Mẫu"
    assert clean_lines("Một \r\n\r\n hai\nba ") == "Một\nhai\nba"


@pytest.mark.parametrize(
    ("cell", "text"),
    [(3.0, "3"), (0.5, "0,5"), (date(2026, 3, 31), "31/03/2026"), (None, ""), (True, "x")],
)
def test_any_cell_can_be_read_as_text(cell, text):
    assert text_of(cell) == text
