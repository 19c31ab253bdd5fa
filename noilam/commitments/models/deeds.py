"""The deed: progress, declarations, evidence, and the independent verdict."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from noilam.files.models import StoredFile
from noilam.organisation.models import Person
from noilam.rulebook.models import RuleVersion

from .commitment import Commitment


class Progress(models.Model):
    """A report on the way, with a figure where the measure is a number."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="progress")
    reported_on = models.DateField()
    figure = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    note = models.TextField(blank=True)
    is_at_risk = models.BooleanField(default=False)  # whoever answers for it sees trouble coming
    by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["reported_on", "id"]


class Declaration(models.Model):
    """Done, says who answers for it. Needs evidence. Decided by one verification.

    The verifier's due day counts from the day of declaring. Where the rulebook made it, the version
    and the moment it was counted stand beside it; where approval named the days, no rule did.
    """

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="declarations")
    declared_on = models.DateField()
    note = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    by_account = models.PositiveBigIntegerField(default=0)
    by_behalf = models.PositiveBigIntegerField(default=0)  # the absent one, if by a stand-in
    verify_due_on = models.DateField(null=True, blank=True)  # the verifier's own due day
    verify_rule = models.ForeignKey(  # nothing is looked up by it, so imports need no index
        RuleVersion, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    verify_counted_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["declared_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "declared_on"], name="declared_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(verify_rule=None, verify_counted_at=None)
                | Q(
                    verify_rule__isnull=False,
                    verify_counted_at__isnull=False,
                    verify_due_on__isnull=False,
                ),
                name="a_counted_due_day_knows_its_rule_and_moment",
            ),
        ]


class Evidence(models.Model):
    """A file, a link, a figure or words that support a claim."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Lời ghi")
        FILE = "file", _("Tệp")
        LINK = "link", _("Liên kết")
        FIGURE = "figure", _("Con số")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="evidence")
    declaration = models.ForeignKey(
        Declaration, models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    given_on = models.DateField()
    by = models.CharField(max_length=120)

    class Meta:
        ordering = ["given_on", "id"]


class Verdict(models.TextChoices):
    ACHIEVED = "achieved", _("Đạt")
    PARTLY = "partly", _("Đạt một phần")
    REJECTED = "rejected", _("Không đạt")


class Verification(models.Model):
    """An independent check of one declaration."""

    declaration = models.OneToOneField(Declaration, models.CASCADE, related_name="verification")
    verdict = models.CharField(max_length=10, choices=Verdict)
    verified_on = models.DateField()
    verifier = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["verified_on", "id"]
