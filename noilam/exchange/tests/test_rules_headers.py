"""Which header is which column, and which row is the header."""

import unicodedata

import pytest

from noilam.exchange.rules.headers import (
    choice_key,
    find_header,
    header_key,
    is_header_again,
    is_numbering,
    meaning,
    position_text,
)
from noilam.exchange.rules.names import Match, Names

NAMES = {
    "code": "code",
    "ma": "code",
    "ma don vi": "code",
    "ten don vi": "name",
    "name": "name",
    "ma cap tren": "parent",
    "don vi cap tren": "parent",
    "founded on": "founded_on",
    "ngay thanh lap": "founded_on",
    "tu ngay": "from",
    "den ngay": "to",
}


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Mã đơn vị", "code"),
        ("MÃ ĐƠN VỊ (*)", "code"),
        ("ma don vi", "code"),
        ("Mã\nđơn vị:", "code"),
        (unicodedata.normalize("NFD", "Mã đơn vị"), "code"),
        ("Mã đơn vị trực thuộc huyện", "code"),
        ("founded_on", "founded_on"),
        ("Founded On", "founded_on"),
        ("Ngày thành lập (dd/mm/yyyy)", "founded_on"),
        ("Tên đơn vị cấp trên", "parent"),  # the longest name in it counts
        ("Mã số thuế", ""),  # one short word in a longer header says nothing
        ("Ghi chú", ""),
        ("STT", ""),
        ("", ""),
    ],
)
def test_a_header_is_known_whatever_its_dress(header, column):
    assert meaning(header, NAMES)[0] == column


def test_a_header_that_says_exactly_so_wins_over_one_that_only_holds_the_words():
    header = find_header([["Mã đơn vị", "Mã đơn vị cũ", "Tên đơn vị"]], NAMES)
    assert header.columns == {"code": 0, "name": 2}
    assert header.unknown == ["Mã đơn vị cũ"]


def test_a_columns_own_name_wins_over_another_known_one():
    header = find_header([["Tên đơn vị", "Mã đơn vị", "Mã"]], NAMES, own={"code", "ma"})
    assert header.columns == {"name": 0, "code": 2}
    assert (header.twice, header.unknown) == ({}, ["Mã đơn vị"])


def test_a_row_that_repeats_the_header_is_seen():
    rows = [["Mã", "Thời gian", None], [None, "Từ ngày", "Đến ngày"]]
    header = find_header(rows, NAMES)
    assert is_header_again(rows[0], [0, 1], header)
    assert is_header_again(rows[1], [1, 2], header)
    assert not is_header_again(["A", "Từ ngày", None], [0, 1], header)
    assert not is_header_again(["Mã"], [0], header)


def test_two_equal_headers_are_named():
    header = find_header([["Mã", "Mã", "Tên đơn vị"]], NAMES)
    assert header.twice == {"code": ["Mã", "Mã"]}


def test_the_header_is_the_row_with_most_known_names():
    rows = [["DANH SÁCH", None], ["Mã", None], [None], ["STT", "Mã đơn vị", "Tên đơn vị"], [1, 2]]
    header = find_header(rows, NAMES)
    assert (header.row, header.columns) == (3, {"code": 1, "name": 2})


def test_a_header_below_the_twentieth_row_is_not_looked_for():
    assert find_header([["x"]] * 20 + [["Mã", "Tên đơn vị"]], NAMES) is None


def test_a_header_merged_over_two_rows_is_read_as_one():
    rows = [["Mã", "Thời gian", None], [None, "Từ ngày", "Đến ngày"], ["A", "1/1/2020", None]]
    header = find_header(rows, NAMES)
    assert (header.height, header.columns) == (2, {"code": 0, "from": 1, "to": 2})


def test_a_header_merged_over_three_rows_is_read_as_one():
    rows = [["Mã", "Thực hiện", None], [None, "Thời gian"], [None, "Từ ngày", "Đến ngày"], ["A"]]
    header = find_header(rows, NAMES)
    assert (header.height, header.columns) == (3, {"code": 0, "from": 1, "to": 2})


def test_data_under_a_header_is_never_taken_for_its_second_row():
    header = find_header([["Mã", "Thời gian"], ["A", "Từ ngày"]], NAMES)
    assert (header.height, header.columns) == (1, {"code": 0})


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        (["(1)", "(2)", "(3)"], True),
        ([1.0, 2.0, 3.0], True),
        (["A", "B", "C"], True),
        (["A", "Xã Mẫu", "B"], False),
        ([1.0, 1.0, 1.0], False),
        ([1.0, 2.0], False),
    ],
)
def test_a_row_that_numbers_the_columns_is_no_data(row, numbers):
    assert is_numbering(row) is numbers


def test_brackets_are_part_of_a_choice_but_not_of_a_header():
    assert choice_key("Đạt (một phần)") != choice_key("Đạt")
    assert header_key("Kết luận (nếu có)") == header_key("Kết luận")


@pytest.mark.parametrize(("position", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (702, "AAA")])
def test_columns_are_named_as_spreadsheets_name_them(position, letters):
    assert position_text(position) == letters


def names(**chosen):
    labels = {
        "SH": "Đảng ủy xã Sông Hiền",
        "SH.01": "Chi bộ thôn Hòa",
        "SH.02": "Chi bộ thôn Hoà Bình",
        "SH.03": "Chi bộ thôn Hoa",
        "X.1": "Chi bộ Chợ",
        "X.2": "Chi bộ Chợ",
        "007": "Ban Mẫu",
    }
    return Names("unit", labels, chosen)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("SH.01", "SH.01"),
        ("sh.01", "SH.01"),
        ("Đảng uỷ xã Sông Hiền", "SH"),  # the other place of the tone
        ("ĐẢNG ỦY XÃ SÔNG HIỀN", "SH"),
        ("dang uy xa song hien", "SH"),
        ("Chi bộ thôn Hoà", "SH.01"),  # a tone tells it from Hoa
        ("Chi bộ thôn Hoa", "SH.03"),
        ("SH.02 - Chi bộ thôn Hoà Bình", "SH.02"),
        ("chi bo cho", None),  # two bear the name
        ("7", None),
        ("Chi bộ Chùa", None),
    ],
)
def test_a_unique_name_does_for_a_code(typed, code):
    assert names().find(typed).code == code


def test_candidates_are_listed_for_a_name_that_several_bear():
    assert [code for code, _ in names().find("Chi bộ Chợ").candidates] == ["X.1", "X.2"]


def test_a_code_that_lost_its_zeros_is_offered_not_guessed():
    assert names().find("7") == Match(None, (("007", "Ban Mẫu"),))


def test_what_a_clerk_chose_before_counts():
    assert names(**{"chi bo cho": "X.2"}).find("Chi bộ Chợ").code == "X.2"
