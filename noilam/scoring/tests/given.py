"""Ready-made criteria and sheets for tests, built through the actions as the machine itself."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.periods import Month
from noilam.organisation.models import Unit
from noilam.organisation.tests.given import a_unit
from noilam.scoring import actions
from noilam.scoring.models import CriteriaSet, DecisionPack, Sheet
from noilam.scoring.queries.packs import pack_of
from noilam.scoring.rules.filling import Change
from noilam.scoring.rules.months import key
from noilam.scoring.rules.score import NOTHING, Answer
from noilam.scoring.rules.voting import Decision, Votes

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


# Sheets: each deed on a day of its own, whatever day the test stands on ------------------------

MONTH = Month(2026, 11)
FILLED_ON, APPRAISED_ON = date(2026, 12, 2), date(2026, 12, 4)
CHECKED_ON, SETTLED_ON = date(2026, 12, 8), date(2026, 12, 14)
ANSWERS: dict[str, Answer | None] = {
    "A2": Answer(items=("A2.1", "A2.2")),
    "A3": Answer(times=0),
    "B1": Answer(value=Decimal(92)),
    "B2": Answer(level=400),
    "B3": NOTHING,
}
NOTES = {"B3": "Trong tháng không khảo sát"}
EVIDENCE = {"A2": "Kế hoạch số 12, lưu tại chi bộ", "B1": "Danh sách điểm danh ngày 05/11"}
VOTES = Votes(members=9, present=8, in_favour=8)


def a_place(cells: int = 1, **given: Any) -> tuple[Unit, list[Unit]]:
    """A commune with its criteria, in force from MONTH on, and cells below it."""
    root = a_unit("Đảng bộ xã Sông Hiền")
    below = [
        a_unit(f"Chi bộ thôn {number}", parent=root, kind="party_cell")
        for number in range(1, cells + 1)
    ]
    with clock.frozen(MONTH.previous.last_day):
        an_issued_set(root, MONTH, **given)
    return root, below


def a_sheet(unit: Unit, month: Month = MONTH) -> Sheet:
    """Opened with all others on the first day of its month."""
    with clock.frozen(month.first_day):
        actions.open_month(actor=shell(), month=month)
    return Sheet.objects.get(unit=unit, month=key(month))


def a_submitted_sheet(unit: Unit, **otherwise: Any) -> Sheet:
    """Filled with ANSWERS and evidence and handed in a day before it is due; `otherwise` by code:
    `B2=Answer(level=200)`."""
    sheet = a_sheet(unit)
    with clock.frozen(FILLED_ON):
        for code, text in EVIDENCE.items():
            actions.give_evidence(actor=shell(), sheet=sheet, code=code, text=text)
        return actions.submit_self_score(
            actor=shell(), sheet=sheet, answers=ANSWERS | otherwise, times={}, notes=NOTES
        )


def an_appraised_sheet(unit: Unit, **changes: Change) -> Sheet:
    sheet = a_submitted_sheet(unit)
    with clock.frozen(APPRAISED_ON):
        return actions.appraise(actor=shell(), sheet=sheet, changes=changes)


def a_checked_sheet(unit: Unit, **changes: Change) -> Sheet:
    """It waits for approval, or for a reply where a change is as large as the set says."""
    sheet = an_appraised_sheet(unit)
    with clock.frozen(CHECKED_ON):
        return actions.cross_check(actor=shell(), sheet=sheet, changes=changes)


def settled(root: Unit, month: Month = MONTH, **decisions: Decision) -> DecisionPack:
    """Everything that waits is settled, exceptions approved as they are; on SETTLED_ON of its own
    month. `decisions` by unit code."""
    with clock.frozen(SETTLED_ON if month == MONTH else month.next.first_day.replace(day=14)):
        page = pack_of(shell(), root, month)
        alone = {each.sheet.pk: Decision() for each in page.exceptions}
        named = {
            e.sheet.pk: decisions[c] for e in page.entries if (c := e.sheet.unit.code) in decisions
        }
        return actions.settle_pack(
            actor=shell(),
            unit=root,
            month=month,
            list_hash=page.list_hash,
            votes=VOTES,
            minutes="Biên bản số 21 ngày 14/12/2026",
            decisions=alone | named,
        )


def a_fixed_sheet(unit: Unit) -> Sheet:
    """Approved as the unit scored itself; appeals are open."""
    sheet = a_checked_sheet(unit)
    settled(sheet.criteria_set.unit)
    sheet.refresh_from_db()
    return sheet
