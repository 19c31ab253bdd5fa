"""Counts out of what was under way in a period: overdue, overdue for long, given more time."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from noilam.foundation.measures import Fact, Item, Measure, count
from noilam.foundation.text import day_text, say
from noilam.organisation.queries import chunks

from ..models import Declaration, Excuse, Extension
from ..rules import State
from ..rules.reckoning import DAY, DONE, Span, days_left_over, is_undone
from .due import OUTCOMES
from .reach import NAMED, Found, Reach, asking, item, summed
from .seeing import visible_matters

Stretches = Mapping[int, list[tuple[date, date]]]
WORDS = {
    "late": OUTCOMES[State.LATE],
    "rejected": say("kết luận Không đạt, quá hạn {number} ngày"),
    "not_in_its_hands": say(
        "trừ ngày có nguyên nhân khách quan và ngày chờ kết luận, còn {number} ngày"
    ),
}


def under_way(rows: Any, span: Span) -> Any:
    """Narrow matters to those not done, ended or taken back before the span. What was found not
    done is under way until it is done or ended."""
    ended = Q(not_achieved_on__lt=span.first)
    return rows.exclude(ended).exclude(standing=State.WITHDRAWN).exclude(on_eve__in=list(DONE))


def _counted(reach: Reach, found: Found) -> dict[int, Fact]:
    """The count for each unit that had anything under way, nought included."""
    grouped = under_way(reach.matters(), reach.span).order_by().values("held__unit")
    samples: dict[int, int] = defaultdict(int)
    for unit_id, number in grouped.annotate(number=Count("pk")).values_list("held__unit", "number"):
        for asked_id in reach.above.get(unit_id, ()):
            samples[asked_id] += number
    sums = summed(reach, found)
    return {
        unit: count(sums[unit].counted, sample, sums[unit].why) for unit, sample in samples.items()
    }


def _overdue(reach: Reach, argument: int | None) -> dict[int, Fact]:
    rows = reach.matters().filter(standing=State.LATE)
    found = (
        (unit_id, _late(named, (reach.span.on - due_on).days))
        for unit_id, *named, due_on in rows.values_list("held__unit", *NAMED, "then_due_on")
    )
    return _counted(reach, found)


def _late(named: list[Any], days: int) -> Item:
    return item(*named, counted=True, code="late", number=days)


def _overdue_over(reach: Reach, argument: int | None) -> dict[int, Fact]:
    return _counted(reach, _late_for_long(reach, argument or 0))


def _late_for_long(reach: Reach, least: int) -> Iterator[tuple[int, Item]]:
    """Past due for more than so many days; counted if so many were in the unit's own hands."""
    on = reach.span.on
    rows = list(
        reach.matters()
        .filter(standing__in=[State.LATE, State.BROKEN], then_due_on__lt=on - timedelta(days=least))
        .values_list(
            "held__unit", *NAMED, "then_due_on", "standing", "then_undecided", "not_achieved_on"
        )
    )
    others = _not_in_its_hands([pk for _, pk, *_ in rows], on)
    for unit_id, pk, *named, due_on, standing, is_undecided, ended_on in rows:
        if not is_undone(standing, ended_on, is_undecided=bool(is_undecided), on=on):
            continue
        days = days_left_over(due_on, on, others.get(pk, ()))
        code = "late" if standing == State.LATE else "rejected"
        is_long = days > least
        code = code if is_long else "not_in_its_hands"
        yield unit_id, item(pk, *named, counted=is_long, code=code, number=days)


def _not_in_its_hands(ids: Collection[int], on: date) -> Stretches:
    """Days with a cause confirmed by the day, and days from a claim to the verdict on it."""
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for some in chunks(ids):
        excuses = Excuse.objects.filter(
            commitment__in=some, is_confirmed=True, confirmed_on__lte=on, from_on__lte=on
        )
        for pk, first, last in excuses.values_list("commitment", "from_on", "to_on"):
            found[pk].append((first, last or on))
        claims = Declaration.objects.filter(commitment__in=some, verification__verified_on__lte=on)
        for pk, declared_on, verified_on in claims.values_list(
            "commitment", "declared_on", "verification__verified_on"
        ):
            found[pk].append((declared_on + DAY, verified_on))
    return found


def _extensions(reach: Reach, argument: int | None) -> dict[int, Fact]:
    return _counted(reach, _granted(reach))


def _granted(reach: Reach) -> Iterator[tuple[int, Item]]:
    span = reach.span
    rows = Extension.objects.filter(
        reach.held_by("commitment__"),
        is_granted=True,
        decided_on__gte=span.first,
        decided_on__lte=span.on,
    ).exclude(commitment__withdrawn_on__lte=span.on)
    for unit_id, *named, due_on in rows.order_by("commitment", "pk").values_list(
        "commitment__holdings__unit", *(f"commitment__{name}" for name in NAMED), "due_on"
    ):
        yield unit_id, item(*named, counted=True, code="granted", note=day_text(due_on))


overdue = Measure(
    title=say("Số việc quá hạn"),
    meaning=say(
        "Số việc ở trạng thái Quá hạn vào ngày cuối kỳ, như báo cáo của ngày ấy. Cỡ mẫu là số việc"
        " đang làm trong kỳ."
    ),
    unit="count",
    ask=asking(_overdue),
    notes={"late": OUTCOMES[State.LATE]},
    visible=visible_matters,
)
overdue_over = Measure(
    title=say("Số việc quá hạn kéo dài"),
    meaning=say(
        "Số việc quá hạn, hoặc bị kết luận Không đạt sau hạn mà chưa làm lại xong, đã quá số ngày"
        " nêu vào ngày cuối kỳ. Không kể ngày có nguyên nhân khách quan hoặc tạm dừng đã được xác"
        " nhận trong kỳ hay trước đó, và ngày chờ người xác nhận kết luận. Cỡ mẫu là số việc đang"
        " làm trong kỳ."
    ),
    unit="count",
    ask=asking(_overdue_over),
    takes=say("quá hạn trên bao nhiêu ngày"),
    title_with=say("Số việc quá hạn trên {number} ngày"),
    notes=WORDS,
    visible=visible_matters,
)
extensions = Measure(
    title=say("Số lần được gia hạn"),
    meaning=say(
        "Số lần gia hạn được chấp thuận trong kỳ, không kể việc đã rút. Cỡ mẫu là số việc đang làm"
        " trong kỳ."
    ),
    unit="count",
    ask=asking(_extensions),
    notes={"granted": say("được gia hạn đến {note}")},
    visible=visible_matters,
)
