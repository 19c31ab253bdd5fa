"""The trail's tables. Written by `actions` alone; no foreign key leaves this package."""

from django.db import models


class Entry(models.Model):
    """One line of the trail: who, on whose behalf, when, what, before and after."""

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.PositiveBigIntegerField()
    actor_label = models.CharField(max_length=120)
    behalf_id = models.PositiveBigIntegerField(default=0)
    behalf_label = models.CharField(max_length=120, blank=True)
    event = models.CharField(max_length=100)
    subject_id = models.PositiveBigIntegerField()
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["event", "subject_id"], name="entry_by_subject")]

    def __str__(self) -> str:
        return f"{self.event} #{self.subject_id}"
