"""The spreadsheet of promises: which columns, what their cells hold, in and out."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from noilam.commitments import policies
from noilam.commitments.actions.imports import import_commitments, take_back_commitments
from noilam.commitments.imports import standing_words
from noilam.commitments.imports.lists import joined
from noilam.commitments.imports.words import CommitmentRow, plan_words
from noilam.commitments.models import Commitment
from noilam.commitments.sheets.choosing import choices_of, may_export
from noilam.exchange.sheet import Choice, Column, Reads, Sheet
from noilam.foundation.access import Actor
from noilam.foundation.text import number_text, say
from noilam.organisation.policies import may_import, sees_everything
from noilam.organisation.sheets import people_codes, unit_codes

_PART = 1000


def kinds() -> list[Choice]:
    return choices_of(
        Commitment.Kind,
        urgent_matter=("Việc cấp bách, bức xúc", "Cấp bách, bức xúc", "Cấp bách", "VCB"),
        breakthrough_matter=(
            "Nội dung đột phá",
            "Đột phá",
            "Nội dung, khâu đột phá",
            "Breakthrough",
        ),
        hotspot=("Điểm nóng", "Nổi cộm", "Hot spot"),
        personal_commitment=("Cam kết", "Cam kết tu dưỡng, rèn luyện, phấn đấu"),
        remediation=("Khắc phục hạn chế", "Khắc phục hạn chế, khuyết điểm"),
        duty=("Việc thường xuyên",),
        task=("Công việc", "Nhiệm vụ được giao"),
    )


def paces() -> list[Choice]:
    return choices_of(Commitment.Pace, do_now=("Việc làm ngay",), regular=("Việc thường xuyên",))


def publicities() -> list[Choice]:
    return choices_of(
        Commitment.Publicity,
        public=("x", "có", "1", "yes", "Công khai rộng rãi"),
        internal=("không", "0", "no"),
        unit=("Đơn vị",),
    )


def _commitments(actor: Actor) -> Iterator[Sequence[Any]]:
    found = policies.visible_commitments(actor).order_by("code")
    rows = found.select_related("topic", "unit", "person").prefetch_related("sources", "support")
    for row in rows.iterator(_PART):
        yield (
            row.code,
            row.statement,
            row.get_kind_display(),
            row.unit.code if row.unit else "",
            row.person.code if row.person else "",
            row.starts_on,
            row.due_on,
            row.measure,
            _figure(row.target, row.target_text, row.measure_unit),
            row.solution,
            joined(standing_words.labels(row)),
            row.topic.name if row.topic else "",
            row.get_pace_display(),
            standing_words.support_text(row),
            row.weight,
            _figure(row.baseline, row.baseline_text, row.measure_unit),
            row.decided_by,
            row.get_publicity_display(),
        )


def _figure(number: Decimal | None, words: str, measure_unit: str) -> Any:
    if number is None:
        return words
    return f"{number_text(number)}%" if measure_unit == "%" else number


COMMITMENTS = Sheet(
    kind="commitments",
    title=say("Cam kết"),
    about=say(
        "Dòng đủ đơn vị, người, ngày bắt đầu, hạn, cách đo và giải pháp có hiệu lực từ ngày "
        "bắt đầu; dòng chưa đủ ghi là dự thảo."
    ),
    after=("units", "people"),
    row=CommitmentRow,
    columns=(
        Column(
            "code",
            say("Mã"),
            Reads.CODE,
            is_key=True,
            longest=40,
            also=("Mã cam kết", "Mã số", "Mã việc", "Mã nhiệm vụ", "Số hiệu", "Commitment code"),
            about=say("Mã riêng, không đổi, của cam kết."),
            example="VCB-2026-001",
        ),
        Column(
            "statement",
            say("Nội dung"),
            longest=500,
            also=(
                "Nội dung cam kết",
                "Nội dung công việc",
                "Tên việc",
                "Cam kết",
                "Nhiệm vụ",
                "Nội dung nhiệm vụ",
                "Content",
            ),
            about=say("Sẽ làm được gì. Cần cho cam kết mới."),
            example="Xóa 3 điểm rác tự phát ở bờ sông",
        ),
        Column(
            "kind",
            say("Loại"),
            Reads.CHOICE,
            choices=kinds,
            also=("Loại cam kết", "Loại việc", "Loại nhiệm vụ", "Type"),
            about=say("Để trống là Nhiệm vụ."),
            example="Việc cấp bách",
        ),
        Column(
            "unit_code",
            say("Mã đơn vị"),
            Reads.REFERENCE,
            longest=200,
            also=(
                "Đơn vị",
                "Đơn vị chủ trì",
                "Đơn vị thực hiện",
                "Chủ trì",
                "Mã đơn vị chủ trì",
                "Lead unit",
            ),
            about=say("Mã hoặc tên đơn vị chủ trì."),
            example="SH.01",
        ),
        Column(
            "person_code",
            say("Mã người chịu trách nhiệm"),
            Reads.REFERENCE,
            longest=200,
            also=(
                "Người chịu trách nhiệm",
                "Người phụ trách",
                "Trách nhiệm",
                "Mã người phụ trách",
                "Responsible person",
            ),
            about=say("Mã hoặc họ tên của đúng một người."),
            example="CB001",
        ),
        Column(
            "starts_on",
            say("Ngày bắt đầu"),
            Reads.DAY,
            also=("Bắt đầu", "Từ ngày", "Ngày giao", "Ngày cam kết", "Start date"),
            about=say("Ngày cam kết có hiệu lực."),
            example=date(2026, 1, 15),
        ),
        Column(
            "due_on",
            say("Hạn hoàn thành"),
            Reads.DAY,
            also=(
                "Hạn",
                "Thời hạn",
                "Thời hạn hoàn thành",
                "Ngày hoàn thành",
                "Đến ngày",
                "Due date",
                "Deadline",
            ),
            about=say("Ngày cuối cùng phải làm xong. Ngày đến hạn chưa tính là trễ."),
            example=date(2026, 6, 30),
        ),
        Column(
            "measure",
            say("Cách đo"),
            longest=300,
            also=("Thước đo", "Tiêu chí đo", "Cách đánh giá", "Kết quả đo bằng"),
            about=say("Thấy gì thì biết là đã làm xong."),
            example="Số điểm rác còn lại",
        ),
        Column(
            "target",
            say("Chỉ tiêu"),
            Reads.FIGURE,
            also=("Mục tiêu", "Chỉ tiêu phấn đấu"),
            about=say("Số phải đạt; chữ cũng được. 85% ghi như vậy."),
            example=0,
        ),
        Column(
            "solution",
            say("Giải pháp"),
            Reads.LINES,
            longest=10_000,
            also=("Biện pháp", "Giải pháp thực hiện", "Cách làm"),
            about=say("Làm bằng cách nào."),
            example="Thu gom trong tháng 3, lắp 2 camera",
        ),
        Column(
            "source",
            say("Nguồn"),
            Reads.LINES,
            longest=2_000,
            also=("Nguồn gốc", "Căn cứ", "Xuất xứ"),
            about=say(
                "Lời hứa ở đâu ra: văn bản, cuộc họp, buổi đối thoại. Nhiều nguồn cách nhau "
                "bằng dấu chấm phẩy hoặc xuống dòng."
            ),
            example="Đối thoại với dân 12/4/2026",
        ),
        Column(
            "topic",
            say("Lĩnh vực"),
            longest=120,
            also=("Lĩnh vực công tác", "Mảng việc", "Field"),
            about=say("Lĩnh vực chưa có sẽ được thêm."),
            example="Môi trường",
        ),
        Column(
            "class",
            say("Phân loại"),
            Reads.CHOICE,
            field="pace",
            choices=paces,
            also=("Làm ngay / thường xuyên", "Tính chất", "Pace"),
            example="Làm ngay",
        ),
        Column(
            "support",
            say("Phối hợp"),
            Reads.LINES,
            longest=2_000,
            also=("Đơn vị phối hợp", "Cơ quan phối hợp", "Supporting units"),
            about=say("Mã hoặc tên, cách nhau bằng dấu chấm phẩy. Đơn vị ngoài hệ thống ghi tên."),
            example="Công an xã; SH.02",
        ),
        Column(
            "weight",
            say("Trọng số"),
            Reads.NUMBER,
            also=("Hệ số",),
            about=say("Để trống là 1."),
            example=1,
        ),
        Column(
            "baseline",
            say("Hiện trạng"),
            Reads.FIGURE,
            also=("Hiện tại", "Ban đầu", "Xuất phát điểm", "Thực trạng"),
            about=say("Đang là bao nhiêu lúc bắt đầu."),
            example=3,
        ),
        Column(
            "decided_by",
            say("Cơ quan quyết định"),
            longest=200,
            also=("Cấp quyết định", "Cơ quan duyệt", "Người duyệt", "Cấp duyệt"),
            example="Ban Thường vụ Đảng ủy",
        ),
        Column(
            "publicity",
            say("Công khai"),
            Reads.CHOICE,
            choices=publicities,
            also=("Mức công khai", "Phạm vi công khai", "Public"),
            about=say("Để trống là Nội bộ."),
            example="Công khai",
        ),
    ),
    may_import=partial(may_import, kind="commitments"),
    may_export=may_export,
    sees_all_runs=sees_everything,
    plan=plan_words,
    write=import_commitments,
    export=_commitments,
    take_back=take_back_commitments,
    listed={"unit_code": unit_codes, "person_code": people_codes},
)
