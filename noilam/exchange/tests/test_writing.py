"""What we write, others open; what they typed never runs as a formula and comes back as typed."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from python_calamine import CalamineWorkbook

from noilam.exchange.reading.csv_text import guarded, unguarded
from noilam.exchange.reading.xlsx_marks import marks, worksheets
from noilam.exchange.writing import write_file

DANGEROUS = ["=1+1", "+84 90", "-3 điểm", "@SUM(A1)", "'=x", "''=x", "\t=x"]


@given(some.text(alphabet="'=+-@ax\t", max_size=6))
def test_a_guarded_text_comes_back_as_typed(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set("=+-@\t")


def test_csv_opens_in_excel_with_days_numbers_and_guarded_texts(tmp_path):
    path = tmp_path / "x.csv"
    write_file(path, ["Mã", "Ngày"], [["=1+1", date(2026, 3, 31)], [Decimal("1234.5000"), True]])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(path.open(encoding="utf-8-sig")))
    assert rows == [["Mã", "Ngày"], ["'=1+1", "31/03/2026"], ["1234,5000", "x"]]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_in_a_workbook_is_never_a_formula(tmp_path, text):
    path = tmp_path / "x.xlsx"
    write_file(path, ["Mã"], [[text]])
    (part,) = worksheets(path).values()
    assert marks(path, part).no_value == set()
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[1] == [text]


def test_a_workbook_keeps_days_as_days_and_numbers_as_numbers(tmp_path):
    path = tmp_path / "x.xlsx"
    written = [date(2026, 3, 31), Decimal("84.5"), 7, "012", None]
    assert write_file(path, list("abcde"), [written]) == 1
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[1] == [date(2026, 3, 31), 84.5, 7.0, "012", ""]


def test_a_number_too_long_for_a_spreadsheet_is_written_out(tmp_path):
    path = tmp_path / "x.xlsx"
    write_file(path, ["a"], [[Decimal("12345678901234.5678")]])
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[1] == ["12345678901234,5678"]
