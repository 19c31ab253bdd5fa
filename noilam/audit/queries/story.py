"""Entries in words: a line of the list, and one entry's page with its proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext

from noilam.audit import rules, words
from noilam.audit.events import EntryErased
from noilam.audit.models import Batch, Entry

from .proof import as_kept
from .telling import Change, Telling


@dataclass(frozen=True)
class Line:
    """An entry as a line of the list."""

    id: int
    at: str
    who: str
    behalf: str
    event: str
    subject: str
    summary: str
    is_sealed: bool
    is_erased: bool


def lines(entries: Sequence[Entry]) -> list[Line]:
    titles, telling = event_titles(), Telling(entries)
    return [_line(entry, titles, telling) for entry in entries]


def _line(entry: Entry, titles: Mapping[str, str], telling: Telling) -> Line:
    told = [
        f"{each.name}: {each.before} → {each.after or '—'}"
        if each.before
        else f"{each.name}: {each.after}"
        for each in telling.changes(entry)
    ]
    told += [f"{name}: {value}" for name, value in telling.facts(entry) if value]
    return Line(
        id=entry.pk,
        at="" if entry.is_erased else f"{timezone.localtime(entry.at):%d/%m/%Y %H:%M:%S}",
        who=who(entry.actor_kind, entry.actor_label),
        behalf=entry.behalf_label,
        event=titles.get(entry.event, entry.event),
        subject=telling.subject(entry),
        summary="; ".join(told)[:SUMMARY_LENGTH],
        is_sealed=entry.batch_id is not None,
        is_erased=entry.is_erased,
    )


SUMMARY_LENGTH = 240


def who(kind: str, label: str) -> str:
    if kind == "worker":
        return gettext("Máy (theo lịch)")
    if kind == "shell":
        return gettext("{label} (dòng lệnh)").format(label=label)
    return label


def event_titles() -> dict[str, str]:
    """Every event the running program knows, in words."""
    return {
        kind.name(): gettext(kind.title) if kind.title else kind.name()
        for kind in words.event_kinds()
    }


@dataclass(frozen=True)
class Story:
    """All that one entry's page shows."""

    entry: Entry
    line: Line
    kind: str  # of thing it happened to, by which the trail finds the others
    changes: list[Change]
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
    telling = Telling([entry])
    return Story(
        entry=entry,
        line=_line(entry, event_titles(), telling),
        kind=words.subject_of(entry.event),
        changes=telling.changes(entry),
        facts=telling.facts(entry),
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
