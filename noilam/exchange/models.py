"""Runs of imports with what they changed, and choices that clerks made about names and headers."""

from typing import Any

from django.db import models

from noilam.foundation.access import Actor, Kind
from noilam.foundation.text import say


class Run(models.Model):
    """One file brought in: checked, then applied whole or not at all; may be taken back whole."""

    class Status(models.TextChoices):
        WAITING = "waiting", say("Đang kiểm tra")
        CHECKED = "checked", say("Đã kiểm tra, chờ nhập")
        APPLYING = "applying", say("Đang nhập")
        APPLIED = "applied", say("Đã nhập")
        REFUSED = "refused", say("Có lỗi, chưa nhập gì")
        TAKEN_BACK = "taken_back", say("Đã hoàn lại")

    kind = models.SlugField(max_length=30)
    file_name = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=200, blank=True)  # until the run is over
    by = models.JSONField(default=dict)  # the actor as plain values, to act as in the worker
    by_account = models.PositiveBigIntegerField(default=0, db_index=True)
    by_label = models.CharField(max_length=120)
    status = models.CharField(max_length=12, choices=Status, default=Status.WAITING)
    received_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)  # the worksheet taken
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    incomplete = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)  # reporting.plain
    remarks = models.JSONField(default=list)
    ignored_columns = models.JSONField(default=list)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)  # why it was taken back

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_under_way(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.APPLYING)

    @property
    def is_applied(self) -> bool:
        return self.status == self.Status.APPLIED

    @property
    def actor(self) -> Actor:
        """Whoever started the run, as the worker must act."""
        values = dict(self.by)
        permissions = frozenset(values.pop("permissions"))
        return Actor(kind=Kind(values.pop("kind")), permissions=permissions, **values)

    def as_json(self) -> dict[str, Any]:
        """What `noilam import --json` prints."""
        return {
            "kind": self.kind,
            "file": self.file_name,
            "sheet": self.place,
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "incomplete": self.incomplete,
            "problems": [
                {key: each[key] for key in ("row", "column", "message", "code", "header", "cell")}
                for each in self.problems
            ],
            "remarks": [
                {key: each[key] for key in ("row", "column", "message", "code")}
                for each in self.remarks
            ],
            "ignored_columns": self.ignored_columns,
            "applied": self.is_applied,
            "run": self.pk,
        }


class RunPart(models.Model):
    """A thousand of the rows that a run made or changed, in the order it did."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    changes = models.JSONField()  # [table, id, before or null, mark]

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="a_part_of_a_run_once")
        ]


class Alias(models.Model):
    """What a clerk said a header or a name means, so that nobody is asked twice."""

    kind = models.SlugField(max_length=30)
    what = models.SlugField(max_length=30)  # header, unit, person
    typed = models.CharField(max_length=300)  # folded
    chosen = models.CharField(max_length=60)  # column key, or code
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "what", "typed"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "what", "typed"], name="one_meaning_a_text")
        ]

    def __str__(self) -> str:
        return f"{self.typed} → {self.chosen}"
