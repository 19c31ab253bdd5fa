"""What follows from fixed lines when a month is closed. Derived: may be dropped and rebuilt."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from noilam.organisation.models import Unit, UnitKind

from .criteria import BandRow, CriteriaSet


class Close(models.Model):
    """One closing of a month. A correction makes the next number, and the snapshot before keeps
    its hash. Closed again without a change no number is used up: `number` is then the one found
    unchanged; while waiting or failed, the one it is to become.

    `noise` and `peer_minimum` are what its positions were made with: the rules may change later.
    `told_to` is the last unit whose people were told, in the order of ids.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ")
        RUNNING = "running", _("Đang chạy")
        DONE = "done", _("Xong")
        UNCHANGED = "unchanged", _("Không có gì đổi")
        FAILED = "failed", _("Không chạy được")

    class Step(models.TextChoices):
        RESULTS = "results", _("Tính tổng điểm, mức, vị trí")
        NOTICES = "notices", _("Gửi thông báo")
        OVER = "over", _("Đã xong mọi bước")

    month = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    step = models.CharField(max_length=10, choices=Step, blank=True)
    sheets = models.PositiveIntegerField(default=0)  # due
    fixed = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    noise = models.PositiveIntegerField(default=0)  # hundredths of a point
    peer_minimum = models.PositiveIntegerField(default=0)
    notified = models.PositiveIntegerField(default=0)
    told_to = models.PositiveBigIntegerField(default=0)
    snapshot_hash = models.CharField(max_length=64, blank=True)
    error = models.JSONField(default=dict)  # why it failed: code, sentence, values
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-month", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "number"], condition=Q(state="done"), name="one_close_by_number"
            ),
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_close_of_a_month_at_a_time",
            ),
        ]


class UnitMonth(models.Model):
    """A unit's closed month. `rank_from` to `rank_to` is where it may stand among `peers` units
    of its kind under the same criteria, gaps within the noise left undecided; 0: too few peers.

    `number` is that of the close that brought this version, total and band. `median` is the
    peers', where there are enough. Rebuilt as a whole from rows that were checked: so the database
    checks nothing here again, which takes a fifth of the time of writing.
    """

    pk = models.CompositePrimaryKey("month", "unit_id")
    month = models.IntegerField()
    unit = models.ForeignKey(
        Unit, models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    version = models.SmallIntegerField()  # of the sheet
    points = models.IntegerField()
    possible = models.IntegerField()
    extra = models.IntegerField()
    total = models.IntegerField(null=True)
    band = models.ForeignKey(
        BandRow, models.PROTECT, null=True, db_index=False, db_constraint=False, related_name="+"
    )
    level = models.SmallIntegerField(default=0)  # of the band; 0: none
    failed_gates = models.IntegerField(default=0)
    rank_from = models.IntegerField(default=0)
    rank_to = models.IntegerField(default=0)
    peers = models.IntegerField(default=0)
    median = models.IntegerField(null=True)
    is_on_time = models.BooleanField()
    number = models.SmallIntegerField(default=1)


class MissingMonth(models.Model):
    """A unit whose sheet was due and not fixed when the month was last closed. Sheets go on:
    one may be set aside or opened afterwards, which the next close takes up."""

    pk = models.CompositePrimaryKey("month", "unit_id")
    month = models.IntegerField()
    unit = models.ForeignKey(
        Unit, models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    kind = models.ForeignKey(
        UnitKind, models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )


class RollupMonth(models.Model):
    """A unit with all below it in a closed month: sheets due, fixed, on time, and by band. Only
    units that stand above another have one."""

    pk = models.CompositePrimaryKey("month", "unit_id")
    month = models.IntegerField()
    unit = models.ForeignKey(
        Unit, models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    due = models.IntegerField()
    fixed = models.IntegerField()
    on_time = models.IntegerField()
    scored = models.IntegerField()  # fixed with a total
    total_sum = models.BigIntegerField()
    level_1 = models.IntegerField()
    level_2 = models.IntegerField()
    level_3 = models.IntegerField()
    level_4 = models.IntegerField()
    level_5 = models.IntegerField()
