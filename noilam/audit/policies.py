"""Who may read the trail, and who may erase a payload from it by law."""

from django.db.models import QuerySet

from noilam.foundation.access import Actor

from .models import Entry


def may_read_trail(actor: Actor) -> bool:
    """Auditors and administrators, for the whole installation."""
    return actor.has("administer") or actor.has("read_trail")


def visible_entries(actor: Actor) -> QuerySet[Entry]:
    return Entry.objects.all() if may_read_trail(actor) else Entry.objects.none()


def may_erase(actor: Actor) -> bool:
    """Auditors only read."""
    return actor.has("administer")
