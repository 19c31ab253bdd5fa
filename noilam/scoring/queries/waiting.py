"""What of a month waits for somebody on Hôm nay: counted in one question, however many there are;
few are then named one by one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.organisation.policies import holds_anywhere
from noilam.ui.pieces import Waiting

from ..models import Sheet
from ..policies import sheets as policies
from ..rules.months import month_of
from .pages.appeals import to_decide
from .pages.queue import DOORS
from .pages.stage_bar import stage_name

Stage = Sheet.Stage
LONG = 8  # from so many sheets of one step on, Hôm nay shows one line for all
LATE, SOON = "late", "soon"


@dataclass(frozen=True)
class Pile:
    """Sheets of one step, month and issuing unit. `late` of `number` are past their day."""

    stage: str
    month: int
    issuer: int
    number: int
    late: int
    due_on: date | None  # the earliest


def waiting(actor: Actor, day: date) -> list[Waiting]:
    """For config/today.py: sheets at a step of mine, months before my committee, appeals."""
    if actor.is_machine:
        return []
    piles = [each for each in _piles(actor, day) if _may_begin(each, day)]
    before_committee = [each for each in piles if each.stage == Stage.APPROVE]
    others = [each for each in piles if each.stage != Stage.APPROVE]
    lines = [_sitting(each, day) for each in before_committee]
    return [*lines, *_steps(actor, others, day), *_appeals(actor, day)]


def _piles(actor: Actor, day: date) -> list[Pile]:
    rows = (
        policies.waiting_for(actor).order_by().values_list("stage", "month", "criteria_set__unit")
    )
    counted = rows.annotate(
        number=Count("pk"), late=Count("pk", filter=Q(due_on__lt=day)), due=Min("due_on")
    )
    return [Pile(*row) for row in counted]


def _may_begin(pile: Pile, day: date) -> bool:
    """A sheet can be filled in from its month on, but is a duty once the month is over."""
    return pile.stage != Stage.SELF_SCORE or day > month_of(pile.month).last_day


def _sitting(pile: Pile, day: date) -> Waiting:
    title = _("Phiên duyệt điểm tháng {month}: {number} phiếu").format(
        month=_month(pile.month), number=pile.number
    )
    link = reverse("scoring:pack", args=[pile.issuer, pile.month])
    return Waiting(_group(pile.due_on, day, "approve"), title, link, pile.due_on, count=pile.number)


def _group(due_on: date | None, day: date, otherwise: str) -> str:
    return LATE if due_on is not None and due_on < day else otherwise


def _steps(actor: Actor, piles: Sequence[Pile], day: date) -> Iterator[Waiting]:
    """Late ones and others apart; many of a kind in one line."""
    numbers: Counter[tuple[str, str]] = Counter()
    for each in piles:
        numbers[each.stage, LATE] += each.late
        numbers[each.stage, SOON] += each.number - each.late
    few = {key for key, number in numbers.items() if 0 < number < LONG}
    for (stage, group), number in numbers.items():
        if number >= LONG:
            due_on = min((p.due_on for p in piles if p.stage == stage and p.due_on), default=None)
            yield _together(stage, group, number, due_on if group == LATE else None)
    if few:
        months = {each.month for each in piles}
        yield from _one_by_one(actor, few, months, day)


def _together(stage: str, group: str, number: int, due_on: date | None) -> Waiting:
    link = f"{reverse('scoring:mine')}?stage={stage}"
    title = _("{step}: {number} phiếu chấm điểm").format(step=stage_name(stage), number=number)
    return Waiting(group, title, link, due_on, count=number)


def _one_by_one(
    actor: Actor, few: set[tuple[str, str]], months: set[int], day: date
) -> Iterator[Waiting]:
    asked = Q(pk__in=[])
    for stage, group in few:
        late = Q(due_on__lt=day)
        asked |= Q(stage=stage, month__in=months) & (late if group == LATE else ~late)
    rows = policies.waiting_for(actor).filter(asked).order_by("due_on", "unit__code")
    for pk, unit, month, stage, due_on in rows.values_list(
        "pk", "unit__name", "month", "stage", "due_on"
    ):
        title = _("{step} tháng {month}: {unit}").format(
            step=stage_name(stage), month=_month(month), unit=unit
        )
        link = f"/scoring/sheets/{pk}/{DOORS[Stage(stage)]}"
        yield Waiting(_group(due_on, day, SOON), title, link, due_on)


def _appeals(actor: Actor, day: date) -> Iterator[Waiting]:
    if not holds_anywhere(actor, policies.DECIDERS):
        return
    rows: Any = to_decide(actor).values_list("pk", "sheet__unit__name", "sheet__month", "due_on")
    for pk, unit, month, due_on in rows:
        title = _("Giải quyết khiếu nại điểm tháng {month}: {unit}").format(
            month=_month(month), unit=unit
        )
        link = reverse("scoring:appeal", args=[pk])
        yield Waiting(_group(due_on, day, "approve"), title, link, due_on)


def _month(key: int) -> str:
    return f"{key % 100:02}/{key // 100}"
