"""Before the unit's own marks are due, those who fill its sheet are reminded, once."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.text import day_text, say
from noilam.notices.actions import Message, Wording, queue_all
from noilam.organisation.queries import chunks
from noilam.rulebook import queries as rulebook

from .. import policies
from ..events import SheetReminded
from ..keys import sheet_link
from ..models import Sheet, SheetStep
from ..queries.sheets import people_of
from ..rules import months
from .hands import Stage

REMINDED = "scoring.self_score_due"


@transaction.atomic
def remind_units(*, actor: Actor) -> int:
    """Remind of sheets whose day has come as near as the rulebook says; say how many."""
    require(policies.may_open_month(actor), to=_("nhắc nộp phiếu tự chấm"))
    steps = _near()
    for ids in chunks(each.pk for each in steps):
        SheetStep.objects.filter(pk__in=ids).update(reminded_on=clock.today())
    sheets = [each.sheet for each in steps]
    people = people_of(sheets, clock.today())
    queue_all(actor=actor, messages=[_message(each, people[each.pk]) for each in sheets])
    events = [SheetReminded(subject_id=each.sheet_id, due_on=each.due_on) for each in steps]
    record_all(actor=actor, events=events)
    return len(steps)


def _near() -> list[SheetStep]:
    """Told once of each day on which it falls due: after a return there is another."""
    today = clock.today()
    ahead = rulebook.value("scoring.reminder_working_days_before", today)
    calendar = rulebook.calendar(today)
    waiting = SheetStep.objects.filter(
        sheet__stage=Stage.SELF_SCORE,
        stage=Stage.SELF_SCORE,
        outcome="",
        due_on__gte=today,
        reminded_on=None,
    )
    days = set(waiting.order_by().values_list("due_on", flat=True).distinct())
    near = [
        day for day in days if day and months.working_days_before(day, ahead, calendar) <= today
    ]
    rows = waiting.filter(due_on__in=near).select_related("sheet__unit")
    return list(rows.order_by("pk"))


def _message(sheet: Sheet, to: Sequence[int]) -> Message:
    values = {
        "month": months.key_text(sheet.month),
        "unit": sheet.unit.name,
        "day": day_text(sheet.due_on),
    }
    subject = say("Nộp phiếu tự chấm tháng {month} của {unit} trước hết ngày {day}")
    return Message(
        to=to, kind=REMINDED, subject=Wording(subject, values), link=sheet_link(sheet.pk)
    )
