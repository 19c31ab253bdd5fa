"""More time, lateness, excuses and reminders. Rows are added; only an open question is answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from noilam.organisation.models import Unit

from .commitment import Commitment


class Extension(models.Model):
    """More time: asked for before the due day, decided by another."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="extensions")
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=120)
    asked_by_account = models.PositiveBigIntegerField(default=0)
    asked_for = models.PositiveBigIntegerField(default=0)  # the absent one, if by a stand-in
    due_on = models.DateField()
    reason = models.TextField()
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    is_granted = models.BooleanField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"],
                condition=Q(decided_on=None),
                name="one_open_request_for_time",
            )
        ]


class Lateness(models.Model):
    """The ledger: a stretch of days past due, and in whose hands. Written once, never changed."""

    class Hands(models.TextChoices):
        UNIT = "unit", _("Đơn vị thực hiện")
        VERIFIER = "verifier", _("Người xác nhận")
        OTHER = "other", _("Cơ quan khác")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="lateness")
    hands = models.CharField(max_length=10, choices=Hands)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    holder = models.CharField(max_length=200)  # as named then
    from_on = models.DateField()  # first late day
    to_on = models.DateField()  # last late day
    days = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "hands", "from_on"], name="a_late_stretch_is_written_once"
            )
        ]


class Excuse(models.Model):
    """An objective cause confirmed by another, or a suspension with its document: shown apart."""

    class Kind(models.TextChoices):
        OBJECTIVE = "objective_cause", _("Nguyên nhân khách quan")
        SUSPENSION = "suspension", _("Tạm dừng")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="excuses")
    kind = models.CharField(max_length=20, choices=Kind)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    document = models.CharField(max_length=200, blank=True)
    claimed_by = models.CharField(max_length=120)
    agency = models.CharField(max_length=200, blank=True)  # who is waited for, if another
    claimed_by_account = models.PositiveBigIntegerField(default=0)
    claimed_for = models.PositiveBigIntegerField(default=0)  # the absent one, if by a stand-in
    claimed_on = models.DateField()
    confirmed_by = models.CharField(max_length=120, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)  # the day decided, yes or no
    is_confirmed = models.BooleanField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["from_on", "id"]


class Reminder(models.Model):
    """That a reminder or an escalation step was sent, so that none is sent twice."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=40)  # e.g. before-7, due, late-3
    for_due_on = models.DateField()
    sent_on = models.DateField()
    to = models.CharField(max_length=300)

    class Meta:
        ordering = ["sent_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "step", "for_due_on"], name="a_step_is_taken_once"
            )
        ]
