"""The law of consultations: days, what a draft must hold, who may be heard until when, answers.

Pure: days, rulebook values and what is stored come in as plain values.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, say

from .comparing import Change, Mark, PartChange, Piece, compare, near_changes, word_changes
from .texts import (
    DEEPEST,
    KEY_LENGTH,
    TITLE_LENGTH,
    WHOLE,
    PartText,
    as_text,
    content_hash,
    cut,
    fair_length,
    split_into_parts,
    with_keys_of,
)

__all__ = [
    "Change",
    "DEEPEST",
    "Disposition",
    "KEY_LENGTH",
    "Mark",
    "PartChange",
    "PartText",
    "Piece",
    "Stage",
    "TITLE_LENGTH",
    "WHOLE",
    "Window",
    "as_text",
    "compare",
    "content_hash",
    "cut",
    "fair_length",
    "near_changes",
    "problems_with_answer",
    "problems_with_bodies",
    "problems_with_calling_off",
    "problems_with_closing",
    "problems_with_comment",
    "problems_with_days",
    "problems_with_extension",
    "problems_with_opening",
    "problems_with_parts",
    "problems_with_standing",
    "problems_with_withdrawal",
    "split_into_parts",
    "stage",
    "with_keys_of",
    "word_changes",
]

LONGEST = 10_000  # letters of a comment, a proposed wording or an answer
LONGEST_PART = 50_000
MOST_PARTS = 1_000


class Disposition(StrEnum):
    """What became of a comment."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"


class Stage(StrEnum):
    """Where a consultation stands on a day."""

    OPEN = "open"
    ANSWERING = "answering"  # over, with comments that nobody answered
    DONE = "done"


@dataclass(frozen=True)
class Window:
    """From when to when a consultation is open. Its last day counts; the day of an early closing
    does not."""

    opened_on: date
    closes_on: date
    closed_on: date | None = None

    def is_open(self, on: date) -> bool:
        return self.closed_on is None and on <= self.closes_on


def stage(is_open: bool, unanswered: int) -> Stage:
    if is_open:
        return Stage.OPEN
    return Stage.ANSWERING if unanswered else Stage.DONE


# Opening and changing -----------------------------------------------------------------------


def problems_with_opening(
    *, title: str, closes_on: date, min_days: int, is_open_already: bool, on: date
) -> list[Problem]:
    """`is_open_already`: another consultation about the same thing is still open."""
    problems = []
    if not title.strip():
        problems.append(Problem("title", say("Ghi tên của dự thảo lấy ý kiến."), "title"))
    if len(title) > TITLE_LENGTH:
        problems.append(_too_long("title", TITLE_LENGTH))
    if is_open_already:
        problems.append(
            Problem(
                "open-already",
                say("Dự thảo này đang lấy ý kiến rồi. Đưa bản mới vào đợt đang mở."),
            )
        )
    return problems + problems_with_days(closes_on=closes_on, min_days=min_days, on=on)


def problems_with_days(*, closes_on: date, min_days: int, on: date) -> list[Problem]:
    """People need time to read: a consultation stays open at least so many days."""
    first = on + timedelta(days=min_days)
    if closes_on >= first:
        return []
    return [
        Problem(
            "too-short",
            say("Phải để ít nhất {days} ngày cho ý kiến: chọn ngày cuối từ {first} trở đi."),
            "closes_on",
            {"days": min_days, "first": day_text(first)},
        )
    ]


def problems_with_parts(
    parts: Sequence[PartText], previous: Sequence[PartText] | None = None
) -> list[Problem]:
    """A draft has parts, each of its own key. `previous`: the draft that it would follow."""
    if not parts:
        return [Problem("no-parts", say("Dự thảo chưa có nội dung. Dán nội dung vào."), "text")]
    problems = []
    if len({each.key for each in parts}) < len(parts):
        problems.append(
            Problem("same-key", say("Hai phần của dự thảo mang cùng một mã. Sửa lại mã."), "text")
        )
    if len(parts) > MOST_PARTS:
        problems.append(
            Problem(
                "too-many-parts",
                say("Một dự thảo có nhiều nhất {most} phần. Tách thành nhiều đợt lấy ý kiến."),
                "text",
                {"most": MOST_PARTS},
            )
        )
    problems += [problem for each in parts for problem in _with_part(each)]
    if previous is not None and content_hash(parts) == content_hash(previous):
        message = say("Bản này giống hệt bản trước. Sửa nội dung rồi đưa lên.")
        problems.append(Problem("no-change", message, "text"))
    return problems


def _with_part(part: PartText) -> list[Problem]:
    fits = (
        0 < len(part.key) <= KEY_LENGTH
        and part.key[0].isalnum()
        and "/" not in part.key
        and 0 < len(part.title) <= TITLE_LENGTH
        and len(part.text) <= LONGEST_PART
        and 1 <= part.level <= DEEPEST
    )
    if fits:
        return []
    return [
        Problem(
            "part",
            say("Phần “{title}”: tiêu đề hoặc nội dung quá dài, hoặc để trống. Tách nhỏ ra."),
            "text",
            {"title": part.title[:80]},
        )
    ]


def problems_with_bodies(
    *, bodies: int, ended: Collection[str] = (), is_first: bool = True
) -> list[Problem]:
    """Somebody must be asked. `ended`: names of units that are no more."""
    problems = []
    if not bodies:
        message = say("Chọn ít nhất một đơn vị hoặc một người để hỏi ý kiến.")
        if not is_first:
            message = say("Tất cả đã được mời rồi. Chọn đơn vị hoặc người khác.")
        problems.append(Problem("nobody", message, "units"))
    if ended:
        problems.append(
            Problem(
                "ended",
                say("Đã kết thúc hoạt động, không mời được: {names}. Bỏ khỏi danh sách."),
                "units",
                {"names": ", ".join(sorted(ended))},
            )
        )
    return problems


def problems_with_standing(*, window: Window, on: date) -> list[Problem]:
    """What can only be done while the consultation is open."""
    return _with_time(window, on)


def problems_with_extension(
    *, window: Window, new_closes_on: date, reason: str, on: date
) -> list[Problem]:
    """A later last day, also after the old one has passed; never after a decision to close."""
    if window.closed_on:
        return [_closed(window)]
    problems = []
    if new_closes_on <= max(window.closes_on, on):
        problems.append(
            Problem(
                "not-later",
                say("Ngày cuối mới phải sau {day}."),
                "closes_on",
                {"day": day_text(max(window.closes_on, on))},
            )
        )
    return problems + _with_reason(reason, say("Ghi vì sao kéo dài."))


def problems_with_calling_off(*, window: Window, reason: str) -> list[Problem]:
    """Whatever it was about is not to come: people need not be given their time."""
    if window.closed_on:
        return [_closed(window)]
    return _with_reason(reason, say("Ghi vì sao thôi lấy ý kiến."))


def problems_with_closing(*, window: Window, min_days: int, reason: str, on: date) -> list[Problem]:
    """Before its last day, yet never before the time that people must be given."""
    if window.closed_on:
        return [_closed(window)]
    if on > window.closes_on:
        message = say("Đợt này đã hết hạn ngày {day}, không cần kết thúc nữa.")
        return [Problem("over", message, "", {"day": day_text(window.closes_on)})]
    problems = []
    first = window.opened_on + timedelta(days=min_days)
    if on < first:
        problems.append(
            Problem(
                "too-short",
                say("Phải để ít nhất {days} ngày cho ý kiến: kết thúc sớm nhất ngày {first}."),
                "",
                {"days": min_days, "first": day_text(first)},
            )
        )
    return problems + _with_reason(reason, say("Ghi vì sao kết thúc trước hạn."))


# Comments and answers -----------------------------------------------------------------------


def problems_with_comment(
    *, window: Window, is_part_known: bool, text: str, wording: str, on: date
) -> list[Problem]:
    """Said in time, about something that is there, and saying something."""
    problems = _with_time(window, on)
    if not is_part_known:
        message = say("Dự thảo hiện hành không có phần này. Chọn một phần khác.")
        problems.append(Problem("unknown-part", message, "part"))
    if not (text.strip() or wording.strip()):
        message = say("Ghi ý kiến, hoặc đề nghị câu chữ thay thế.")
        problems.append(Problem("empty", message, "text"))
    for name, written in (("text", text), ("wording", wording)):
        if len(written) > LONGEST:
            problems.append(_too_long(name, LONGEST))
    return problems


def problems_with_withdrawal(*, window: Window, is_withdrawn: bool, on: date) -> list[Problem]:
    if is_withdrawn:
        return [Problem("withdrawn", say("Ý kiến này đã được rút."))]
    return _with_time(window, on)


def problems_with_answer(
    *,
    number: int,
    disposition: str,
    reason: str,
    earlier: str,
    is_withdrawn: bool,
    writers: Collection[int],
    answerers: Collection[int],
) -> list[Problem]:
    """`earlier`: what became of it by the answer so far. `writers`, `answerers`: accounts."""
    problems = []
    if is_withdrawn:
        message = say("Ý kiến số {number} đã được rút, không cần trả lời.")
        problems.append(Problem("withdrawn", message, "", {"number": number}))
    if set(writers) & set(answerers):
        message = say("Ý kiến số {number} do chính anh/chị nêu: người khác phải trả lời.")
        problems.append(Problem("own-comment", message, "", {"number": number}))
    if disposition not in set(Disposition):
        message = say("Chọn một: tiếp thu, tiếp thu một phần, không tiếp thu.")
        problems.append(Problem("disposition", message, "disposition"))
    if len(reason) > LONGEST:
        problems.append(_too_long("reason", LONGEST))
    if earlier:
        return problems + _with_reason(reason, say("Đổi câu trả lời thì ghi vì sao đổi."))
    if disposition != Disposition.ACCEPTED:
        problems += _with_reason(
            reason, say("Ghi vì sao không tiếp thu, hoặc chỉ tiếp thu một phần.")
        )
    return problems


# Parts --------------------------------------------------------------------------------------


def _with_time(window: Window, on: date) -> list[Problem]:
    if window.is_open(on):
        return []
    if window.closed_on:
        return [_closed(window)]
    message = say("Đợt lấy ý kiến đã hết hạn ngày {day}. Đề nghị nơi hỏi kéo dài nếu cần.")
    return [Problem("over", message, "", {"day": day_text(window.closes_on)})]


def _closed(window: Window) -> Problem:
    message = say("Đợt lấy ý kiến đã kết thúc ngày {day}. Cần hỏi nữa thì mở đợt mới.")
    return Problem("closed", message, "", {"day": day_text(window.closed_on)})


def _with_reason(reason: str, message: str) -> list[Problem]:
    if not reason.strip():
        return [Problem("reason", message, "reason")]
    return [_too_long("reason", LONGEST)] if len(reason) > LONGEST else []


def _too_long(about: str, length: int) -> Problem:
    message = say("Mục này tối đa {length} chữ. Hãy viết gọn lại.")
    return Problem("too-long", message, about, {"length": length})
