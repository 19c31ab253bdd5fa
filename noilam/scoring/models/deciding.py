"""The committee's sitting over a month, and what is decided after an appeal."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from noilam.organisation.models import Unit

from .sheets import Sheet, SheetVersion


class DecisionPack(models.Model):
    """One sitting of a committee over the sheets of a month. `list_hash` binds it to what was
    read; votes are counts, never names."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    month = models.PositiveIntegerField()
    list_hash = models.CharField(max_length=64)
    members = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    in_favour = models.PositiveSmallIntegerField()
    against = models.PositiveSmallIntegerField()
    abstained = models.PositiveSmallIntegerField()
    minutes = models.CharField(max_length=200)  # number and day of the minutes
    decided_on = models.DateField()
    by_account = models.PositiveBigIntegerField(default=0)
    by_behalf = models.PositiveBigIntegerField(default=0)
    by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(present=F("in_favour") + F("against") + F("abstained"))
                & Q(present__lte=F("members")),
                name="votes_are_those_of_who_was_present",
            )
        ]


class PackItem(models.Model):
    class Decision(models.TextChoices):
        APPROVED = "approved", _("Phê duyệt")
        CHANGED = "changed", _("Phê duyệt với điểm khác")
        RETURNED = "returned", _("Trả lại")

    pack = models.ForeignKey(DecisionPack, models.CASCADE, related_name="items")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="pack_items")
    is_exception = models.BooleanField(default=False)
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.TextField(blank=True)
    version = models.ForeignKey(
        SheetVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "sheet"], name="a_sheet_once_in_a_pack")
        ]


class Appeal(models.Model):
    """A unit asks for another look at a fixed version; somebody else decides."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("Chấp nhận")
        PARTLY = "partly", _("Chấp nhận một phần")
        REJECTED = "rejected", _("Không chấp nhận")

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="appeals")
    against_version = models.ForeignKey(SheetVersion, models.PROTECT, related_name="+")
    text = models.TextField()
    filed_on = models.DateField()
    filed_account = models.PositiveBigIntegerField(default=0)
    filed_behalf = models.PositiveBigIntegerField(default=0)  # for whom, where a stand-in did
    filed_by = models.CharField(max_length=120)
    due_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    reason = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_account = models.PositiveBigIntegerField(default=0)
    decided_behalf = models.PositiveBigIntegerField(default=0)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-filed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet"], condition=Q(outcome=""), name="one_open_appeal_per_sheet"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(reason=""), name="an_appeal_is_answered_with_a_reason"
            ),
        ]
