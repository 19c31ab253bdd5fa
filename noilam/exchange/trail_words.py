"""What the trail calls the fields of the events of spreadsheets."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from noilam.audit.words import Field, Named, Words
from noilam.foundation.text import say

from . import registry
from .events import MeaningChosen
from .models import Run


def _sheet(kind: Any, _carried: Mapping[str, Any]) -> str:
    return _(registry.sheet(kind).title) if kind in registry.kinds() else str(kind)


def _chosen(value: Any, carried: Mapping[str, Any]) -> str:
    """A header means a column, which has a word; anything else means something by its code."""
    if carried.get("what") != "header" or carried.get("kind") not in registry.kinds():
        return str(value)
    columns = registry.sheet(carried["kind"]).columns
    return next((each.label for each in columns if each.key == value), str(value))


WHAT = {"header": say("Tên cột"), "unit": say("Tên đơn vị"), "person": say("Tên người")}

WORDS = Words(
    subject="run",
    fields={
        "changed": Field(say("Số dòng đổi")),
        "chosen": Field(say("Nghĩa là"), tell=_chosen),
        "content_hash": Field(say("Mã băm nội dung")),
        "file": Field(say("Tên tệp")),
        "incomplete": Field(say("Số dòng chưa đủ")),
        "kind": Field(say("Bảng"), tell=_sheet),
        "new": Field(say("Số dòng mới")),
        "problems": Field(say("Số lỗi")),
        "reason": Field(say("Lý do")),
        "typed": Field(say("Ghi trong tệp")),
        "unchanged": Field(say("Số dòng giữ nguyên")),
        "what": Field(say("Chỗ ghi"), codes=WHAT),
    },
    subjects={MeaningChosen: ""},
    names={"run": Named(Run, "file_name")},
)
