"""Of what came due in a period: what was kept in time, and what had been put off before."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from noilam.foundation.measures import Fact, Item, Measure
from noilam.foundation.text import say

from ..models import Commitment, Extension
from ..rules import State
from ..rules.reckoning import CLAIMED_AFTER_DUE, MISSED, NOT_YET_COUNTED, outcome
from .reach import NAMED, Found, Reach, asking, item, shares
from .seeing import visible_matters

OUTCOMES = {
    State.KEPT.value: say("đúng hạn, đã xác nhận"),
    State.KEPT_LATE.value: say("trễ {number} ngày"),
    State.LATE.value: say("quá hạn {number} ngày"),
    State.BROKEN.value: say("không làm được"),
    CLAIMED_AFTER_DUE: say("báo trễ {number} ngày, chưa kết luận"),
    MISSED: say("đến hạn chưa báo xong"),
}
PUT_OFF = {
    "extended": say("đã lùi hạn {number} ngày"),
    "not_extended": say("giữ hạn đã hứa"),
}
COLUMNS = ("standing", "then_due_on", "then_declared_on", "on_eve")


def came_due(reach: Reach, **asked: Any) -> Found:
    """Matters that count as due in the span, each with what became of it by the last day."""
    for unit_id, *named, standing, due_on, declared_on, on_eve in _near(reach, **asked).values_list(
        "held__unit", *NAMED, *COLUMNS
    ):
        code = outcome(standing, due_on, on_eve, reach.span)
        if code:
            number = _days(code, due_on, declared_on, reach.span.on)
            yield unit_id, item(*named, counted=code == State.KEPT, code=code, number=number)


def _near(reach: Reach, **asked: Any) -> Any:
    """All that may have come due in the span, and little more."""
    fell_due = Q(then_due_on__gte=reach.span.first) | Q(on_eve__in=list(NOT_YET_COUNTED))
    return reach.matters(**asked).filter(fell_due, then_due_on__lte=reach.span.on)


def _days(code: str, due_on: date, declared_on: date | None, on: date) -> int | None:
    if code == State.LATE:
        return (on - due_on).days
    is_after = code in {State.KEPT_LATE, CLAIMED_AFTER_DUE} and declared_on
    return (declared_on - due_on).days if is_after and declared_on else None


def _on_time(reach: Reach, argument: int | None) -> dict[int, Fact]:
    return shares(reach, came_due(reach))


def _remediation(reach: Reach, argument: int | None) -> dict[int, Fact]:
    return shares(reach, came_due(reach, kind=Commitment.Kind.REMEDIATION))


def _extended(reach: Reach, argument: int | None) -> dict[int, Fact]:
    return shares(reach, _put_off(reach))


def _put_off(reach: Reach) -> Iterator[tuple[int, Item]]:
    granted = Extension.objects.filter(
        commitment=OuterRef("pk"), is_granted=True, decided_on__lte=reach.span.on
    )
    rows = _near(reach).annotate(was_extended=Exists(granted), promised_on=F("first_due_on"))
    for unit_id, *named, standing, due_on, _, on_eve, was_extended, promised_on in rows.values_list(
        "held__unit", *NAMED, *COLUMNS, "was_extended", "promised_on"
    ):
        if outcome(standing, due_on, on_eve, reach.span):
            code = "extended" if was_extended else "not_extended"
            days = (due_on - promised_on).days if was_extended and promised_on else None
            yield unit_id, item(*named, counted=was_extended, code=code, number=days)


on_time = Measure(
    title=say("Tỷ lệ việc đến hạn đã làm xong đúng hạn"),
    meaning=say(
        "Việc đến hạn trong kỳ đã báo xong đúng hạn và được xác nhận Đạt, trên việc đến hạn trong"
        " kỳ. Hạn là hạn có hiệu lực vào ngày cuối kỳ. Việc báo xong đúng hạn mà chưa có kết luận"
        " thì tính vào kỳ có kết luận. Không tính việc đã rút."
    ),
    unit="percent",
    ask=asking(_on_time),
    notes=OUTCOMES,
    visible=visible_matters,
)
remediation_on_time = Measure(
    title=say("Tỷ lệ nội dung khắc phục làm xong đúng hạn"),
    meaning=say(
        "Như tỷ lệ việc đến hạn đã làm xong đúng hạn, chỉ với cam kết khắc phục hạn chế, khuyết"
        " điểm."
    ),
    unit="percent",
    ask=asking(_remediation),
    notes=OUTCOMES,
    visible=visible_matters,
)
extended = Measure(
    title=say("Tỷ lệ việc đến hạn đã từng được gia hạn"),
    meaning=say(
        "Việc đến hạn trong kỳ mà trước đó đã được gia hạn ít nhất một lần, trên việc đến hạn"
        " trong kỳ. Càng thấp càng tốt."
    ),
    unit="percent",
    ask=asking(_extended),
    notes=PUT_OFF,
    visible=visible_matters,
)
