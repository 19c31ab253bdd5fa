"""Bringing notices on paper or by telephone. What was received counts as read and acknowledged."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from noilam.audit.actions import record, record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Refused, refuse_if
from noilam.foundation.shelf import keep_file
from noilam.foundation.text import day_text, tidy
from noilam.notices import policies, rules
from noilam.notices.events import CallMissed, NoticeServed
from noilam.notices.models import Notice, Service


@transaction.atomic
def serve_on_paper(
    *,
    actor: Actor,
    notices: Sequence[Notice],
    served_on: date,
    by: str,
    proof: str,
    receipt: Any = None,
) -> list[Service]:
    """One sealed envelope was handed over and signed for. `receipt` is a scan of what was signed.

    The scan is kept with the deed or not at all; clerks and the recipient may open it.
    """
    found = _lock(actor, notices)
    _check(found, served_on, by, proof.strip())
    file_id = keep_file(actor=actor, upload=receipt) if receipt else 0
    return _served(actor, found, Service.Channel.PAPER, served_on, by, proof, file_id)


@transaction.atomic
def serve_by_call(
    *, actor: Actor, notices: Sequence[Notice], served_on: date, by: str, proof: str
) -> list[Service]:
    """The recipient was told by telephone and said so. `proof` is what he answered."""
    found = _lock(actor, notices)
    _check(found, served_on, by, proof.strip())
    return _served(actor, found, Service.Channel.CALL, served_on, by, proof)


@transaction.atomic
def note_missed_call(*, actor: Actor, notice: Notice, served_on: date, by: str) -> Service:
    """Nobody answered. The notice stays on the list."""
    found = _lock(actor, [notice])
    _check(found, served_on, by, proof="-")
    (service,) = _write(actor, found, Service.Channel.CALL, served_on, by, is_received=False)
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


def _lock(actor: Actor, notices: Sequence[Notice]) -> list[Notice]:
    """Any notice may be brought, until it was received. Whether it was read is not asked (E13)."""
    require(policies.may_serve(actor), to=_("ghi việc giao thông báo"))
    wanted = Notice.objects.select_for_update().filter(pk__in=[each.pk for each in notices])
    found = list(wanted.order_by("id"))
    if any(each.acknowledged_at for each in found):
        raise Refused(rules.ALREADY_ACKNOWLEDGED)
    return found


def _check(notices: Sequence[Notice], served_on: date, by: str, proof: str) -> None:
    refuse_if(
        rules.problems_with_service(
            served_on=served_on,
            queued_on=timezone.localdate(max(each.queued_at for each in notices)),
            today=clock.today(),
            by=tidy(by),
            proof=proof,
        )
    )


def _served(
    actor: Actor,
    notices: Sequence[Notice],
    channel: Service.Channel,
    served_on: date,
    by: str,
    proof: str,
    file_id: int = 0,
) -> list[Service]:
    services = _write(
        actor,
        notices,
        channel,
        served_on,
        by,
        proof=proof.strip(),
        file_id=file_id,
        is_received=True,
    )
    Notice.objects.filter(pk__in=[each.pk for each in notices]).update(
        is_read=True, acknowledged_at=clock.now()
    )
    record_all(actor=actor, events=[_served_event(each) for each in services])
    return services


def _served_event(service: Service) -> NoticeServed:
    return NoticeServed(
        subject_id=service.notice_id,
        recipient_id=service.notice.recipient_id,
        channel=str(service.channel),
        served_on=day_text(service.served_on),
        by=service.by,
        proof=service.proof,
        file_id=service.file_id,
    )


def _write(
    actor: Actor,
    notices: Sequence[Notice],
    channel: Service.Channel,
    served_on: date,
    by: str,
    *,
    is_received: bool,
    proof: str = "",
    file_id: int = 0,
) -> list[Service]:
    return Service.objects.bulk_create(
        Service(
            notice=each,
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
        for each in notices
    )
