"""What the trail calls the fields of the events of scoring."""

from collections.abc import Mapping
from typing import Any

from noilam.audit.words import HIDDEN, Field, Named, Words
from noilam.foundation.text import say

from . import events
from .models import CriteriaSet
from .rules.drafting import month_text
from .rules.months import month_of


def month(key: Any, _carried: Mapping[str, Any]) -> str:
    """A month as tables hold it, as people write it: 202610 is 10/2026."""
    return month_text(month_of(int(key))) if key else ""


CRITERIA_FIELDS = {
    "by_id": Field(say("Được thay bằng"), names="criteria"),
    "changes": Field(say("Chỗ sửa")),
    "closes_on": Field(say("Ngày cuối góp ý")),
    "code": Field(say("Mã bộ tiêu chí")),
    "consultation_id": HIDDEN,
    "consulted_elsewhere": Field(say("Đã lấy ý kiến ngoài hệ thống")),
    "content_hash": Field(say("Mã băm nội dung")),
    "decided_on": Field(say("Ngày quyết định")),
    "decision_number": Field(say("Số quyết định")),
    "first_month": Field(say("Áp dụng từ tháng"), tell=month),
    "guidance": Field(say("Hướng dẫn chấm điểm")),
    "name_of_set": Field(say("Tên bộ tiêu chí")),
    "note": Field(say("Ghi chú")),
    "parts": Field(say("Nội dung bộ tiêu chí")),
    "reason": Field(say("Lý do")),
    "revision": Field(say("Lần sửa")),
    "structure_hash": Field(say("Mã băm cách tính điểm")),
    "unit_id": Field(say("Nơi ban hành"), names="unit"),
    "until_month": Field(say("Áp dụng đến trước tháng"), tell=month),
    "version": Field(say("Phiên bản")),
    "wanted": Field(say("Chỉ số chưa có, chấm tay")),
}
ABOUT_CRITERIA = (
    events.CriteriaDrafted,
    events.CriteriaRevised,
    events.CriteriaConsulted,
    events.CriteriaIssued,
    events.CriteriaSuperseded,
    events.CriteriaDropped,
)

WORDS = Words(
    subject="",
    fields={},
    of=dict.fromkeys(ABOUT_CRITERIA, CRITERIA_FIELDS),
    subjects=dict.fromkeys(ABOUT_CRITERIA, "criteria"),
    names={"criteria": Named(CriteriaSet, "title")},
)
