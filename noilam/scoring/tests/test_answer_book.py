"""A sheet taken along as a workbook, filled in offline and handed in again."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from noilam.accounts.models import Account
from noilam.foundation import clock
from noilam.organisation.models import Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import an_actor
from noilam.scoring.models import Mark, Sheet
from noilam.scoring.sheets import answer_book

from . import given

pytestmark = pytest.mark.django_db


def sign_in(client, role: Role, unit: Unit) -> None:
    client.force_login(Account.objects.get(pk=an_actor(role, unit).id))


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def sheet(client) -> Sheet:
    _root, (cell, _other) = given.a_place(2)
    opened = given.a_sheet(cell)
    with clock.frozen(given.FILLED_ON):
        sign_in(client, Role.UNIT_CLERK, cell)
        yield opened


def page_of(sheet: Sheet) -> str:
    return f"/scoring/sheets/{sheet.pk}/"


def rows_of(content: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


def written(content: bytes, cells: dict[str, dict[int, object]], *, extra=()) -> bytes:
    """The file as somebody would save it again, some cells (by key and column) otherwise."""
    import xlsxwriter

    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        table = book.add_worksheet("Tự chấm")
        rows = rows_of(content) + [list(row) for row in extra]
        for at, row in enumerate(rows):
            key = row[answer_book.KEY] if len(row) > answer_book.KEY else ""
            for column, cell in enumerate(row):
                value = cells.get(str(key), {}).get(column, cell)
                if value not in ("", None):
                    table.write(at, column, value)
    return file.getvalue()


def handed_in(client, sheet: Sheet, content: bytes):
    return client.post(page_of(sheet) + "upload/", {"file": SimpleUploadedFile("p.xlsx", content)})


FILLED = {
    "A2|item|A2.1": {answer_book.ANSWER: "x"},
    "A2": {answer_book.NOTE: "Kế hoạch số 12"},
    "A3|times": {answer_book.ANSWER: 2},
    "B1|value": {answer_book.ANSWER: 92.5},
    "B2|level|200": {answer_book.ANSWER: "X"},
    "B3": {answer_book.NO_DATA: "x", answer_book.NOTE: "Không khảo sát"},
    "P1|times": {answer_book.ANSWER: 1},
}


def test_what_was_filled_in_offline_is_shown_first_and_kept_by_a_button(client, sheet):
    taken = client.get(page_of(sheet) + "file.xlsx").content
    answer = handed_in(client, sheet, written(taken, FILLED))
    shown = text(answer)
    assert answer.status_code == 200
    assert "92,5%" in shown
    assert "6 tiêu chí" in shown
    assert not Mark.objects.filter(sheet=sheet, stage="self_score").exists()

    fields = dict.fromkeys(["read", *(name for name, _value in answer.context["fields"])])
    values = {name: value for name, value in answer.context["fields"]}
    client.post(
        page_of(sheet) + "answers/",
        fields | values | {"read": answer.context["read"], "deed": "save"},
    )

    marks = {m.criterion.code: m for m in sheet.marks.filter(stage="self_score")}
    assert marks["B1"].answer == {"value": "92.5"}
    assert marks["A2"].answer == {"items": ["A2.1"]}
    assert marks["P1"].answer == {"times": 1}
    assert marks["B3"].reason == "Không khảo sát"
    again = handed_in(client, sheet, client.get(page_of(sheet) + "file.xlsx").content)
    assert "Tệp không khác gì" in text(again)


REFUSED = [
    ({"A2": {answer_book.MOST: 9}}, "đã bị sửa từ “4” thành “9”"),
    ({"A1": {answer_book.ANSWER: "tự động: 9/9"}}, "đã bị sửa từ"),
    ({"B1": {answer_book.WORDS: "Tỷ lệ khác"}}, "đã bị sửa từ"),
    ({"B1|value": {answer_book.ANSWER: "cao"}}, "không đọc được “cao”"),
    ({"B1|value": {answer_book.ANSWER: 140}}, "không vượt quá 100"),
    ({"A3|times": {answer_book.ANSWER: -1}}, "từ 0 trở lên"),
    (
        {"B2|level|200": {answer_book.ANSWER: "x"}, "B2|level|400": {answer_book.ANSWER: "x"}},
        "Chỉ để một mức",
    ),
    ({"B2|level|0": {answer_book.KEY: "B9|level|0"}}, "không có trong phiếu"),
]


def test_locked_cells_and_strange_rows_are_refused_by_name_all_at_once(client, sheet):
    taken = client.get(page_of(sheet) + "file.xlsx").content
    wrong: dict[str, dict[int, object]] = {}
    for cells, _words in REFUSED:
        for key, values in cells.items():
            wrong[key] = wrong.get(key, {}) | values
    del wrong["B1|value"]
    extra = [["Z1", "Tiêu chí thêm", 5, 5, "", "", "Z1"]]
    answer = handed_in(client, sheet, written(taken, wrong, extra=extra))
    shown = text(answer)
    assert answer.status_code == 422
    for cells, words in REFUSED:
        if "B1|value" not in cells:
            assert words in shown, words
    assert "Tiêu chí thêm" in shown
    assert "Thiếu dòng" in shown
    for value, words in (("cao", "không đọc được “cao”"), (140, "không vượt quá 100")):
        one = written(taken, {"B1|value": {answer_book.ANSWER: value}})
        assert words in text(handed_in(client, sheet, one))
    assert not Mark.objects.filter(sheet=sheet, stage="self_score").exists()


def test_a_file_of_another_unit_or_no_file_of_ours_is_refused_in_words(client, sheet):
    other = Sheet.objects.exclude(pk=sheet.pk).get()
    sign_in(client, Role.UNIT_CLERK, other.unit)
    theirs = client.get(page_of(other) + "file.xlsx").content
    sign_in(client, Role.UNIT_CLERK, sheet.unit)
    assert f"phiếu của đơn vị {other.unit.code}" in text(handed_in(client, sheet, theirs))
    forged = written(theirs, {})
    rows = rows_of(forged)
    signed = str(rows[answer_book.HEADS - 1][1])
    changed = _with_text(forged, signed, signed[:-3] + "abc")
    assert "không phải phiếu tự chấm tải từ đây" in text(handed_in(client, sheet, changed))
    assert handed_in(client, sheet, b"khong phai bang tinh").status_code == 422
    assert client.post(page_of(sheet) + "upload/").status_code == 422


def _with_text(content: bytes, before: str, after: str) -> bytes:
    """The same package with a text replaced in its parts."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, old.read(part).replace(before.encode(), after.encode()))
    return made.getvalue()


def test_a_file_taken_along_in_one_language_is_handed_in_under_another(client, sheet, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    taken = client.get(page_of(sheet) + "file.xlsx").content
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    assert handed_in(client, sheet, written(taken, FILLED)).status_code == 200


def test_only_answers_are_unlocked_in_the_file(client, sheet, tmp_path: Path):
    taken = client.get(page_of(sheet) + "file.xlsx").content
    with ZipFile(BytesIO(taken)) as package:
        table = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<sheetProtection" in table
    assert 'hidden="1"' in table
    words = [row[1] for row in rows_of(taken)]
    assert any("Chi bộ thôn 1" in str(row[0]) for row in rows_of(taken))
    assert "Số việc đến hạn trong tháng" not in words  # automatic: nothing to fill in
