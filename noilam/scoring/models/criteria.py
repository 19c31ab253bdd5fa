"""Sets of criteria through their life: revised as drafts, frozen when issued."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from noilam.organisation.models import Unit


class CriteriaSet(models.Model):
    """One version of a set, issued by `unit` for units below it.

    `content` is the whole set as docs/criteria.md describes it; what is issued stays as it is.
    It holds from `first_month`, until (not including) `until_month`: the next version's first.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        CONSULTATION = "consultation", _("Đang lấy ý kiến")
        ISSUED = "issued", _("Đã ban hành")
        DROPPED = "dropped", _("Đã bỏ")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    structure_hash = models.CharField(max_length=64)
    decision_number = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    guidance = models.CharField(max_length=300, blank=True)  # number and day of the guidance
    consulted_elsewhere = models.CharField(max_length=300, blank=True)  # where that is recorded
    first_month = models.PositiveIntegerField(null=True, blank=True)
    until_month = models.PositiveIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.CharField(max_length=120, blank=True)
    drop_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code", "version"], name="one_version_of_a_set_by_number"
            ),
            models.CheckConstraint(
                condition=~Q(status="issued")
                | Q(issued_at__isnull=False, decided_on__isnull=False, first_month__isnull=False)
                & ~Q(decision_number=""),
                name="an_issued_set_has_its_decision_and_first_month",
            ),
            models.CheckConstraint(
                condition=Q(until_month=None) | Q(until_month__gte=F("first_month")),
                name="a_set_is_superseded_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.code}, {self.version})"


class Revision(models.Model):
    """One edited state of a draft, kept: two can be compared at any time."""

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)
    by_account = models.PositiveBigIntegerField(default=0)  # who wrote it
    by_behalf = models.PositiveBigIntegerField(default=0)  # for whom, where a stand-in did

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "number"], name="one_revision_of_a_set_by_number"
            )
        ]


class CriterionRow(models.Model):
    """A criterion, bonus or penalty of an issued set, for tables to point at."""

    class Kind(models.IntegerChoices):
        CRITERION = 0, _("Tiêu chí")
        BONUS = 1, _("Điểm thưởng")
        PENALTY = 2, _("Điểm trừ")

    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="rows")
    code = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    kind = models.PositiveSmallIntegerField(choices=Kind)
    title = models.CharField(max_length=500)
    max_points = models.PositiveIntegerField()  # hundredths

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "code"], name="one_criterion_of_a_set_by_code"
            )
        ]


class BandRow(models.Model):
    """A band of an issued set; `gates` are bits in the order of the set's gates."""

    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="bands")
    level = models.PositiveSmallIntegerField()  # 1 is the highest
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    at_least = models.PositiveIntegerField()  # hundredths
    gates = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "level"], name="one_band_of_a_set_by_level"
            )
        ]


class Simulation(models.Model):
    """Past months scored anew under a draft, by the worker. `outcome` is shaped by
    `rules.simulation`."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ")
        RUNNING = "running", _("Đang chạy")
        DONE = "done", _("Xong")
        FAILED = "failed", _("Không chạy được")

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="simulations")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    months = models.JSONField()  # [202608, 202609]
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    months_done = models.PositiveSmallIntegerField(default=0)
    outcome = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
