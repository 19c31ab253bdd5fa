"""CSV as Excel and other programs write it: its encoding, its delimiter, its rows."""

import csv
import io
import re
from collections.abc import Iterator

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

_DELIMITERS = ",;\t"
_BY_MARK = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Written before =, +, -, @ by our own export, so that Excel runs no formula from a text.
GUARD = "'"
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def decode(content: bytes) -> str:
    """The text, from the byte mark, else UTF-8, else what old Vietnamese Windows wrote."""
    for mark, encoding in _BY_MARK.items():
        if content.startswith(mark):
            return _decoded(content, encoding)
    if b"\0" in content[:200]:
        return _decoded(content, "utf-16-be" if content[:1] == b"\0" else "utf-16-le")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _decoded(content, "cp1258")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(_unknown_format()) from error
    if "\0" in text:
        raise Refused(_unknown_format())
    return text


def _unknown_format() -> Problem:
    return Problem(
        "not-a-table",
        say("Không đọc được tệp này. Dùng tệp .xlsx, hoặc .csv lưu theo bảng mã UTF-8."),
    )


def delimiters(text: str) -> str:
    """What may part the columns; "sep=;" in the first line, as Excel reads it, decides."""
    told = re.match(r"sep=(.)\r?\n", text)
    return told[1] if told else "".join(each for each in _DELIMITERS if each in text) or ","


def rows(text: str, delimiter: str, *, is_guess: bool = False) -> Iterator[list[str]]:
    """Row by row. `is_guess`: the delimiter may be another, so its faults say nothing yet."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for row in reader:
            if len(lines.taken) > 1 and not is_guess:
                _refuse_unclosed(lines.taken, delimiter)
            lines.taken.clear()
            yield [unguarded(cell) if cell[:1] == GUARD else cell for cell in row]
    except csv.Error as error:
        line = reader.line_num + 1 - max(len(lines.taken), 1)
        raise Refused(
            Problem(
                "broken-csv",
                say("Tệp CSV hỏng ở dòng {line}: có thể thiếu dấu nháy kép. Sửa dòng này."),
                values={"line": line},
            )
        ) from error


class _Lines:
    """The lines of a text, and those that the row now being read took."""

    def __init__(self, text: str) -> None:
        self.source = io.StringIO(text, newline="")
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self.source:
            self.taken.append(line)
            yield line


def _refuse_unclosed(lines: list[str], delimiter: str) -> None:
    """A quote that nobody closed swallows all rows up to the next quote, or to the end. It shows:
    what follows the closing quote is neither a delimiter nor the end of the line."""
    for _row in csv.reader(lines, delimiter=delimiter, strict=True):
        pass


def guarded(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return GUARD + text if re.match(r"'*[=+\-@\t\r]", text) else text


def unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text
