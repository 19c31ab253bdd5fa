"""Writing and following up messages."""

from collections.abc import Iterable

from django.db import transaction

from noilam.foundation import clock
from noilam.foundation.access import Actor

from .models import Notice


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
    """Put one notice for each account in the outbox. Nobody is told of their own act."""
    Notice.objects.bulk_create(
        Notice(
            recipient_id=account,
            kind=kind,
            subject=subject,
            text=text,
            link=link,
            queued_at=clock.now(),
            needs_acknowledgement=needs_acknowledgement,
        )
        for account in dict.fromkeys(to)
        if account != actor.id
    )
