"""Those who were asked and have said nothing hear of it again shortly before the last day."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from noilam.audit.actions import record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, say
from noilam.notices.actions import Message, Wording, queue_all

from ..events import BodiesReminded
from ..keys import consultation_link
from ..models import Consultation, Invitation
from ..queries.voices import accounts_of, silent_before_the_end


@transaction.atomic
def remind(*, actor: Actor, on: date | None = None) -> int:
    """Remind the silent, once for each last day; say how many. A second run reminds nobody."""
    day = on or clock.today()
    silent = silent_before_the_end(day)
    queue_all(actor=actor, messages=[_message(one, asked, day) for one, asked in silent])
    for consultation, asked in silent:
        told = Invitation.objects.filter(pk__in=[each.pk for each in asked])
        told.update(reminded_for=consultation.closes_on)
    record_all(actor=actor, events=[_event(one, asked) for one, asked in silent])
    return sum(len(asked) for _one, asked in silent)


def _message(consultation: Consultation, asked: Sequence[Invitation], day: date) -> Message:
    return Message(
        to=accounts_of(asked, day),
        kind="consultation.reminder",
        subject=Wording(say("Chưa có ý kiến của anh/chị: {what}"), {"what": consultation.title}),
        text=Wording(say("Hạn góp ý: hết ngày {day}."), {"day": day_text(consultation.closes_on)}),
        link=consultation_link(consultation.pk),
    )


def _event(consultation: Consultation, asked: Sequence[Invitation]) -> BodiesReminded:
    return BodiesReminded(
        subject_id=consultation.pk,
        units=[each.unit_id for each in asked if each.unit_id],
        people=[each.person_id for each in asked if each.person_id],
    )
