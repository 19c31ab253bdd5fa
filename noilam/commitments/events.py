"""What can happen to a word. `subject_id` is the commitment, unless a class says otherwise."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from noilam.foundation.events import Event
from noilam.foundation.text import say


@dataclass(frozen=True, kw_only=True)
class CommitmentDrafted(Event):
    title: ClassVar[str] = say("Ghi cam kết")


@dataclass(frozen=True, kw_only=True)
class DraftChanged(Event):
    title: ClassVar[str] = say("Sửa dự thảo cam kết")


@dataclass(frozen=True, kw_only=True)
class CommitmentProposed(Event):
    title: ClassVar[str] = say("Trình duyệt cam kết")


@dataclass(frozen=True, kw_only=True)
class CommitmentReturned(Event):
    title: ClassVar[str] = say("Trả lại để sửa")
    reason: str


@dataclass(frozen=True, kw_only=True)
class CommitmentApproved(Event):
    title: ClassVar[str] = say("Duyệt cam kết")
    verifier_id: int
    verify_within: int | None  # None: as the rulebook says
    decided_by: str
    decision_document: str = ""
    sitting_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SittingHeld(Event):
    """`subject_id` is the sitting."""

    title: ClassVar[str] = say("Duyệt danh sách tại một phiên họp")
    list_hash: str
    count: int


@dataclass(frozen=True, kw_only=True)
class OccurrenceOpened(Event):
    title: ClassVar[str] = say("Mở kỳ mới của việc lặp lại")
    series_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class MilestonesSet(Event):
    title: ClassVar[str] = say("Đặt các mốc")


@dataclass(frozen=True, kw_only=True)
class MilestoneReached(Event):
    title: ClassVar[str] = say("Đạt một mốc")
    milestone_id: int
    reached_on: date


@dataclass(frozen=True, kw_only=True)
class ProgressReported(Event):
    title: ClassVar[str] = say("Báo tiến độ")
    progress_id: int


@dataclass(frozen=True, kw_only=True)
class DoneDeclared(Event):
    title: ClassVar[str] = say("Báo đã làm xong")
    declaration_id: int
    declared_on: date
    reused_files: list[str] = field(default_factory=list)
    reused_from: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class EvidenceGiven(Event):
    """`reused_files` were handed in before, as the evidence numbered in `reused_from`."""

    title: ClassVar[str] = say("Thêm minh chứng")
    evidence_ids: list[int]
    reused_files: list[str] = field(default_factory=list)
    reused_from: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class DeedVerified(Event):
    title: ClassVar[str] = say("Kết luận về việc đã báo")
    declaration_id: int
    verdict: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class VerifierNamed(Event):
    title: ClassVar[str] = say("Đổi người xác nhận")
    reason: str


@dataclass(frozen=True, kw_only=True)
class VerifyDueRecalculated(Event):
    """`because` is the rule that changed, or calendar.days."""

    title: ClassVar[str] = say("Tính lại hạn xác nhận")
    declaration_id: int
    because: str


@dataclass(frozen=True, kw_only=True)
class ExtensionRequested(Event):
    title: ClassVar[str] = say("Xin gia hạn")
    extension_id: int


@dataclass(frozen=True, kw_only=True)
class ExtensionDecided(Event):
    title: ClassVar[str] = say("Quyết định về gia hạn")
    extension_id: int
    is_granted: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ExcuseClaimed(Event):
    title: ClassVar[str] = say("Nêu nguyên nhân hoặc xin tạm dừng")
    excuse_id: int


@dataclass(frozen=True, kw_only=True)
class ExcuseDecided(Event):
    title: ClassVar[str] = say("Kết luận về nguyên nhân hoặc tạm dừng")
    excuse_id: int
    is_confirmed: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CommitmentWithdrawn(Event):
    title: ClassVar[str] = say("Rút cam kết")
    reason: str


@dataclass(frozen=True, kw_only=True)
class CommitmentNotAchieved(Event):
    title: ClassVar[str] = say("Kết thúc: không thực hiện được")
    reason: str


@dataclass(frozen=True, kw_only=True)
class CommitmentHandedOver(Event):
    """Who answers from a day on; before that day the one before still answers."""

    title: ClassVar[str] = say("Chuyển người, đơn vị chịu trách nhiệm")
    on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class DependenciesSet(Event):
    title: ClassVar[str] = say("Ghi việc phải chờ")


@dataclass(frozen=True, kw_only=True)
class LatenessWritten(Event):
    title: ClassVar[str] = say("Ghi sổ chậm")
    stretches: list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class StepTaken(Event):
    title: ClassVar[str] = say("Nhắc việc, báo cấp trên")
    step: str
    to: str


@dataclass(frozen=True, kw_only=True)
class ProgrammeWritten(Event):
    """`subject_id` is the programme."""

    title: ClassVar[str] = say("Ghi chương trình công tác")


@dataclass(frozen=True, kw_only=True)
class CommitmentAdopted(Event):
    title: ClassVar[str] = say("Nhận từ chương trình cấp trên")
    programme_id: int
    from_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ProgrammeHandedOver(Event):
    """`subject_id` is the programme."""

    title: ClassVar[str] = say("Chuyển chương trình công tác")
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProgrammeClosed(Event):
    """`subject_id` is the programme."""

    title: ClassVar[str] = say("Kết thúc chương trình công tác")
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProgrammeAsked(Event):
    """`subject_id` is the unit that owes a programme; a person is its head, who owes his own."""

    title: ClassVar[str] = say("Nhắc đơn vị chưa có chương trình")
    period: str
    person_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class HoldersRenewed(Event):
    """A handover announced for a day took effect."""

    title: ClassVar[str] = say("Người, đơn vị chịu trách nhiệm mới có hiệu lực")


@dataclass(frozen=True, kw_only=True)
class CommitmentImported(Event):
    title: ClassVar[str] = say("Nhập cam kết từ tệp")


@dataclass(frozen=True, kw_only=True)
class ImportedCommitmentChanged(Event):
    title: ClassVar[str] = say("Sửa cam kết theo tệp nhập")


@dataclass(frozen=True, kw_only=True)
class CommitmentImportTakenBack(Event):
    title: ClassVar[str] = say("Hoàn lại cam kết đã nhập")
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeedImported(Event):
    title: ClassVar[str] = say("Nhập việc đã báo và kết luận từ tệp")
    declaration_id: int


@dataclass(frozen=True, kw_only=True)
class DeedImportTakenBack(Event):
    title: ClassVar[str] = say("Hoàn lại việc đã báo, kết luận đã nhập")
    reason: str


@dataclass(frozen=True, kw_only=True)
class TopicNamed(Event):
    title = say("Đặt tên lĩnh vực")


# Events whose subject is something else than a commitment: the trail of one leaves them out.
ABOUT_OTHERS = tuple(
    kind.name()
    for kind in (
        SittingHeld,
        ProgrammeWritten,
        ProgrammeHandedOver,
        ProgrammeClosed,
        ProgrammeAsked,
        TopicNamed,
    )
)
