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


def rows(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield [unguarded(cell) if cell[:1] == GUARD else cell for cell in row]
    except csv.Error as error:
        raise Refused(
            Problem(
                "broken-csv",
                say("Tệp CSV hỏng ở dòng {line}: có thể thiếu dấu nháy kép. Sửa dòng này."),
                values={"line": reader.line_num},
            )
        ) from error


def guarded(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return GUARD + text if re.match(r"'*[=+\-@\t\r]", text) else text


def unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text
