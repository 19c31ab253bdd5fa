"""Which lines a reader of the trail asked for."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone

from noilam.audit import policies, words
from noilam.audit.models import Entry
from noilam.foundation.access import Actor
from noilam.foundation.text import fold

MACHINES = ("worker", "shell")


def entries_about(event_prefix: str, subject_id: int) -> QuerySet[Entry]:
    """The story of one row, oldest first: entries_about("commitments.", 7)."""
    return Entry.objects.filter(subject_id=subject_id, event__startswith=event_prefix)


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@dataclass(frozen=True)
class Filters:
    """What a reader of the trail asked for."""

    person: str = ""
    event: str = ""  # an event's name, or a package's prefix ending in a dot
    kind: str = ""  # of thing it happened to
    subject: int | None = None
    first: date | None = None
    last: date | None = None


def filtered(actor: Actor, filters: Filters) -> QuerySet[Entry]:
    """The lines this reader may see and asked for, newest first."""
    rows = policies.visible_entries(actor).order_by("-id")
    if filters.person:
        rows = rows.filter(_by(filters.person))
    if filters.event:
        is_prefix = filters.event.endswith(".")
        rows = rows.filter(**{"event__startswith" if is_prefix else "event": filters.event})
    if filters.kind:
        rows = rows.filter(event__in=words.events_about(filters.kind))
    if filters.subject is not None:
        rows = rows.filter(subject_id=filters.subject)
    if filters.first:
        rows = rows.filter(at__gte=start_of(filters.first))
    if filters.last:
        rows = rows.filter(at__lt=start_of(filters.last + timedelta(days=1)))
    return rows


def _by(person: str) -> Q:
    """Whose deeds: typed with or without diacritics, a name, a user name or a machine's."""
    wanted = fold(person)
    accounts = get_user_model().objects.values_list("pk", "label", "username")
    ids = [pk for pk, *names in accounts if any(wanted in fold(name) for name in names)]
    machines = [name for name in MACHINES if wanted in name]
    return (
        Q(actor_id__in=ids, actor_id__gt=0)
        | Q(behalf_id__in=ids, behalf_id__gt=0)
        | Q(actor_kind__in=machines)
    )
