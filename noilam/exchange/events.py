"""What can happen to a run. `subject_id` is the run; rows record themselves in their package."""

from dataclasses import dataclass
from typing import ClassVar

from noilam.foundation.events import Event
from noilam.foundation.text import say


@dataclass(frozen=True, kw_only=True)
class FileReceived(Event):
    title: ClassVar[str] = say("Nhận tệp để nhập")
    kind: str
    file: str
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class FileChecked(Event):
    title: ClassVar[str] = say("Kiểm tra tệp")
    kind: str
    problems: int


@dataclass(frozen=True, kw_only=True)
class FileDropped(Event):
    title: ClassVar[str] = say("Xóa tệp đã nhận, không nhập")
    kind: str


@dataclass(frozen=True, kw_only=True)
class ImportConfirmed(Event):
    title: ClassVar[str] = say("Xác nhận nhập tệp")
    kind: str


@dataclass(frozen=True, kw_only=True)
class FileImported(Event):
    title: ClassVar[str] = say("Nhập tệp")
    kind: str
    file: str
    content_hash: str
    new: int
    changed: int
    unchanged: int
    incomplete: int


@dataclass(frozen=True, kw_only=True)
class ImportRefused(Event):
    title: ClassVar[str] = say("Không nhập tệp vì có lỗi")
    kind: str
    file: str
    problems: int


@dataclass(frozen=True, kw_only=True)
class ImportTakenBack(Event):
    title: ClassVar[str] = say("Hoàn lại một lần nhập")
    kind: str
    file: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MeaningChosen(Event):
    """`subject_id` is the remembered choice."""

    title: ClassVar[str] = say("Chọn nghĩa của tên cột, tên đơn vị, tên người")
    kind: str
    what: str
    typed: str
    chosen: str
