"""Vietnamese text: fold, order, dates."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest

from noilam.foundation.text import day_text, fold, name_key, number_text


@pytest.mark.parametrize("typed", ["Huyện uỷ", "huyện ủy", "HUYỆN  ỦY", "Huyen uy"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_search_finds_every_spelling(typed, form):
    assert fold(unicodedata.normalize(form, typed)) == "huyen uy"


def test_d_with_stroke_is_found_as_d():
    assert fold("Đảng bộ xã Đồng Sim") == "dang bo xa dong sim"


def test_people_sort_by_given_name_then_tone():
    names = ["Trần Thị Ánh", "Lê Văn An", "Đỗ Bá Ân", "Nguyễn Văn Ăn", "Lê Văn Bình", "Vũ Đức"]
    assert sorted(reversed(names), key=name_key) == [
        "Lê Văn An",
        "Trần Thị Ánh",
        "Nguyễn Văn Ăn",
        "Đỗ Bá Ân",
        "Lê Văn Bình",
        "Vũ Đức",
    ]


def test_dates_and_numbers_read_as_people_write_them():
    assert day_text(date(2026, 3, 5)) == "05/03/2026"
    assert [number_text(n) for n in (1284, Decimal("84.5"), 1.0, None)] == [
        "1.284",
        "84,5",
        "1",
        "",
    ]
