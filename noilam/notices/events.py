"""What can happen to a notice after it was queued."""

from dataclasses import dataclass
from typing import ClassVar

from noilam.foundation.events import Event
from noilam.foundation.text import say


@dataclass(frozen=True, kw_only=True)
class NoticeAcknowledged(Event):
    title: ClassVar[str] = say("Xác nhận đã nhận thông báo")
    recipient_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class NoticeServed(Event):
    """Brought on paper or by telephone, and received."""

    title: ClassVar[str] = say("Giao thông báo tận tay hoặc qua điện thoại")
    recipient_id: int
    channel: str
    served_on: str
    by: str
    proof: str
    file_id: int


@dataclass(frozen=True, kw_only=True)
class CallMissed(Event):
    title: ClassVar[str] = say("Gọi báo tin nhưng không gặp")
    recipient_id: int
    served_on: str
    by: str


@dataclass(frozen=True, kw_only=True)
class PreferenceSet(Event):
    """`subject_id` is the account."""

    title: ClassVar[str] = say("Đổi cách nhận thư báo")


@dataclass(frozen=True, kw_only=True)
class NoticesMailed(Event):
    """`subject_id` is the account."""

    title: ClassVar[str] = say("Gửi thư báo")
    notices: list[int]


@dataclass(frozen=True, kw_only=True)
class MailFailed(Event):
    """`subject_id` is the account. Tried again later, until rules.MAX_TRIES."""

    title: ClassVar[str] = say("Thư báo chưa gửi được")
    notices: list[int]
    error: str


@dataclass(frozen=True, kw_only=True)
class TextMessageQueued(Event):
    """`subject_id` is the notice, here and below."""

    title: ClassVar[str] = say("Xếp tin nhắn báo tin chờ gửi")
    recipient_id: int


@dataclass(frozen=True, kw_only=True)
class TextMessageSent(Event):
    title: ClassVar[str] = say("Gửi tin nhắn báo tin")
    answer: str


@dataclass(frozen=True, kw_only=True)
class TextMessageFailed(Event):
    title: ClassVar[str] = say("Tin nhắn báo tin chưa gửi được")
    answer: str
