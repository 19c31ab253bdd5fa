"""Writing the trail, waking what follows from an event, sealing, and erasing by law."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused, refuse_if
from noilam.foundation.events import Event
from noilam.foundation.text import day_text

from . import policies, queries, rules, words
from .events import EntryErased, HeadAnnounced
from .models import ERASED, Batch, Entry

Reaction = Callable[..., None]
CHUNK = 1000
_ENCODER = DjangoJSONEncoder(ensure_ascii=False)


@transaction.atomic(savepoint=False)
def record(*, actor: Actor, event: Event) -> None:
    """Write what happened, then run its reactions, all or nothing.

    Without a savepoint, here and below: what fails here fails the deed it belongs to.
    """
    record_all(actor=actor, events=[event])


@transaction.atomic(savepoint=False)
def record_all(*, actor: Actor, events: Sequence[Event]) -> None:
    """The same for a set of rows changed at once: one entry a row.

    Every action passes here with everything people typed. So this is the one gate that keeps
    classified text out (X10): what bears a secrecy mark is refused with the deed it came in.
    """
    problems: list[Problem] = []
    for at in range(0, len(events), CHUNK):  # in pieces: fifty thousand rows fit in little memory
        entries = [_entry(actor, event) for event in events[at : at + CHUNK]]
        for entry in entries:
            field_word = partial(words.word_of, entry.event)
            problems += rules.problems_with_secrecy(entry.details, field_word)
        bulk.insert(entries)
    refuse_if(problems)
    _react(actor, events)


def _entry(actor: Actor, event: Event) -> Entry:
    entry = Entry(
        at=clock.now(),
        actor_kind=str(actor.kind),
        actor_id=actor.id,
        actor_label=actor.label,
        behalf_id=actor.behalf_id,
        behalf_label=actor.behalf_label,
        event=event.name(),
        subject_id=event.subject_id,
        details=rules.settled(_ENCODER.encode(event.details())),
        salt=secrets.token_hex(16),
    )
    entry.leaf = rules.leaf(entry.salt, entry.payload)
    return entry


def _react(actor: Actor, events: Sequence[Event]) -> None:
    for event in events:
        for reaction in _reactions().get(type(event), ()):
            reaction(actor=actor, event=event)


@cache
def _reactions() -> Mapping[type[Event], Sequence[Reaction]]:
    return import_string(settings.REACTIONS)


@transaction.atomic
def seal(*, actor: Actor) -> int:
    """Seal one batch of what waits, at most rules.BATCH_SIZE entries; say how many. 0: none left.

    `jobs.seal` calls it until nothing waits: a long backlog never holds the writers for long.

    Why ids may jump back between batches, and why that is right: on PostgreSQL a writer takes its
    ids early and may commit late, after higher ids were sealed. A scheme that seals "all ids up to
    N" would lose such an entry or let it slip unseen into a finished batch. Here a batch takes
    whatever has no batch yet, in order of id, and keeps the list of ids and leaves it covers; the
    late entry simply goes into a later batch, and its place there is proven like any other. One
    worker seals at a time (SQLite: the writer lane); writers of entries touch no batch.
    """
    _hold_the_chain()
    last = Batch.objects.order_by("number").last()
    waiting = Entry.objects.filter(batch=None).order_by("id").only("id", "leaf")
    seals = [entry.seal for entry in waiting[: rules.BATCH_SIZE]]
    if not seals:
        return 0
    facts = rules.sealed(
        seals,
        number=last.number + 1 if last else 1,
        previous=last.head if last else rules.NO_HEAD,
        at=clock.now(),
    )
    batch = Batch.objects.create(**vars(facts), head=facts.head, contents=rules.packed(seals))
    # By id, not by "up to": an entry committed since the reading above must not slip in.
    Entry.objects.filter(pk__in=[each.entry for each in seals]).update(batch=batch)
    return len(seals)


def _hold_the_chain() -> None:
    """A lock on the last row would not do: whoever waited for it would still see it as the last."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_batch IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def announce_head(*, actor: Actor, report: queries.Report) -> None:
    """Once a day: give out the head, so that a copy is kept where this machine cannot reach.

    `report` is the proof of the trail up to that head. A trail found tampered with is announced
    in its stead, and again every day.
    """
    batch = Batch.objects.select_for_update().order_by("number").last()
    if batch is None or queries.is_announced(clock.today()):
        return
    record(
        actor=actor,
        event=HeadAnnounced(
            subject_id=batch.number,
            day=day_text(clock.today()),
            head=report.head,
            entries=report.entries,
            problem=str(report.first_problem or ""),
        ),
    )


@transaction.atomic
def erase_entry(*, actor: Actor, entry: Entry, reason: str, basis: str) -> Entry:
    """Drop an entry's payload and salt for a lawful reason. The leaf stays: the chain still holds.

    Nothing of the payload may reappear in the entry this leaves; reason and basis are typed fresh.
    """
    require(policies.may_erase(actor), to=_("xóa nội dung nhật ký"))
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    reason, basis = reason.strip(), basis.strip()
    refuse_if(_problems_with_erasure(entry, reason, basis))
    for name, value in ERASED.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(ERASED))
    record(actor=actor, event=EntryErased(subject_id=entry.pk, reason=reason, basis=basis))
    return entry


def _problems_with_erasure(entry: Entry, reason: str, basis: str) -> list[Problem]:
    if entry.is_erased:
        raise Refused(rules.ALREADY_ERASED)
    if entry.batch_id is None:
        raise Refused(rules.NOT_SEALED)
    if entry.event == EntryErased.name():
        raise Refused(rules.PROVES_AN_ERASURE)
    return rules.problems_with_erasure(reason, basis)
