"""What the trail calls the fields of its own events."""

from noilam.foundation.text import say

from .events import EntryErased
from .words import Field, Words

WORDS = Words(
    subject="batch",
    fields={
        "basis": Field(say("Căn cứ")),
        "day": Field(say("Ngày")),
        "entries": Field(say("Số dòng nhật ký")),
        "head": Field(say("Mã niêm phong")),
        "problem": Field(say("Vấn đề")),
        "reason": Field(say("Lý do")),
    },
    subjects={EntryErased: "entry"},
    names={"batch": say("lô {id}"), "entry": say("dòng {id}")},
)
