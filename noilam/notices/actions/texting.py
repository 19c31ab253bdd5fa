"""Text messages through a gateway: queued by the clerk, claimed and sent by the worker.

The gateway's answer proves that it took the message, not that anybody read it: a text message
never acknowledges a notice.
"""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from noilam.audit.actions import record, record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Refused, refuse_if
from noilam.notices import policies, queries, rules
from noilam.notices.events import TextMessageFailed, TextMessageQueued, TextMessageSent
from noilam.notices.models import Notice, Service, TextMessage


@transaction.atomic
def queue_texts(*, actor: Actor, notices: Sequence[int]) -> int:
    """Have a text message sent for each of these notices; say how many are new."""
    require(policies.may_serve(actor), to=_("gửi tin nhắn báo tin"))
    if not settings.SMS_WEBHOOK_URL:
        raise Refused(rules.NO_GATEWAY)
    chosen = list(
        policies.servable_notices(actor)
        .filter(pk__in=notices)
        .exclude(text_messages__in=TextMessage.objects.filter(sent_at=None))
        .select_for_update(of=("self",))
        .select_related("recipient")
    )
    refuse_if([rules.no_phone(str(n.recipient)) for n in chosen if not n.recipient.phone])
    TextMessage.objects.bulk_create(_message(actor, notice) for notice in chosen)
    events = [TextMessageQueued(subject_id=n.pk, recipient_id=n.recipient_id) for n in chosen]
    record_all(actor=actor, events=events)
    return len(chosen)


def _message(actor: Actor, notice: Notice) -> TextMessage:
    with translation.override(notice.recipient.language):
        heading = notice.heading
    return TextMessage(
        notice=notice,
        phone=notice.recipient.phone,
        text=rules.text_message(heading, settings.PUBLIC_URL),
        queued_at=clock.now(),
        queued_by=actor.label,
        queued_by_account=actor.id,
    )


@transaction.atomic
def claim_text(*, actor: Actor, message: TextMessage) -> TextMessage | None:
    """Take one message for sending, or None when somebody else just has. Leaves no entry."""
    waiting = queries.texts_to_send(clock.now()).select_for_update()
    claimed = waiting.filter(pk=message.pk).first()
    if claimed:
        claimed.send_after = clock.now() + rules.LEASE
        claimed.tries += 1
        claimed.save(update_fields=["send_after", "tries"])
    return claimed


@transaction.atomic
def note_text_sent(*, actor: Actor, message: TextMessage, answer: str) -> None:
    """The gateway took it. Its answer is kept as proof of the sending."""
    message.sent_at, message.answer = clock.now(), answer[: rules.ANSWER_KEPT]
    message.save(update_fields=["sent_at", "answer"])
    Service.objects.create(
        notice_id=message.notice_id,
        channel=Service.Channel.SMS,
        served_on=clock.today(),
        by=message.queued_by,
        proof=message.answer,
        is_received=False,
        entered_at=clock.now(),
        entered_by=actor.label,
    )
    record(actor=actor, event=TextMessageSent(subject_id=message.notice_id, answer=message.answer))


@transaction.atomic
def note_text_failed(*, actor: Actor, message: TextMessage, answer: str) -> None:
    """Try again later, ever more rarely."""
    message.answer = answer[: rules.ANSWER_KEPT]
    message.send_after = clock.now() + rules.pause_after(message.tries)
    message.save(update_fields=["answer", "send_after"])
    record(
        actor=actor, event=TextMessageFailed(subject_id=message.notice_id, answer=message.answer)
    )
