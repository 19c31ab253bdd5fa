"""Writing the trail, and waking what follows from an event."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.module_loading import import_string

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.events import Event

from .models import Entry

Reaction = Callable[..., None]


@transaction.atomic
def record(*, actor: Actor, event: Event) -> None:
    """Write what happened, then run its reactions, all or nothing."""
    record_all(actor=actor, events=[event])


@transaction.atomic
def record_all(*, actor: Actor, events: Sequence[Event]) -> None:
    """The same for a set of rows changed at once: one entry a row."""
    Entry.objects.bulk_create([_entry(actor, event) for event in events], batch_size=1000)
    for event in events:
        for react in _reactions().get(type(event), ()):
            react(actor=actor, event=event)


def _entry(actor: Actor, event: Event) -> Entry:
    return Entry(
        at=clock.now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        behalf_id=actor.behalf_id,
        behalf_label=actor.behalf_label,
        event=event.name(),
        subject_id=event.subject_id,
        details=_plain(event.details()),
    )


def _plain(details: dict[str, Any]) -> Any:
    return json.loads(json.dumps(details, cls=DjangoJSONEncoder))


@cache
def _reactions() -> Mapping[type[Event], Sequence[Reaction]]:
    return import_string(settings.REACTIONS)
