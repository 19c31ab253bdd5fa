"""What the trail calls the fields of the events of consultation."""

from noilam.audit.words import HIDDEN, Field, Named, Words
from noilam.foundation.text import say

from .models import Comment, Consultation

WORDS = Words(
    subject="consultation",
    fields={
        "about_id": HIDDEN,
        "about_kind": HIDDEN,  # the page says it with a label and a link
        "closes_on": Field(say("Ngày cuối góp ý")),
        "comment_id": HIDDEN,
        "comment_ids": HIDDEN,
        "content_hash": Field(say("Mã băm dự thảo")),
        "disposition": Field(say("Xử lý ý kiến"), codes=Comment.Disposition.choices),
        "name_of_draft": Field(say("Dự thảo")),
        "note": Field(say("Thuyết minh")),
        "number": Field(say("Số")),
        "numbers": Field(say("Các ý kiến số")),
        "part": Field(say("Phần của dự thảo")),
        "parts": Field(say("Nội dung dự thảo")),
        "people": Field(say("Những người được hỏi"), names="person"),
        "reason": Field(say("Lý do")),
        "text": Field(say("Ý kiến")),
        "unit_id": Field(say("Nơi hỏi ý kiến"), names="unit"),
        "units": Field(say("Các đơn vị được hỏi"), names="unit"),
        "whose": Field(say("Ý kiến của")),
        "wording": Field(say("Câu chữ đề nghị")),
    },
    names={"consultation": Named(Consultation, "title")},
)
