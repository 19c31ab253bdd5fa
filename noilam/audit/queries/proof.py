"""The proof: one walk along the chain, each entry against its seal."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext

from noilam.audit import rules
from noilam.audit.events import EntryErased
from noilam.audit.models import ERASED, Batch, Entry
from noilam.foundation.errors import Problem


@dataclass(frozen=True)
class Report:
    """What a verification found. `head` is the chain's own newest head."""

    ok: bool
    entries: int  # sealed and looked at
    batches: int
    waiting: int  # for their seal
    erased: int
    head: str
    head_found: bool | None  # None when no head was given
    first_problem: Problem | None

    def as_json(self) -> dict[str, Any]:
        problem = self.first_problem
        words = problem.text(gettext) if problem else None
        return asdict(self) | {"first_problem": words}


def verify(head: str | None = None) -> Report:
    """Prove the whole trail, one batch in memory at a time, however long it is.

    `head` is one kept elsewhere, of any day: it must stand in the chain.
    """
    walk = _Walk(head="".join((head or "").split()).lower())
    problem = walk.chain() or walk.waiting_entries()
    if problem is None and head and not walk.is_head_found:
        problem = rules.unknown_head(walk.head)
    return Report(
        ok=problem is None,
        entries=walk.entries,
        batches=walk.batches,
        waiting=waiting_count(),
        erased=walk.erased,
        head=walk.previous if walk.batches else "",
        head_found=walk.is_head_found if head else None,
        first_problem=problem,
    )


class _Walk:
    """One pass along the chain; stops at the first problem."""

    def __init__(self, head: str) -> None:
        self.head, self.is_head_found = head, False
        self.entries = self.batches = self.erased = 0
        self.previous = rules.NO_HEAD

    def chain(self) -> Problem | None:
        for batch in Batch.objects.order_by("number").iterator(chunk_size=1):
            if problem := self._batch(batch):
                return problem
        return None

    def _batch(self, batch: Batch) -> Problem | None:
        seals = batch.seals
        problem = rules.problem_with_batch(
            batch.facts, batch.head, seals, number=self.batches + 1, previous=self.previous
        ) or rules.problem_with_entries(seals, self._kept(batch.entries.order_by("id")))
        self.previous = batch.head
        self.batches += 1
        self.entries += len(seals)
        self.is_head_found |= batch.head == self.head
        return problem

    def waiting_entries(self) -> Problem | None:
        """What waits is not proven yet, but its leaf must fit already."""
        waiting = Entry.objects.filter(batch=None).order_by("id")
        for entry in waiting.iterator(chunk_size=rules.BATCH_SIZE):
            if rules.leaf(entry.salt, entry.payload) != entry.leaf:
                return rules.altered(entry.pk)
        return None

    def _kept(self, entries: QuerySet[Entry]) -> list[rules.Kept]:
        rows = list(entries)
        erased = [entry.pk for entry in rows if entry.is_erased]
        self.erased += len(erased)
        lawful = set(
            Entry.objects.filter(event=EntryErased.name(), subject_id__in=erased).values_list(
                "subject_id", flat=True
            )
            if erased
            else ()
        )
        return [as_kept(entry, is_lawful=entry.pk in lawful) for entry in rows]


def as_kept(entry: Entry, *, is_lawful: bool) -> rules.Kept:
    if entry.is_erased:
        is_empty = all(getattr(entry, name) == value for name, value in ERASED.items())
        return rules.Kept(
            entry.pk, entry.leaf, is_erased=True, is_erased_lawfully=is_lawful and is_empty
        )
    return rules.Kept(entry.pk, entry.leaf, computed=rules.leaf(entry.salt, entry.payload))


def waiting_count() -> int:
    return Entry.objects.filter(batch=None).count()


def sealed_count() -> int:
    return Batch.objects.aggregate(total=Sum("count"))["total"] or 0
