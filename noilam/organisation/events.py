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
    title = say("Thành lập đơn vị")


@dataclass(frozen=True, kw_only=True)
class UnitRenamed(UnitEvent):
    title = say("Đổi tên đơn vị")


@dataclass(frozen=True, kw_only=True)
class UnitMoved(UnitEvent):
    title = say("Chuyển đơn vị sang cấp trên khác")


@dataclass(frozen=True, kw_only=True)
class UnitRetyped(UnitEvent):
    title = say("Đổi loại hình đơn vị")


@dataclass(frozen=True, kw_only=True)
class UnitRelocated(UnitEvent):
    title = say("Đổi địa bàn của đơn vị")


@dataclass(frozen=True, kw_only=True)
class UnitEnded(UnitEvent):
    title = say("Kết thúc hoạt động của đơn vị")


@dataclass(frozen=True, kw_only=True)
class UnitsMerged(UnitEvent):
    """`subject_id` is the unit that goes on."""

    title = say("Sáp nhập đơn vị")

    inputs: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class UnitSplit(UnitEvent):
    title = say("Chia tách đơn vị")

    outputs: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class AncestryRebuilt(Event):
    """`subject_id` is 0: it concerns the whole tree. The same lines, worked out again."""

    title = say("Tính lại cây tổ chức")

    lines: int


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    title = say("Ghi thêm người")


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Event):
    title = say("Sửa thông tin của người")


@dataclass(frozen=True, kw_only=True)
class PersonAppointed(Event):
    """`subject_id` is the appointment."""

    title = say("Giao chức vụ")

    person_id: int
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class AppointmentEnded(Event):
    title = say("Thôi giữ chức vụ")

    person_id: int
    unit_id: int
    last_day: date


@dataclass(frozen=True, kw_only=True)
class AreaAssigned(Event):
    title = say("Phân công phụ trách")

    person_id: int


@dataclass(frozen=True, kw_only=True)
class AssignmentEnded(Event):
    title = say("Thôi phân công phụ trách")

    person_id: int
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class GroupingMade(Event):
    title = say("Lập khối, cụm, tiểu khu")


@dataclass(frozen=True, kw_only=True)
class UnitJoinedGrouping(Event):
    """`subject_id` is the grouping."""

    title = say("Xếp đơn vị vào khối, cụm")

    unit_id: int
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class UnitLeftGrouping(Event):
    title = say("Đưa đơn vị ra khỏi khối, cụm")

    unit_id: int
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class PlaceAdded(Event):
    title = say("Thêm địa bàn")


@dataclass(frozen=True, kw_only=True)
class PlaceChanged(Event):
    title = say("Sửa địa bàn")

    effective_on: date


@dataclass(frozen=True, kw_only=True)
class CensusCounted(Event):
    """`subject_id` is the unit."""

    title = say("Ghi số liệu thống kê")

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

    title = say("Sửa đơn vị theo tệp nhập")


@dataclass(frozen=True, kw_only=True)
class UnitImportTakenBack(Event):
    title = say("Hoàn lại đơn vị đã nhập")

    reason: str


@dataclass(frozen=True, kw_only=True)
class PeopleImportTakenBack(Event):
    """`subject_id` is a person or an appointment; `table` says which."""

    title = say("Hoàn lại người, chức vụ đã nhập")

    table: str
    reason: str
