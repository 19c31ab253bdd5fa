"""One cell at a time: text as typed, codes, days, numbers, yes and no.

A cell is what the file gave: text, a number, a day, a truth value, or None. What cannot be read
raises `Unreadable` with the sentence for the clerk.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, fold, say

Cell = Any  # str, float, int, bool, date, datetime, time, timedelta or None

# Zero-width marks that come along when text is copied from the web or from a PDF.
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
_DROPPED = _INVISIBLE | _CONTROLS

_FIRST_EXCEL_DAY = date(1899, 12, 30)  # the day that Excel counts as 0
_YEARS = range(1900, 2200)  # outside it a year is a slip of the hand
_EXCEL_DAYS = range(7306, 109575)  # 1920 to 2199 as Excel counts days
_CENTURY_TURNS = 70  # two digits below it mean 20xx

YES = frozenset({"x", "co", "1", "yes", "y", "true", "dung", "v", "✓", "✔", "☑", "☒"})
NO = frozenset({"khong", "0", "no", "n", "false", "sai", "-", "k", "ko"})


class Unreadable(ValueError):
    """A cell that cannot be what its column holds."""

    def __init__(self, code: str, message: str, **values: Any) -> None:
        self.problem = Problem(code, message, values=values)
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; `is_percent` where it stood as 85%."""

    value: Decimal
    is_percent: bool = False


def clean(text: str) -> str:
    """Composed, without invisible marks, single spaces."""
    if text.isascii():
        return " ".join(text.translate(_CONTROLS).split())
    return " ".join(unicodedata.normalize("NFC", text).translate(_DROPPED).split())


def clean_lines(text: str) -> str:
    """The same, line by line: a solution written in several lines keeps them."""
    if "\n" not in text and "\r" not in text:
        return clean(text)
    return "\n".join(line for each in text.splitlines() if (line := clean(each)))


def text_of(cell: Cell) -> str:
    """What a reader would see in the cell."""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float | int):
        return _digits(cell).replace(".", ",")
    if isinstance(cell, date):
        return day_text(cell)
    return "" if cell is None else str(cell)


def lines_of(cell: Cell) -> str:
    return clean_lines(cell) if isinstance(cell, str) else text_of(cell)


def code_of(cell: Cell) -> str:
    """A code, also where Excel made a number of it (12.0 was 12)."""
    if isinstance(cell, date | timedelta):
        seen = day_text(cell) if isinstance(cell, date) else str(cell)
        raise Unreadable(
            "code-became-a-day",
            say(
                "Excel đã đổi mã thành ngày {seen}. "
                "Đặt định dạng ô là Văn bản (Text) rồi gõ lại mã."
            ),
            seen=seen,
        )
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _digits(cell)
    return text_of(cell)


def _digits(number: float) -> str:
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return format(Decimal(str(number)), "f")


def phone_of(cell: Cell) -> str:
    """A telephone number; the leading 0 that Excel dropped is put back."""
    text = code_of(cell)
    lost_its_zero = not isinstance(cell, str) and len(text) == 9 and text.isdigit()
    return f"0{text}" if lost_its_zero else text


def email_of(cell: Cell) -> str:
    text = text_of(cell)
    if text and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", text):
        raise Unreadable(
            "bad-email",
            say("“{typed}” không phải địa chỉ thư điện tử. Sửa lại, hoặc để trống."),
            typed=text,
        )
    return text


# Days ---------------------------------------------------------------------------------------

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})")
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}),? nam (\d{4})")
_HOUR = re.compile(r"[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?$")


def day_of(cell: Cell) -> date | None:
    """A day from a date cell, from Excel's count of days, or from text as people write it."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return _in_range(cell.date(), day_text(cell.date()))
    if isinstance(cell, date):
        return _in_range(cell, day_text(cell))
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _counted_day(cell)
    text = text_of(cell)
    return _written_day(text) if text else None


def _counted_day(number: float) -> date:
    if int(number) not in _EXCEL_DAYS:
        _not_a_day(_digits(number))
    return _FIRST_EXCEL_DAY + timedelta(days=int(number))


def _written_day(text: str) -> date:
    bare = _HOUR.sub("", text)
    if found := _YEAR_FIRST.fullmatch(bare):
        return _made_day(text, *map(int, found.groups()))
    found = _DAY_FIRST.fullmatch(bare) or _IN_WORDS.fullmatch(fold(bare))
    if not found:
        _not_a_day(text)
    day, month, year = map(int, found.groups())
    if len(found[3]) == 2:
        year += 2000 if year < _CENTURY_TURNS else 1900
    return _made_day(text, year, month, day)


def _made_day(text: str, year: int, month: int, day: int) -> date:
    try:
        return _in_range(date(year, month, day), text)
    except ValueError:
        _not_a_day(text)


def _in_range(day: date, text: str) -> date:
    if day.year not in _YEARS:
        _not_a_day(text)
    return day


def _not_a_day(text: str) -> NoReturn:
    raise Unreadable(
        "bad-day",
        say("“{typed}” không phải một ngày. Ghi ngày/tháng/năm, ví dụ 31/03/2026."),
        typed=text,
    )


# Numbers ------------------------------------------------------------------------------------

_MOST_DIGITS = 400  # more than any number cell holds
_THOUSANDS_BY_DOT = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
_THOUSANDS_BY_COMMA = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3}){2,}")


def number_of(cell: Cell, *, is_percent: bool = False) -> Number | None:
    """1.284,5 and 1284.5 and 85% and a number cell. A lone comma is a decimal comma."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        value = Decimal(str(cell))
        return Number(_plain(value * 100 if is_percent else value), is_percent)
    text = text_of(cell)
    return _written_number(text) if text else None


def figure_of(cell: Cell, *, is_percent: bool = False) -> Number | str | None:
    """A number where it is one, else the words."""
    try:
        return number_of(cell, is_percent=is_percent)
    except Unreadable:
        return text_of(cell)


def _written_number(text: str) -> Number:
    bare = re.sub(r"\s", "", text)
    is_percent = bare.endswith("%")
    bare = bare.removesuffix("%")
    try:
        value = Decimal(_with_point(bare))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not re.search(r"\d", bare) or "_" in bare or _is_absurd(value):
        raise Unreadable(
            "bad-number",
            say("“{typed}” không phải một số. Ghi số với dấu phẩy thập phân, ví dụ 84,5."),
            typed=text,
        )
    return Number(_plain(value), is_percent)


def _is_absurd(value: Decimal) -> bool:
    """1e999999 is a slip of the hand that no arithmetic survives."""
    return bool(value) and abs(value.adjusted()) > _MOST_DIGITS


def _with_point(text: str) -> str:
    if "." in text and "," in text:
        decimal = max(".,", key=text.rfind)
        thousands = "," if decimal == "." else "."
        return text.replace(thousands, "").replace(decimal, ".")
    if _THOUSANDS_BY_DOT.fullmatch(text):
        return text.replace(".", "")
    if _THOUSANDS_BY_COMMA.fullmatch(text):
        return text.replace(",", "")
    return text.replace(",", ".")


def _plain(value: Decimal) -> Decimal:
    """Without idle zeros and without an exponent, so that equal numbers look equal."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral() and value < 10**20 else value


# Yes and no ---------------------------------------------------------------------------------


def flag_of(cell: Cell) -> bool | None:
    """x, có, 1, yes; không, 0, no; blank is no answer."""
    if isinstance(cell, bool):
        return cell
    text = fold(code_of(cell))
    if not text:
        return None
    if text in YES:
        return True
    if text in NO:
        return False
    raise Unreadable(
        "bad-flag",
        say("“{typed}” không rõ là có hay không. Ghi x hoặc có; để trống nếu không."),
        typed=text_of(cell),
    )
