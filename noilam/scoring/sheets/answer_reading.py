"""A filled workbook read back. Whatever was locked must stand as it was written out; all that is
wrong is said at once, by row and name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.core import signing
from django.utils.translation import override

from noilam.exchange.reading import Grid, open_book
from noilam.exchange.rules import cells
from noilam.exchange.rules.cells import Unreadable
from noilam.exchange.rules.headers import position_text
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from ..rules.answers import Typed
from ..rules.months import key_text
from .answer_book import (
    ANSWER,
    HEADS,
    KEY,
    MARK,
    NO_DATA,
    NOTE,
    OPEN_COLUMNS,
    SALT,
    Book,
    Line,
    lines,
)

MOST_ROWS = 2_000  # a sheet has a few hundred


@dataclass
class Filled:
    """What the file says, field by field, and all that is wrong with it."""

    typed: dict[str, Typed] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, name: str, message: str, about: str = "", /, **values: object) -> None:
        self.problems.append(Problem(name, message, about, values))


def read_book(path: Path, book: Book) -> Filled:
    """The answers of a file that was written out for this very sheet. Refused: it was not."""
    grid = next(open_book(path), None)
    rows = _rows(grid) if grid else []
    told = _told(rows)
    _refuse_another(told, book)
    filled = Filled()
    written = replace(book, found=told["found"], typed={})
    with override(told["language"]):  # its locked words are those of whoever took it along
        expected = list(lines(written))
    _read_lines(grid, rows, expected, filled)
    return filled


def _rows(grid: Grid) -> list[Sequence[Any]]:
    found: list[Sequence[Any]] = []
    for row in grid.rows():
        found.append(row)
        if len(found) > MOST_ROWS:
            message = say("Tệp có quá nhiều dòng so với một phiếu. Tải lại phiếu rồi ghi vào đó.")
            raise Refused(Problem("too-many-rows", message))
    return found


def _told(rows: list[Sequence[Any]]) -> dict[str, Any]:
    """The hidden row: which sheet the file is of."""
    for row in rows[: HEADS + 5]:
        if len(row) > 1 and row[0] == MARK:
            try:
                return signing.loads(str(row[1]), salt=SALT)
            except signing.BadSignature:
                break
    message = say(
        "Tệp này không phải phiếu tự chấm tải từ đây, hoặc dòng nhận dạng đã bị sửa."
        " Tải lại phiếu rồi ghi vào đó."
    )
    raise Refused(Problem("not-our-sheet", message))


def _refuse_another(told: Mapping[str, Any], book: Book) -> None:
    """All that differs at once: unit, month, criteria."""
    problems = []
    if told["unit"] != book.unit_code:
        message = say("Tệp là phiếu của đơn vị {theirs}, không phải {ours}. Chọn đúng tệp.")
        values: dict[str, object] = {"theirs": told["unit"], "ours": book.unit_code}
        problems.append(Problem("another-unit", message, values=values))
    if told["month"] != book.month:
        message = say("Tệp là phiếu tháng {theirs}, không phải tháng {ours}. Chọn đúng tệp.")
        theirs = key_text(told["month"])
        values = {"theirs": theirs, "ours": book.month_text}
        problems.append(Problem("another-month", message, values=values))
    if told["hash"] != book.content_hash:
        message = say(
            "Tệp theo bản khác của bộ tiêu chí; phiếu này theo bản {version}. Tải lại phiếu rồi"
            " ghi vào đó."
        )
        values = {"version": book.version}
        problems.append(Problem("another-set", message, values=values))
    if problems:
        raise Refused(*problems)


def _read_lines(
    grid: Grid | None, rows: list[Sequence[Any]], expected: list[Line], filled: Filled
) -> None:
    by_key = {each.key: each for each in expected}
    seen: set[str] = set()
    for at, row in _table(rows):
        key = cells.text_of(_cell(row, KEY))
        line = by_key.get(key)
        if line is None or key in seen:
            message = say("Dòng {row} (“{words}”) không có trong phiếu. Xóa dòng này.")
            words = " ".join(filter(None, (cells.text_of(each) for each in row[:NOTE])))
            filled.add("unknown-row", message, row=at + 1, words=words[:60])
            continue
        seen.add(key)
        _compare(line, row, at, filled)
        _take(line, row, at, grid, filled)
    for key, line in by_key.items():
        if key not in seen:
            message = say("Thiếu dòng {code} “{words}”. Tải lại phiếu rồi ghi vào đó.")
            words = line.cells[1][:60]
            filled.add("row-missing", message, code=line.cells[0], words=words)


def _table(rows: list[Sequence[Any]]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Rows below the titles that hold anything."""
    for at, row in enumerate(rows[HEADS + 1 :], start=HEADS + 1):
        if any(each not in (None, "") for each in row):
            yield at, row


def _cell(row: Sequence[Any], at: int) -> Any:
    return row[at] if at < len(row) else None


def _compare(line: Line, row: Sequence[Any], at: int, filled: Filled) -> None:
    for column, written in line.locked().items():
        now = cells.text_of(_cell(row, column))
        if now != written:
            message = say(
                "Ô {place} là ô khóa, đã bị sửa từ “{before}” thành “{after}”. Ghi lại như cũ, hoặc"
                " tải lại phiếu."
            )
            place = f"{position_text(column)}{at + 1}"
            values = {"place": place, "before": written[:80], "after": now[:80]}
            filled.add("locked-changed", message, line.key.partition("|")[0], **values)


def _take(line: Line, row: Sequence[Any], at: int, grid: Grid | None, filled: Filled) -> None:
    """What was written into the open cells of a row."""
    code, _bar, part = line.key.partition("|")
    for column in OPEN_COLUMNS:
        if line.is_open[column - ANSWER]:
            try:
                value = _value(line, column, row, at, grid)
            except Unreadable:
                _unreadable(line, _cell(row, column), column, at, filled)
                continue
            _put(filled, code, part, column, value)


def _value(line: Line, column: int, row: Sequence[Any], at: int, grid: Grid | None) -> str:
    cell, place = _cell(row, column), (at, column)
    if grid and (place in grid.marks.no_value or place in grid.marks.errors):
        raise Unreadable("no-value", "")
    if column == NO_DATA or (column == ANSWER and line.reads == "tick"):
        return "x" if cells.flag_of(cell) else ""
    if column == NOTE:
        return cells.lines_of(cell)
    if grid and place in grid.marks.percents and isinstance(cell, float | int):
        cell = float(cell) * 100
    number = cells.number_of(cell)
    return "" if number is None else cells.text_of(format(number.value, "f").replace(".", ","))


def _unreadable(line: Line, cell: Any, column: int, at: int, filled: Filled) -> None:
    code = line.key.partition("|")[0]
    message = say(
        "Ô {place}: không đọc được “{typed}”. Ghi số như 7 hoặc 84,5; ô chọn thì ghi x hoặc để"
        " trống; công thức thì dán thành giá trị."
    )
    place = f"{position_text(column)}{at + 1}"
    filled.add("bad-cell", message, code, place=place, typed=cells.text_of(cell)[:60])


def _put(filled: Filled, code: str, part: str, column: int, value: str) -> None:
    typed = filled.typed.get(code, Typed())
    if column == NO_DATA:
        typed = replace(typed, no_data=bool(value))
    elif column == NOTE:
        typed = replace(typed, note=value)
    else:
        typed = _with_answer(filled, code, typed, part, value)
    filled.typed[code] = typed


def _with_answer(filled: Filled, code: str, typed: Typed, part: str, value: str) -> Typed:
    name, _bar, which = part.partition("|")
    if name == "item":
        return replace(typed, items=(*typed.items, which)) if value else typed
    if name == "level":
        return _with_level(filled, code, typed, which) if value else typed
    if name == "none_met":
        return replace(typed, none_met=bool(value))
    return replace(typed, **{name: value})  # type: ignore[arg-type]  # one of the plain texts


def _with_level(filled: Filled, code: str, typed: Typed, which: str) -> Typed:
    if typed.level:
        message = say("{code}: đánh x ở hai mức. Chỉ để một mức.")
        filled.add("two-levels", message, code, code=code)
    return replace(typed, level=which)
