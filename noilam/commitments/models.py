"""The word and the deed, as rows. What happened is a row with its day; nothing is overwritten.

`Commitment` repeats the newest of those rows (due day, last declaration, last verdict) so that
lists of today read one table; figures of a past day read the rows themselves.
"""

from django.db import models
from django.db.models import F, Q

from noilam.accounts.models import Account
from noilam.files.models import StoredFile
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


class Commitment(models.Model):
    """One promise: what, by whom, by when, how measured.

    A recurring duty (`recurrence` set) is a series: it is not counted itself, each begun
    occurrence is a commitment of its own that points at it (`series`).
    """

    class Kind(models.TextChoices):
        TASK = "task", "Nhiệm vụ"
        URGENT_MATTER = "urgent_matter", "Việc cấp bách"
        BREAKTHROUGH = "breakthrough_matter", "Khâu đột phá"
        HOTSPOT = "hotspot", "Vấn đề nổi cộm"
        PERSONAL = "personal_commitment", "Cam kết cá nhân"
        REMEDIATION = "remediation", "Khắc phục"
        DUTY = "duty", "Nhiệm vụ thường xuyên"

    class Pace(models.TextChoices):
        NOW = "do_now", "Làm ngay"
        REGULAR = "regular", "Thường xuyên"

    class Status(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        PROPOSED = "proposed", "Đã trình"
        IN_FORCE = "in_force", "Có hiệu lực"
        DECLARED = "declared", "Đã báo làm xong"
        VERIFIED = "verified", "Đạt"
        NOT_ACHIEVED = "not_achieved", "Không thực hiện được"
        WITHDRAWN = "withdrawn", "Đã rút"

    class Recurrence(models.TextChoices):
        WEEKLY = "weekly", "Hằng tuần"
        MONTHLY = "monthly", "Hằng tháng"
        QUARTERLY = "quarterly", "Hằng quý"
        YEARLY = "yearly", "Hằng năm"

    class Publicity(models.TextChoices):
        INTERNAL = "internal", "Nội bộ"
        UNIT = "unit", "Trong đơn vị"
        PUBLIC = "public", "Công khai"

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
    baseline = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target_text = models.CharField(max_length=200, blank=True)  # a target that is no number
    reached = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    weight = models.DecimalField(max_digits=8, decimal_places=2, default=1)
    decided_by = models.CharField(max_length=200, blank=True)
    decision_document = models.CharField(max_length=200, blank=True)
    verifier = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    verify_within = models.PositiveSmallIntegerField(null=True, blank=True)  # days after declaring
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

    status = models.CharField(max_length=15, choices=Status, default=Status.DRAFT)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.PositiveBigIntegerField(default=0)  # account, for "never the same person"
    approved_on = models.DateField(null=True, blank=True)
    in_force_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    not_achieved_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    last_declared_on = models.DateField(null=True, blank=True)
    last_verdict = models.CharField(max_length=10, blank=True)  # Verdict, by the last verdict
    last_verdict_on = models.DateField(null=True, blank=True)
    is_undecided = models.BooleanField(default=False)  # the last declaration has no verdict yet

    class Meta:
        ordering = ["due_on", "code"]
        indexes = [
            models.Index(fields=["unit", "due_on"], name="commitments_of_a_unit"),
            models.Index(fields=["person", "due_on"], name="commitments_of_a_person"),
            models.Index(fields=["status", "due_on"], name="commitments_by_status"),
            models.Index(fields=["verifier", "is_undecided"], name="commitments_to_verify"),
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


class Verdict(models.TextChoices):
    ACHIEVED = "achieved", "Đạt"
    PARTLY = "partly", "Đạt một phần"
    REJECTED = "rejected", "Không đạt"


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
                fields=["commitment", "decided_on"], name="one_due_date_decided_a_day"
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
    on = models.ForeignKey(Commitment, models.PROTECT, related_name="+")

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


class Progress(models.Model):
    """A report on the way, with a figure where the measure is a number."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="progress")
    reported_on = models.DateField()
    figure = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["reported_on", "id"]


class Declaration(models.Model):
    """Done, says who answers for it. Needs evidence. Decided by one verification."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="declarations")
    declared_on = models.DateField()
    note = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    by_account = models.PositiveBigIntegerField(default=0)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["declared_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "declared_on"], name="declared_once_a_day"
            )
        ]


class Evidence(models.Model):
    """A file, a link, a figure or words that support a claim."""

    class Kind(models.TextChoices):
        TEXT = "text", "Lời ghi"
        FILE = "file", "Tệp"
        LINK = "link", "Liên kết"
        FIGURE = "figure", "Con số"

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


class Extension(models.Model):
    """More time: asked for before the due day, decided by another."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="extensions")
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=120)
    asked_by_account = models.PositiveBigIntegerField(default=0)
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
        UNIT = "unit", "Đơn vị thực hiện"
        VERIFIER = "verifier", "Người xác nhận"
        OTHER = "other", "Cơ quan khác"

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
        OBJECTIVE = "objective_cause", "Nguyên nhân khách quan"
        SUSPENSION = "suspension", "Tạm dừng"

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="excuses")
    kind = models.CharField(max_length=20, choices=Kind)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    document = models.CharField(max_length=200, blank=True)
    claimed_by = models.CharField(max_length=120)
    claimed_by_account = models.PositiveBigIntegerField(default=0)
    confirmed_by = models.CharField(max_length=120, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)

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
