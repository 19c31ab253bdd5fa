"""Whose notices somebody sees, and who brings them to people on paper or by telephone."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from noilam.foundation.access import Actor

from .models import Notice, Service

SERVE = "serve_notices"  # the clerk's permission, given by the administrator

UNREAD = Q(is_read=False)
WAITING = Q(needs_acknowledgement=True, acknowledged_at=None)  # for a word that he has it
OPEN = UNREAD | WAITING  # not received


def visible_notices(actor: Actor) -> QuerySet[Notice]:
    """One's own, and no other's: a stand-in does not open the absent one's letters."""
    return Notice.objects.filter(recipient_id=actor.id)


def may_acknowledge(actor: Actor, notice: Notice) -> bool:
    return notice.recipient_id == actor.id


def may_serve(actor: Actor) -> bool:
    """Not administrators as such: what is in people's letters is none of their business."""
    return actor.has(SERVE)


def servable_notices(actor: Actor) -> QuerySet[Notice]:
    """What has not been received, for those who may go and bring it."""
    waiting = Notice.objects.filter(OPEN, recipient__is_active=True)
    return waiting if may_serve(actor) else waiting.none()


def served_notices(actor: Actor) -> QuerySet[Notice]:
    """The same with those that were brought or acknowledged: a clerk may look a service up again.

    Other letters, once read, are their recipient's alone.
    """
    asked = Notice.objects.filter(
        OPEN | Q(needs_acknowledgement=True) | Exists(Service.objects.filter(notice=OuterRef("pk")))
    )
    return asked if may_serve(actor) else asked.none()


def may_open_receipt(actor: Actor, stored_file: Any) -> bool:
    """A scanned receipt: those who bring notices, and who signed it (config/file_owners.py)."""
    services = Service.objects.filter(file_id=stored_file.pk)
    if not may_serve(actor):
        services = services.filter(notice__recipient_id=actor.id)
    return services.exists()
