"""Ready-made criteria for tests, built through the actions as the machine itself."""

from copy import deepcopy
from typing import Any

from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.periods import Month
from noilam.organisation.models import Unit
from noilam.scoring import actions
from noilam.scoring.models import CriteriaSet

# All five methods, all three no-data rules, an auto, mixed and manual source, both extras, gates.
CONTENT: dict[str, Any] = {
    "schema_version": 1,
    "code": "TC-MAU",
    "title": "Tiêu chí chấm điểm hằng tháng của các tổ chức đảng trực thuộc",
    "subject_kind": "organisation",
    "applies_to_org_types": ["grassroots_committee_org", "party_cell"],
    "period": "month",
    "max_points": 30,
    "valid_from": "2026-11-01",
    "legal_basis": [{"ref": "15-QĐ/ĐU", "date": "2026-09-01", "role": "superior"}],
    "rounding": {"step": 0.25, "mode": "half_up", "at": "criterion"},
    "workflow": [
        {"step": "self_score", "due_day": 3, "note": "Đơn vị tự chấm, kèm minh chứng"},
        {"step": "appraise", "due_day": 6},
        {"step": "cross_check", "due_day": 9},
        {"step": "reply", "due_working_days": 3},
        {"step": "approve", "due_day": 15},
        {"step": "notify", "due_working_days": 1},
        {"step": "appeal", "due_working_days": 5},
    ],
    "variance_rule": {
        "flag_if_abs_diff_gte": 5,
        "require_reason": True,
        "reply_if_abs_diff_gte": 1,
    },
    "sections": [
        {
            "code": "A",
            "title": "Lãnh đạo thực hiện nhiệm vụ",
            "max": 18,
            "criteria": [
                {
                    "code": "A1",
                    "title": "Việc đã nhận làm xong đúng hạn",
                    "max": 10,
                    "method": "ratio",
                    "source": "auto:commitments.on_time",
                    "num": "Số việc đến hạn đã xác nhận xong đúng hạn",
                    "den": "Số việc đến hạn trong tháng",
                    "no_data": "full",
                    "evidence": ["Sản phẩm của từng việc"],
                },
                {
                    "code": "A2",
                    "title": "Kế hoạch rõ người, rõ việc, rõ thời gian",
                    "max": 4,
                    "method": "checklist",
                    "source": "manual",
                    "items": [
                        {"code": "A2.1", "title": "Ban hành đúng hạn", "points": 1.5},
                        {"code": "A2.2", "title": "Mỗi việc có người chủ trì", "points": 1.5},
                        {"code": "A2.3", "title": "Mỗi việc có mốc hoàn thành", "points": 1},
                    ],
                    "no_data": "exclude",
                    "evidence": ["Kế hoạch đã ban hành"],
                },
                {
                    "code": "A3",
                    "title": "Không để việc quá hạn kéo dài",
                    "max": 4,
                    "method": "deduct",
                    "source": "mixed:commitments.overdue_over:15",
                    "per": 0.5,
                    "unit": "việc quá hạn trên 15 ngày",
                    "no_data": "full",
                },
            ],
        },
        {
            "code": "B",
            "title": "Sinh hoạt và công tác với Nhân dân",
            "max": 12,
            "criteria": [
                {
                    "code": "B1",
                    "title": "Tỷ lệ đảng viên dự sinh hoạt",
                    "max": 3,
                    "method": "tiers",
                    "source": "manual",
                    "unit": "percent",
                    "tiers": [
                        {"from": 90, "points": 3},
                        {"from": 75, "points": 1.5},
                        {"from": 0, "points": 0},
                    ],
                    "no_data": "zero",
                    "evidence": ["Danh sách điểm danh"],
                },
                {
                    "code": "B2",
                    "title": "Chất lượng thảo luận",
                    "max": 4,
                    "method": "anchored",
                    "source": "manual",
                    "anchors": [
                        {"points": 4, "text": "Nhiều ý kiến, có kết luận từng việc"},
                        {"points": 2, "text": "Có ý kiến, kết luận chung chung"},
                        {"points": 0, "text": "Không thảo luận"},
                    ],
                    "no_data": "zero",
                },
                {
                    "code": "B3",
                    "title": "Mức độ hài lòng của người dân",
                    "max": 3,
                    "method": "tiers",
                    "source": "manual",
                    "unit": "percent",
                    "min_sample": 30,
                    "tiers": [
                        {"from": 90, "points": 3},
                        {"from": 70, "points": 2},
                        {"from": 0, "points": 0},
                    ],
                    "no_data": "exclude",
                },
                {
                    "code": "B4",
                    "title": "Kiến nghị trả lời đúng hạn",
                    "max": 2,
                    "method": "ratio",
                    "source": "manual",
                    "num": "Số kiến nghị đến hạn đã trả lời đúng hạn",
                    "den": "Số kiến nghị đến hạn",
                    "no_data": "exclude",
                    "applies_to_org_types": ["grassroots_committee_org"],
                },
            ],
        },
    ],
    "bonus": {
        "max_total": 2,
        "items": [
            {"code": "P1", "title": "Xong một việc tồn đọng lâu năm", "points": 2, "max_times": 1},
            {"code": "P2", "title": "Cách làm mới được nơi khác áp dụng", "points": 1},
        ],
    },
    "penalty": {
        "max_total": 5,
        "items": [
            {"code": "M1", "title": "Báo cáo sai sự thật", "points": 5, "per": "vụ"},
            {"code": "M2", "title": "Bị phê bình bằng văn bản", "points": 1.5, "per": "văn bản"},
        ],
    },
    "bands": [
        {
            "code": "T",
            "title": "Hoàn thành tốt",
            "from": 27,
            "all_of": ["no_long_overdue", "no_false_report"],
        },
        {"code": "HT", "title": "Hoàn thành", "from": 15, "all_of": ["no_false_report"]},
        {"code": "KHT", "title": "Không hoàn thành", "from": 0},
    ],
    "gates": [
        {
            "code": "no_long_overdue",
            "metric": "commitments.overdue_over:30",
            "op": "==",
            "value": 0,
            "title": "Không có việc quá hạn trên 30 ngày",
        },
        {
            "code": "no_false_report",
            "metric": "penalty.count",
            "codes": ["M1"],
            "op": "==",
            "value": 0,
            "title": "Không báo cáo sai sự thật",
        },
    ],
}


def a_content(**given: Any) -> dict[str, Any]:
    """A copy to change, with some of its keys otherwise."""
    return deepcopy(CONTENT) | given


def a_draft_set(unit: Unit, **given: Any) -> CriteriaSet:
    """Drafted today, with other top keys where given: `code="TC-KHAC"`."""
    return actions.draft_criteria(actor=shell(), unit=unit, content=a_content(**given))


def an_issued_set(unit: Unit, first_month: Month | None = None, **given: Any) -> CriteriaSet:
    """Drafted and issued today, in force from a month (this one)."""
    draft = a_draft_set(unit, **given)
    return actions.issue_criteria(
        actor=shell(),
        criteria_set=draft,
        decision_number="21-QĐ/ĐU",
        decided_on=clock.today(),
        guidance="05-HD/ĐU",
        first_month=first_month or Month.of(clock.today()),
        consulted_elsewhere="Đã lấy ý kiến ngoài hệ thống: Báo cáo tổng hợp số 8",
    )
