"""How a notice is worded, when it may go out, what a service must prove, how a text is signed."""

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, say, tidy

SUBJECT_LENGTH = 300
TEXT_MESSAGE_LENGTH = 300
PROOF_LENGTH = 1000
ANSWER_KEPT = 500  # letters of a gateway's answer
MAX_TRIES = 12  # the last one is about a day after the first
LEASE = timedelta(minutes=15)  # how long one worker may take over one letter


@dataclass(frozen=True)
class Wording:
    """What a notice says before a language is chosen, as `Problem` does it.

    `message` is Vietnamese, marked with `say`; `values` fill its {names}: plain values as everybody
    reads them, or wordings themselves.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


Words = str | Wording  # a plain text is somebody's own words, the same in every language
Kept = Any  # words as plain values: a text, or a message and its values


def kept(words: object) -> Kept:
    if not isinstance(words, Wording):
        return str(words)
    return [words.message, {name: kept(value) for name, value in words.values.items()}]


def said(words: Kept, translate: Callable[[str], str] = str) -> str:
    """In the language of `translate`; without one in Vietnamese."""
    if isinstance(words, str):
        return words
    message, values = words
    filled = {name: said(value, translate) for name, value in values.items()}
    return translate(message).format(**filled) if filled else translate(message)


def lines_of(text: Words | Sequence[Words]) -> list[Words]:
    """Whatever a message's text was given as; empty lines are left out."""
    lines = [text] if isinstance(text, str | Wording) else text
    return [line for line in lines if line]


class Wish(StrEnum):
    """How somebody wants his mail."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NONE = "none"


@dataclass(frozen=True)
class Quiet:
    """Hours without mail, usually across midnight. Equal ends: no quiet hours."""

    start: time
    end: time

    def __contains__(self, at: time) -> bool:
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


def quiet_hours(text: str) -> Quiet:
    """Read "21:00-06:30", as the rulebook says it."""
    start, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
    return Quiet(start, end)


def mail_is_due(wish: Wish, quiet: Quiet, *, digested_on: date | None, at: datetime) -> bool:
    """`at` is local time. A daily digest goes out once a day, when the quiet hours have ended."""
    if wish == Wish.NONE or at.time() in quiet:
        return False
    if wish == Wish.DAILY:
        return digested_on != at.date() and at.time() >= quiet.end
    return True


def pause_after(tries: int) -> timedelta:
    """How long to wait after a failed try: 1, 2, 4 … minutes, at most six hours."""
    return timedelta(minutes=min(2 ** max(tries - 1, 0), 360))


def short(subject: str, length: int = SUBJECT_LENGTH) -> str:
    """One line that fits."""
    line = tidy(subject)
    return line if len(line) <= length else f"{line[: length - 1]}…"


def text_message(subject: str, address: str) -> str:
    """What goes out by SMS: the subject and where to read the rest. Never the text itself."""
    return f"{short(subject, TEXT_MESSAGE_LENGTH - len(address) - 1)} {address}"


def signature(secret: str, moment: str, body: bytes) -> str:
    """Proves to the gateway that the message comes from this installation, and when."""
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, sha256).hexdigest()


ALREADY_ACKNOWLEDGED = Problem(
    "acknowledged", say("Thông báo này đã được xác nhận. Không cần làm thêm.")
)
NOTHING_TO_ACKNOWLEDGE = Problem(
    "no-acknowledgement", say("Thông báo này không cần xác nhận đã nhận.")
)
NO_GATEWAY = Problem(
    "no-gateway",
    say("Chưa nối cổng tin nhắn. Người quản trị đặt SMS_WEBHOOK_URL rồi khởi động lại phần mềm."),
)


def no_phone(who: str) -> Problem:
    return Problem(
        "no-phone",
        say("{who} chưa có số điện thoại. Hãy ghi số vào tài khoản, hoặc giao bản giấy."),
        "notices",
        {"who": who},
    )


def problems_with_service(
    *, served_on: date, queued_on: date, today: date, by: str, proof: str
) -> list[Problem]:
    """A service names its day, who brought the notice, and what proves it."""
    problems = []
    if not queued_on <= served_on <= today:
        problems.append(
            Problem(
                "served-on",
                say("Ngày giao phải từ {queued_on} (ngày gửi) đến {today} (hôm nay)."),
                "served_on",
                {"queued_on": day_text(queued_on), "today": day_text(today)},
            )
        )
    if not by:
        problems.append(Problem("by", say("Ghi tên người đã giao hoặc đã gọi."), "by"))
    if not proof:
        problems.append(
            Problem(
                "proof",
                say("Ghi bằng chứng: số biên nhận, ai ký nhận, hoặc lời đáp qua điện thoại."),
                "proof",
            )
        )
    return [*problems, *_too_long(("by", by, 120), ("proof", proof, PROOF_LENGTH))]


def _too_long(*texts: tuple[str, str, int]) -> Sequence[Problem]:
    return [
        Problem(
            "too-long", say("Mục này tối đa {length} chữ. Hãy viết gọn lại."), name, {"length": at}
        )
        for name, text, at in texts
        if len(text) > at
    ]
