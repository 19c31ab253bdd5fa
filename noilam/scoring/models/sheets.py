"""A unit's sheet of a month: its steps, its marks as they changed, and what was fixed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from noilam.files.models import StoredFile
from noilam.organisation.models import Unit, UnitKind

from .criteria import BandRow, CriteriaSet, CriterionRow


class Sheet(models.Model):
    """`stage` says what is awaited, `due_on` until when.

    `version`, `content_hash`, `total`, `band`, `failed_gates`, `is_on_time` repeat the last fixed
    version for lists and the close. `is_on_time`: the unit's own step was done by its day.
    `heir`: the unit whose people complete it, where a unit that ends handed it over; what it became
    by merger may complete it anyway.
    """

    class Stage(models.TextChoices):
        SELF_SCORE = "self_score", _("Đơn vị tự chấm")
        APPRAISE = "appraise", _("Thẩm định")
        CROSS_CHECK = "cross_check", _("Thẩm tra")
        REPLY = "reply", _("Đơn vị giải trình")
        APPROVE = "approve", _("Phê duyệt")
        FIXED = "fixed", _("Đã chốt")
        SET_ASIDE = "set_aside", _("Không chấm")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    month = models.PositiveIntegerField()
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="+")
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="+")  # as in that month
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.SELF_SCORE)
    due_on = models.DateField(null=True, blank=True)
    opened_on = models.DateField()
    facts_taken_at = models.DateTimeField(null=True, blank=True)
    are_facts_final = models.BooleanField(default=False)
    heir = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_because = models.CharField(max_length=300, blank=True)
    version = models.PositiveSmallIntegerField(default=0)  # 0: nothing fixed yet
    content_hash = models.CharField(max_length=64, blank=True)
    fixed_on = models.DateField(null=True, blank=True)
    total = models.PositiveIntegerField(null=True, blank=True)
    band = models.ForeignKey(BandRow, models.PROTECT, null=True, blank=True, related_name="+")
    failed_gates = models.PositiveIntegerField(default=0)
    is_on_time = models.BooleanField(default=True)
    appeal_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-month", "unit__code"]
        indexes = [
            models.Index(fields=["month", "stage"], name="sheets_by_month_and_stage"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="one_sheet_per_unit_and_month"),
            models.CheckConstraint(
                condition=~Q(stage="fixed") | Q(version__gt=0, fixed_on__isnull=False),
                name="a_fixed_sheet_has_a_version",
            ),
        ]


class SheetStep(models.Model):
    """A step asked for and done: by when, when, by whom. Done again after a return: a new row,
    and the first lateness stays."""

    class Outcome(models.TextChoices):
        SUBMITTED = "submitted", _("Đã nộp")
        RETURNED = "returned", _("Đã trả lại")
        PASSED = "passed", _("Quá hạn, không có ý kiến")

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=12, choices=Sheet.Stage)
    round = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.TextField(blank=True)
    by_account = models.PositiveBigIntegerField(default=0)  # who did it
    by_behalf = models.PositiveBigIntegerField(default=0)  # for whom, where a stand-in did
    by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "stage", "round"], name="one_step_per_stage_and_round"
            )
        ]


class Mark(models.Model):
    """An answer given at a stage, with the points that follow. Where a stage says nothing, the
    mark of the stage before holds. A mark given anew supersedes; the old row stays.

    `answer` is `rules.score.Answer.stored()`, or {"times": n} for a bonus or penalty.
    `points` None: excluded.
    """

    class Stage(models.TextChoices):
        SYSTEM = "system", _("Hệ thống")
        SELF_SCORE = "self_score", _("Tự chấm")
        APPRAISE = "appraise", _("Thẩm định")
        CROSS_CHECK = "cross_check", _("Thẩm tra")
        APPROVE = "approve", _("Phê duyệt")
        APPEAL = "appeal", _("Sau khiếu nại, đính chính")

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(CriterionRow, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, choices=Stage)
    answer = models.JSONField()
    points = models.IntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)  # a note at self-score, the reason of a change later
    by_account = models.PositiveBigIntegerField(default=0)
    by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion", "stage"],
                condition=Q(superseded_at=None),
                name="one_mark_in_force_per_criterion_and_stage",
            )
        ]


class MarkEvidence(models.Model):
    """What a unit shows for a criterion: a file, or where it is to be found."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="evidence")
    criterion = models.ForeignKey(CriterionRow, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=120)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(text=""), name="evidence_is_a_file_or_words"
            )
        ]


class FixedFact(models.Model):
    """What a measure said of the unit for the month, as taken. `value` has four decimals."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="facts")
    measure = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=16, decimal_places=4)
    numerator = models.BigIntegerField(null=True, blank=True)
    denominator = models.BigIntegerField(null=True, blank=True)
    why = models.JSONField(default=list)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "measure"], name="one_fact_per_measure")
        ]


class Reply(models.Model):
    """What the unit says to marks that differ from its own: beside them for good."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="replies")
    text = models.TextField()
    recorded_at = models.DateTimeField()
    by_account = models.PositiveBigIntegerField(default=0)
    by = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]


class SheetVersion(models.Model):
    """What was approved, word for word. A correction is the next number, with its reason.

    `content` is canonical (`rules.fixing`), and `content_hash` its SHA-256.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    total = models.PositiveIntegerField(null=True, blank=True)
    band = models.ForeignKey(BandRow, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    decided_by = models.CharField(max_length=200)
    by_account = models.PositiveBigIntegerField(default=0)  # who recorded it
    by_behalf = models.PositiveBigIntegerField(default=0)  # for whom, where a stand-in did
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "number"], name="one_version_of_a_sheet_by_number"
            )
        ]


class Line(models.Model):
    """A fixed line of the last version: what the close sums. See rules.score.Line.

    Kept by month, unit, criterion and nothing else: on SQLite without a row id.
    """

    pk = models.CompositePrimaryKey("month", "unit_id", "criterion_id")
    month = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+")
    criterion = models.ForeignKey(CriterionRow, models.PROTECT, db_index=False, related_name="+")
    points = models.IntegerField()
    possible = models.IntegerField()
    extra = models.IntegerField(default=0)


class SecondLook(models.Model):
    """Something that a person should look at again. Never changes a mark by itself."""

    class Kind(models.TextChoices):
        OUTLIER = "outlier", _("Lệch xa các đơn vị cùng nhóm")
        COPIED = "copied", _("Câu trả lời giống đơn vị khác")
        ALL_FULL = "all_full", _("Tự chấm điểm tối đa mọi tiêu chí")
        REUSED = "reused", _("Minh chứng đã dùng ở nơi khác")
        LAST_MINUTE = "last_minute", _("Điền một lượt ngay trước hạn")

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="second_looks")
    kind = models.CharField(max_length=12, choices=Kind)
    detail = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "kind"], name="one_second_look_per_kind")
        ]
