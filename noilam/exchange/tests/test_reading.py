"""Files as offices keep them, read from disk. A toy sheet stands for all kinds."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from noilam.exchange.reading import read_file
from noilam.exchange.reporting import silent
from noilam.exchange.rules.cells import Number
from noilam.exchange.sheet import Choice, Column, Reads, Sheet
from noilam.exchange.tests.given import a_csv, a_workbook
from noilam.foundation.errors import Refused


@dataclass(slots=True)
class Row:
    number: int
    code: str | None = None
    name: str | None = None
    kind: str | None = None
    on: date | None = None
    amount: Number | None = None


def unused(*_args, **_kwargs):
    raise AssertionError


SHEET = Sheet(
    kind="toys",
    title="Đồ chơi",
    columns=(
        Column("code", "Mã", Reads.CODE, is_key=True, longest=10),
        Column("name", "Tên đơn vị", also=("Tên",)),
        Column(
            "kind",
            "Loại",
            Reads.CHOICE,
            choices=lambda: [Choice("district", "Huyện uỷ", ("Thị uỷ",)), Choice("cell", "Chi bộ")],
        ),
        Column("on", "Ngày thành lập", Reads.DAY),
        Column("amount", "Chỉ tiêu", Reads.NUMBER),
    ),
    row=Row,
    may_import=unused,
    may_export=unused,
    sees_all_runs=unused,
    plan=unused,
    write=unused,
    export=unused,
    take_back=unused,
)
HEAD = ["Mã", "Tên đơn vị", "Loại", "Ngày thành lập", "Chỉ tiêu"]


def read(path, **chosen):
    return read_file(path, SHEET, chosen, silent)


def codes(reading):
    return [(each.row, each.column, each.problem.code) for each in reading.findings.problems]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "bảng.xlsx"


def test_titles_numbering_blank_rows_headings_and_signatures_are_no_data(file):
    rows = [
        ["HUYỆN MẪU"],
        [],
        [None, "DANH SÁCH ĐƠN VỊ"],
        ["STT", "MA (*)", "Tên\nđơn vị", "loại", "Ngày thành lập", "Ghi chú"],
        [1, 2, 3, 4, 5, 6],
        [1, "A", "Xã A", "chi bộ", date(2020, 1, 1), "x"],
        [],
        ["I", None, "KHỐI ĐẢNG"],
        [2, "B", "Xã B", "HUYỆN ỦY", "2/1/2020"],
        [None, None, "Tổng cộng", 2],
        [],
        [None, "Ngày 5 tháng 7", None],
        [None, None, None, "NGƯỜI LẬP BIỂU"],
    ]
    reading = read(a_workbook(file, rows))

    assert reading.rows == [
        Row(6, "A", "Xã A", "cell", date(2020, 1, 1)),
        Row(9, "B", "Xã B", "district", date(2020, 1, 2)),
    ]
    assert reading.ignored == ["STT", "Ghi chú"]
    assert codes(reading) == []
    assert [each.row for each in reading.findings.remarks] == [8, 10, 12, 13]


def test_the_worksheet_with_the_best_header_is_taken_and_named(file):
    sheets = ([["Mã", "x"]], [HEAD, ["A"]], [["Mã", "Tên"], ["B"]])
    reading = read(a_workbook(file, *sheets, names=["Bìa", "Số liệu", "Khác"]))
    assert (reading.place, reading.rows[0].code) == ("Số liệu", "A")


def test_a_sheet_may_begin_anywhere(file):
    rows = [[], [], [None, None, *HEAD], [None, None, "A", "Xã A"]]
    assert read(a_workbook(file, rows)).rows == [Row(4, "A", "Xã A")]


def test_decomposed_text_in_headers_and_cells_is_composed(file):
    apart = [unicodedata.normalize("NFD", text) for text in HEAD]
    name = unicodedata.normalize("NFD", "Xã Mẫu")
    assert read(a_workbook(file, [apart, ["A", name]])).rows[0].name == "Xã Mẫu"


def test_a_cell_merged_over_rows_counts_for_each_of_them(file):
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for row, cells in enumerate([["A"], ["B"], ["C", "Xã C"]], start=1):
            sheet.write_row(row, 0, cells)
        sheet.merge_range(1, 1, 2, 1, "Xã A")
        sheet.merge_range(1, 2, 4, 2, "Chi bộ")  # down to an empty row
        sheet.merge_range(1, 4, 2, 4, "nhiều")
    reading = read(file)
    assert [(row.code, row.name, row.kind) for row in reading.rows] == [
        ("A", "Xã A", "cell"),
        ("B", "Xã A", "cell"),
        ("C", "Xã C", "cell"),
    ]
    assert codes(reading) == [(2, "amount", "bad-number"), (3, "amount", "bad-number")]


def test_an_error_in_a_merged_cell_is_named_in_each_row(file):
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_column(1, 0, ["A", "B"])
        sheet.merge_range(1, 1, 2, 1, "")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    assert codes(read(file)) == [(2, "name", "error-cell"), (3, "name", "error-cell")]


def test_a_heading_merged_over_columns_and_a_merged_title_stay_one_cell(file):
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 4, "DANH SÁCH")
        sheet.write_row(2, 0, HEAD)
        sheet.merge_range(3, 1, 3, 4, "I. KHỐI ĐẢNG")
        sheet.write_row(4, 0, ["A", "Xã A"])
        sheet.merge_range(6, 3, 8, 4, "NGƯỜI LẬP BIỂU")
    reading = read(file)
    assert reading.rows == [Row(5, "A", "Xã A")]
    assert codes(reading) == []


def test_other_worksheets_with_a_table_are_named(file):
    sheets = ([HEAD, ["A"]], [["Mã", "Tên"], ["B", "Xã B"]], [HEAD], [["Ghi chú"], ["C"]])
    reading = read(a_workbook(file, *sheets, names=["Một", "Hai", "Trống", "Khác"]))
    (remark,) = reading.findings.remarks
    assert (remark.row, remark.problem.code) == (0, "other-tables")
    assert remark.problem.values == {"taken": "Một", "others": "Hai"}


def test_a_header_repeated_on_each_printed_page_is_no_row(file):
    rows = [["Mã", "Tên\nđơn vị", "Loại"], ["A", "Xã A"], ["Mã", "Tên\nđơn vị", "Loại"], ["B"]]
    reading = read(a_workbook(file, rows))
    assert [row.code for row in reading.rows] == ["A", "B"]
    assert [(each.row, each.problem.code) for each in reading.findings.remarks] == [
        (3, "header-again")
    ]
    assert codes(reading) == []


def test_a_formula_counts_by_its_saved_value_and_one_without_is_named(file):
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["A", "Xã A"])
        sheet.write_formula(1, 4, "=40+2", value=42)
        sheet.write(2, 0, "B")
        sheet.write_formula(2, 1, '="Xã "&A3', value="")
        sheet.write_formula(2, 4, "=A1", value="#REF!")
    reading = read(file)
    assert reading.rows[0].amount == Number(Decimal(42))
    assert codes(reading) == [(3, "name", "no-value"), (3, "amount", "error-cell")]
    assert reading.findings.problems[1].problem.values == {"error": "#REF!"}


def test_a_percent_cell_reads_as_the_percent_that_is_seen(file):
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write(1, 0, "A")
        sheet.write(1, 4, 0.855, book.add_format({"num_format": "0.0%"}))
        sheet.write(2, 0, "B")
        sheet.write(2, 4, 0.855)
    rows = read(file).rows
    assert rows[0].amount == Number(Decimal("85.5"), True)
    assert rows[1].amount == Number(Decimal("0.855"))


def test_codes_that_excel_changed_are_put_right_or_named(file):
    reading = read(a_workbook(file, [HEAD, [12, "Một"], [date(2025, 2, 1), "Hai"]]))
    assert reading.rows[0].code == "12"
    assert codes(reading) == [(3, "code", "code-became-a-day")]


def test_every_fault_of_a_file_is_named_at_once(file):
    rows = [
        HEAD,
        ["A" * 11, "Xã A", "Tỉnh hội", "32/1/2020", "nhiều"],
        ["B", "Xã B", "Chi bộ", 2020, "1,5"],
    ]
    assert codes(read(a_workbook(file, rows))) == [
        (2, "code", "too-long"),
        (2, "kind", "bad-choice"),
        (2, "on", "bad-day"),
        (2, "amount", "bad-number"),
        (3, "on", "bad-day"),
    ]


def test_headers_twice_and_headers_missing_are_named_with_what_was_found(file):
    head = ["Tên đơn vị", "TÊN ĐƠN VỊ", "Loại", "Ghi chú"]
    reading = read(a_workbook(file, [head, ["A", "B"]]))
    assert codes(reading)[:2] == [(1, "code", "header-missing"), (1, "name", "header-twice")]
    assert reading.findings.problems[0].problem.values["seen"] == ", ".join(head)


def test_a_header_that_is_there_twice_is_not_missing_too(file):
    reading = read(a_workbook(file, [["Mã", "Tên đơn vị", "Tên đơn vị"], ["A"]]))
    reading.lacks(2, "name", "Ghi tên.")
    assert codes(reading) == [(1, "name", "header-twice")]


def test_of_a_code_and_a_name_for_one_column_the_columns_own_name_is_read(file):
    reading = read(a_workbook(file, [["Mã", "Tên", "Tên đơn vị"], ["A", "x", "Xã A"]]))
    assert (reading.rows, reading.ignored) == ([Row(2, "A", "Xã A")], ["Tên"])


def test_a_header_that_a_clerk_chose_before_is_known(file):
    reading = read(
        a_workbook(file, [["Ký hiệu", "Tên"], ["A", "Xã A"]]), header={"ky hieu": "code"}
    )
    assert reading.rows == [Row(2, "A", "Xã A")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old-excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"PK\x03\x04rest", "not-a-workbook"),
        (b"%PDF-1.7 rest", "no-header"),
        (bytes(range(256)), "not-a-table"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_words(tmp_path, content, code):
    path = tmp_path / "tệp.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        read(path)
    assert refusal.value.problems[0].code == code


def test_a_value_far_away_is_refused_and_format_alone_is_not(file):
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write(1, 0, "A")
        sheet.write_blank(1_000_000, 16_000, None, book.add_format({"bold": True}))
    assert [row.code for row in read(file).rows] == ["A"]
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write(1_000_000, 0, "A")
    with pytest.raises(Refused) as refusal:
        read(file)
    assert refusal.value.problems[0].code == "sheet-too-far"


def test_a_secrecy_mark_anywhere_refuses_the_whole_file(file):
    with pytest.raises(Refused) as refusal:
        read(a_workbook(file, [["TỐI MẬT"], HEAD, ["A", "Xã A"]]))
    assert refusal.value.problems[0].values == {"mark": "TỐI MẬT", "place": "A1"}


def test_a_secrecy_mark_in_small_letters_is_seen_too(file):
    with pytest.raises(Refused, match="TUYỆT MẬT"):
        read(a_workbook(file, [HEAD, ["A", "Báo cáo tuyệt mật"]]))


def test_a_name_that_only_sounds_like_a_mark_is_no_mark(file):
    assert read(a_workbook(file, [HEAD, ["A", "ĐẢNG BỘ XÃ YÊN MẬT"]])).rows[0].code == "A"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_any_encoding_and_with_any_delimiter(tmp_path, encoding, delimiter):
    lines = [["DANH SÁCH"], HEAD, ["012", "Xã Mẫu", "chi bộ", "1/7/2025", '"1,5"']]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    if encoding == "cp1258":  # old Windows keeps the tone as a letter of its own
        text = unicodedata.normalize("NFD", text).translate({0x302: None, 0x31B: None, 0x306: None})
        text = text.replace("Mâu", "Mẫu")
    path = a_csv(tmp_path / "bảng.csv", text, encoding)
    row = read(path).rows[0]
    assert (row.code, row.kind, row.on) == ("012", "cell", date(2025, 7, 1))
    assert row.amount == Number(Decimal("1.5"))


def test_excels_own_word_on_the_delimiter_is_heard(tmp_path):
    path = a_csv(tmp_path / "bảng.csv", "sep=;\r\nMã;Tên đơn vị\r\nA;Xã, thôn")
    assert read(path).rows == [Row(3, "A", "Xã, thôn")]


def test_a_broken_csv_is_refused_with_its_line(tmp_path):
    path = a_csv(tmp_path / "bảng.csv", 'Mã,Tên đơn vị\nA,"' + "x" * 200_000)
    with pytest.raises(Refused) as refusal:
        read(path)
    assert refusal.value.problems[0].code == "broken-csv"


@pytest.mark.parametrize(
    "text",
    [
        'Mã;Tên đơn vị\nA;x\nB;"mở mà không đóng\nC;y\n',
        'Mã;Tên đơn vị\nA;x\nB;"mở mà không đóng\nC;"đóng hộ"\nD;z\n',
        'Mã;Tên đơn vị\nA;"hai\ndòng"\nB;"hỏng\nC;y',
    ],
)
def test_a_quote_that_nobody_closed_swallows_no_rows(tmp_path, text):
    path = a_csv(tmp_path / "bảng.csv", text)
    line = next(at for at, each in enumerate(text.split("\n"), start=1) if each.startswith("B"))
    with pytest.raises(Refused) as refusal:
        read(path)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.values) == ("broken-csv", {"line": line})


def test_quotes_inside_a_cell_and_lines_in_quotes_are_text(tmp_path):
    text = 'Mã;Tên đơn vị\nA;Xã "Mẫu"\nB;"Xã ""Mẫu"";\nthôn"\nC;"x" \n'
    assert [row.name for row in read(a_csv(tmp_path / "bảng.csv", text)).rows] == [
        'Xã "Mẫu"',
        'Xã "Mẫu"; thôn',
        "x",
    ]
