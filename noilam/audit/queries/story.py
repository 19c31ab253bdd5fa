"""Entries in words: a line of the list, and one entry's page with its proof."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext

from noilam.audit import rules
from noilam.audit.events import EntryErased
from noilam.audit.models import Batch, Entry
from noilam.audit.words import field_word
from noilam.foundation.events import Event

from .proof import as_kept


@dataclass(frozen=True)
class Line:
    """An entry as a line of the list."""

    id: int
    at: str
    who: str
    behalf: str
    event: str
    subject_id: int
    summary: str
    is_sealed: bool
    is_erased: bool


def lines(entries: list[Entry]) -> list[Line]:
    titles = event_titles()
    return [line(entry, titles) for entry in entries]


def line(entry: Entry, titles: dict[str, str]) -> Line:
    told = [f"{each.name}: {each.before or '—'} → {each.after or '—'}" for each in _changes(entry)]
    told += [f"{name}: {value}" for name, value in _facts(entry) if value]
    return Line(
        id=entry.pk,
        at="" if entry.is_erased else f"{timezone.localtime(entry.at):%d/%m/%Y %H:%M:%S}",
        who=who(entry.actor_kind, entry.actor_label),
        behalf=entry.behalf_label,
        event=titles.get(entry.event, entry.event),
        subject_id=entry.subject_id,
        summary="; ".join(told)[:240],
        is_sealed=entry.batch_id is not None,
        is_erased=entry.is_erased,
    )


def _changes(entry: Entry) -> list[rules.Change]:
    return [
        rules.Change(gettext(field_word(each.name)), each.before, each.after)
        for each in rules.changes_of(entry.details)
    ]


def _facts(entry: Entry) -> list[tuple[str, str]]:
    facts = rules.facts_of(entry.details)
    return [(gettext(field_word(name)), value) for name, value in facts]


def who(kind: str, label: str) -> str:
    if kind == "worker":
        return gettext("Máy (theo lịch)")
    if kind == "shell":
        return gettext("{label} (dòng lệnh)").format(label=label)
    return label


def event_titles() -> dict[str, str]:
    """Every event the running program knows, in words where its class has a title."""
    return {
        kind.name(): gettext(kind.title) if kind.title else kind.name() for kind in _kinds(Event)
    }


def _kinds(kind: type[Event]) -> Iterator[type[Event]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)


@dataclass(frozen=True)
class Story:
    """All that one entry's page shows."""

    entry: Entry
    line: Line
    changes: list[rules.Change]
    facts: list[tuple[str, str]]
    batch: Batch | None
    position: int | None  # in its batch, from 1
    proof: list[tuple[str, bool]]  # neighbour, on the left
    is_proven: bool
    erasure: Entry | None


def story(entry: Entry) -> Story:
    """One entry with its proof: leaf, way to the root, root, head."""
    batch = entry.batch
    seals = batch.seals if batch else []
    position = next((at for at, seal in enumerate(seals) if seal.entry == entry.pk), None)
    leaves = [bytes(seal) for seal in seals]
    proof = rules.proof_of(leaves, position) if position is not None else []
    kept = as_kept(entry, is_lawful=True)
    return Story(
        entry=entry,
        line=lines([entry])[0],
        changes=_changes(entry),
        facts=_facts(entry),
        batch=batch,
        position=None if position is None else position + 1,
        proof=[(step.neighbour.hex(), step.on_left) for step in proof],
        is_proven=batch is not None
        and kept.is_sound
        and rules.holds(bytes(entry.seal), proof, bytes.fromhex(batch.root)),
        erasure=_erasure_of(entry) if entry.is_erased else None,
    )


def _erasure_of(entry: Entry) -> Entry | None:
    return Entry.objects.filter(event=EntryErased.name(), subject_id=entry.pk).first()
