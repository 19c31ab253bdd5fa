"""Whose notices somebody sees, and who brings them to people on paper or by telephone."""

from django.db.models import QuerySet

from noilam.foundation.access import Actor

from .models import Notice

SERVE = "serve_notices"  # the clerk's permission, given by the administrator


def visible_notices(actor: Actor) -> QuerySet[Notice]:
    """One's own, and no other's: a stand-in does not open the absent one's letters."""
    return Notice.objects.filter(recipient_id=actor.id)


def may_acknowledge(actor: Actor, notice: Notice) -> bool:
    return notice.recipient_id == actor.id


def may_serve(actor: Actor) -> bool:
    """Not administrators as such: what is in people's letters is none of their business."""
    return actor.has(SERVE)


def servable_notices(actor: Actor) -> QuerySet[Notice]:
    """What still waits for an acknowledgement, for those who may go and fetch it."""
    waiting = Notice.objects.filter(
        needs_acknowledgement=True, acknowledged_at=None, recipient__is_active=True
    )
    return waiting if may_serve(actor) else waiting.none()


def served_notices(actor: Actor) -> QuerySet[Notice]:
    """The same with those already acknowledged: a clerk may look a service up again."""
    asked = Notice.objects.filter(needs_acknowledgement=True)
    return asked if may_serve(actor) else asked.none()
