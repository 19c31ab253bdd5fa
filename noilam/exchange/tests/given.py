"""Files for tests, written cell by cell as an office might."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from noilam.exchange.actions import run_now
from noilam.exchange.models import Run
from noilam.foundation.access import Actor, shell


def a_workbook(path: Path, *sheets: Sequence[Sequence[Any]], names: Sequence[str] = ()) -> Path:
    """One worksheet for each list of rows; None leaves a cell empty."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet(names[number] if names else None)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, day)
                    elif cell is not None:
                        sheet.write(row, column, cell)
    return path


def a_csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def imported(kind: str, path: Path, *, actor: Actor | None = None, check: bool = False) -> Run:
    return run_now(actor=actor or shell(), kind=kind, path=path, check=check)


def brought_in(kind: str, path: Path) -> Run:
    """Imported, and no word against it."""
    run = imported(kind, path)
    assert run.problems == [], [(each["row"], each["message"]) for each in run.problems]
    assert run.is_applied
    return run


def told(run: Run) -> list[tuple[int, str, str]]:
    """Row, column and code of each problem."""
    return [(each["row"], each["column"], each["code"]) for each in run.problems]


def counted(run: Run) -> tuple[int, int, int]:
    return run.new, run.changed, run.unchanged
