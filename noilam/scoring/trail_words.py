"""What the trail calls the fields of the events of scoring."""

from collections.abc import Mapping
from typing import Any

from noilam.audit.words import HIDDEN, Field, Named, Words
from noilam.foundation.text import say

from . import events
from .models import Appeal, CriteriaSet, DecisionPack, PackItem, SecondLook, Sheet
from .rules.months import key_text
from .rules.sentences import shown as points_text


def month(key: Any, _carried: Mapping[str, Any]) -> str:
    """A month as tables hold it, as people write it: 202610 is 10/2026."""
    return key_text(int(key)) if key else ""


def months(keys: Any, _carried: Mapping[str, Any]) -> str:
    return ", ".join(month(each, {}) for each in keys)


CRITERIA_FIELDS = {
    "by_id": Field(say("Được thay bằng"), names="criteria"),
    "changes": Field(say("Chỗ sửa")),
    "closes_on": Field(say("Ngày cuối góp ý")),
    "code": Field(say("Mã bộ tiêu chí")),
    "consultation_id": HIDDEN,
    "stops_because": Field(say("Vì sao thôi chấm loại đơn vị đã bỏ")),
    "consulted_elsewhere": Field(say("Đã lấy ý kiến ngoài hệ thống")),
    "coverage": Field(say("Chạy thử được bao nhiêu phần trăm số điểm")),
    "content_hash": Field(say("Mã băm nội dung")),
    "decided_on": Field(say("Ngày quyết định")),
    "decision_number": Field(say("Số quyết định")),
    "error": Field(say("Lỗi")),
    "first_month": Field(say("Áp dụng từ tháng"), tell=month),
    "guidance": Field(say("Hướng dẫn chấm điểm")),
    "month": Field(say("Tháng"), tell=month),
    "months": Field(say("Các tháng"), tell=months),
    "name_of_set": Field(say("Tên bộ tiêu chí")),
    "note": Field(say("Ghi chú")),
    "parts": Field(say("Nội dung bộ tiêu chí")),
    "reason": Field(say("Lý do")),
    "revision": Field(say("Lần sửa")),
    "sheets": Field(say("Số phiếu đã tính lại")),
    "simulation_id": HIDDEN,
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
    events.SimulationAsked,
    events.SimulationFinished,
    events.SimulationFailed,
)
ABOUT_CLOSES = (
    events.MonthCloseAsked,
    events.MonthCloseBegun,
    events.MonthClosed,
    events.MonthFoundUnchanged,
    events.MonthCloseFailed,
    events.CloseTold,
)
CLOSE_FIELDS = {
    "fixed": Field(say("Số phiếu đã chốt")),
    "month": Field(say("Tháng"), tell=month),
    "notices": Field(say("Số thông báo đã gửi")),
    "number": Field(say("Lần khóa")),
    "on_time": Field(say("Số phiếu đúng hạn")),
    "problem": Field(say("Vì sao không khóa được")),
    "sheets": Field(say("Số phiếu phải có")),
    "snapshot_hash": Field(say("Mã băm kết quả")),
}


def marks(told: Any, _carried: Mapping[str, Any]) -> str:
    """Codes with their points and what was said of them."""
    return "; ".join(_mark(*each) for each in told)


def _mark(code: str, points: int | None, said: str) -> str:
    mark = f"{code}: {'—' if points is None else points_text(points)}"
    return f"{mark} ({said})" if said else mark


def points(hundredths: Any, _carried: Mapping[str, Any]) -> str:
    return "" if hundredths is None else points_text(int(hundredths))


SHEET_FIELDS = {
    "against": Field(say("Không tán thành")),
    "abstained": Field(say("Không có ý kiến khi biểu quyết")),
    "appeal_id": HIDDEN,
    "asks_reply": Field(say("Đơn vị phải giải trình")),
    "band": Field(say("Mức xếp")),
    "code": Field(say("Tiêu chí")),
    "content_hash": Field(say("Mã băm phiếu đã chốt")),
    "count": Field(say("Số phiếu")),
    "criteria_set_id": Field(say("Bộ tiêu chí"), names="criteria"),
    "decision": Field(say("Quyết định"), codes=PackItem.Decision.choices),
    "due_on": Field(say("Hạn")),
    "file_name": Field(say("Tệp")),
    "fixed": Field(say("Số phiếu đã chốt")),
    "in_favour": Field(say("Tán thành")),
    "is_final": Field(say("Lần lấy cuối")),
    "is_on_time": Field(say("Đúng hạn")),
    "kind": Field(say("Vì sao đánh dấu"), codes=SecondLook.Kind.choices),
    "list_hash": Field(say("Mã băm danh sách")),
    "marks": Field(say("Điểm"), tell=marks),
    "members": Field(say("Tổng số uỷ viên")),
    "minutes": Field(say("Biên bản")),
    "month": Field(say("Tháng"), tell=month),
    "note": Field(say("Ghi chú")),
    "outcome": Field(say("Kết quả giải quyết"), codes=Appeal.Outcome.choices),
    "pack_id": HIDDEN,
    "present": Field(say("Có mặt")),
    "reason": Field(say("Lý do")),
    "returned": Field(say("Số phiếu trả lại")),
    "text": Field(say("Nội dung")),
    "to": Field(say("Trả về bước"), codes=Sheet.Stage.choices),
    "total": Field(say("Tổng điểm"), tell=points),
    "unit_id": Field(say("Đơn vị"), names="unit"),
    "version": Field(say("Lần chốt")),
}
ABOUT_MONTHS = (events.MonthOpened, events.FactsTaken)

WORDS = Words(
    subject="sheet",
    fields=SHEET_FIELDS,
    of=dict.fromkeys(ABOUT_CRITERIA, CRITERIA_FIELDS) | dict.fromkeys(ABOUT_CLOSES, CLOSE_FIELDS),
    subjects=dict.fromkeys(ABOUT_CRITERIA, "criteria")
    | dict.fromkeys(ABOUT_CLOSES, "close")
    | dict.fromkeys(ABOUT_MONTHS, "month")
    | {events.PackSettled: "pack"},
    names={
        "close": say("lần khóa {id}"),
        "criteria": Named(CriteriaSet, "title"),
        "month": say("tháng {id}"),
        "pack": Named(DecisionPack, "minutes"),
        "sheet": Named(Sheet, "unit__name"),
    },
)
