"""Bringing a notice on paper or by telephone. What was received counts as acknowledged."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Refused, refuse_if
from noilam.foundation.text import day_text, tidy
from noilam.notices import policies, rules
from noilam.notices.events import CallMissed, NoticeServed
from noilam.notices.models import Notice, Service


@transaction.atomic
def serve_on_paper(
    *, actor: Actor, notice: Notice, served_on: date, by: str, proof: str, file_id: int = 0
) -> Service:
    """A sealed envelope was handed over and signed for. `file_id` may be a scan of the receipt."""
    return _served(actor, notice, Service.Channel.PAPER, served_on, by, proof, file_id)


@transaction.atomic
def serve_by_call(*, actor: Actor, notice: Notice, served_on: date, by: str, proof: str) -> Service:
    """The recipient was told by telephone and said so. `proof` is what he answered."""
    return _served(actor, notice, Service.Channel.CALL, served_on, by, proof)


@transaction.atomic
def note_missed_call(*, actor: Actor, notice: Notice, served_on: date, by: str) -> Service:
    """Nobody answered. The notice stays on the list."""
    notice = _lock(actor, notice)
    _check(notice, served_on, by, proof="-")
    service = _write(actor, notice, Service.Channel.CALL, served_on, by, is_received=False)
    record(
        actor=actor,
        event=CallMissed(
            subject_id=notice.pk,
            recipient_id=notice.recipient_id,
            served_on=day_text(served_on),
            by=service.by,
        ),
    )
    return service


def _served(
    actor: Actor,
    notice: Notice,
    channel: Service.Channel,
    served_on: date,
    by: str,
    proof: str,
    file_id: int = 0,
) -> Service:
    notice = _lock(actor, notice)
    by, proof = tidy(by), proof.strip()
    _check(notice, served_on, by, proof)
    service = _write(
        actor, notice, channel, served_on, by, proof=proof, file_id=file_id, is_received=True
    )
    notice.acknowledged_at = clock.now()
    notice.save(update_fields=["acknowledged_at"])
    record(
        actor=actor,
        event=NoticeServed(
            subject_id=notice.pk,
            recipient_id=notice.recipient_id,
            channel=channel.value,
            served_on=day_text(served_on),
            by=by,
            proof=proof,
            file_id=file_id,
        ),
    )
    return service


def _lock(actor: Actor, notice: Notice) -> Notice:
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    require(policies.may_serve(actor), to=_("ghi việc giao thông báo"))
    if not notice.needs_acknowledgement:
        raise Refused(rules.NOTHING_TO_ACKNOWLEDGE)
    if notice.acknowledged_at:
        raise Refused(rules.ALREADY_ACKNOWLEDGED)
    return notice


def _check(notice: Notice, served_on: date, by: str, proof: str) -> None:
    refuse_if(
        rules.problems_with_service(
            served_on=served_on,
            queued_on=timezone.localdate(notice.queued_at),
            today=clock.today(),
            by=tidy(by),
            proof=proof,
        )
    )


def _write(
    actor: Actor,
    notice: Notice,
    channel: Service.Channel,
    served_on: date,
    by: str,
    *,
    is_received: bool,
    proof: str = "",
    file_id: int = 0,
) -> Service:
    return Service.objects.create(
        notice=notice,
        channel=channel,
        served_on=served_on,
        by=tidy(by),
        proof=proof,
        file_id=file_id,
        is_received=is_received,
        entered_at=clock.now(),
        entered_by=actor.label,
        entered_by_account=actor.id,
    )
