"""What follows from fixed lines when a month is closed. Derived: may be dropped and rebuilt."""

from django.db import models
from django.db.models import Q

from noilam.foundation.text import say
from noilam.organisation.models import Unit

from .criteria import BandRow, CriteriaSet


class Close(models.Model):
    """One closing of a month. Closed again without a change it stays one; a correction makes the
    next number, and the snapshot before keeps its hash."""

    class State(models.TextChoices):
        WAITING = "waiting", say("Đang chờ")
        RUNNING = "running", say("Đang chạy")
        DONE = "done", say("Xong")
        FAILED = "failed", say("Không chạy được")

    month = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    step = models.CharField(max_length=20, blank=True)
    sheets = models.PositiveIntegerField(default=0)  # due
    fixed = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    notified = models.PositiveIntegerField(default=0)
    snapshot_hash = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-month", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["month", "number"], name="one_close_by_number"),
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_close_of_a_month_at_a_time",
            ),
        ]


class UnitMonth(models.Model):
    """A unit's closed month. `rank_from` to `rank_to` is where it may stand among `peers` units
    of its kind under the same criteria, gaps below the noise left undecided; 0: too few peers."""

    pk = models.CompositePrimaryKey("month", "unit_id")
    month = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+")
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    version = models.PositiveSmallIntegerField()  # of the sheet
    points = models.IntegerField()
    possible = models.IntegerField()
    extra = models.IntegerField()
    total = models.IntegerField(null=True)
    band = models.ForeignKey(
        BandRow, models.PROTECT, null=True, db_index=False, db_constraint=False, related_name="+"
    )
    level = models.PositiveSmallIntegerField(default=0)  # of the band; 0: none
    failed_gates = models.PositiveIntegerField(default=0)
    rank_from = models.PositiveIntegerField(default=0)
    rank_to = models.PositiveIntegerField(default=0)
    peers = models.PositiveIntegerField(default=0)
    is_on_time = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["unit", "month"], name="months_of_a_unit")]


class RollupMonth(models.Model):
    """A unit with all below it in a closed month: sheets due, fixed, on time, and by band."""

    pk = models.CompositePrimaryKey("month", "unit_id")
    month = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+")
    due = models.PositiveIntegerField()
    fixed = models.PositiveIntegerField()
    on_time = models.PositiveIntegerField()
    scored = models.PositiveIntegerField()  # fixed with a total
    total_sum = models.BigIntegerField()
    level_1 = models.PositiveIntegerField()
    level_2 = models.PositiveIntegerField()
    level_3 = models.PositiveIntegerField()
    level_4 = models.PositiveIntegerField()
    level_5 = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["unit", "month"], name="rollups_of_a_unit")]
