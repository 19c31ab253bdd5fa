"""Queueing notices, and what a recipient does with his own."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Refused
from noilam.notices import policies, queries, rules
from noilam.notices.events import NoticeAcknowledged, PreferenceSet
from noilam.notices.models import Notice, Preference
from noilam.notices.rules import Wording, Words


@dataclass(frozen=True, kw_only=True)
class Message:
    """What some accounts are told, before it is a notice to each of them.

    Told as `Wording`, each reads it in a language of his own; a plain text reads as it stands.
    """

    to: Collection[int]
    kind: str
    subject: Words
    text: Words | Sequence[Words] = ""  # lines, or one
    link: str = ""
    needs_acknowledgement: bool = False


@transaction.atomic(savepoint=False)
def queue(*, actor: Actor, message: Message) -> None:
    """Put one notice for each account in the outbox. Nobody is told of their own act.

    It is part of the deed that tells: the deed's own entry in the trail covers it.
    """
    queue_all(actor=actor, messages=[message])


@transaction.atomic(savepoint=False)
def queue_all(*, actor: Actor, messages: Iterable[Message]) -> None:
    """The same for many messages at once."""
    at = clock.now()
    bulk.insert(
        Notice(
            recipient_id=account,
            kind=message.kind,
            link=message.link,
            queued_at=at,
            needs_acknowledgement=message.needs_acknowledgement,
            **words,
        )
        for message in messages
        for words in [_worded(message)]
        for account in dict.fromkeys(message.to)
        if account != actor.id
    )


def _worded(message: Message) -> dict[str, Any]:
    """The columns that hold what is said; a wording is kept only where there is one."""
    subject, lines = rules.kept(message.subject), rules.lines_of(message.text)
    text = [rules.kept(line) for line in lines]
    wording: dict[str, Any] = {}
    if isinstance(message.subject, Wording):
        wording["subject"] = subject
    if any(isinstance(line, Wording) for line in lines):
        wording["text"] = text
    return {
        "subject": rules.short(rules.said(subject)),
        "text": "\n".join(rules.said(line) for line in text),
        "wording": wording,
    }


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
