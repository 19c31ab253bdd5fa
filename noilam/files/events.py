"""What can happen to evidence."""

from dataclasses import dataclass
from typing import ClassVar

from noilam.foundation.events import Event
from noilam.foundation.text import say


@dataclass(frozen=True, kw_only=True)
class FileStored(Event):
    title: ClassVar[str] = say("Nhận tệp minh chứng")
    file_name: str
    media_type: str
    size: int
    content_hash: str
