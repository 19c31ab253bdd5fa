"""A unit's sheet of a month as a workbook to fill in offline: what stands in it, line by line.

Only answers, "không phát sinh" and notes are unlocked. Who wrote the file and what was locked in
it is signed and kept in a hidden row, so that `answer_reading` knows its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import IO, Any

from django.core import signing
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from noilam.exchange.rules.cells import clean
from noilam.foundation.text import number_text

from ..queries.pages.answer_words import answer_text, nothing_text, unit_of
from ..rules.answers import Typed
from ..rules.criteria import CriteriaSet, Criterion, Extra, Method, Source
from ..rules.months import key_text
from ..rules.numbers import points_text
from ..rules.score import Answer

MARK = "noilam-scoring-sheet"  # stands before the signature
SALT = "noilam.scoring.answers"
CODE, WORDS, MOST, ANSWER, NO_DATA, NOTE, KEY = range(7)
OPEN_COLUMNS = (ANSWER, NO_DATA, NOTE)


@dataclass(frozen=True)
class Book:
    """What a workbook is made from. `typed` as fields hold them; `found`: what the
    system says of automatic criteria, in words."""

    sheet_id: int
    unit_code: str
    unit_name: str
    month: int
    criteria: CriteriaSet
    version: int
    content_hash: str
    kind: str
    typed: Mapping[str, Typed]
    found: Mapping[str, str]

    @property
    def month_text(self) -> str:
        return key_text(self.month)


@dataclass(frozen=True)
class Line:
    """One row. Cells are code, words, most points, answer, no data, note; `is_open` says which of
    the last three may be written in."""

    key: str
    cells: tuple[str, str, str, str, str, str]
    is_open: tuple[bool, bool, bool] = (False, False, False)
    look: str = "plain"  # section, criterion, plain
    reads: str = ""  # number, tick

    def locked(self) -> dict[int, str]:
        """What must stand in the cells that nobody may change."""
        return {
            at: clean(text)
            for at, text in enumerate(self.cells)
            if at not in OPEN_COLUMNS or not self.is_open[at - ANSWER]
        }


def found_text(criterion: Criterion, answer: Answer | None) -> str:
    """What stands in the locked answer of an automatic criterion."""
    said = answer_text(criterion, answer)
    return _("tự động: {said}").format(said=said) if said else _("tự động, chưa có số liệu")


def signature(book: Book) -> str:
    """Proves later which sheet the file is of and what was locked in it."""
    told = {
        "sheet": book.sheet_id,
        "unit": book.unit_code,
        "month": book.month,
        "hash": book.content_hash,
        "found": dict(book.found),
        "language": get_language(),
    }
    return signing.dumps(told, salt=SALT, compress=True)


def lines(book: Book) -> Iterator[Line]:
    """All rows below the headings, in the order of the set."""
    for section in book.criteria.sections:
        within = [each for each in section.criteria if each.applies_to(book.kind)]
        if within:
            most = points_text(section.max_points)
            yield Line(
                f"#{section.code}", (section.code, section.title, most, "", "", ""), look="section"
            )
        for criterion in within:
            yield from _criterion(criterion, book)
    yield from _extras(book, _("Điểm thưởng"), "#+", book.criteria.bonuses)
    yield from _extras(book, _("Điểm trừ"), "#-", book.criteria.penalties)


def _criterion(criterion: Criterion, book: Book) -> Iterator[Line]:
    typed = book.typed.get(criterion.code, Typed())
    is_auto = criterion.source is Source.AUTO
    words = f"{criterion.title} ({nothing_text(criterion)})"
    answer = book.found.get(criterion.code, "") if is_auto else ""
    ticked = "x" if typed.no_data and not is_auto else ""
    note = "" if is_auto else typed.note
    most = points_text(criterion.max_points)
    yield Line(
        criterion.code,
        (criterion.code, words, most, answer, ticked, note),
        (False, not is_auto, not is_auto),
        "criterion",
    )
    if not is_auto:
        yield from _FIELDS[criterion.method](criterion, typed)


def _field(
    criterion: Criterion, part: str, words: str, value: str, reads: str, most: str = ""
) -> Line:
    return Line(
        f"{criterion.code}|{part}",
        ("", words, most, value, "", ""),
        (True, False, False),
        reads=reads,
    )


def _ratio(criterion: Criterion, typed: Typed) -> Iterator[Line]:
    yield _field(criterion, "numerator", criterion.numerator, typed.numerator, "number")
    yield _field(criterion, "denominator", criterion.denominator, typed.denominator, "number")


def _tiers(criterion: Criterion, typed: Typed) -> Iterator[Line]:
    unit = unit_of(criterion)
    words = _("Giá trị ({unit})").format(unit=unit) if unit else _("Giá trị")
    yield _field(criterion, "value", words, typed.value, "number")
    if criterion.min_sample:
        words = _("Cỡ mẫu (từ {n})").format(n=number_text(criterion.min_sample))
        yield _field(criterion, "denominator", words, typed.denominator, "number")


def _checklist(criterion: Criterion, typed: Typed) -> Iterator[Line]:
    for each in criterion.items:
        met = "x" if each.code in typed.items else ""
        part, most = f"item|{each.code}", points_text(each.points)
        yield _field(criterion, part, each.title, met, "tick", most)
    none = "x" if typed.none_met else ""
    yield _field(criterion, "none_met", _("Không nội dung nào đạt"), none, "tick", "0")


def _deduct(criterion: Criterion, typed: Typed) -> Iterator[Line]:
    words = _("Số lần: {unit}").format(unit=criterion.unit) if criterion.unit else _("Số lần")
    yield _field(criterion, "times", words, typed.times, "number")


def _anchored(criterion: Criterion, typed: Typed) -> Iterator[Line]:
    for each in criterion.anchors:
        chosen = "x" if typed.level == str(each.points) else ""
        part, most = f"level|{each.points}", points_text(each.points)
        yield _field(criterion, part, each.text, chosen, "tick", most)


_FIELDS = {
    Method.RATIO: _ratio,
    Method.TIERS: _tiers,
    Method.CHECKLIST: _checklist,
    Method.DEDUCT: _deduct,
    Method.ANCHORED: _anchored,
}


def _extras(book: Book, title: str, key: str, extras: tuple[Extra, ...]) -> Iterator[Line]:
    if extras:
        yield Line(key, ("", title, "", "", "", ""), look="section")
    for each in extras:
        words = _("{title} (số lần)").format(title=each.title)
        typed = book.typed.get(each.code, Typed())
        yield Line(
            f"{each.code}|times",
            (each.code, words, points_text(each.points), typed.times, "", typed.note),
            (True, False, True),
            "criterion",
            "number",
        )


# Writing ------------------------------------------------------------------------------------

HEADS = 5  # rows above the column titles
_WIDTHS = (9, 62, 9, 22, 12, 36)
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


def heads(book: Book) -> list[str]:
    """The lines above the table: whose, which month, under which criteria, how to fill it in."""
    return [
        _("Phiếu tự chấm tháng {month}: {unit}").format(month=book.month_text, unit=book.unit_name),
        _("Mã đơn vị: {code}").format(code=book.unit_code),
        _("Bộ tiêu chí: {code}, bản {version}. Mã nội dung: {hash}").format(
            code=book.criteria.code, version=book.version, hash=book.content_hash
        ),
        _(
            "Chỉ ghi vào các ô màu; đánh x vào ô chọn. Các ô khác đã khóa: ô nào bị sửa thì tệp"
            " không được nhận."
        ),
    ]


def titles() -> list[str]:
    return [
        _("Mã"),
        _("Tiêu chí"),
        _("Tối đa"),
        _("Câu trả lời"),
        _("Không phát sinh"),
        _("Ghi chú"),
    ]


def write(file: IO[bytes], book: Book) -> None:
    """The workbook, its locked cells protected."""
    import xlsxwriter

    with xlsxwriter.Workbook(file, _OPTIONS) as workbook:
        table = workbook.add_worksheet(_("Tự chấm"))
        shapes = _shapes(workbook)
        _write_heads(table, book, shapes)
        for at, line in enumerate(lines(book), start=HEADS + 1):
            _write_line(table, at, line, shapes)
        table.set_column(KEY, KEY, None, None, {"hidden": True})
        table.set_row(HEADS - 1, None, None, {"hidden": True})
        table.protect("", {"format_columns": True, "format_rows": True})
        table.set_landscape()
        table.set_paper(9)
        table.fit_to_pages(1, 0)
        table.repeat_rows(HEADS)


def _shapes(workbook: Any) -> dict[str, Any]:
    wrapped = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9C3B8"}
    plain = {"locked": False, "bg_color": "#FFF6DD", **wrapped}
    return {
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "head": workbook.add_format({"bold": True, "bg_color": "#EEF1F4", **wrapped}),
        "section": workbook.add_format({"bold": True, "bg_color": "#EEF1F4", **wrapped}),
        "criterion": workbook.add_format({"bold": True, **wrapped}),
        "plain": workbook.add_format({"indent": 1, **wrapped}),
        "open": workbook.add_format({"num_format": "General", **plain}),
        "words": workbook.add_format({"num_format": "@", **plain}),
    }


def _write_heads(table: Any, book: Book, shapes: dict[str, Any]) -> None:
    for row, text in enumerate(heads(book)):
        table.write_string(row, 0, text, shapes["title"] if row == 0 else None)
    table.write_string(HEADS - 1, 0, MARK)
    table.write_string(HEADS - 1, 1, signature(book))
    for at, (title, width) in enumerate(zip(titles(), _WIDTHS, strict=True)):
        table.set_column(at, at, width)
        table.write_string(HEADS, at, title, shapes["head"])
    table.freeze_panes(HEADS + 1, 2)


def _height(line: Line) -> float:
    """Enough for its wrapped words: programs do not agree on when to fit rows themselves."""
    wanted = [len(line.cells[at]) / (_WIDTHS[at] - 4) for at in (WORDS, ANSWER, NOTE)]
    return 15.0 * max(1, *(ceil(each) for each in wanted)) + 2


def _write_line(table: Any, row: int, line: Line, shapes: dict[str, Any]) -> None:
    table.set_row(row, _height(line))
    for at, text in enumerate(line.cells):
        if at in OPEN_COLUMNS and line.is_open[at - ANSWER]:
            _write_open(table, row, at, line, shapes)
        elif at == MOST and text:
            number = float(text.replace(".", "").replace(",", "."))
            table.write_number(row, at, number, shapes[line.look])
        else:
            table.write_string(row, at, text, shapes[line.look])
    table.write_string(row, KEY, line.key)


def _write_open(table: Any, row: int, at: int, line: Line, shapes: dict[str, Any]) -> None:
    text = line.cells[at]
    is_number = at == ANSWER and line.reads == "number"
    shape = shapes["words" if at == NOTE else "open"]
    if is_number and text:
        table.write_number(row, at, float(text.replace(".", "").replace(",", ".")), shape)
    else:
        table.write(row, at, text or None, shape)
    if rule := _rule(at, line):
        table.data_validation(row, at, row, at, rule)


def _rule(at: int, line: Line) -> dict[str, Any] | None:
    if at == NO_DATA or (at == ANSWER and line.reads == "tick"):
        message = _("Đánh x nếu đúng, để trống nếu không.")
        return {"validate": "list", "source": ["x"], "error_message": message}
    if at == ANSWER:
        message = _("Ghi một số từ 0 trở lên.")
        return {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": message}
    return None
