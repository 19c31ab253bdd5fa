"""What the trail calls the fields of the events of accounts."""

from django.conf import settings

from noilam.audit.words import Field, Named, Words
from noilam.foundation.text import say

from .models import Account
from .policies import PERMISSIONS

CHANGED = {
    "email": say("thư điện tử"),
    "label": say("tên hiển thị"),
    "phone": say("số điện thoại"),
}

WORDS = Words(
    subject="account",
    fields={
        "changed": Field(say("Mục đã sửa"), codes=CHANGED),
        "ended": Field(say("Số phiên đã kết thúc")),
        "expires_on": Field(say("Thẻ dùng được đến hết ngày")),
        "label": Field(say("Tên hiển thị")),
        "language": Field(say("Ngôn ngữ"), codes=settings.LANGUAGES),
        "permissions": Field(say("Quyền toàn hệ thống"), codes=PERMISSIONS),
    },
    names={"account": Named(Account, "label")},
)
