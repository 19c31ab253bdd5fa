"""One person's inbox, what he still owes a word on, and how he wants his mail."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.rulings import ruling
from noilam.notices import policies, rules
from noilam.notices.models import Notice, Preference
from noilam.notices.policies import UNREAD, WAITING


@dataclass(frozen=True)
class Filters:
    """What a reader of an inbox asked for. `state`: "", unread or waiting."""

    state: str = ""
    words: str = ""


def inbox(actor: Actor, filters: Filters) -> QuerySet[Notice]:
    """Unread first, newest first."""
    rows = policies.visible_notices(actor).order_by("is_read", "-id")
    if filters.state == "unread":
        rows = rows.filter(UNREAD)
    if filters.state == "waiting":
        rows = rows.filter(WAITING)
    for word in filters.words.split():
        rows = rows.filter(Q(subject__icontains=word) | Q(text__icontains=word))
    return rows


def counts(actor: Actor) -> dict[str, int]:
    return policies.visible_notices(actor).aggregate(
        all=Count("id"), unread=Count("id", filter=UNREAD), waiting=Count("id", filter=WAITING)
    )


def unread_count(actor: Actor) -> int:
    """For the menu."""
    return policies.visible_notices(actor).filter(UNREAD).count()


def awaiting_acknowledgement(actor: Actor) -> QuerySet[Notice]:
    """Oldest first: what waits longest is asked for first."""
    return policies.visible_notices(actor).filter(WAITING).order_by("id")


def unacknowledged(kind: str, before: datetime) -> QuerySet[Notice]:
    """For escalation by other floors: queued before a moment, and still no word."""
    return Notice.objects.filter(WAITING, kind=kind, queued_at__lt=before).order_by("id")


def preference_of(account_id: int) -> Preference:
    """The account's own, or what holds for everybody (not saved)."""
    hours = ruling("notices.quiet_hours", clock.today())
    quiet = rules.quiet_hours(f"{hours['from']}-{hours['to']}")
    return Preference.objects.filter(account_id=account_id).first() or Preference(
        account_id=account_id,
        mail=rules.Wish.AT_ONCE,
        quiet_from=quiet.start,
        quiet_to=quiet.end,
    )
