"""From what was written to the one form that is stored: each key read by its kind.

Numbers become JSON numbers with at most two decimals, whole ones without a point; days ISO text;
text composed with single spaces; gates a list, as mappings keep no order everywhere.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, fold, number_text, say, tidy

from .places import UNDER, WHOLE, Place, wrong
from .schema import THINGS, Key, Kind

MOST_THINGS = 300  # in one list
MOST_LISTED = 12  # choices named in one sentence
KINDS_ALSO = {"grassroots_committee": "grassroots_committee_org"}  # how other papers call them
_CODE = re.compile(r"[^\W_][\w.\-]*")
_MEASURE = re.compile(r"[a-z]\w*(\.\w+)+(:\d{1,4})?", re.ASCII)
_SOURCE = re.compile(r"manual|mixed|(?:auto|mixed):(.+)", re.ASCII)

Written = Mapping[str, Any]
Kinds = Mapping[str, str] | None


class Unfit(ValueError):
    """A value that its key cannot hold: the code and the sentence."""

    def __init__(self, code: str, message: str, **values: Any) -> None:
        self.code, self.message, self.values = code, message, values
        super().__init__(message)


class Shaping:
    """One reading: collects all problems; what cannot be read is left out of the result."""

    def __init__(self, kinds: Kinds = None) -> None:
        self.kinds = kinds
        self.problems: list[Problem] = []

    def whole(self, written: Any) -> dict[str, Any]:
        """A file: keys of the set may stand inside `criteria_set`, beside it, or without it."""
        if not isinstance(written, Mapping):
            self._add(
                WHOLE, "", "not-a-set", say("Tệp không có bộ tiêu chí. Xem docs/criteria.md.")
            )
            return {}
        outer = {str(key): value for key, value in written.items()}
        inner = outer.pop("criteria_set", {})
        version = {"schema_version": outer.pop("schema_version", None)}
        shaped = self.thing("file", version, WHOLE)
        if not isinstance(inner, Mapping):
            self._add(WHOLE, "criteria_set", "not-a-thing", NOT_A_THING, key="criteria_set")
            return shaped
        for key in sorted(set(inner) & set(outer)):
            message = say("“{key}” ghi hai lần, trong và ngoài criteria_set. Giữ một chỗ.")
            self._add(WHOLE, str(key), "twice", message, key=key)
        return shaped | self.thing("set", {**outer, **inner}, WHOLE)

    def thing(self, name: str, written: Written, place: Place) -> dict[str, Any]:
        keys = THINGS[name]
        for key in written:
            if key not in keys:
                self._unknown(str(key), keys, place)
        shaped = {key: self._value(key, keys[key], written.get(key), place) for key in keys}
        return {
            key: value
            for key, value in shaped.items()
            if value is not None and keys[key].is_kept and value not in ([], {})
        }

    def _value(self, name: str, key: Key, written: Any, place: Place) -> Any:
        if _is_nothing(written):
            if key.default is None and key.is_required:
                message = say("thiếu “{key}”. Ghi thêm.")
                self._add(place, name, "missing", message, key=name)
            if key.default is None:
                return None
            written = key.default
        if key.kind is Kind.THING:
            return self._inner(name, key, written, place)
        if key.kind is Kind.THINGS:
            return self._list(name, key, written, place)
        try:
            return READERS[key.kind](written, key, self.kinds)
        except Unfit as unfit:
            self._add(place, name, unfit.code, unfit.message, key=name, **unfit.values)
            return None

    def _inner(self, name: str, key: Key, written: Any, place: Place) -> Any:
        if not isinstance(written, Mapping):
            self._add(place, name, "not-a-thing", NOT_A_THING, key=name)
            return None
        return self.thing(key.of, written, place.within(key.of, name))

    def _list(self, name: str, key: Key, written: Any, place: Place) -> Any:
        if key.of == "gate" and isinstance(written, Mapping):
            written = [
                {"code": code, **each} if isinstance(each, Mapping) else each
                for code, each in written.items()
            ]
        if not isinstance(written, list | tuple):
            message = say("“{key}” phải là một danh sách, mỗi dòng bắt đầu bằng dấu gạch ngang.")
            self._add(place, name, "not-a-list", message, key=name)
            return None
        if len(written) > MOST_THINGS:
            message = say("“{key}” có {count} dòng; nhiều nhất {most}. Tách bớt.")
            self._add(
                place, name, "too-many", message, key=name, count=len(written), most=MOST_THINGS
            )
            return None
        return [self._in_list(name, key.of, each, at, place) for at, each in enumerate(written, 1)]

    def _in_list(self, name: str, of: str, written: Any, at: int, place: Place) -> Any:
        if of == "basis" and isinstance(written, str):
            written = {"ref": written}
        if not isinstance(written, Mapping):
            message = say("“{key}”, dòng {at}: phải gồm các mục có tên.")
            self._add(place, name, "not-a-thing", message, key=name, at=at)
            return {}
        named = written.get("step" if of == "step" else "code")
        place = WHOLE if of in UNDER else place
        label = str(at) if _is_nothing(named) or isinstance(named, Mapping | list) else str(named)
        return self.thing(of, written, place.within(of, label[:40]))

    def _unknown(self, name: str, keys: Mapping[str, Key], place: Place) -> None:
        message = say("không có mục “{key}” ở đây. Được ghi: {allowed}.")
        self._add(place, name, "unknown-key", message, key=name[:60], allowed=", ".join(keys))

    def _add(self, place: Place, name: str, code: str, message: str, **values: Any) -> None:
        self.problems.append(wrong(place, name, code, message, **values))


NOT_A_THING = say("“{key}” phải gồm các mục có tên, thụt vào trong.")


def _is_nothing(written: Any) -> bool:
    if isinstance(written, str):
        return not written.strip()
    return written is None or written == [] or written == {}


# Each kind ----------------------------------------------------------------------------------


def _text(written: Any, key: Key, _kinds: Kinds) -> str:
    if isinstance(written, int) and not isinstance(written, bool):
        return str(written)
    if not isinstance(written, str):
        message = say("“{key}” phải là chữ; đang đọc thành {written}. Đặt trong dấu ngoặc kép.")
        raise Unfit("not-text", message, written=_shown(written))
    told = tidy(written)
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Co") for sign in told):
        raise Unfit("signs", say("“{key}” có ký tự không đọc được. Gõ lại."))
    if len(told) > key.most:
        message = say("“{key}” dài {count} chữ; nhiều nhất {most}. Viết gọn lại.")
        raise Unfit("too-long", message, count=len(told), most=key.most)
    return told


def _code(written: Any, key: Key, kinds: Kinds) -> str:
    told = _text(written, key, kinds)
    if not _CODE.fullmatch(told):
        message = say(
            "“{key}” là “{written}”: mã gồm chữ, số, dấu chấm, gạch ngang, gạch dưới,"
            " không có dấu cách. Sửa lại."
        )
        raise Unfit("not-a-code", message, written=told)
    return told


def _number(written: Any, key: Key, _kinds: Kinds) -> int | float:
    if isinstance(written, bool) or not isinstance(written, int | float | Decimal):
        message = say(
            "“{key}” phải là số, dấu chấm thập phân, không đặt trong ngoặc kép; đang ghi {written}."
        )
        raise Unfit("not-a-number", message, written=_shown(written))
    number = Decimal(str(written))
    if not number.is_finite() or number != round(number, 2):
        message = say("“{key}” là {written}: nhiều nhất hai chữ số sau dấu phẩy.")
        raise Unfit("too-fine", message, written=_shown(written))
    _refuse_beyond(number, key)
    return int(number) if number == int(number) else float(number)


def _refuse_beyond(number: Decimal, key: Key) -> None:
    least = Decimal(0) if key.least is None else key.least
    if not least <= number <= key.most:
        message = say("“{key}” là {written}: phải từ {least} đến {most}.")
        raise Unfit(
            "out-of-range",
            message,
            written=number_text(number),
            least=number_text(least),
            most=number_text(key.most),
        )


def _whole(written: Any, key: Key, kinds: Kinds) -> int:
    number = _number(written, key, kinds)
    if not isinstance(number, int):
        message = say("“{key}” là {written}: phải là số nguyên.")
        raise Unfit("not-whole", message, written=_shown(written))
    return number


def _flag(written: Any, _key: Key, _kinds: Kinds) -> bool:
    if not isinstance(written, bool):
        message = say("“{key}” phải là true hoặc false; đang ghi {written}.")
        raise Unfit("not-a-flag", message, written=_shown(written))
    return written


def _day(written: Any, _key: Key, _kinds: Kinds) -> str:
    if isinstance(written, date) and not isinstance(written, datetime):
        return written.isoformat()
    try:
        return date.fromisoformat(written).isoformat()
    except (TypeError, ValueError):
        message = say("“{key}” phải là ngày, ghi như 2026-01-31; đang ghi {written}.")
        raise Unfit("not-a-day", message, written=_shown(written)) from None


def _choice(written: Any, key: Key, _kinds: Kinds) -> str:
    if isinstance(written, str) and written in key.choices:
        return str(key.choices[written])
    message = say("“{key}” phải là một trong: {choices}; đang ghi {written}.")
    choices = ", ".join(key.choices)
    raise Unfit("not-a-choice", message, choices=choices, written=_shown(written))


def _source(written: Any, key: Key, kinds: Kinds) -> str:
    found = _SOURCE.fullmatch(written) if isinstance(written, str) else None
    if not found or (found[1] and not _MEASURE.fullmatch(found[1])):
        message = say(
            "“{key}” phải là manual, mixed, auto:tên-chỉ-số hoặc mixed:tên-chỉ-số;"
            " đang ghi {written}."
        )
        raise Unfit("source", message, written=_shown(written))
    return _text(written, key, kinds)


def _measure(written: Any, key: Key, kinds: Kinds) -> str:
    told = _text(written, key, kinds)
    if not _MEASURE.fullmatch(told):
        message = say("“{key}” phải là tên một chỉ số, như tasks.done_on_time; đang ghi {written}.")
        raise Unfit("not-a-measure", message, written=told)
    return told


def _texts(written: Any, key: Key, kinds: Kinds) -> list[str]:
    return [_text(each, key, kinds) for each in _listed(written)]


def _codes(written: Any, key: Key, kinds: Kinds) -> list[str]:
    return list(dict.fromkeys(_code(each, key, kinds) for each in _listed(written)))


def _unit_kinds(written: Any, key: Key, kinds: Kinds) -> list[str]:
    """`kinds`: spellings, folded -> identifier; None: not known here, so any."""
    told = [_text(each, key, kinds) for each in _listed(written)]
    found = {each: _unit_kind(each, kinds) for each in told}
    if unknown := [each for each, kind in found.items() if kind is None]:
        listed = sorted(set(kinds.values()))[:MOST_LISTED] if kinds else []
        message = say("“{key}”: không có loại đơn vị {unknown}. Các loại: {known}…")
        raise Unfit("unknown-kind", message, unknown=", ".join(unknown), known=", ".join(listed))
    return list(dict.fromkeys(kind for kind in found.values() if kind))


def _unit_kind(written: str, kinds: Kinds) -> str | None:
    name = KINDS_ALSO.get(written, written)
    return name if kinds is None else kinds.get(fold(name))


def _listed(written: Any) -> list[Any]:
    if not isinstance(written, list | tuple) or len(written) > MOST_THINGS:
        message = say("“{key}” phải là một danh sách, như [một, hai]; đang ghi {written}.")
        raise Unfit("not-a-list", message, written=_shown(written))
    return list(written)


def _nothing(written: Any, _key: Key, _kinds: Kinds) -> None:
    message = say("“{key}” phải để trống: một bộ áp dụng đến khi phiên bản sau thay thế.")
    raise Unfit("not-empty", message)


def _shown(written: Any) -> str:
    if isinstance(written, bool):
        return "true" if written else "false"
    if isinstance(written, date):
        return day_text(written)
    return f"“{str(written)[:60]}”"


READERS: Mapping[Kind, Callable[[Any, Key, Kinds], Any]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.FLAG: _flag,
    Kind.DAY: _day,
    Kind.CHOICE: _choice,
    Kind.SOURCE: _source,
    Kind.MEASURE: _measure,
    Kind.TEXTS: _texts,
    Kind.CODES: _codes,
    Kind.KINDS: _unit_kinds,
    Kind.NOTHING: _nothing,
}
