"""What the trail calls the fields of the events of the rulebook."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from noilam.audit.words import HIDDEN, Field, Words
from noilam.foundation.text import say

from .defaults import BY_KEY
from .queries.impact import deadline_kinds
from .queries.words import value_text
from .rules import DayKind, value_words


def _title(key: Any, _carried: Mapping[str, Any]) -> str:
    return _(BY_KEY[key].title) if key in BY_KEY else str(key)


def _value(value: Any, carried: Mapping[str, Any]) -> str:
    key = carried.get("key")
    try:
        return value_text(str(key), value)
    except (KeyError, TypeError):  # a rule that is gone, or was of another shape then
        return value_words(value)


def _moved(counts: Any, _carried: Mapping[str, Any]) -> str:
    titles = {each.name: each.title for each in deadline_kinds()}
    return "; ".join(f"{_(titles.get(name, name))}: {count}" for name, count in counts.items())


DAYS = {DayKind.OFF: say("ngày nghỉ"), DayKind.WORKING: say("ngày làm bù")}

WORDS = Words(
    subject="",
    fields={
        "called": Field(say("Tên gọi")),
        "citation": Field(say("Điều, khoản")),
        "day": Field(say("Ngày")),
        "key": Field(say("Quy định"), tell=_title),
        "kind": Field(say("Loại ngày"), codes=DAYS),
        "note": Field(say("Ghi chú")),
        "reason": Field(say("Lý do")),
        "recalculated": Field(say("Số hạn đã dời"), tell=_moved),
        "source": Field(say("Bản gốc đã đọc")),
        "valid_from": Field(say("Áp dụng từ")),
        "value": Field(say("Giá trị"), tell=_value),
        "version_id": HIDDEN,
        "years": Field(say("Các năm")),
    },
)
