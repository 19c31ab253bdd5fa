"""What the trail calls the fields of the events of files."""

from noilam.audit.words import Field, Named, Words, figure
from noilam.foundation.text import say

from .models import StoredFile

WORDS = Words(
    subject="file",
    fields={
        "content_hash": Field(say("Mã băm nội dung")),
        "file_name": Field(say("Tên tệp")),
        "media_type": Field(say("Kiểu tệp")),
        "size": Field(say("Cỡ (byte)"), tell=figure),
    },
    names={"file": Named(StoredFile, "name")},
)
