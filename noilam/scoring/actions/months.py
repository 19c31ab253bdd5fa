"""A month begins: sheets for every unit that is scored, and none for those that are not."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record_all
from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, refuse_if
from noilam.foundation.events import Event
from noilam.foundation.periods import Month
from noilam.foundation.text import day_text, say
from noilam.organisation.queries import chunks

from .. import policies
from ..events import MonthOpened, SheetOpened, SheetSetAside
from ..models import Sheet, SheetStep
from ..queries.criteria import criteria_of
from ..queries.sheets import Scored, opened, set_for_units
from ..rules import months, stages
from ..rules.criteria import StepName
from ..rules.months import NOT_SCORED, NotScored
from .hands import Stage, _days


@transaction.atomic
def open_month(*, actor: Actor, month: Month) -> int:
    """Open a sheet for each unit that is scored in a month and has none; say how many.

    Asked again each day: units founded since get theirs, and sheets of units that ended after too
    few days are set aside.
    """
    require(policies.may_open_month(actor), to=_("mở phiếu của tháng"))
    refuse_if(_problems(month))
    there, scored = opened(month), set_for_units(month)
    new = [each for each in scored.values() if each.unit_id not in there and _is_kept(each)]
    bulk.insert(_sheets(month, new))
    events = [*_begin(month), *_set_aside(there, scored)]
    if new:
        events.append(MonthOpened(subject_id=months.key(month), count=len(new)))
    record_all(actor=actor, events=events)
    return len(new)


def _problems(month: Month) -> list[Problem]:
    if month.first_day <= clock.today():
        return []
    message = say("Tháng chưa bắt đầu. Mở phiếu từ ngày {day}.")
    return [Problem("month-ahead", message, "month", {"day": day_text(month.first_day)})]


def _is_kept(scored: Scored) -> bool:
    """One that ended too early is told so on a sheet; one founded too late waits for its own."""
    return scored.why_not in (None, NotScored.ENDED_TOO_EARLY)


def _sheets(month: Month, scored: Iterable[Scored]) -> Iterable[Sheet]:
    today = clock.today()
    days = _days(today)
    due: dict[int, date | None] = {}
    for each in scored:
        set_id = each.criteria_set.pk
        if set_id not in due:
            criteria = criteria_of(each.criteria_set)
            due[set_id] = stages.step_due(
                criteria,
                StepName.SELF_SCORE,
                month,
                days,
                today=today,
                was_late=today > month.last_day,  # opened when it is over: time to fill it in
            )
        aside = NOT_SCORED[each.why_not] if each.why_not else ""
        yield Sheet(
            unit_id=each.unit_id,
            month=months.key(month),
            criteria_set_id=set_id,
            kind_id=each.kind_id,
            stage=Stage.SET_ASIDE if aside else Stage.SELF_SCORE,
            due_on=None if aside else due[set_id],
            opened_on=today,
            set_aside_because=aside,
        )


def _begin(month: Month) -> list[Event]:
    """The first step of every sheet that has none yet."""
    rows = Sheet.objects.filter(month=months.key(month), steps=None).order_by("pk")
    fresh = list(rows.only("pk", "unit", "month", "criteria_set", "due_on", "stage"))
    begun = [each for each in fresh if each.stage == Stage.SELF_SCORE]
    bulk.insert(
        SheetStep(sheet=each, stage=Stage.SELF_SCORE, round=1, due_on=each.due_on) for each in begun
    )
    return [
        SheetOpened(
            subject_id=each.pk,
            unit_id=each.unit_id,
            month=each.month,
            criteria_set_id=each.criteria_set_id,
            due_on=each.due_on,
        )
        for each in begun
    ]


def _set_aside(there: dict[int, Sheet], scored: dict[int, Scored]) -> list[Event]:
    """Sheets of units that turned out to have lived too few days, before anything is fixed."""
    settled = (Stage.FIXED, Stage.SET_ASIDE)
    over = {
        sheet.pk: NOT_SCORED[found.why_not]
        for unit_id, sheet in there.items()
        if (found := scored.get(unit_id)) and found.why_not and sheet.stage not in settled
    }
    by_reason: dict[str, list[int]] = {}
    for pk, reason in over.items():
        by_reason.setdefault(reason, []).append(pk)
    for reason, ids in by_reason.items():
        for some in chunks(ids):
            Sheet.objects.filter(pk__in=some).update(
                stage=Stage.SET_ASIDE, due_on=None, set_aside_because=reason
            )
    return [SheetSetAside(subject_id=pk, reason=reason) for pk, reason in over.items()]
