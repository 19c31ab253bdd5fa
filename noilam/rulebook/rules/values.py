"""What a rule's value may look like, read from what people typed and from what is stored."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from noilam.foundation.errors import Problem
from noilam.foundation.text import number_text, say, tidy

from .bounds import Bounds, problems_with_list, problems_with_number

ALWAYS = date(1900, 1, 1)  # a version without a known first day holds from here


class Kind(StrEnum):
    NUMBER = "number"
    LIST = "list"  # whole numbers in order
    TABLE = "table"  # named parts
    FLAG = "flag"
    TEXT = "text"
    DEADLINE = "deadline"  # amount, unit, whether a last day off moves on


class PartKind(StrEnum):
    NUMBER = "number"
    TIME = "time"  # hh:mm
    FLAG = "flag"
    CHOICE = "choice"


class Mark(StrEnum):
    """How far a value was checked against the paper it comes from."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
    OWN = "own"  # set by the installation itself: there is no law behind it to read


@dataclass(frozen=True)
class Part:
    """One named field of a table."""

    name: str
    label: str
    kind: PartKind = PartKind.NUMBER
    choices: tuple[tuple[str, str], ...] = ()
    bounds: Bounds | None = None


@dataclass(frozen=True)
class Seed:
    """A version that every new installation starts with."""

    value: Any
    citation: str
    mark: Mark
    valid_from: date = ALWAYS
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class Definition:
    """A rule that code asks for: its name, the shape of its value, and what it starts as."""

    key: str
    title: str
    kind: Kind
    seeds: tuple[Seed, ...]
    unit: str = ""
    parts: tuple[Part, ...] = ()
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    bounds: Bounds | None = None  # of the number, of each in a list, of a deadline's days

    @property
    def area(self) -> str:
        return self.key.partition(".")[0]

    @property
    def fields(self) -> tuple[Part, ...]:
        if self.kind is not Kind.DEADLINE:
            return self.parts
        amount, *others = DEADLINE_PARTS
        return (replace(amount, bounds=self.bounds or amount.bounds), *others)


UNIT_WORDS = {
    "day": say("ngày"),
    "working_day": say("ngày làm việc"),
    "minute": say("phút"),
    "megabyte": say("MB"),
    "percent": say("phần trăm"),
    "point": say("điểm"),
    "unit": say("đơn vị"),
    "weekday": say("thứ trong tuần (1 là thứ Hai, 7 là Chủ nhật)"),
}
DEADLINE_PARTS = (
    Part("amount", say("Số ngày"), bounds=Bounds(0, 3660, "30")),
    Part(
        "unit",
        say("Cách đếm"),
        PartKind.CHOICE,
        (("day", say("ngày")), ("working_day", say("ngày làm việc"))),
    ),
    Part(
        "moves_on_last_day_off",
        say("Ngày cuối là ngày nghỉ thì lùi sang ngày làm việc tiếp theo"),
        PartKind.FLAG,
    ),
)
_WHOLE = re.compile(r"\d{1,9}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def plain(kind: Kind | str, stored: Any) -> Any:
    """The value as code uses it: whole numbers as int, others as Decimal, fresh lists and dicts."""
    if kind == Kind.NUMBER:
        return stored if isinstance(stored, int) else Decimal(stored)
    if isinstance(stored, dict):
        return dict(stored)
    return list(stored) if isinstance(stored, list) else stored


def problems_with_value(definition: Definition, value: Any) -> list[Problem]:
    """Whether a stored-form value has the shape its rule asks for, and lies within its bounds."""
    checks = {Kind.NUMBER: _is_number, Kind.LIST: _is_list, Kind.FLAG: _is_flag}
    if definition.fields:
        return _problems_with_parts(definition.fields, value)
    if definition.kind in checks:
        fits = checks[definition.kind](value)
    else:
        fits = isinstance(value, str) and bool(value.strip())
        fits = fits and (not definition.choices or value in dict(definition.choices))
    if not fits:
        return [_misfit(definition.kind, "value")]
    if definition.bounds is None:
        return []
    within = problems_with_list if definition.kind is Kind.LIST else problems_with_number
    return within(definition.bounds, value, "value")


def parsed(definition: Definition, typed_in: Mapping[str, str]) -> Any:
    """What was typed, in stored form; text that cannot be read stays text, to be refused."""
    if definition.fields:
        return {
            part.name: _parsed_part(part.kind, typed_in.get(part.name, ""))
            for part in definition.fields
        }
    text = tidy(typed_in.get("value", ""))
    if definition.kind is Kind.NUMBER:
        return _number(text)
    if definition.kind is Kind.LIST:
        return [_number(each) for each in re.split(r"[;,\s]+", text) if each]
    return bool(text) if definition.kind is Kind.FLAG else text


def typed(definition: Definition, value: Any) -> dict[str, str]:
    """A stored value as a person would type it: the other way round of `parsed`."""
    if definition.fields:
        return {part.name: _as_typed(value.get(part.name, "")) for part in definition.fields}
    if definition.kind is Kind.LIST:
        return {"value": ", ".join(str(each) for each in value)}
    return {"value": _as_typed(value)}


def _as_typed(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, int):
        return str(value)
    return str(value).replace(".", ",") if _is_number(value) else str(value)


def _parsed_part(kind: PartKind, text: str) -> Any:
    text = tidy(text)
    if kind is PartKind.NUMBER:
        return _number(text)
    return bool(text) if kind is PartKind.FLAG else text


def _number(text: str) -> Any:
    """Whole numbers as int; others as decimal text, so that JSON keeps them exact."""
    if _WHOLE.fullmatch(text):
        return int(text)
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return text
    return str(number) if number.is_finite() else text


def _problems_with_parts(parts: Sequence[Part], value: Any) -> list[Problem]:
    if not isinstance(value, Mapping) or set(value) != {part.name for part in parts}:
        return [_misfit(Kind.TABLE, "value")]
    return [problem for part in parts for problem in _problems_with_part(part, value[part.name])]


def _problems_with_part(part: Part, value: Any) -> list[Problem]:
    if not _part_fits(part, value):
        return [_misfit(part.kind, part.name)]
    return problems_with_number(part.bounds, value, part.name) if part.bounds else []


def _part_fits(part: Part, value: Any) -> bool:
    if part.kind is PartKind.NUMBER:
        return _is_number(value)
    if part.kind is PartKind.FLAG:
        return _is_flag(value)
    if part.kind is PartKind.TIME:
        return isinstance(value, str) and _CLOCK.fullmatch(value) is not None
    return value in dict(part.choices)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(type(each) is int and each >= 0 for each in value)


def _is_number(value: Any) -> bool:
    if type(value) is int:
        return value >= 0
    try:
        return isinstance(value, str) and Decimal(value).is_finite() and Decimal(value) >= 0
    except InvalidOperation:
        return False


_MISFITS = {
    "number": say("Giá trị phải là một số không âm, ví dụ 15 hoặc 2,5."),
    "list": say("Giá trị phải là các số nguyên cách nhau bằng dấu phẩy, ví dụ 7, 1."),
    "table": say("Bảng phải có đủ và chỉ có các mục của quy định này."),
    "flag": say("Chọn có hoặc không."),
    "text": say("Giá trị không được để trống; nếu có danh sách thì chọn trong danh sách."),
    "time": say("Giờ viết dạng giờ:phút, ví dụ 21:00."),
    "choice": say("Chọn một giá trị trong danh sách."),
}


def _misfit(kind: StrEnum, about: str) -> Problem:
    return Problem(f"not-a-{kind}", _MISFITS[str(kind)], about=about)


def value_words(value: Any) -> str:
    """A bare value in figures: 1.284; 84,5; 7, 1; 21:00."""
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, int):
        return number_text(value)
    return number_text(Decimal(value)) if _is_number(value) else str(value)
