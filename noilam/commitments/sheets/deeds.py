"""The spreadsheet of deeds: which columns, what their cells hold, in and out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from noilam.commitments import policies
from noilam.commitments.actions.imports import import_progress, take_back_progress
from noilam.commitments.imports.deeds import DeedRow, plan_deeds
from noilam.commitments.imports.lists import joined
from noilam.commitments.models import Commitment, Declaration, Verdict
from noilam.commitments.sheets.choosing import choices_of, may_export
from noilam.exchange.sheet import Choice, Column, Reads, Sheet
from noilam.foundation.access import Actor
from noilam.foundation.text import say
from noilam.organisation.policies import may_import, sees_everything
from noilam.organisation.sheets import people_codes

_PART = 1000


def verdicts() -> list[Choice]:
    return choices_of(
        Verdict,
        achieved=("Hoàn thành", "Đã đạt", "Đạt yêu cầu"),
        partly=("Một phần", "Đạt (một phần)", "Hoàn thành một phần"),
        rejected=("Chưa đạt", "Không hoàn thành"),
    )


def _progress(actor: Actor) -> Iterator[Sequence[Any]]:
    seen = policies.visible_commitments(actor).values("pk")
    claims = Declaration.objects.filter(commitment__in=seen).order_by(
        "commitment__code", "declared_on"
    )
    rows = claims.select_related("commitment", "verification__verifier")
    for row in rows.prefetch_related("evidence").iterator(_PART):
        verdict = getattr(row, "verification", None)
        yield (
            row.commitment.code,
            row.declared_on,
            joined(each.text for each in row.evidence.all() if each.text),
            verdict.verified_on if verdict else None,
            verdict.get_verdict_display() if verdict else "",
            verdict.verifier.code if verdict and verdict.verifier else "",
        )


def _codes(actor: Actor) -> Iterable[str]:
    open_ones = policies.visible_commitments(actor).filter(
        status__in=[Commitment.Status.IN_FORCE, Commitment.Status.DECLARED]
    )
    return open_ones.order_by("code").values_list("code", flat=True)


PROGRESS = Sheet(
    kind="progress",
    title=say("Kết quả thực hiện"),
    about=say(
        "Mỗi dòng một lần báo đã làm của một cam kết, kèm kết luận nếu có. "
        "Kết luận có thể nhập sau, vào đúng dòng ấy."
    ),
    after=("units", "people", "commitments"),
    row=DeedRow,
    columns=(
        Column(
            "commitment_code",
            say("Mã cam kết"),
            Reads.CODE,
            is_key=True,
            longest=40,
            also=("Mã", "Mã số", "Mã việc", "Mã nhiệm vụ", "Cam kết"),
            example="VCB-2026-001",
        ),
        Column(
            "declared_on",
            say("Ngày báo đã làm"),
            Reads.DAY,
            is_key=True,
            also=("Ngày báo", "Ngày báo cáo", "Ngày báo xong", "Ngày làm xong", "Declared"),
            about=say("Ngày đơn vị báo là đã làm xong."),
            example=date(2026, 6, 20),
        ),
        Column(
            "evidence",
            say("Minh chứng"),
            Reads.LINES,
            longest=5_000,
            also=("Bằng chứng", "Kết quả", "Minh chứng kèm theo"),
            about=say("Thấy gì, ở đâu, văn bản nào. Việc cũ chỉ cần lời ghi."),
            example="Biên bản ngày 20/6, 4 ảnh",
        ),
        Column(
            "verified_on",
            say("Ngày xác nhận"),
            Reads.DAY,
            also=("Ngày kết luận", "Ngày kiểm tra", "Verified"),
            about=say("Đi cùng với Kết luận; không trước ngày báo."),
            example=date(2026, 6, 25),
        ),
        Column(
            "verdict",
            say("Kết luận"),
            Reads.CHOICE,
            choices=verdicts,
            also=("Kết quả xác nhận", "Xác nhận", "Đánh giá"),
            example="Đạt",
        ),
        Column(
            "verified_by",
            say("Người xác nhận"),
            Reads.REFERENCE,
            longest=200,
            also=("Mã người xác nhận", "Người kiểm tra", "Người kết luận"),
            about=say("Mã hoặc họ tên; không phải người chịu trách nhiệm."),
            example="CB002",
        ),
    ),
    may_import=partial(may_import, kind="progress"),
    may_export=may_export,
    sees_all_runs=sees_everything,
    plan=plan_deeds,
    write=import_progress,
    export=_progress,
    take_back=take_back_progress,
    listed={"commitment_code": _codes, "verified_by": people_codes},
)
