"""The word itself, with the newest of what happened to it repeated for lists of today."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from noilam.organisation.models import Person, Unit

from .programme import Programme, Sitting, Topic


class Commitment(models.Model):
    """One promise: what, by whom, by when, how measured.

    A recurring duty (`recurrence` set) is a series: it is not counted itself, each begun
    occurrence is a commitment of its own that points at it (`series`).
    """

    class Kind(models.TextChoices):
        TASK = "task", _("Nhiệm vụ")
        URGENT_MATTER = "urgent_matter", _("Việc cấp bách")
        BREAKTHROUGH = "breakthrough_matter", _("Khâu đột phá")
        HOTSPOT = "hotspot", _("Vấn đề nổi cộm")
        PERSONAL = "personal_commitment", _("Cam kết cá nhân")
        REMEDIATION = "remediation", _("Khắc phục")
        DUTY = "duty", _("Nhiệm vụ thường xuyên")

    class Pace(models.TextChoices):
        NOW = "do_now", _("Làm ngay")
        REGULAR = "regular", _("Thường xuyên")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        PROPOSED = "proposed", _("Đã trình")
        IN_FORCE = "in_force", _("Có hiệu lực")
        DECLARED = "declared", _("Đã báo làm xong")
        VERIFIED = "verified", _("Đạt")
        NOT_ACHIEVED = "not_achieved", _("Không thực hiện được")
        WITHDRAWN = "withdrawn", _("Đã rút")

    class Recurrence(models.TextChoices):
        WEEKLY = "weekly", _("Hằng tuần")
        MONTHLY = "monthly", _("Hằng tháng")
        QUARTERLY = "quarterly", _("Hằng quý")
        YEARLY = "yearly", _("Hằng năm")

    class Publicity(models.TextChoices):
        INTERNAL = "internal", _("Nội bộ")
        UNIT = "unit", _("Trong đơn vị")
        PUBLIC = "public", _("Công khai")

    code = models.CharField(max_length=40, unique=True)
    statement = models.CharField(max_length=500)
    search_key = models.CharField(max_length=600)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.TASK)
    pace = models.CharField(max_length=10, choices=Pace, blank=True)  # "class" in files
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    support = models.ManyToManyField(Unit, related_name="+", blank=True)
    support_text = models.CharField(max_length=300, blank=True)  # supporters who are no unit here
    solution = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)  # the due day now in force
    first_due_on = models.DateField(null=True, blank=True)
    recurrence = models.CharField(max_length=10, choices=Recurrence, blank=True)
    series = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="occurrences"
    )
    occurrence = models.PositiveSmallIntegerField(null=True, blank=True)  # 1, 2, … in its series
    measure = models.CharField(max_length=300, blank=True)
    measure_unit = models.CharField(max_length=40, blank=True)
    baseline_text = models.CharField(max_length=300, blank=True)  # where it stands, in words
    baseline = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target_text = models.CharField(max_length=200, blank=True)  # a target that is no number
    reached = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    weight = models.DecimalField(max_digits=8, decimal_places=2, default=1)
    decided_by = models.CharField(max_length=200, blank=True)
    decision_document = models.CharField(max_length=200, blank=True)
    verifier = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    verify_within = models.PositiveSmallIntegerField(null=True, blank=True)  # days, if named
    verify_due_on = models.DateField(null=True, blank=True)  # set while a declaration waits
    publicity = models.CharField(max_length=10, choices=Publicity, default=Publicity.INTERNAL)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    finding = models.TextField(blank=True)  # remediation only
    cause = models.TextField(blank=True)
    recheck_on = models.DateField(null=True, blank=True)
    grounds = models.TextField(blank=True)  # urgent matters: why it is pressing
    resources = models.TextField(blank=True)
    citizen_check = models.TextField(blank=True)  # how citizens confirm the result
    for_year = models.PositiveSmallIntegerField(null=True, blank=True)  # registered for a year
    repeats_until = models.DateField(null=True, blank=True)  # a series' last day, if it has one

    status = models.CharField(max_length=15, choices=Status, default=Status.DRAFT)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.PositiveBigIntegerField(default=0)  # account, for "never the same person"
    proposed_for = models.PositiveBigIntegerField(default=0)  # the absent one, if by a stand-in
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    approved_on = models.DateField(null=True, blank=True)
    in_force_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    not_achieved_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    last_declared_on = models.DateField(null=True, blank=True)
    last_verdict = models.CharField(max_length=10, blank=True)  # Verdict, by the last verdict
    last_verdict_on = models.DateField(null=True, blank=True)
    is_undecided = models.BooleanField(default=False)  # the last declaration has no verdict yet
    verdicts = models.PositiveSmallIntegerField(default=0)  # how many were given
    rejections = models.PositiveSmallIntegerField(default=0)  # how many of them said no
    changed_on = models.DateField(null=True, blank=True)  # day of the newest fact repeated here
    ledger_to = models.DateField(null=True, blank=True)  # lateness is written through this day

    class Meta:
        ordering = ["due_on", "code"]
        indexes = [
            models.Index(fields=["unit", "due_on"], name="commitments_of_a_unit"),
            models.Index(fields=["person", "due_on"], name="commitments_of_a_person"),
            models.Index(fields=["status", "due_on"], name="commitments_by_status"),
            models.Index(fields=["due_on", "code"], name="commitments_by_due_day"),
            models.Index(fields=["verifier", "is_undecided"], name="commitments_to_verify"),
            models.Index(
                fields=["verify_due_on"],
                condition=Q(is_undecided=True),
                name="commitments_awaiting_a_verdict",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_on=None)
                | Q(
                    unit__isnull=False,
                    person__isnull=False,
                    starts_on__isnull=False,
                    due_on__isnull=False,
                ),
                name="in_force_only_with_lead_person_start_and_due",
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="weight_is_positive"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(starts_on=None) | Q(due_on__gte=F("starts_on")),
                name="due_not_before_start",
            ),
            models.UniqueConstraint(
                fields=["series", "occurrence"],
                condition=Q(series__isnull=False),
                name="one_commitment_an_occurrence",
            ),
        ]

    def __str__(self) -> str:
        return self.statement


class CodeCounter(models.Model):
    """The last number given out under a prefix, e.g. VCB-2026."""

    prefix = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=0)
