"""What was claimed, with what evidence, and what the independent check said and when."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from noilam.foundation.measures import Fact, Item, Measure, mean
from noilam.foundation.text import say

from ..models import Declaration, Evidence, Verdict, Verification
from ..rules.reckoning import verdict_outcome
from .reach import NAMED, Reach, asking, item, shares, summed
from .seeing import visible_matters

OF_A_CLAIM = "commitment__"
OF_A_VERDICT = "declaration__commitment__"
EVIDENCE = {
    "evidence": say("có minh chứng"),
    "no_evidence": say("không có minh chứng"),
}
VERDICTS = {
    Verdict.ACHIEVED.value: say("kết luận Đạt"),
    Verdict.PARTLY.value: say("kết luận Đạt một phần"),
    Verdict.REJECTED.value: say("kết luận Không đạt"),
}
DELAYS = {
    "verified_in_time": say("kết luận đúng hạn"),
    "verified_late": say("kết luận trễ {number} ngày"),
    "undecided": say("chưa kết luận, quá hạn {number} ngày"),
}


def _columns(leading: str) -> list[str]:
    return [f"{leading}holdings__unit", *(f"{leading}{name}" for name in NAMED)]


def _claims(reach: Reach) -> Iterator[tuple[int, Item]]:
    span = reach.span
    given = Evidence.objects.filter(declaration=OuterRef("pk"), given_on__lte=span.on)
    rows = Declaration.objects.filter(
        reach.held_by(OF_A_CLAIM), declared_on__gte=span.first, declared_on__lte=span.on
    ).annotate(has_evidence=Exists(given))
    for unit_id, *named, has_evidence in rows.order_by("pk").values_list(
        *_columns(OF_A_CLAIM), "has_evidence"
    ):
        code = "evidence" if has_evidence else "no_evidence"
        yield unit_id, item(*named, counted=has_evidence, code=code)


def _verdicts(reach: Reach) -> Any:
    """Rows of unit, matter, verdict, day declared, day verified; those of the span."""
    span = reach.span
    rows = Verification.objects.filter(
        reach.held_by(OF_A_VERDICT), verified_on__gte=span.first, verified_on__lte=span.on
    )
    return rows.order_by("pk").values_list(
        *_columns(OF_A_VERDICT), "verdict", "declaration__declared_on", "verified_on"
    )


def _matches(reach: Reach) -> Iterator[tuple[int, Item]]:
    for unit_id, *named, verdict, _, _ in _verdicts(reach):
        yield unit_id, item(*named, counted=verdict == Verdict.ACHIEVED, code=verdict)


def _waits(reach: Reach) -> Iterator[tuple[int, Item]]:
    for unit_id, *named, _, declared_on, verified_on in _verdicts(reach):
        days = (verified_on - declared_on).days
        yield unit_id, item(*named, counted=True, code="waited", number=days)


def _due_verdicts(reach: Reach) -> Iterator[tuple[int, Item]]:
    span = reach.span
    rows = Declaration.objects.filter(
        reach.held_by(OF_A_CLAIM), verify_due_on__gte=span.first, verify_due_on__lte=span.on
    )
    for unit_id, *named, due_on, verified_on, withdrawn_on, not_achieved_on in rows.order_by(
        "pk"
    ).values_list(
        *_columns(OF_A_CLAIM),
        "verify_due_on",
        "verification__verified_on",
        "commitment__withdrawn_on",
        "commitment__not_achieved_on",
    ):
        met = verdict_outcome(
            due_on=due_on,
            verified_on=verified_on,
            ended_on=min(filter(None, (withdrawn_on, not_achieved_on)), default=None),
            span=span,
        )
        if met:
            is_kept = met[0] == "verified_in_time"
            days = None if is_kept else met[1]
            yield unit_id, item(*named, counted=is_kept, code=met[0], number=days)


def _with_evidence(reach: Reach, argument: int | None) -> dict[int, Fact]:
    return shares(reach, _claims(reach))


def _match(reach: Reach, argument: int | None) -> dict[int, Fact]:
    return shares(reach, _matches(reach))


def _on_time(reach: Reach, argument: int | None) -> dict[int, Fact]:
    return shares(reach, _due_verdicts(reach))


def _delay(reach: Reach, argument: int | None) -> dict[int, Fact]:
    sums = summed(reach, _waits(reach))
    return {unit: mean(each.total, each.all, each.why) for unit, each in sums.items()}


with_evidence = Measure(
    title=say("Tỷ lệ lần báo xong có minh chứng"),
    meaning=say("Lần báo làm xong trong kỳ có ít nhất một minh chứng, trên lần báo trong kỳ."),
    unit="percent",
    ask=asking(_with_evidence),
    notes=EVIDENCE,
    visible=visible_matters,
)
verified_with_match = Measure(
    title=say("Độ tin cậy của lời báo"),
    meaning=say(
        "Kết luận trong kỳ là Đạt, trên mọi kết luận trong kỳ. Đạt một phần và Không đạt là lời"
        " báo không khớp việc làm."
    ),
    unit="percent",
    ask=asking(_match),
    notes=VERDICTS,
    visible=visible_matters,
)
verification_delay = Measure(
    title=say("Thời gian chờ xác nhận bình quân"),
    meaning=say(
        "Số ngày từ khi báo xong đến khi có kết luận, bình quân các kết luận trong kỳ. Là việc của"
        " người xác nhận, ghi ở đơn vị có việc được xác nhận."
    ),
    unit="day",
    ask=asking(_delay),
    notes={"waited": say("chờ kết luận {number} ngày")},
    visible=visible_matters,
)
verified_on_time = Measure(
    title=say("Tỷ lệ kết luận đúng hạn xác nhận"),
    meaning=say(
        "Lần báo có hạn xác nhận trong kỳ đã được kết luận không muộn hơn hạn ấy, trên lần báo có"
        " hạn xác nhận trong kỳ. Là việc của người xác nhận, ghi ở đơn vị có việc được xác nhận."
    ),
    unit="percent",
    ask=asking(_on_time),
    notes=DELAYS,
    visible=visible_matters,
)
