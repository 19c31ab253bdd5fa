"""From grids to typed rows: find the header, read each cell as its column says, name all faults."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from noilam.exchange.sheet import Choice, Column, Finding, Reading, Reads, Report, Sheet
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.secrecy import secrecy_mark
from noilam.foundation.text import say

from ..rules import cells
from ..rules.cells import Cell, Unreadable
from ..rules.headers import (
    Header,
    choice_key,
    find_header,
    header_key,
    is_header_again,
    is_numbering,
    position_text,
)
from .book import Grid, open_book
from .merges import Merges

Chosen = Mapping[str, Mapping[str, str]]  # what -> folded text -> choice; made by clerks before

MOST_ROWS = 100_000
_SHORT_LIST = 8  # choices that a sentence can name
_SURELY_FILLED = 20  # characters: blanks and invisible marks are fewer
_SEEN_AT_MOST = 5_000  # different cells of a column remembered: codes and days repeat, texts do not


@dataclass(frozen=True)
class _Found:
    """The worksheet taken and its header."""

    grid: Grid
    header: Header
    others: Sequence[str] = ()  # worksheets that hold a table too


def read_file(path: Path, sheet: Sheet, chosen: Chosen, report: Report) -> Reading[Any]:
    """The whole file as typed rows with every fault of form. Refused where there is no table."""
    found = _best(path, sheet, chosen.get("header", {}))
    header = found.header
    reading: Reading[Any] = Reading(
        rows=[],
        labels={column.key: column.label for column in sheet.columns},
        columns={key: header.texts[at] for key, at in header.columns.items()},
        positions=dict(header.columns),
        ignored=header.unknown,
        place=found.grid.name,
        chosen=chosen,
    )
    _name_header_faults(reading, sheet, header)
    _name_other_tables(reading, found)
    _Walk(found, sheet, reading, report).read()
    reading.total = len(reading.rows)
    if not reading.rows and not reading.findings.problems:
        raise Refused(
            Problem("no-rows", say("Bảng chỉ có dòng tiêu đề, chưa có dòng nào để nhập."))
        )
    return reading


def _best(path: Path, sheet: Sheet, chosen: Mapping[str, str]) -> _Found:
    """The grid whose header has most known names; the first of equals."""
    told = {header_key(text): key for text, key in chosen.items()}
    names, own = sheet.header_names() | told, sheet.own_names() | told.keys()
    best: _Found | None = None
    tables: list[str] = []
    seen: list[str] = []
    for grid in open_book(path):
        head = grid.head()
        header = find_header(head, names, own)
        seen = seen or _fullest(head)
        if header and grid.name and _has_rows(sheet, header, head):
            tables.append(grid.name)
        if header and header.score > (best.header.score if best else 0):
            best = _Found(grid, header)
    if best is None:
        raise Refused(_no_header(sheet, seen))
    return replace(best, others=[each for each in tables if each != best.grid.name])


def _has_rows(sheet: Sheet, header: Header, head: Sequence[Sequence[Cell]]) -> bool:
    """Whether rows that could be imported seem to stand under the header."""
    keys = [header.columns.get(column.key) for column in sheet.keys]
    below = head[header.row + header.height :]
    return None not in keys and any(
        all(at is not None and at < len(row) and cells.text_of(row[at]) for at in keys)
        for row in below
        if not is_numbering(row)
    )


def _fullest(head: Sequence[Sequence[Cell]]) -> list[str]:
    texts = [[text for cell in row if (text := cells.text_of(cell))] for row in head]
    return max(texts, key=len, default=[])[:20]


def _no_header(sheet: Sheet, seen: Sequence[str]) -> Problem:
    return Problem(
        "no-header",
        say(
            "Không thấy dòng tiêu đề trong 20 dòng đầu. Cần các cột như {wanted}. "
            "Tệp có: {seen}. Tải bảng mẫu để xem tên cột."
        ),
        values={
            "wanted": ", ".join(column.label for column in sheet.columns[:4]),
            "seen": ", ".join(seen) or "…",
        },
    )


def _name_header_faults(reading: Reading[Any], sheet: Sheet, header: Header) -> None:
    for column in sheet.columns:
        texts = header.twice.get(column.key)
        if texts:
            reading.findings.lacking.add(column.key)  # it is there, if once too often
            reading.findings.add(
                header.row + 1,
                column.key,
                "header-twice",
                say("Có {count} cột cùng là “{label}”: {texts}. Chỉ giữ một cột."),
                count=len(texts),
                label=column.label,
                texts=", ".join(texts),
            )
        elif column.is_key and column.key not in header.columns:
            reading.findings.lacking.add(column.key)
            reading.findings.add(
                header.row + 1,
                column.key,
                "header-missing",
                say("Thiếu cột bắt buộc “{label}”. Dòng tiêu đề (dòng {row}) có: {seen}."),
                label=column.label,
                row=header.row + 1,
                seen=", ".join(header.texts.values()),
            )


def _name_other_tables(reading: Reading[Any], found: _Found) -> None:
    if found.others:
        reading.findings.remark(
            0,
            "",
            "other-tables",
            say(
                "Chỉ đọc trang tính “{taken}”. Chưa nhập bảng ở trang khác: {others}. "
                "Lưu mỗi trang ấy thành một tệp rồi nhập."
            ),
            taken=found.grid.name,
            others=", ".join(found.others),
        )


class _Walk:
    """One pass over the rows under the header."""

    def __init__(self, found: _Found, sheet: Sheet, reading: Reading[Any], report: Report) -> None:
        self.grid, self.header, self.sheet = found.grid, found.header, sheet
        self.reading, self.report = reading, report
        self.columns = [
            (column, found.header.columns[column.key], _reader(column))
            for column in sheet.columns
            if column.key in found.header.columns
        ]
        self.keys = [at for column, at, _read in self.columns if column.is_key]
        self.merges = Merges(found.grid.marks, [at for _column, at, _read in self.columns])
        self.held: list[tuple[int, Sequence[Cell], list[int]]] = []  # titles, or what stands below

    def read(self) -> None:
        first = self.header.row + self.header.height
        for index, row in enumerate(self.grid.rows()):
            self._refuse_secrets(row, index)
            if index < first or (index == first and is_numbering(row)):
                continue
            if len(self.reading.rows) >= MOST_ROWS:
                raise Refused(_too_many())
            self._read_row(index, row)
            if index % 1000 == 0:
                self.report(index, 0)
        for held in self.held:
            self._name_as_title(*held)

    def _read_row(self, index: int, row: Sequence[Cell]) -> None:
        filled = [at for _column, at, _read in self.columns if self._is_filled(index, row, at)]
        if filled and is_header_again(row, filled, self.header):
            self.reading.findings.remark(index + 1, "", "header-again", _HEADER_AGAIN)
            return
        row, carried = self.merges.filled_down(index, row)
        if carried and filled:
            filled = sorted({*filled, *carried})
        if self._may_be_title(row, filled):
            self.held.append((index, row, filled))
        elif filled:
            self._let_go()
            self._take(index, row)

    def _may_be_title(self, row: Sequence[Cell], filled: Sequence[int]) -> bool:
        """A heading between rows, a total or a signature below them: next to nothing, no key."""
        if set(self.keys) & set(filled):
            return len(filled) == 1 and " " in cells.text_of(row[filled[0]])
        return 0 < len(filled) <= 2

    def _let_go(self) -> None:
        """Data follows: what was held is a heading if it has one cell, else a faulty row."""
        for index, row, filled in self.held:
            if len(filled) == 1 and filled[0] not in self.keys:
                self._name_as_title(index, row, filled)
            else:
                self._take(index, row)
        self.held.clear()

    def _name_as_title(self, index: int, row: Sequence[Cell], filled: Sequence[int]) -> None:
        self.reading.findings.remark(
            index + 1,
            "",
            "title-row",
            say("Bỏ qua dòng này: chỉ có “{text}”, không có mã."),
            text=cells.text_of(row[filled[0]])[:80],
        )

    def _take(self, index: int, row: Sequence[Cell]) -> None:
        values = {
            column.attribute: self._value(index, row, column, at, read)
            for column, at, read in self.columns
        }
        self.reading.rows.append(self.sheet.row(index + 1, **values))

    def _is_filled(self, index: int, row: Sequence[Cell], at: int) -> bool:
        """Whether something stands there, be it only a formula that was never worked out."""
        if (index, at) in self.grid.marks.no_value or (index, at) in self.grid.marks.errors:
            return True
        cell = row[at] if at < len(row) else None
        if not isinstance(cell, str):
            return cell is not None
        return len(cell) >= _SURELY_FILLED or bool(cells.clean(cell))

    def _value(
        self, index: int, row: Sequence[Cell], column: Column, at: int, read: "_Read"
    ) -> Any:
        place = (index, at)
        marks = self.grid.marks
        if place in marks.no_value:
            self._fault(index, column, "no-value", _NO_VALUE)
            return None
        if place in marks.errors:
            self._fault(index, column, "error-cell", _ERROR_CELL, error=marks.errors[place])
            return None
        cell = row[at] if at < len(row) else None
        if cell is None or cell == "":
            return None
        try:
            value = read(cell, place in marks.percents)
        except Unreadable as unreadable:
            self.reading.findings.put(Finding(index + 1, column.key, unreadable.problem))
            return None
        if column.longest and isinstance(value, str) and len(value) > column.longest:
            self._fault(
                index, column, "too-long", _TOO_LONG, most=column.longest, length=len(value)
            )
        return value if value != "" else None

    def _fault(self, index: int, column: Column, code: str, message: str, **values: Any) -> None:
        self.reading.findings.add(index + 1, column.key, code, message, **values)

    def _refuse_secrets(self, row: Sequence[Cell], index: int) -> None:
        """X10: no cell of the file, known or not, may carry a secrecy mark."""
        for at, cell in enumerate(row):
            if isinstance(cell, str) and not cell.isascii():
                mark = secrecy_mark(cells.clean(cell))
                if mark:
                    place = f"{position_text(at)}{index + 1}"
                    raise Refused(
                        Problem("secrecy-mark", _SECRET, values={"mark": mark, "place": place})
                    )


_HEADER_AGAIN = say("Bỏ qua dòng này: dòng tiêu đề được lặp lại.")
_NO_VALUE = say(
    "Ô là công thức chưa có giá trị lưu. Mở tệp bằng Excel, lưu lại; hoặc dán thành giá trị."
)
_ERROR_CELL = say("Ô đang báo lỗi {error}. Sửa công thức, hoặc gõ giá trị vào ô.")
_TOO_LONG = say("Dài {length} ký tự; nhiều nhất {most}. Viết ngắn lại.")
_SECRET = say(
    "Ô {place} có dấu {mark}. Phần mềm không nhận tài liệu mật. Không nhập tệp này; "
    "nếu chữ đó không phải dấu mật, hãy viết thường."
)


def _too_many() -> Problem:
    return Problem(
        "too-many-rows",
        say("Tệp có hơn {most} dòng. Chia thành nhiều tệp rồi nhập lần lượt."),
        values={"most": MOST_ROWS},
    )


_Read = Callable[[Cell, bool], Any]


def _reader(column: Column) -> _Read:
    """How cells of a column are read; equal cells are read once and share their value."""
    seen: dict[Cell, Any] = {}
    read = _plain_reader(column)

    def remembered(cell: Cell, is_percent: bool) -> Any:
        key = (type(cell), cell, is_percent)
        if key not in seen:
            if len(seen) >= _SEEN_AT_MOST:
                return read(cell, is_percent)
            seen[key] = read(cell, is_percent)
        return seen[key]

    return remembered


def _plain_reader(column: Column) -> _Read:
    if column.reads is Reads.NUMBER:
        return lambda cell, is_percent: cells.number_of(cell, is_percent=is_percent)
    if column.reads is Reads.FIGURE:
        return lambda cell, is_percent: cells.figure_of(cell, is_percent=is_percent)
    if column.reads is Reads.CHOICE:
        return _choice_reader(column)
    plain = _READERS[column.reads]
    return lambda cell, _is_percent: plain(cell)


_READERS: Mapping[Reads, Callable[[Cell], Any]] = {
    Reads.TEXT: cells.text_of,
    Reads.LINES: cells.lines_of,
    Reads.CODE: cells.code_of,
    Reads.REFERENCE: cells.code_of,
    Reads.DAY: cells.day_of,
    Reads.FLAG: cells.flag_of,
    Reads.EMAIL: cells.email_of,
    Reads.PHONE: cells.phone_of,
}


def _choice_reader(column: Column) -> _Read:
    choices = column.choices() if column.choices else ()
    by_text = {
        choice_key(text): choice.value
        for choice in choices
        for text in (choice.value, choice.label, *choice.also)
    }

    def read(cell: Cell, _is_percent: bool) -> str:
        text = cells.text_of(cell)
        if not text or (key := choice_key(text)) in by_text:
            return by_text[key] if text else ""
        raise Unreadable(
            "bad-choice",
            say("“{typed}” không có trong danh sách. Có thể ghi: {choices}."),
            typed=text,
            choices=_offered(choice_key(text), by_text, choices),
        )

    return read


def _offered(key: str, by_text: Mapping[str, str], choices: Sequence[Choice]) -> str:
    """All of a short list; of a long one what is spelled alike, else its beginning."""
    if len(choices) <= _SHORT_LIST:
        return ", ".join(choice.label for choice in choices)
    alike = {by_text[each] for each in get_close_matches(key, by_text, n=4, cutoff=0.5)}
    offered = [choice.label for choice in choices if choice.value in alike]
    return ", ".join(offered or [choice.label for choice in choices[:_SHORT_LIST]])
