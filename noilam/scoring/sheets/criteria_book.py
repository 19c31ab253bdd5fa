"""A set of criteria as a workbook, written for Excel and read from it."""

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from noilam.exchange.reading import Grid, open_book
from noilam.exchange.rules.cells import text_of
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import fold, say

from .criteria_rows import COLUMNS, METHODS, NO_DATA, ROWS, Gathering, rows_of

MOST_ROWS = 2_000
LOOK_IN = 20  # rows in which the headers are looked for
_WIDTHS = {"title": 50, "detail": 60, "evidence": 35, "note": 30, "source": 28, "kinds": 26}
_CHOICES = {"row": ROWS, "method": METHODS, "no_data": NO_DATA}
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NO_TABLE = say("Tệp không có bảng tiêu chí: cần các cột {columns}. Tải mẫu về, điền vào rồi nhập.")


def as_xlsx(content: Mapping[str, Any]) -> bytes:
    """Every row of the set; the columns that choose have their lists."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        sheet = book.add_worksheet("Tiêu chí")
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        number = book.add_format({"valign": "top"})
        sheet.freeze_panes(1, 2)
        for at, (column, header) in enumerate(COLUMNS.items()):
            plain = number if column == "points" else text
            sheet.set_column(at, at, _WIDTHS.get(column, 14), plain)
            sheet.write_string(0, at, header, head)
            if column in _CHOICES:
                listed = {"validate": "list", "source": list(_CHOICES[column].values())}
                sheet.data_validation(1, at, MOST_ROWS, at, listed)
        for row, cells in enumerate(rows_of(content), start=1):
            for at, column in enumerate(COLUMNS):
                _write(sheet, row, at, cells.get(column), number if column == "points" else text)
    return file.getvalue()


def _write(sheet: Any, row: int, at: int, cell: Any, look: Any) -> None:
    if isinstance(cell, int | float):
        sheet.write_number(row, at, cell, look)
    elif cell:
        sheet.write_string(row, at, str(cell), look)


def from_xlsx(path: Path) -> dict[str, Any]:
    """The content in a workbook, not judged yet. Refused: it has no table, or what cannot be
    read, all of it at once."""
    gathering = Gathering()
    columns = None
    for grid in open_book(path):
        columns, rows = _table(grid)
        if columns:
            for number, row in rows:
                cells = {column: row[at] for column, at in columns.items() if at < len(row)}
                if any(text_of(each) for each in cells.values()):
                    gathering.take(number, cells)
            break
    if not columns:
        values = {"columns": ", ".join(list(COLUMNS.values())[:4])}
        raise Refused(Problem("no-table", _NO_TABLE, about="file", values=values))
    if gathering.problems:
        raise Refused(*gathering.problems)
    return gathering.content


def _table(grid: Grid) -> tuple[dict[str, int], Iterator[tuple[int, Sequence[Any]]]]:
    """Where the columns are, and the rows below with their numbers."""
    rows = enumerate(grid.rows(), start=1)
    for number, row in rows:
        found = _columns(row)
        if {"row", "code", "title"} <= set(found):
            return found, _few(rows)
        if number > LOOK_IN:
            break
    return {}, iter(())


def _few(rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, Sequence[Any]]]:
    for number, row in rows:
        if number > MOST_ROWS:
            message = say("Bảng có quá {most} dòng, không phải một bộ tiêu chí. Bỏ dòng thừa.")
            raise Refused(Problem("too-many-rows", message, "file", {"most": MOST_ROWS}))
        yield number, row


def _columns(row: Sequence[Any]) -> dict[str, int]:
    named = {fold(word): column for column, word in COLUMNS.items()}
    named |= {column: column for column in COLUMNS}
    told = [(fold(text_of(cell)), at) for at, cell in enumerate(row)]
    return {named[word]: at for word, at in reversed(told) if word in named}
