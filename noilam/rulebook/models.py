"""The rulebook's tables. Versions, readings and days are added and never changed."""

from django.db import models
from django.db.models import F, Q

from .rules import DayKind, Mark


class RuleDraft(models.Model):
    """A change put forward by one person, to be adopted by another."""

    key = models.CharField(max_length=80)
    value = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # the first day it no longer holds
    citation = models.CharField(max_length=500)
    source = models.CharField(max_length=500, blank=True)
    mark = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Mark])
    note = models.TextField(blank=True)
    drafted_at = models.DateTimeField()
    drafted_by_id = models.PositiveBigIntegerField()
    drafted_for_id = models.PositiveBigIntegerField(default=0)  # whom a stand-in stood in for
    drafted_by = models.CharField(max_length=250)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=250, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="a_draft_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from:%d/%m/%Y}"


class RuleVersion(models.Model):
    """The value of a rule from a day on. On a day, the latest `valid_from` that covers it holds;
    of two with the same `valid_from`, the one recorded later."""

    key = models.CharField(max_length=80)
    value = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    citation = models.CharField(max_length=500)
    source = models.CharField(max_length=500, blank=True)
    mark = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Mark])
    note = models.TextField(blank=True)
    draft = models.OneToOneField(RuleDraft, models.PROTECT, null=True, related_name="version")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=250, blank=True)  # empty: came with the software

    class Meta:
        ordering = ["key", "-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="a_version_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from:%d/%m/%Y}"


class OriginalReading(models.Model):
    """Somebody compared a version with the original paper and found it right."""

    version = models.OneToOneField(RuleVersion, models.PROTECT, related_name="reading")
    source = models.CharField(max_length=500)  # where the original was read
    note = models.TextField(blank=True)
    read_at = models.DateTimeField()
    read_by = models.CharField(max_length=250)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.version}: {self.read_by}"


class CalendarDay(models.Model):
    """What one day is. The row recorded last for a day holds; earlier ones are its history."""

    class Origin(models.TextChoices):
        LIBRARY = "library"  # the public list, by year
        ANNOUNCED = "announced"  # announced by the government, missing from the public list
        OFFICE = "office"  # declared by this office

    day = models.DateField()
    kind = models.CharField(max_length=8, choices=[(each.value, each.value) for each in DayKind])
    name = models.CharField(max_length=200, blank=True)
    name_in_english = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=10, choices=Origin)
    is_withdrawal = models.BooleanField(default=False)  # the office took its own word back
    citation = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["day"], name="calendar_by_day")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
