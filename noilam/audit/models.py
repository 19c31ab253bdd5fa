"""The trail's tables. Written by `actions` alone; no foreign key leaves this package."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from . import rules


class Batch(models.Model):
    """Entries sealed at once. Its head covers everything here and the head before it."""

    number = models.PositiveBigIntegerField(unique=True)  # 1, 2, 3 … without a gap
    previous = models.CharField(max_length=64)
    first_entry = models.PositiveBigIntegerField()
    last_entry = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    head = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField(db_index=True)
    # Id and leaf of each entry in order (rules.packed): names the one that was tampered with.
    contents = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0), name="batch_seals_something")
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def facts(self) -> rules.BatchFacts:
        """This batch as the plain value the rules reason about."""
        return rules.BatchFacts(
            number=self.number,
            previous=self.previous,
            first_entry=self.first_entry,
            last_entry=self.last_entry,
            count=self.count,
            root=self.root,
            sealed_at=self.sealed_at,
        )

    @property
    def seals(self) -> list[rules.Seal]:
        return rules.unpacked(bytes(self.contents))


class Entry(models.Model):
    """One line of the trail: who, on whose behalf, when, what, before and after.

    A lawful erasure empties all but `id`, `leaf` and `batch`; `at` is then rules.NO_TIME.
    """

    at = models.DateTimeField(db_index=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.PositiveBigIntegerField()
    actor_label = models.CharField(max_length=120)
    behalf_id = models.PositiveBigIntegerField(default=0)
    behalf_label = models.CharField(max_length=120, blank=True)
    event = models.CharField(max_length=100)
    subject_id = models.PositiveBigIntegerField()
    details = models.JSONField(default=dict)
    salt = models.CharField(max_length=32, blank=True)
    leaf = models.CharField(max_length=64)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="entries")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_id", "event"], name="entry_by_subject"),
            models.Index(fields=["actor_id"], name="entry_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.event} #{self.subject_id}"

    def get_absolute_url(self) -> str:
        return reverse("audit:entry", args=[self.pk])

    @property
    def is_erased(self) -> bool:
        return not self.salt

    @property
    def payload(self) -> dict[str, Any]:
        """What the leaf covers: everything but the row's own place."""
        return {
            "at": rules.moment_text(self.at),
            "actor_kind": self.actor_kind,
            "actor_id": self.actor_id,
            "actor_label": self.actor_label,
            "behalf_id": self.behalf_id,
            "behalf_label": self.behalf_label,
            "event": self.event,
            "subject_id": self.subject_id,
            "details": self.details,
        }

    @property
    def seal(self) -> rules.Seal:
        return rules.Seal(self.pk, self.leaf)


# What an erased entry holds: nothing. The same values are what verification expects of it.
ERASED: dict[str, Any] = {
    "at": rules.NO_TIME,
    "actor_kind": "",
    "actor_id": 0,
    "actor_label": "",
    "behalf_id": 0,
    "behalf_label": "",
    "event": "",
    "subject_id": 0,
    "details": {},
    "salt": "",
}
