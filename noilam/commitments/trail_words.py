"""What the trail calls the fields of the events of words and deeds."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from noilam.audit.words import HIDDEN, Field, Named, Words, figure, plain
from noilam.foundation.text import say
from noilam.organisation.roles import NAMES
from noilam.rulebook.defaults import BY_KEY

from . import events
from .models import (
    Commitment,
    Excuse,
    Lateness,
    Milestone,
    Programme,
    Sitting,
    Topic,
    Verdict,
)
from .queries.pages.looks import period_text

BEFORE, LATE, VERIFY_LATE = "before-", "late-", "verify-late-"
STEPS = {"due": say("nhắc ngày đến hạn"), "verify-due": say("nhắc đến hạn xác nhận")}


def _step(step: Any, _carried: Mapping[str, Any]) -> str:
    if step in STEPS:
        return _(STEPS[step])
    if step.startswith(BEFORE):
        return _("nhắc trước {days} ngày").format(days=step.removeprefix(BEFORE))
    sentence = _("báo việc chưa xác nhận lên: {role}")
    if step.startswith(LATE):
        sentence = _("báo việc quá hạn lên: {role}")
    role = step.removeprefix(VERIFY_LATE).removeprefix(LATE)
    return sentence.format(role=_(NAMES[role]) if role in set(NAMES) else role)


def _stretches(stretches: Any, _carried: Mapping[str, Any]) -> str:
    """In whose hands it was late, from which day to which."""
    hands = dict(Lateness.Hands.choices)
    return "; ".join(
        f"{each['holder']} ({hands.get(each['hands'], '')}): {each['from']} – {each['to']}"
        for each in stretches
    )


def _milestones(milestones: Any, _carried: Mapping[str, Any]) -> str:
    return "; ".join(f"{title} ({plain(due_on)})" for title, due_on in milestones)


def _period(written: Any, _carried: Mapping[str, Any]) -> str:
    return period_text(written)


def _because(key: Any, _carried: Mapping[str, Any]) -> str:
    """The rule that changed; what is no rule is the calendar."""
    return _(BY_KEY[key].title) if key in BY_KEY else _("Lịch làm việc")


PERSON = Field(say("Người chịu trách nhiệm"), names="person")
UNIT = Field(say("Đơn vị chủ trì"), names="unit")
VERIFIER = Field(say("Người xác nhận"), names="person")

WORDS = Words(
    subject="commitment",
    fields={
        "baseline": Field(say("Hiện trạng"), tell=figure),
        "baseline_text": Field(say("Hiện trạng")),
        "because": Field(say("Vì"), tell=_because),
        "cause": Field(say("Nguyên nhân")),
        "citizen_check": Field(say("Cách người dân xác nhận")),
        "code": Field(say("Mã số")),
        "count": Field(say("Số lượng")),
        "decided_by": Field(say("Cơ quan quyết định")),
        "decision_document": Field(say("Văn bản quyết định")),
        "declaration_id": HIDDEN,
        "declared_on": Field(say("Ngày báo đã làm")),
        "due_on": Field(say("Hạn hoàn thành")),
        "evidence": Field(say("Minh chứng")),
        "evidence_ids": HIDDEN,
        "excuse_id": HIDDEN,
        "extension_id": HIDDEN,
        "finding": Field(say("Hạn chế, khuyết điểm")),
        "for_year": Field(say("Đăng ký cho năm")),
        "from_id": Field(say("Lấy từ cam kết"), names="commitment"),
        "from_on": Field(say("Từ ngày")),
        "grounds": Field(say("Vì sao cấp bách, bức xúc")),
        "in_force": Field(say("Có hiệu lực ngay")),
        "in_force_on": Field(say("Có hiệu lực từ")),
        "is_at_risk": Field(say("Có nguy cơ chậm")),
        "is_confirmed": Field(say("Được xác nhận")),
        "is_granted": Field(say("Được chấp thuận")),
        "kind": Field(say("Loại"), codes=Commitment.Kind.choices),
        "list_hash": Field(say("Mã băm danh sách")),
        "measure": Field(say("Cách đo")),
        "measure_unit": Field(say("Đơn vị tính")),
        "milestone_id": Field(say("Mốc"), names="milestone"),
        "milestones": Field(say("Các mốc"), tell=_milestones),
        "name": Field(say("Tên")),
        "note": Field(say("Ghi chú")),
        "number": Field(say("Kỳ thứ")),
        "on": Field(say("Vào ngày")),
        "pace": Field(say("Phân loại"), codes=Commitment.Pace.choices),
        "parent": Field(say("Thuộc cam kết"), names="commitment"),
        "period": Field(say("Kỳ"), tell=_period),
        "person": PERSON,
        "person_id": PERSON,
        "programme": Field(say("Chương trình"), names="programme"),
        "programme_id": Field(say("Chương trình"), names="programme"),
        "progress_id": HIDDEN,
        "publicity": Field(say("Công khai"), codes=Commitment.Publicity.choices),
        "reached": Field(say("Đã đạt"), tell=figure),
        "reached_on": Field(say("Ngày đạt mốc")),
        "reason": Field(say("Lý do")),
        "recheck_on": Field(say("Ngày kiểm tra lại")),
        "recurrence": Field(say("Lặp lại"), codes=Commitment.Recurrence.choices),
        "repeats_until": Field(say("Lặp lại đến hết ngày")),
        "resources": Field(say("Nguồn lực")),
        "reused_files": Field(say("Tệp đã nộp trước đó")),
        "reused_from": HIDDEN,
        "series_id": Field(say("Việc lặp lại"), names="commitment"),
        "sitting_id": Field(say("Phiên họp của"), names="sitting"),
        "solution": Field(say("Giải pháp")),
        "sources": Field(say("Nguồn")),
        "starts_on": Field(say("Từ ngày")),
        "statement": Field(say("Nội dung cam kết")),
        "status": Field(say("Bước"), codes=Commitment.Status.choices),
        "step": Field(say("Việc gì"), tell=_step),
        "stretches": Field(say("Trễ hạn"), tell=_stretches),
        "support": Field(say("Đơn vị phối hợp"), names="unit"),
        "support_text": Field(say("Phối hợp khác")),
        "target": Field(say("Chỉ tiêu"), tell=figure),
        "target_text": Field(say("Chỉ tiêu")),
        "title": Field(say("Tiêu đề")),
        "to": Field(say("Gửi cho")),
        "to_on": Field(say("Đến hết ngày")),
        "topic": Field(say("Lĩnh vực"), names="topic"),
        "unit": UNIT,
        "unit_id": UNIT,
        "verdict": Field(say("Kết luận xác nhận"), codes=Verdict.choices),
        "verified_on": Field(say("Ngày xác nhận")),
        "verifier": VERIFIER,
        "verifier_id": VERIFIER,
        "verify_due_on": Field(say("Hạn xác nhận")),
        "verify_rule": HIDDEN,  # the version of the rule that made the day
        "verify_within": Field(say("Số ngày để xác nhận")),
        "waits_for": Field(say("Chờ việc khác"), names="commitment"),
        "weight": Field(say("Trọng số"), tell=figure),
    },
    of={events.ExcuseClaimed: {"kind": Field(say("Loại"), codes=Excuse.Kind.choices)}},
    subjects={
        events.ProgrammeAsked: "unit",
        events.ProgrammeClosed: "programme",
        events.ProgrammeHandedOver: "programme",
        events.ProgrammeWritten: "programme",
        events.SittingHeld: "sitting",
        events.TopicNamed: "topic",
    },
    names={
        "commitment": Named(Commitment, "code"),
        "milestone": Named(Milestone, "title"),
        "programme": Named(Programme, "title"),
        "sitting": Named(Sitting, "body"),
        "topic": Named(Topic, "name"),
    },
)
