"""What the trail calls the fields of the events of notices. What a letter says stays unsaid."""

from noilam.audit.words import HIDDEN, Field, Words, hour
from noilam.foundation.text import say

from .events import MailFailed, NoticesMailed, PreferenceSet
from .models import Service
from .rules import Wish

CHANNELS = {
    Service.Channel.PAPER: say("bản giấy"),
    Service.Channel.CALL: say("điện thoại"),
    Service.Channel.SMS: say("tin nhắn"),
}
WISHES = {
    Wish.AT_ONCE: say("gửi ngay"),
    Wish.DAILY: say("mỗi ngày một thư"),
    Wish.NONE: say("không gửi thư"),
}

WORDS = Words(
    subject="",
    fields={
        "answer": Field(say("Cổng đáp")),
        "by": Field(say("Người giao, người gọi")),
        "channel": Field(say("Cách giao"), codes=CHANNELS),
        "error": Field(say("Lỗi")),
        "file_id": Field(say("Bản chụp biên nhận"), names="file"),
        "kind": HIDDEN,
        "mail": Field(say("Nhận thư"), codes=WISHES),
        "notices": HIDDEN,
        "proof": Field(say("Bằng chứng")),
        "quiet_from": Field(say("Yên lặng từ giờ"), tell=hour),
        "quiet_to": Field(say("Yên lặng đến giờ"), tell=hour),
        "recipient_id": Field(say("Người nhận"), names="account"),
        "served_on": Field(say("Ngày giao")),
    },
    subjects=dict.fromkeys((MailFailed, NoticesMailed, PreferenceSet), "account"),
)
