"""A file as grids of cells: XLSX by calamine, CSV by the standard library. No meaning yet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from ..rules import MOST_BYTES
from ..rules.cells import Cell
from ..rules.headers import LOOK_IN, TALLEST
from . import csv_text, xlsx_marks
from .xlsx_marks import Marks

HEAD = LOOK_IN + TALLEST - 1
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Grid:
    """One worksheet. `rows` may be walked again and again; positions count from 0."""

    name: str
    rows: Callable[[], Iterator[Sequence[Cell]]]
    marks: Marks = field(default_factory=Marks)
    guess: Callable[[], Iterator[Sequence[Cell]]] | None = None  # `rows`, blind to faults

    def head(self) -> list[Sequence[Cell]]:
        return list(islice((self.guess or self.rows)(), HEAD))


def open_book(path: Path) -> Iterator[Grid]:
    """The grids of a file, one at a time. CSV gives one for each way to part its columns."""
    size = path.stat().st_size
    if not size:
        raise Refused(Problem("empty-file", say("Tệp trống. Chọn tệp có bảng.")))
    if size > MOST_BYTES:
        raise Refused(
            Problem(
                "file-too-big",
                say("Tệp lớn hơn {most} MB. Chia thành nhiều tệp rồi nhập lần lượt."),
                values={"most": MOST_BYTES // 1_000_000},
            )
        )
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE:
        raise Refused(_old_or_locked(path))
    return _worksheets(path) if start.startswith(_ZIP) else _texts(path)


def _old_or_locked(path: Path) -> Problem:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return Problem(
            "locked", say("Tệp có mật khẩu. Mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập.")
        )
    return Problem(
        "old-excel",
        say("Đây là tệp Excel kiểu cũ (.xls). Mở bằng Excel, lưu thành .xlsx rồi nhập."),
    )


def _texts(path: Path) -> Iterator[Grid]:
    text = csv_text.decode(path.read_bytes())
    for delimiter in csv_text.delimiters(text):
        rows = partial(csv_text.rows, text, delimiter)
        yield Grid("", rows, guess=partial(rows, is_guess=True))


def _worksheets(path: Path) -> Iterator[Grid]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        parts = xlsx_marks.worksheets(path)
        with CalamineWorkbook.from_path(str(path)) as book:
            for sheet in book.sheets_metadata:
                if sheet.visible == SheetVisibleEnum.Visible and sheet.name in parts:
                    marks = xlsx_marks.marks(path, parts[sheet.name])
                    yield _grid(book, sheet.name, marks)
    except (CalamineError, xlsx_marks.Broken) as error:
        raise Refused(
            Problem(
                "not-a-workbook",
                say(
                    "Không mở được tệp: tệp hỏng hoặc không phải bảng tính .xlsx. Lưu lại rồi nhập."
                ),
            )
        ) from error


def _grid(book: object, name: str, marks: Marks) -> Grid:
    sheet = book.get_sheet_by_name(name)  # type: ignore[attr-defined]
    left = [None] * (sheet.start[1] if sheet.start else 0)  # calamine leaves out empty columns

    def rows() -> Iterator[Sequence[Cell]]:
        return (left + row if left else row for row in sheet.iter_rows())

    return Grid(name, rows, marks)
