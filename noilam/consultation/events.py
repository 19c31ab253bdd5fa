"""What can happen in consultation. The subject is always the consultation."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from noilam.foundation.events import Event
from noilam.foundation.text import say


@dataclass(frozen=True, kw_only=True)
class ConsultationOpened(Event):
    title: ClassVar[str] = say("Mở lấy ý kiến")
    name_of_draft: str
    unit_id: int
    about_kind: str = ""
    about_id: int | None = None
    closes_on: date
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DraftPublished(Event):
    """The words themselves are in `parts`: each one's heading and text."""

    title: ClassVar[str] = say("Đưa bản dự thảo")
    number: int
    content_hash: str
    note: str = ""
    parts: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class BodiesInvited(Event):
    title: ClassVar[str] = say("Mời góp ý")
    units: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ConsultationExtended(Event):
    title: ClassVar[str] = say("Kéo dài lấy ý kiến")
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConsultationClosed(Event):
    """Before its last day, or because its draft was dropped; on that day it ends by itself."""

    title: ClassVar[str] = say("Kết thúc lấy ý kiến trước hạn")
    reason: str


@dataclass(frozen=True, kw_only=True)
class CommentMade(Event):
    title: ClassVar[str] = say("Góp ý")
    number: int
    comment_id: int
    part: str
    whose: str
    text: str
    wording: str = ""


@dataclass(frozen=True, kw_only=True)
class CommentWithdrawn(Event):
    title: ClassVar[str] = say("Rút ý kiến")
    number: int
    comment_id: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CommentsAnswered(Event):
    """One answer, to one comment or to several at once."""

    title: ClassVar[str] = say("Trả lời ý kiến")
    numbers: list[int]
    comment_ids: list[int]
    disposition: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class BodiesReminded(Event):
    title: ClassVar[str] = say("Nhắc góp ý")
    units: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
