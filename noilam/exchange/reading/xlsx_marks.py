"""What calamine does not tell of a worksheet: cells without a value, errors, percents, extent.

Read from the sheet's own XML in pieces, cell by cell only where the file has such cells.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from ..rules.headers import position_text

Place = tuple[int, int]  # row and column, from 0

MOST_ROWS = 200_000
MOST_COLUMNS = 300
_MOST_UNPACKED = 600_000_000  # bytes; 50,000 full rows take under a tenth of it
_PIECE = 1 << 20
_WIDE = re.compile(rb'\br="([A-Z]{2,3})[0-9]+"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]+)"')
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]+)([0-9]+)"')
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>/]*>([^<]*)<")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]+)([0-9]+):[A-Z]+([0-9]+)"')
_TEXT = b't="str"'
_ERROR = b't="e"'


class Broken(Exception):
    """The package is no workbook."""


# What the standard library says of a package with broken bytes.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, EOFError),
    *(OSError, ValueError, NotImplementedError, RuntimeError),
)


@dataclass
class Marks:
    """Places of cells that need a word, and of numbers shown as percents."""

    no_value: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    percents: set[Place] = field(default_factory=set)
    merges: dict[Place, int] = field(default_factory=dict)  # top left -> last row, where several


def worksheets(path: Path) -> dict[str, str]:
    """Worksheet name -> its part in the package. Refuses a package that unpacks without end."""
    try:
        with zipfile.ZipFile(path) as package:
            _refuse_bomb(package)
            book = _tree(package, "xl/workbook.xml")
            targets = {
                each.get("Id"): each.get("Target", "")
                for each in _tree(package, "xl/_rels/workbook.xml.rels")
            }
            return {
                each.get("name", ""): _part(targets[_relation(each)])
                for each in book.iter()
                if each.tag.endswith("}sheet") and _relation(each) in targets
            }
    except _BROKEN as error:
        raise Broken from error


def _refuse_bomb(package: zipfile.ZipFile) -> None:
    if sum(each.file_size for each in package.infolist()) > _MOST_UNPACKED:
        raise Refused(
            Problem("unpacks-too-big", say("Tệp quá lớn khi mở ra. Chỉ giữ lại bảng cần nhập."))
        )


def _tree(package: zipfile.ZipFile, part: str) -> ElementTree.Element:
    content = package.read(part)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Broken  # a workbook has none; entities are a way to blow up a reader
    return ElementTree.fromstring(content)  # noqa: S314


def _relation(sheet: ElementTree.Element) -> str:
    return next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def marks(path: Path, part: str) -> Marks:
    """Everything of note in one worksheet."""
    found = Marks()
    try:
        with zipfile.ZipFile(path) as package:
            percent_styles = _percent_styles(package)
            with package.open(part) as content:
                for piece in _pieces(content):
                    _refuse_vast(piece)
                    if percent_styles or b"<f" in piece or b":f" in piece or _ERROR in piece:
                        _look_at_cells(piece, percent_styles, found)
                    if b"mergeCell" in piece:  # they stand behind the rows, in the last piece
                        _look_at_merges(piece, found)
    except _BROKEN as error:
        raise Broken from error
    return found


def _pieces(content: object) -> Iterator[bytes]:
    """The XML in pieces that end between rows."""
    rest = b""
    while block := content.read(_PIECE):  # type: ignore[attr-defined]
        rest += block
        cut = rest.rfind(b"row>") + 4
        if cut > 3:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _refuse_vast(piece: bytes) -> None:
    """A stray value far away would make the reader lay out every empty cell up to it."""
    far = any(int(each) > MOST_ROWS for each in _ROW.findall(piece))
    wide = any(_position(each) >= MOST_COLUMNS for each in _WIDE.findall(piece))
    if not far and not wide:
        return
    for attributes, inside in _CELL.findall(piece):
        row, column = _place(attributes)
        if (row >= MOST_ROWS or column >= MOST_COLUMNS) and (_saved(inside) or b"<t" in inside):
            raise Refused(
                Problem(
                    "sheet-too-far",
                    say("Bảng có ô ở tận {place}: quá xa. Xóa dòng, cột thừa rồi lưu lại."),
                    values={"place": f"{position_text(column)}{row + 1}"},
                )
            )


def _look_at_cells(piece: bytes, percent_styles: set[int], found: Marks) -> None:
    for attributes, inside in _CELL.findall(piece):
        if _ERROR in attributes:
            found.errors[_place(attributes)] = _saved(inside).decode(errors="replace")
        elif _FORMULA.search(inside) and not _saved(inside) and _TEXT not in attributes:
            found.no_value.add(_place(attributes))
        style = _STYLE.search(attributes) if percent_styles else None
        if style and int(style[1]) in percent_styles:
            found.percents.add(_place(attributes))


def _look_at_merges(piece: bytes, found: Marks) -> None:
    for column, first, last in _MERGE.findall(piece):
        if int(last) > int(first):
            found.merges[int(first) - 1, _position(column)] = int(last) - 1


def _saved(inside: bytes) -> bytes:
    value = _VALUE.search(inside)
    return value[1] if value else b""


def _place(attributes: bytes) -> Place:
    found = _PLACE.search(attributes)
    return (int(found[2]) - 1, _position(found[1])) if found else (-1, -1)


def _position(letters: bytes) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + letter - 64
    return position - 1


def _percent_styles(package: zipfile.ZipFile) -> set[int]:
    """Which cell styles show a number as a percent: formats 9 and 10, or any with a % in it."""
    if "xl/styles.xml" not in package.namelist():
        return set()
    styles = _tree(package, "xl/styles.xml")
    formats = {"9", "10"} | {
        each.get("numFmtId", "")
        for each in styles.iter()
        if each.tag.endswith("}numFmt") and "%" in each.get("formatCode", "")
    }
    cells = next((list(each) for each in styles.iter() if each.tag.endswith("}cellXfs")), [])
    return {number for number, each in enumerate(cells) if each.get("numFmtId") in formats}
