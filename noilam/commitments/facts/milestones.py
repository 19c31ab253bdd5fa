"""Of the urgent matters that units registered: the milestones reached in time."""

from collections.abc import Iterator
from itertools import chain

from noilam.foundation.measures import Fact, Item, Measure
from noilam.foundation.text import say

from ..models import Commitment
from ..rules.reckoning import milestone_outcome
from .due import OUTCOMES, came_due
from .reach import Reach, asking, item, shares
from .seeing import visible_matters

URGENT = Commitment.Kind.URGENT_MATTER
WORDS = {
    "reached": say("đạt mốc đúng hạn"),
    "reached_late": say("đạt mốc trễ {number} ngày"),
    "not_reached": say("mốc chưa đạt, quá {number} ngày"),
}


def _milestones(reach: Reach) -> Iterator[tuple[int, Item]]:
    span = reach.span
    rows = reach.matters(kind=URGENT).filter(
        milestones__due_on__gte=span.first, milestones__due_on__lte=span.on
    )
    for unit_id, pk, code, title, due_on, reached_on, standing, declared_on in rows.order_by(
        "pk", "milestones__due_on", "milestones__pk"
    ).values_list(
        "held__unit",
        "pk",
        "code",
        "milestones__title",
        "milestones__due_on",
        "milestones__reached_on",
        "standing",
        "then_declared_on",
    ):
        met = milestone_outcome(
            due_on=due_on,
            reached_on=reached_on,
            standing=standing,
            declared_on=declared_on,
            span=span,
        )
        if met:
            is_reached = met[0] == "reached"
            days = None if is_reached else met[1]
            yield unit_id, item(pk, code, title, counted=is_reached, code=met[0], number=days)


def _urgent(reach: Reach, argument: int | None) -> dict[int, Fact]:
    without = came_due(reach, kind=URGENT, milestones=None)
    return shares(reach, chain(_milestones(reach), without))


urgent_milestones = Measure(
    title=say("Tỷ lệ mốc của việc cấp bách đạt đúng hạn"),
    meaning=say(
        "Mốc đến hạn trong kỳ của các việc cấp bách đã đăng ký, đạt đúng hạn, trên mốc đến hạn"
        " trong kỳ. Việc đã báo xong trước ngày của mốc thì coi như đạt mốc. Việc không chia mốc"
        " thì tính theo hạn của việc. Mốc do đơn vị tự ghi là đạt. Không tính việc đã rút."
    ),
    unit="percent",
    ask=asking(_urgent),
    notes={**OUTCOMES, **WORDS},
    visible=visible_matters,
)
