"""Writing spreadsheets: any list as XLSX or CSV, and the template of a sheet.

A text never becomes a formula: XLSX cells are written as text, CSV cells get a guard that our own
reader takes off again.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import IO, Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from noilam.foundation.text import day_text

from .reading.csv_text import guarded
from .sheet import READS_IN_WORDS, Choice, Column, Reads, Sheet

_MOST_DIGITS = 15  # a spreadsheet keeps no more of a number
_MOST_LISTED = 5000  # values of a drop-down
_TEMPLATE_ROWS = 5000  # rows that get drop-downs
_WIDTHS = {Reads.TEXT: 30, Reads.LINES: 45, Reads.DAY: 14, Reads.NUMBER: 12, Reads.FLAG: 12}


def write_file(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """XLSX or CSV by the file's ending; says how many rows."""
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            return sum(1 for line in csv_lines(headers, rows) if file.write(line)) - 1
    with path.open("wb") as file:
        return write_xlsx(file, headers, rows)


def csv_lines(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lines of a CSV file without its byte mark."""
    line = io.StringIO()
    writer = csv.writer(line)
    for row in chain([headers], rows):
        writer.writerow([_csv_cell(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _csv_cell(cell: Any) -> str:
    if isinstance(cell, datetime):
        return f"{localtime(cell):%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return day_text(cell)
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, int | float | Decimal):
        return format(Decimal(str(cell)), "f").replace(".", ",")
    return "" if cell is None else guarded(str(cell))


def write_xlsx(file: IO[bytes], headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """One worksheet, row by row, in little memory."""
    import xlsxwriter

    with xlsxwriter.Workbook(file, _OPTIONS | {"constant_memory": True}) as book:
        sheet = book.add_worksheet(_("Danh sách"))
        formats = _formats(book)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(headers) - 1, 0), 22)
        for at, header in enumerate(headers):
            sheet.write_string(0, at, header, formats["head"])
        number = 0
        for number, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                _write_cell(sheet, number, at, cell, formats)
    return number


_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
    "remove_timezone": True,
}


def _formats(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "need": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F3E3C3"}),
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        "lines": book.add_format({"num_format": "@", "text_wrap": True}),
    }


def _write_cell(sheet: Any, row: int, at: int, cell: Any, formats: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(row, at, localtime(cell).replace(tzinfo=None), formats["moment"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, at, cell, formats["day"])
    elif isinstance(cell, bool):
        sheet.write_string(row, at, "x" if cell else "")
    elif isinstance(cell, int | float | Decimal) and _fits(cell):
        sheet.write_number(row, at, float(cell))
    elif isinstance(cell, Decimal):
        sheet.write_string(row, at, _csv_cell(cell))
    else:
        sheet.write_string(row, at, str(cell), formats["text"])


def _fits(number: int | float | Decimal) -> bool:
    return len(Decimal(str(number)).as_tuple().digits) <= _MOST_DIGITS


# Templates ----------------------------------------------------------------------------------


def write_template(path: Path, sheet: Sheet, listed: dict[str, list[str]]) -> None:
    """Headers, drop-downs and one example row; XLSX also explains the columns."""
    headers = [column.label for column in sheet.columns]
    if path.suffix.lower() == ".csv":
        write_file(path, headers, [[column.example for column in sheet.columns]])
        return
    with path.open("wb") as file:
        write_template_xlsx(file, sheet, listed)


def write_template_xlsx(file: IO[bytes], sheet: Sheet, listed: dict[str, list[str]]) -> None:
    """`listed` holds the values of drop-downs by column key."""
    import xlsxwriter

    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        formats = _formats(book)
        table = book.add_worksheet(_("Dữ liệu"))
        notes = book.add_worksheet(_("Hướng dẫn"))
        values = book.add_worksheet(_LISTS)
        values.hide()
        table.freeze_panes(1, 0)
        for at, column in enumerate(sheet.columns):
            _template_column(table, at, column, formats)
            _drop_down(table, values, at, listed.get(column.key, []))
        _notes(notes, sheet, formats)


_LISTS = "_lists"


def _template_column(table: Any, at: int, column: Column, formats: dict[str, Any]) -> None:
    is_day = column.reads is Reads.DAY
    keeps_text = column.reads not in (Reads.DAY, Reads.NUMBER)
    shape = formats["day"] if is_day else formats["text"] if keeps_text else None
    table.set_column(at, at, _WIDTHS.get(column.reads, 20), shape)
    table.write_string(0, at, column.label, formats["need" if column.is_key else "head"])
    if column.about:
        table.write_comment(0, at, _(column.about))
    _write_cell(table, 1, at, column.example, formats)


def _drop_down(table: Any, values: Any, at: int, listed: Sequence[str]) -> None:
    if not listed:
        return
    kept = listed[:_MOST_LISTED]
    for row, text in enumerate(kept):
        values.write_string(row, at, text)
    table.data_validation(
        1,
        at,
        _TEMPLATE_ROWS,
        at,
        {
            "validate": "list",
            "source": _range(at, len(kept)),
            "error_type": "warning",  # a name instead of a code is welcome too
            "error_title": _("Không có trong danh sách"),
            "error_message": _("Vẫn ghi được nếu đây là tên hoặc mã mới."),
        },
    )


def _range(at: int, length: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    letters = xl_col_to_name(at)
    return f"={_LISTS}!${letters}$1:${letters}${length}"


def _notes(notes: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    notes.set_column(0, 0, 26)
    notes.set_column(1, 1, 22)
    notes.set_column(2, 3, 60)
    heads = (_("Tên trong tệp"), _("Cách ghi"), _("Giải thích"), _("Cũng nhận"))
    for at, text in enumerate(heads):
        notes.write_string(0, at, text, formats["head"])
    for row, column in enumerate(sheet.columns, start=1):
        notes.write_string(row, 0, column.label)
        notes.write_string(row, 1, _(READS_IN_WORDS[column.reads]))
        notes.write_string(row, 2, _(column.about) if column.about else "")
        notes.write_string(row, 3, "; ".join((column.key, *column.also)))


def values_listed(column: Column) -> list[str]:
    """The values of a drop-down: words for choices."""
    choices: Sequence[Choice] = column.choices() if column.choices else ()
    return [choice.label for choice in choices]
