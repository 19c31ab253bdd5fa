"""Fields of several lines, each line one thing: "90: 3", "A2.1 | Ban hành đúng hạn | 1,5".

What is read are pieces of a content (docs/criteria.md); what is shown is the same again.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Never

from django import forms
from django.utils.translation import gettext_lazy as _

from noilam.exchange.rules.cells import Unreadable, number_of
from noilam.foundation.text import number_text, tidy

Piece = dict[str, Any]


def number(value: Decimal) -> int | float:
    """As contents hold numbers."""
    return int(value) if value == value.to_integral_value() else float(value)


def shown(value: Any) -> str:
    return "" if value is None else number_text(Decimal(str(value)))


def typed_number(text: str) -> Decimal:
    """ValueError: not a number from 0 with at most two decimals."""
    try:
        found = number_of(text)
    except Unreadable as unreadable:
        raise ValueError(text) from unreadable
    if found is None or found.value < 0 or found.value != round(found.value, 2):
        raise ValueError(text)
    return found.value


class PointsField(forms.CharField):
    """A number from 0 with at most two decimals, comma or point. Empty: None."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("required", False)
        keys = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(max_length=12, widget=keys, **given)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return number(typed_number(typed))
        except ValueError:
            message = _("“%(typed)s” không phải số. Ghi số từ 0 trở lên, nhiều nhất hai số lẻ.")
            raise forms.ValidationError(message, params={"typed": typed}) from None

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else shown(value)


class LinesField(forms.CharField):
    """One thing a line; `shape` tells how a line is written."""

    shape = ""

    def __init__(self, rows: int = 4, **given: Any) -> None:
        area = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=False, widget=area, max_length=20_000, **given)

    def clean(self, value: Any) -> Any:
        lines = [tidy(line) for line in (super().clean(value) or "").splitlines()]
        return [self.read(line) for line in lines if line]

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str | None) else "\n".join(map(self.write, value))

    def read(self, line: str) -> Any:
        return line

    def write(self, piece: Any) -> str:
        return str(piece)

    def refuse(self, line: str) -> Never:
        message = _("Không đọc được dòng “%(line)s”. Ghi như: %(shape)s")
        raise forms.ValidationError(message, params={"line": line, "shape": self.shape})

    def numbered(self, text: str, line: str) -> int | float:
        try:
            return number(typed_number(text))
        except ValueError:
            self.refuse(line)


class TiersField(LinesField):
    """Lines of "90: 3": from which value, how many points."""

    shape = "90: 3"

    def read(self, line: str) -> Piece:
        least, colon, points = line.lstrip("≥ ").partition(":")
        if not colon:
            self.refuse(line)
        bound = least.strip().rstrip("% ")
        return {"from": self.numbered(bound, line), "points": self.numbered(points, line)}

    def write(self, piece: Mapping[str, Any]) -> str:
        return f"{shown(piece['from'])}: {shown(piece['points'])}"


class ItemsField(LinesField):
    """Lines of "A2.1 | Ban hành đúng hạn | 1,5"."""

    shape = "A2.1 | Ban hành đúng hạn | 1,5"

    def read(self, line: str) -> Piece:
        code, title, points = _cut(self, line, 3)
        return {"code": code, "title": title, "points": self.numbered(points, line)}

    def write(self, piece: Mapping[str, Any]) -> str:
        return f"{piece['code']} | {piece['title']} | {shown(piece['points'])}"


class AnchorsField(LinesField):
    """Lines of "4 | Nhiều ý kiến, có kết luận từng việc"."""

    shape = "4 | Hồ sơ đủ, đúng hạn"

    def read(self, line: str) -> Piece:
        points, text = _cut(self, line, 2)
        return {"points": self.numbered(points, line), "text": text}

    def write(self, piece: Mapping[str, Any]) -> str:
        return f"{shown(piece['points'])} | {piece['text']}"


class BandsField(LinesField):
    """Lines of "XS | Hoàn thành xuất sắc | 90 | no_overdue, no_penalty"."""

    shape = "XS | Hoàn thành xuất sắc | 90 | khong_qua_han"

    def read(self, line: str) -> Piece:
        code, title, least, *gates = _cut(self, line, 3, more=1)
        named = [each.strip() for each in "".join(gates).split(",") if each.strip()]
        band = {"code": code, "title": title, "from": self.numbered(least, line)}
        return band | ({"all_of": named} if named else {})

    def write(self, piece: Mapping[str, Any]) -> str:
        gates = ", ".join(piece.get("all_of", ()))
        told = [piece["code"], piece["title"], shown(piece["from"]), gates]
        return " | ".join(filter(None, told))


PENALTY_COUNT = "penalty.count"
_GATE = re.compile(r"^(==|=|>=|≥|<=|≤|>|<)\s*([\d.,]+)$")
_OPS = {"=": "==", "≥": ">=", "≤": "<="}


class GatesField(LinesField):
    """Lines of "khong_qua_han | commitments.overdue_over:30 | = 0 | Không có việc quá hạn"; in
    place of a measure the codes of penalties, that are then counted: "M1, M2"."""

    shape = "khong_qua_han | commitments.overdue_over:30 | = 0 | Không có việc quá hạn trên 30 ngày"

    def read(self, line: str) -> Piece:
        code, what, asked, *title = _cut(self, line, 3, more=1)
        match = _GATE.match(asked)
        if match is None:
            self.refuse(line)
        gate: Piece = {"code": code, **_what(what), "op": _OPS.get(match[1], match[1])}
        gate["value"] = self.numbered(match[2], line)
        return gate | ({"title": title[0]} if title else {})

    def write(self, piece: Mapping[str, Any]) -> str:
        what = ", ".join(piece.get("codes", ())) or piece.get("metric") or piece.get("wanted", "")
        op = {"==": "="}.get(piece["op"], piece["op"])
        told = [piece["code"], what, f"{op} {shown(piece['value'])}", piece.get("title", "")]
        return " | ".join(filter(None, told))


def _what(text: str) -> Piece:
    """A measure is written with a dot; codes of penalties are not."""
    if "." in text:
        return {"metric": text}
    codes = [each.strip() for each in text.split(",") if each.strip()]
    return {"metric": PENALTY_COUNT, "codes": codes}


class BasisField(LinesField):
    """Lines of "366-QĐ/TW | 30/08/2025"; the day may be left out."""

    shape = "366-QĐ/TW | 30/08/2025"

    def read(self, line: str) -> Piece:
        ref, *day = _cut(self, line, 1, more=1)
        if not day:
            return {"ref": ref}
        try:
            found = datetime.strptime(day[0], "%d/%m/%Y").date()  # noqa: DTZ007
        except ValueError:
            self.refuse(line)
        return {"ref": ref, "date": found.isoformat()}

    def write(self, piece: Mapping[str, Any]) -> str:
        if "date" not in piece:
            return str(piece["ref"])
        year, month, day = str(piece["date"]).split("-")
        return f"{piece['ref']} | {day}/{month}/{year}"


def _cut(field: LinesField, line: str, least: int, more: int = 0) -> list[str]:
    """The parts between the bars, none of the needed ones empty."""
    parts = [each.strip() for each in line.split("|")]
    while len(parts) > least and not parts[-1]:
        parts.pop()
    if not least <= len(parts) <= least + more or not all(parts):
        field.refuse(line)
    return parts


def kept_roles(before: Iterable[Mapping[str, Any]], now: Iterable[Piece]) -> list[Piece]:
    """What a line does not show of a piece stays with it, by its reference."""
    known = {each["ref"]: each for each in before}
    return [{**known.get(each["ref"], {}), **each} for each in now]
