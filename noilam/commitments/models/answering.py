"""What surrounds the word, each row with its day: holders, due days, sources, what it waits for."""

from django.db import models
from django.db.models import F, Q

from noilam.organisation.models import Person, Unit

from .commitment import Commitment


class Holding(models.Model):
    """Who answered for it, when: lead unit and responsible person. Half-open in time."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="holdings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # the decision that moved it

    class Meta:
        ordering = ["starts_on"]
        indexes = [
            models.Index(fields=["unit", "starts_on"], name="holdings_of_a_unit"),
            models.Index(fields=["person", "starts_on"], name="holdings_of_a_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "starts_on"], name="one_holding_begins_a_day"
            ),
        ]


class DueDate(models.Model):
    """A due day and the day it was decided. The last decided by D is the one in force on D."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="due_dates")
    due_on = models.DateField()
    decided_on = models.DateField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["decided_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "decided_on", "due_on"], name="a_due_date_is_decided_once"
            )
        ]


class Source(models.Model):
    """Where the word came from: a typed soft reference with its label and link."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="sources")
    kind = models.SlugField(max_length=30, default="text")
    reference = models.CharField(max_length=60, blank=True)
    label = models.CharField(max_length=300)
    link = models.CharField(max_length=300, blank=True)
    search_key = models.CharField(max_length=400, db_index=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "label"], name="source_named_once")
        ]


class Dependency(models.Model):
    """This commitment waits for that one."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="waits_for")
    on = models.ForeignKey(Commitment, models.PROTECT, related_name="awaited_by")
    recorded_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "on"], name="waits_for_it_once"),
            models.CheckConstraint(
                condition=~Q(commitment=F("on")), name="nothing_waits_for_itself"
            ),
        ]


class Milestone(models.Model):
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
