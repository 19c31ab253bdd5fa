"""What a spreadsheet of ours is: its columns, its rows, and what became of reading one.

Each package describes its own in `sheets.py`; config/sheets.py lists them. No parsing here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from noilam.foundation.access import Actor
from noilam.foundation.errors import Problem
from noilam.foundation.text import say

from .rules.headers import header_key
from .rules.names import Names


class Reads(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    LINES = "lines"  # text that may have several lines
    CODE = "code"
    REFERENCE = "reference"  # the code or the name of something
    DAY = "day"
    NUMBER = "number"
    FIGURE = "figure"  # a number, or words where no number fits
    FLAG = "flag"
    CHOICE = "choice"
    EMAIL = "email"
    PHONE = "phone"


READS_IN_WORDS = {
    Reads.TEXT: say("chữ"),
    Reads.LINES: say("chữ, có thể nhiều dòng"),
    Reads.CODE: say("mã"),
    Reads.REFERENCE: say("mã hoặc tên"),
    Reads.DAY: say("ngày, dd/mm/yyyy"),
    Reads.NUMBER: say("số, dấu phẩy thập phân"),
    Reads.FIGURE: say("số, hoặc chữ"),
    Reads.FLAG: say("x, có, 1, yes"),
    Reads.CHOICE: say("một trong danh sách"),
    Reads.EMAIL: say("thư điện tử"),
    Reads.PHONE: say("số điện thoại"),
}


@dataclass(frozen=True)
class Choice:
    """One value of a drop-down: an identifier, its Vietnamese word, other spellings seen."""

    value: str
    label: str
    also: tuple[str, ...] = ()


_CODE = header_key("Mã")


@dataclass(frozen=True)
class Column:
    """`key` is the identifier and an accepted header; `label` the Vietnamese header."""

    key: str
    label: str
    reads: Reads = Reads.TEXT
    field: str = ""  # the row's attribute, where the key is a Python word
    is_key: bool = False  # without it a row cannot be told from others
    longest: int = 0  # characters; 0 is no limit
    also: tuple[str, ...] = ()  # other headers seen in files
    choices: Callable[[], Sequence[Choice]] | None = None
    about: str = ""  # for the template's notes and docs/sheets.md
    example: Any = ""

    @property
    def attribute(self) -> str:
        return self.field or self.key

    @property
    def headers(self) -> tuple[str, ...]:
        return (self.key, self.label, *self.also)

    @property
    def own_headers(self) -> tuple[str, ...]:
        """Those that win over others for this column: offices keep a code and a name in two
        columns, “Mã đơn vị chủ trì” beside “Đơn vị chủ trì”, and the code leaves no doubt."""
        if self.reads is not Reads.REFERENCE:
            return (self.key, self.label)
        codes = (text for text in self.also if header_key(text).split()[0] == _CODE)
        return (self.key, self.label, *codes)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about a row, a cell or (row 0) the whole file."""

    row: int
    column: str
    problem: Problem
    what: str = ""  # unit, person: a clerk may choose among the candidates
    typed: str = ""
    candidates: tuple[tuple[str, str], ...] = ()


@dataclass
class Findings:
    """All problems and remarks of one reading, none twice."""

    problems: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    lacking: set[str] = field(default_factory=set)  # columns already named as absent
    _cells_at_fault: set[tuple[int, str]] = field(default_factory=set)

    def add(self, row: int, column: str, code: str, message: str, /, **values: Any) -> None:
        self.put(Finding(row, column, Problem(code, message, values=values)))

    def put(self, finding: Finding) -> None:
        self.problems.append(finding)
        self._cells_at_fault.add((finding.row, finding.column))

    def is_at_fault(self, row: int, column: str) -> bool:
        """Whether this cell was named already."""
        return (row, column) in self._cells_at_fault

    def remark(self, row: int, column: str, code: str, message: str, /, **values: Any) -> None:
        self.remarks.append(Finding(row, column, Problem(code, message, values=values)))


class Line(Protocol):
    """A typed row: a slotted dataclass whose first field is the row's number in the file."""

    number: int


Row = TypeVar("Row", bound=Line)
T = TypeVar("T")


@dataclass
class Reading(Generic[Row]):
    """A file as read: typed rows, what its columns were called, and what is wrong with it."""

    rows: list[Row]
    labels: Mapping[str, str] = field(default_factory=dict)  # key -> Vietnamese header
    columns: Mapping[str, str] = field(default_factory=dict)  # key -> header as typed
    positions: Mapping[str, int] = field(default_factory=dict)  # key -> column, from 0
    ignored: Sequence[str] = ()
    place: str = ""  # the worksheet taken
    chosen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # what -> text -> code
    findings: Findings = field(default_factory=Findings)
    total: int = 0  # rows read; a planner may use them up

    def used_up(self, size: int = 1000) -> Iterator[list[Row]]:
        """The rows a part at a time, each let go once the next is asked for."""
        while self.rows:
            part = self.rows[:size]
            del self.rows[:size]
            yield part

    def lacks(self, row: int, column: str, sentence: str, /, **values: Any) -> None:
        """Say that a cell is needed: once for the file where the whole column is absent."""
        findings = self.findings
        if column in self.columns:
            if not findings.is_at_fault(row, column):  # unreadable, and named so already
                findings.add(row, column, "missing", sentence, **values)
        elif column not in findings.lacking:
            findings.lacking.add(column)
            findings.add(
                0,
                column,
                "column-missing",
                say("Thiếu cột “{label}”: cần cho dòng {row} và các dòng mới khác. Thêm cột này."),
                label=self.labels.get(column, column),
                row=row,
            )

    def resolve(self, row: int, column: str, typed: str, names: Names) -> str | None:
        """The code a cell means; else None, and the candidates are named."""
        match = names.find(typed)
        if match.code is None:
            message = (
                say("“{typed}” chưa rõ là ai hay đơn vị nào: có thể là {candidates}. Ghi mã.")
                if match.candidates
                else say(
                    "Không có “{typed}” trong hệ thống hay trong tệp này. Kiểm tra mã hoặc tên."
                )
            )
            listed = "; ".join(f"{code} ({label})" for code, label in match.candidates[:5])
            values = {"typed": typed, "candidates": listed}
            code = "ambiguous" if match.candidates else "unknown"
            problem = Problem(code, message, values=values)
            self.findings.put(Finding(row, column, problem, names.what, typed, match.candidates))
        return match.code


@dataclass(frozen=True, slots=True)
class Change:
    """One row written by an import, for taking it back.

    `before` is None for a row made, else the values that were changed. `mark` is the fingerprint
    of the row as the import left it.
    """

    table: str  # e.g. organisation.Unit
    id: int
    before: dict[str, Any] | None = None
    mark: str = ""


@dataclass
class Counts:
    """How many rows of the file are new, change something, change nothing, are not complete."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    incomplete: int = 0

    def count(self, outcome: str) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)


Report = Callable[[int, int], None]  # (done, total), called now and then


@dataclass(frozen=True)
class Sheet:
    """One kind of spreadsheet, in and out."""

    kind: str
    title: str
    columns: tuple[Column, ...]
    row: type[Any]  # the slotted dataclass of a typed row
    may_import: Callable[[Actor], bool]
    may_export: Callable[[Actor], bool]
    sees_all_runs: Callable[[Actor], bool]
    plan: Callable[..., Counts]  # (actor, reading, report) -> counts; adds findings, writes nothing
    write: Callable[..., tuple[Counts, list[Change]]]  # the action, all or nothing
    export: Callable[[Actor], Iterable[Sequence[Any]]]  # rows in the order of the columns
    take_back: Callable[..., None]  # the action: (*, actor, changes, reason)
    listed: Mapping[str, Callable[[Actor], Iterable[str]]] = field(default_factory=dict)  # codes
    about: str = ""
    after: tuple[str, ...] = ()  # kinds that are imported before this one

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    @property
    def keys(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_key)

    def header_names(self) -> dict[str, str]:
        """Every known header, folded -> column key."""
        return {
            header_key(text): column.key
            for column in reversed(self.columns)
            for text in column.headers
        }

    def own_names(self) -> set[str]:
        """The folded headers that name a column best."""
        return {header_key(text) for column in self.columns for text in column.own_headers}


def in_chunks(items: Sequence[T], size: int = 1000) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
