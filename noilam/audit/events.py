"""What can happen to the trail itself."""

from dataclasses import dataclass
from typing import ClassVar

from noilam.foundation.events import Event
from noilam.foundation.text import say


@dataclass(frozen=True, kw_only=True)
class EntryErased(Event):
    """An entry's payload was dropped by law; its leaf stays. `subject_id` is the entry."""

    title: ClassVar[str] = say("Xóa nội dung một dòng nhật ký")
    reason: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class HeadAnnounced(Event):
    """The day's head went out to be kept elsewhere, after the whole trail was proven anew.

    `subject_id` is the batch's number; `problem` says what the proof found, nothing if it holds.
    """

    title: ClassVar[str] = say("Kiểm tra nhật ký và công bố mã niêm phong trong ngày")
    day: str
    head: str
    entries: int
    problem: str
