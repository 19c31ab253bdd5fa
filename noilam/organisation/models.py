"""Units, places, people and what binds them, through time.

A stretch of time is half-open: from `starts_on` up to, not including, `ends_on`; an empty
`ends_on` is open. Appointments alone count their last day, as appointment papers do.
"""

from django.db import models
from django.db.models import F, Q

from noilam.accounts.models import Account
from noilam.foundation.text import say

AFTER_IT_STARTS = Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))


class UnitKind(models.Model):
    """A kind of unit (glossary): data, so that an office may add its own."""

    identifier = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    spellings = models.JSONField(default=list)  # other spellings seen in files
    is_cell = models.BooleanField(default=False)  # the lowest level: a party cell
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "identifier"]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A place on the map, apart from the organisation; its name and parent are dated."""

    code = models.CharField(max_length=40, unique=True)


class PlaceVersion(models.Model):
    place = models.ForeignKey(Place, models.PROTECT, related_name="versions")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=20)  # province, district, commune, village
    parent = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    is_remote = models.BooleanField(default=False)
    decision = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=AFTER_IT_STARTS, name="place_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["place", "starts_on"],
                condition=Q(superseded_at=None),
                name="one_place_version_begins_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A body, once and for ever. What it is called and where it stands is in its versions.

    `name`, `kind`, `parent`, `founded_on`, `ended_on` repeat the latest known version, for lists
    of today; a page about another day reads the versions.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    search_key = models.CharField(max_length=260, db_index=True)
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    founded_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("founded_on")),
                name="unit_ends_after_it_is_founded",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitEvent(models.Model):
    """Founded, renamed, moved, merged, split, ended: with its day and its decision."""

    class Kind(models.TextChoices):
        FOUNDED = "founded", say("Thành lập")
        RENAMED = "renamed", say("Đổi tên")
        MOVED = "moved", say("Chuyển cấp trên")
        RETYPED = "retyped", say("Đổi loại hình")
        RELOCATED = "relocated", say("Đổi địa bàn")
        MERGED = "merged", say("Sáp nhập")
        SPLIT = "split", say("Chia tách")
        ENDED = "ended", say("Kết thúc hoạt động")

    kind = models.CharField(max_length=10, choices=Kind)
    effective_on = models.DateField()
    decision_number = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["effective_on", "id"]


class UnitEventPart(models.Model):
    """A unit that an event took (before) or made (after)."""

    event = models.ForeignKey(UnitEvent, models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="event_parts")
    side = models.CharField(max_length=6, choices=[("before", "before"), ("after", "after")])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "unit", "side"], name="unit_once_on_a_side")
        ]


class UnitVersion(models.Model):
    """What a unit was, from one day to another, as recorded at one time.

    A change supersedes rows and writes new ones, so both questions can be asked: what was so on a
    day, and what did we know about it then.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="versions")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=200)
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="+")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    event = models.ForeignKey(UnitEvent, models.PROTECT, null=True, related_name="versions")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [models.Index(fields=["parent", "starts_on"], name="children_of_a_unit")]
        constraints = [
            models.CheckConstraint(condition=AFTER_IT_STARTS, name="version_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["unit", "starts_on"],
                condition=Q(superseded_at=None),
                name="one_unit_version_begins_a_day",
            ),
        ]


class Ancestry(models.Model):
    """Who stood under whom, when: derived from versions, rebuilt by the events that change them.

    Holds every unit under itself at depth 0. A unit that ended stays where it last stood, so that
    what it did keeps counting above it; lists of living units look at `ended_on`.
    """

    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="ancestry")
    depth = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["ancestor", "starts_on", "unit", "ends_on"], name="subtree_on_a_day"
            ),
            models.Index(fields=["unit", "starts_on", "ancestor"], name="ancestors_on_a_day"),
        ]


class Succession(models.Model):
    """What a unit became through mergers and splits, one after another: derived from events,
    rebuilt by those that merge and split."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    heir = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "heir"], name="a_unit_becomes_another_once")
        ]


class Grouping(models.Model):
    """A secondary grouping: khối, cụm, tiểu khu."""

    class Kind(models.TextChoices):
        BLOCK = "block", say("Khối")
        CLUSTER = "cluster", say("Cụm")
        SUB_AREA = "sub_area", say("Tiểu khu")

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class GroupingMember(models.Model):
    grouping = models.ForeignKey(Grouping, models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="groupings")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=AFTER_IT_STARTS, name="member_ends_after_it_starts")
        ]


class Census(models.Model):
    """A total counted on a day (members, cells, managed cadres). Never a list of people."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="census")
    counted_on = models.DateField()
    measure = models.SlugField(max_length=40)
    total = models.PositiveIntegerField()

    class Meta:
        ordering = ["-counted_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "counted_on", "measure"], name="one_total_a_day_and_measure"
            )
        ]


class Person(models.Model):
    """Somebody who holds or held a post. No religion, ethnicity, belief or family: on purpose."""

    code = models.CharField(max_length=40, unique=True)
    full_name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=500, db_index=True)
    search_key = models.CharField(max_length=180, db_index=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    account = models.OneToOneField(
        Account, models.PROTECT, null=True, blank=True, related_name="person"
    )

    class Meta:
        ordering = ["sort_key", "code"]

    def __str__(self) -> str:
        return self.full_name


class Appointment(models.Model):
    """A person holding a post in a unit. `ends_on` is the last day held."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments")
    post = models.CharField(max_length=120)
    leads = models.BooleanField(default=False)
    is_acting = models.BooleanField(default=False)
    is_concurrent = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=200, blank=True)
    end_basis = models.CharField(max_length=200, blank=True)
    managed_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-leads", "starts_on"]
        indexes = [models.Index(fields=["unit", "starts_on"], name="appointments_in_a_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "post", "starts_on"], name="one_appointment_begins_a_day"
            ),
        ]


class Assignment(models.Model):
    """A person in charge of an area (a unit and what is below, or a grouping) or of a field."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    grouping = models.ForeignKey(Grouping, models.PROTECT, null=True, blank=True, related_name="+")
    field = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=AFTER_IT_STARTS, name="assignment_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, grouping=None, field="")
                | Q(unit=None, grouping__isnull=False, field="")
                | (Q(unit=None, grouping=None) & ~Q(field="")),
                name="assignment_is_by_unit_or_grouping_or_field",
            ),
        ]


class HandOverItem(models.Model):
    """What became of one open matter when a unit or an appointment changed, as worded then."""

    event = models.ForeignKey(
        UnitEvent, models.PROTECT, null=True, blank=True, related_name="hand_over"
    )
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="hand_over"
    )
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=500)
    from_unit = models.CharField(max_length=200, blank=True)
    from_person = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    deed = models.CharField(max_length=10)
    to_unit = models.CharField(max_length=200, blank=True)
    to_person = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["kind", "label", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=False, appointment=None)
                | Q(event=None, appointment__isnull=False),
                name="handed_over_by_one_event_or_one_appointment",
            )
        ]


class Grant(models.Model):
    """A role that an account holds in a unit, and below it unless `only_here`, for a period."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants")
    only_here = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            # Taken back before it held, a grant ends on the day it was to start.
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="grant_ends_no_earlier_than_it_starts",
            )
        ]


class StandIn(models.Model):
    """For a stated period one account acts for another; the trail shows both."""

    absent = models.ForeignKey(Account, models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(Account, models.PROTECT, related_name="stands_in_for")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(absent=F("stand_in")), name="nobody_stands_in_for_himself"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="stand_in_ends_after_it_starts"
            ),
        ]
