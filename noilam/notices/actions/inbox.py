"""Queueing notices, and what a recipient does with his own."""

from collections.abc import Collection, Iterable
from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Refused
from noilam.notices import policies, queries, rules
from noilam.notices.events import NoticeAcknowledged, PreferenceSet
from noilam.notices.models import Notice, Preference


@transaction.atomic
def queue(
    *,
    actor: Actor,
    to: Iterable[int],
    kind: str,
    subject: str,
    text: str = "",
    link: str = "",
    needs_acknowledgement: bool = False,
) -> None:
    """Put one notice for each account in the outbox. Nobody is told of their own act.

    It is part of the deed that tells: the deed's own entry in the trail covers it.
    """
    Notice.objects.bulk_create(
        Notice(
            recipient_id=account,
            kind=kind,
            subject=rules.short(subject),
            text=text,
            link=link,
            queued_at=clock.now(),
            needs_acknowledgement=needs_acknowledgement,
        )
        for account in dict.fromkeys(to)
        if account != actor.id
    )


@transaction.atomic
def mark_read(*, actor: Actor, notices: Collection[int] | None = None) -> int:
    """Mark one's own notices as read, all of them without a list; say how many changed.

    The only deed that leaves no entry in the trail: when somebody reads is nobody's business (E13).
    """
    unread = policies.visible_notices(actor).filter(is_read=False)
    chosen = unread if notices is None else unread.filter(pk__in=notices)
    return chosen.update(is_read=True)


@transaction.atomic
def acknowledge(*, actor: Actor, notice: Notice) -> Notice:
    """Its recipient says that he has it."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    require(policies.may_acknowledge(actor, notice), to=_("xác nhận thông báo của người khác"))
    if not notice.needs_acknowledgement:
        raise Refused(rules.NOTHING_TO_ACKNOWLEDGE)
    if notice.acknowledged_at:
        raise Refused(rules.ALREADY_ACKNOWLEDGED)
    notice.is_read, notice.acknowledged_at = True, clock.now()
    notice.save(update_fields=["is_read", "acknowledged_at"])
    record(
        actor=actor,
        event=NoticeAcknowledged(
            subject_id=notice.pk, recipient_id=notice.recipient_id, kind=notice.kind
        ),
    )
    return notice


@transaction.atomic
def set_preference(*, actor: Actor, mail: str, quiet_from: time, quiet_to: time) -> None:
    """How one's own mail comes: at once, once a day, not at all; and the hours without it."""
    before = queries.preference_of(actor.id)
    chosen = {"mail": rules.Wish(mail).value, "quiet_from": quiet_from, "quiet_to": quiet_to}
    Preference.objects.update_or_create(account_id=actor.id, defaults=chosen)
    record(
        actor=actor,
        event=PreferenceSet(
            subject_id=actor.id,
            before={name: getattr(before, name) for name in chosen},
            after=chosen,
        ),
    )
