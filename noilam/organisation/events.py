"""What can happen in the organisation. `subject_id` is the unit, person, appointment or row."""

from dataclasses import dataclass, field
from datetime import date

from noilam.foundation.events import Event
from noilam.foundation.text import say


@dataclass(frozen=True, kw_only=True)
class UnitEvent(Event):
    """Shared by all that happens to a unit: the day it takes effect and what decided it."""

    effective_on: date
    event_id: int
    decision_number: str = ""
    decided_on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitFounded(UnitEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class UnitRenamed(UnitEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class UnitMoved(UnitEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class UnitRetyped(UnitEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class UnitRelocated(UnitEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class UnitEnded(UnitEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class UnitsMerged(UnitEvent):
    """`subject_id` is the unit that goes on."""

    inputs: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class UnitSplit(UnitEvent):
    outputs: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class AncestryRebuilt(Event):
    """`subject_id` is 0: it concerns the whole tree. The same lines, worked out again."""

    lines: int


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class PersonAppointed(Event):
    """`subject_id` is the appointment."""

    person_id: int
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class AppointmentEnded(Event):
    person_id: int
    unit_id: int
    last_day: date


@dataclass(frozen=True, kw_only=True)
class AreaAssigned(Event):
    person_id: int


@dataclass(frozen=True, kw_only=True)
class AssignmentEnded(Event):
    person_id: int
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class GroupingMade(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class UnitJoinedGrouping(Event):
    """`subject_id` is the grouping."""

    unit_id: int
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class UnitLeftGrouping(Event):
    unit_id: int
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class PlaceAdded(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class PlaceChanged(Event):
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class CensusCounted(Event):
    """`subject_id` is the unit."""

    measure: str
    counted_on: date
    total: int


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """`subject_id` is the grant."""

    title = say("Cấp vai trò")

    account_id: int
    role: str
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class GrantRevoked(Event):
    title = say("Bỏ vai trò")

    account_id: int
    role: str
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class StandInAppointed(Event):
    title = say("Cử người làm thay")

    absent_id: int
    stand_in_id: int


@dataclass(frozen=True, kw_only=True)
class StandInEnded(Event):
    title = say("Kết thúc làm thay")

    absent_id: int
    stand_in_id: int


@dataclass(frozen=True, kw_only=True)
class PersonSignsIn(Event):
    """`subject_id` is the person, who now has this account."""

    title = say("Mở đăng nhập cho người")

    account_id: int


@dataclass(frozen=True, kw_only=True)
class UnitCorrected(Event):
    """What a file wrote without a decision was put right before anything else happened."""


@dataclass(frozen=True, kw_only=True)
class UnitImportTakenBack(Event):
    reason: str


@dataclass(frozen=True, kw_only=True)
class PeopleImportTakenBack(Event):
    """`subject_id` is a person or an appointment; `table` says which."""

    table: str
    reason: str
