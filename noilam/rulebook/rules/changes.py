"""A change to a rule or to the calendar: what it would move, and what stands in its way."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, say, tidy

from .counting import Calendar, Why, is_working
from .values import Definition, Mark, problems_with_value


class DayKind(StrEnum):
    OFF = "off"
    WORKING = "working"
    ORDINARY = "ordinary"  # neither: the day follows its weekday


@dataclass(frozen=True)
class DayDraft:
    """One day as the office would have it."""

    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True)
class Change:
    """What would be different. `key` is the rule, or "" where only the calendar changes.

    Values are in the form code uses. The rule's change counts for deadlines that start on
    `valid_from` or later, before `valid_to`; a changed day counts for every open deadline that
    runs over it.
    """

    key: str
    old_value: Any
    new_value: Any
    valid_from: date
    old_calendar: Calendar
    new_calendar: Calendar
    valid_to: date | None = None


@dataclass(frozen=True)
class Moved:
    """An open deadline that would fall on another day. No link: the reader may not open it."""

    label: str
    link: str
    was: date
    becomes: date


def digest(moved: Sequence[Moved]) -> str:
    """A fingerprint of a preview, so that what is confirmed is what was seen."""
    lines = sorted(f"{each.label}|{each.link}|{each.was}|{each.becomes}" for each in moved)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def problems_with_draft(
    definition: Definition,
    value: Any,
    *,
    in_force: Any,
    valid_from: date,
    valid_to: date | None,
    citation: str,
    source: str,
    mark: Mark,
) -> list[Problem]:
    """Everything that keeps a change from being put forward, at once."""
    problems = problems_with_value(definition, value)
    if not problems and value == in_force:
        problems.append(Problem("nothing-changes", _SAME, about="value"))
    if valid_to is not None and valid_to <= valid_from:
        problems.append(Problem("ends-before-it-starts", _ENDS, about="valid_to"))
    if not tidy(citation):
        problems.append(Problem("no-citation", _NO_CITATION, about="citation"))
    if mark is Mark.VERIFIED and not tidy(source):
        problems.append(Problem("no-source", _NO_SOURCE, about="source"))
    return problems


def problems_with_reading(mark: Mark, source: str) -> list[Problem]:
    """Whether somebody may say that he has compared a value with the original."""
    problems = []
    if mark is Mark.OWN:
        problems.append(Problem("no-original", _NO_ORIGINAL))
    if mark is Mark.VERIFIED:
        problems.append(Problem("already-verified", _ALREADY))
    if not tidy(source):
        problems.append(Problem("no-source", _NO_SOURCE, about="source"))
    return problems


def problems_with_days(
    days: Sequence[DayDraft], calendar: Calendar, citation: str
) -> list[Problem]:
    """Whether days may be declared: each named, once, and different from what already holds."""
    problems = [problem for draft in days for problem in _problems_with_day(draft, calendar)]
    if len({draft.day for draft in days}) < len(days):
        problems.append(Problem("day-twice", _TWICE, about="worked_on"))
    if not days:
        problems.append(Problem("no-day", _NO_DAY, about="off_on"))
    if not tidy(citation):
        problems.append(Problem("no-citation", _NO_CITATION, about="citation"))
    return problems


def _problems_with_day(draft: DayDraft, calendar: Calendar) -> list[Problem]:
    values: Mapping[str, str] = {"day": day_text(draft.day)}
    name_field = "worked_name" if draft.kind is DayKind.WORKING else "off_name"
    problems = []
    if not tidy(draft.name):
        problems.append(Problem("no-name", _NO_NAME, about=name_field, values=values))
    if draft.kind is DayKind.OFF and not is_working(draft.day, calendar):
        problems.append(Problem("already-off", _ALREADY_OFF, about="off_on", values=values))
    if draft.kind is DayKind.WORKING and is_working(draft.day, calendar):
        problems.append(Problem("already-worked", _WORKED, about="worked_on", values=values))
    if draft.kind is DayKind.ORDINARY and calendar.standing(draft.day)[0] not in (
        Why.DAY_OFF,
        Why.EXTRA_WORK,
    ):
        problems.append(Problem("already-ordinary", _ORDINARY, about="off_on", values=values))
    return problems


def problems_with_withdrawal(day: date, declared: Collection[date], reason: str) -> list[Problem]:
    """Only what the office declared can be withdrawn, and never without a reason."""
    problems = []
    if day not in declared:
        values = {"day": day_text(day)}
        problems.append(Problem("not-declared", _NOT_DECLARED, about="day", values=values))
    if not tidy(reason):
        problems.append(Problem("no-reason", _NO_REASON, about="reason"))
    return problems


_SAME = say("Giá trị này đang có hiệu lực vào ngày đó rồi. Sửa giá trị hoặc ngày hiệu lực.")
_ENDS = say("Ngày hết hiệu lực phải sau ngày có hiệu lực. Sửa lại hoặc bỏ trống.")
_NO_CITATION = say("Thiếu căn cứ. Ghi số, ký hiệu, ngày của văn bản (hoặc tên quy chế nội bộ).")
_NO_SOURCE = say("Ghi đã đọc văn bản gốc ở đâu: công báo, bản giấy lưu tại đâu, địa chỉ trang.")
_NO_ORIGINAL = say("Giá trị này do cơ quan tự đặt, không có văn bản gốc để đối chiếu.")
_ALREADY = say("Giá trị này đã được đối chiếu văn bản gốc. Nếu nay thấy sai, lập bản sửa đổi.")
_NO_DAY = say("Chưa có ngày nào. Ghi ít nhất ngày nghỉ hoặc ngày làm bù.")
_NO_NAME = say("Ngày {day} chưa có tên gọi. Ghi lý do nghỉ hoặc làm bù để người xem lịch hiểu.")
_TWICE = say("Một ngày được ghi hai lần. Ngày nghỉ và ngày làm bù phải khác nhau.")
_ALREADY_OFF = say("Ngày {day} vốn là ngày nghỉ. Chọn ngày khác.")
_WORKED = say("Ngày {day} vốn là ngày làm việc. Ngày làm bù phải rơi vào ngày nghỉ.")
_ORDINARY = say("Ngày {day} không có gì để bỏ: nó vẫn theo thứ trong tuần.")
_NOT_DECLARED = say("Ngày {day} không do cơ quan khai nên không rút được. Xem lại trên lịch.")
_NO_REASON = say("Ghi lý do, để người sau hiểu vì sao.")
