"""What can happen in scoring."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from noilam.foundation.events import Event
from noilam.foundation.text import say

# Sets of criteria: the subject is the set ----------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CriteriaDrafted(Event):
    """The words themselves are in `parts`, as people read them."""

    title: ClassVar[str] = say("Soạn bộ tiêu chí")
    unit_id: int
    name_of_set: str
    code: str
    version: int
    content_hash: str
    note: str = ""
    parts: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class CriteriaRevised(Event):
    title: ClassVar[str] = say("Sửa dự thảo bộ tiêu chí")
    revision: int
    content_hash: str
    note: str
    changes: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class CriteriaConsulted(Event):
    title: ClassVar[str] = say("Đưa bộ tiêu chí ra lấy ý kiến")
    consultation_id: int
    closes_on: date
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CriteriaIssued(Event):
    """`wanted`: measures asked for and not installed, whose criteria are marked by hand."""

    title: ClassVar[str] = say("Ban hành bộ tiêu chí")
    decision_number: str
    decided_on: date | None
    guidance: str
    first_month: int | None
    content_hash: str
    structure_hash: str
    consulted_elsewhere: str = ""
    stops_because: str = ""  # kinds of unit that are scored no more
    wanted: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class CriteriaSuperseded(Event):
    """Another version holds from `until_month` on."""

    title: ClassVar[str] = say("Bộ tiêu chí được thay thế")
    by_id: int
    until_month: int | None


@dataclass(frozen=True, kw_only=True)
class CriteriaDropped(Event):
    title: ClassVar[str] = say("Bỏ dự thảo bộ tiêu chí")
    reason: str


@dataclass(frozen=True, kw_only=True)
class SimulationAsked(Event):
    title: ClassVar[str] = say("Chạy thử dự thảo bộ tiêu chí trên các tháng đã chốt")
    simulation_id: int
    revision: int
    months: list[int]


@dataclass(frozen=True, kw_only=True)
class SimulationFinished(Event):
    """`coverage`: percent of the draft's points that could be simulated."""

    title: ClassVar[str] = say("Chạy thử dự thảo bộ tiêu chí xong")
    simulation_id: int
    sheets: int
    coverage: int


@dataclass(frozen=True, kw_only=True)
class SimulationFailed(Event):
    title: ClassVar[str] = say("Chạy thử dự thảo bộ tiêu chí không được")
    simulation_id: int
    month: int
    error: str


# Months and sheets: the subject is the sheet, unless a class says otherwise -------------------


@dataclass(frozen=True, kw_only=True)
class MonthOpened(Event):
    """`subject_id` is the month, as 202610."""

    title: ClassVar[str] = say("Mở phiếu của tháng")
    count: int


@dataclass(frozen=True, kw_only=True)
class SheetOpened(Event):
    title: ClassVar[str] = say("Mở phiếu chấm điểm")
    unit_id: int
    month: int
    criteria_set_id: int
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class SheetSetAside(Event):
    title: ClassVar[str] = say("Phiếu không chấm")
    reason: str


@dataclass(frozen=True, kw_only=True)
class SheetHandedOver(Event):
    """`unit_id`: whose people complete it from now on."""

    title: ClassVar[str] = say("Giao phiếu chấm điểm cho đơn vị kế tục")
    unit_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class FactsTaken(Event):
    """`subject_id` is the month, as 202610."""

    title: ClassVar[str] = say("Lấy số liệu hệ thống cho tháng")
    count: int
    is_final: bool


@dataclass(frozen=True, kw_only=True)
class AnswersSaved(Event):
    """`marks`: code, points in hundredths (None: excluded or taken back), note."""

    title: ClassVar[str] = say("Lưu phần tự chấm")
    marks: list[list[str | int | None]]


@dataclass(frozen=True, kw_only=True)
class ScoreEvidenceGiven(Event):
    title: ClassVar[str] = say("Kèm minh chứng vào phiếu chấm điểm")
    code: str
    text: str = ""
    file_name: str = ""


@dataclass(frozen=True, kw_only=True)
class ScoreEvidenceTakenBack(Event):
    title: ClassVar[str] = say("Rút minh chứng khỏi phiếu chấm điểm")
    code: str
    text: str = ""
    file_name: str = ""


@dataclass(frozen=True, kw_only=True)
class SelfScoreSubmitted(Event):
    """`marks` are those that this last saving changed; `total` of the whole sheet."""

    title: ClassVar[str] = say("Nộp phiếu tự chấm")
    marks: list[list[str | int | None]]
    total: int | None
    is_on_time: bool


@dataclass(frozen=True, kw_only=True)
class SheetAppraised(Event):
    title: ClassVar[str] = say("Thẩm định phiếu chấm điểm")
    marks: list[list[str | int | None]]
    total: int | None


@dataclass(frozen=True, kw_only=True)
class SheetCrossChecked(Event):
    title: ClassVar[str] = say("Thẩm tra phiếu chấm điểm")
    marks: list[list[str | int | None]]
    total: int | None
    asks_reply: bool


@dataclass(frozen=True, kw_only=True)
class ReplyGiven(Event):
    title: ClassVar[str] = say("Đơn vị giải trình về điểm")
    text: str


@dataclass(frozen=True, kw_only=True)
class ReplyPassed(Event):
    title: ClassVar[str] = say("Hết hạn giải trình, đơn vị không có ý kiến")


@dataclass(frozen=True, kw_only=True)
class SheetReturned(Event):
    title: ClassVar[str] = say("Trả lại phiếu chấm điểm")
    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PackSettled(Event):
    """`subject_id` is the sitting."""

    title: ClassVar[str] = say("Phê duyệt điểm của tháng tại một phiên họp")
    unit_id: int
    month: int
    list_hash: str
    minutes: str
    members: int
    present: int
    in_favour: int
    against: int
    abstained: int
    fixed: int
    returned: int


@dataclass(frozen=True, kw_only=True)
class SheetFixed(Event):
    title: ClassVar[str] = say("Chốt điểm của đơn vị")
    pack_id: int
    decision: str
    total: int | None
    band: str
    content_hash: str
    marks: list[list[str | int | None]] = field(default_factory=list)
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ScoreAppealFiled(Event):
    title: ClassVar[str] = say("Khiếu nại điểm")
    appeal_id: int
    version: int
    text: str


@dataclass(frozen=True, kw_only=True)
class ScoreAppealDecided(Event):
    """`version`: the one that holds after the decision."""

    title: ClassVar[str] = say("Giải quyết khiếu nại điểm")
    appeal_id: int
    outcome: str
    reason: str
    version: int
    content_hash: str
    marks: list[list[str | int | None]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class SheetCorrected(Event):
    """`minutes`: number and day of the record or decision by which the committee did so."""

    title: ClassVar[str] = say("Đính chính điểm đã chốt")
    reason: str
    minutes: str
    version: int
    content_hash: str
    marks: list[list[str | int | None]]


@dataclass(frozen=True, kw_only=True)
class SecondLookRaised(Event):
    title: ClassVar[str] = say("Đánh dấu nên xem lại phiếu")
    kind: str


@dataclass(frozen=True, kw_only=True)
class LookedAgain(Event):
    title: ClassVar[str] = say("Đã xem lại phiếu được đánh dấu")
    kind: str
    note: str


@dataclass(frozen=True, kw_only=True)
class SheetReminded(Event):
    title: ClassVar[str] = say("Nhắc đơn vị nộp phiếu tự chấm")
    due_on: date | None


# Closing a month: the subject is the close ---------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class MonthCloseAsked(Event):
    title: ClassVar[str] = say("Yêu cầu khóa tháng")
    month: int


@dataclass(frozen=True, kw_only=True)
class MonthCloseBegun(Event):
    title: ClassVar[str] = say("Bắt đầu khóa tháng")
    month: int


@dataclass(frozen=True, kw_only=True)
class MonthClosed(Event):
    title: ClassVar[str] = say("Khóa tháng chấm điểm")
    month: int
    number: int
    sheets: int
    fixed: int
    on_time: int
    snapshot_hash: str


@dataclass(frozen=True, kw_only=True)
class MonthFoundUnchanged(Event):
    title: ClassVar[str] = say("Khóa lại tháng, không có gì đổi")
    month: int
    number: int
    snapshot_hash: str


@dataclass(frozen=True, kw_only=True)
class MonthCloseFailed(Event):
    title: ClassVar[str] = say("Không khóa được tháng")
    month: int
    problem: str


@dataclass(frozen=True, kw_only=True)
class CloseTold(Event):
    title: ClassVar[str] = say("Gửi thông báo kết quả tháng")
    month: int
    number: int
    notices: int
