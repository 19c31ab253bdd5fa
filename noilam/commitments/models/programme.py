"""What commitments are gathered under: topics, programmes, sittings that approved many at once."""

from django.db import models
from django.db.models import Q

from noilam.accounts.models import Account
from noilam.organisation.models import Person, Unit


class Topic(models.Model):
    """A field of work (lĩnh vực): environment, land, one-stop desk."""

    name = models.CharField(max_length=120, unique=True)
    search_key = models.CharField(max_length=160, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """What a unit or a person set out to do in a term, year, quarter or month. They nest."""

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="programmes")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="programmes"
    )
    period = models.CharField(max_length=10)  # foundation.periods text: 2025-2030, 2026, 2026-Q1
    starts_on = models.DateField()
    ends_on = models.DateField()  # the period's last day
    title = models.CharField(max_length=300)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    document = models.CharField(max_length=200, blank=True)  # number and date of its decision
    issued_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)  # it ended with its unit
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, person=None) | Q(unit=None, person__isnull=False),
                name="programme_of_a_unit_or_a_person",
            ),
            models.UniqueConstraint(
                fields=["unit", "period", "title"],
                condition=Q(unit__isnull=False),
                name="unit_programme_once",
            ),
            models.UniqueConstraint(
                fields=["person", "period", "title"],
                condition=Q(person__isnull=False),
                name="person_programme_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammeReminder(models.Model):
    """That a unit, or its head for his own, was told that a programme is owed for a period."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    period = models.CharField(max_length=10)
    sent_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period"],
                condition=Q(person=None),
                name="told_once_that_a_programme_is_owed",
            ),
            models.UniqueConstraint(
                fields=["unit", "person", "period"],
                condition=Q(person__isnull=False),
                name="a_head_is_told_once_of_his_own",
            ),
        ]


class Sitting(models.Model):
    """Many matters approved at once, bound to the hash of the list that was read."""

    held_on = models.DateField()
    body = models.CharField(max_length=200)
    document = models.CharField(max_length=200, blank=True)
    list_hash = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    by = models.CharField(max_length=120)
    by_account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-held_on", "id"]
