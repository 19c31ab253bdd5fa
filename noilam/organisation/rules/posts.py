"""What may happen to posts: at most one head at a time, handed over on one day.

An appointment counts its last day. Two heads may share exactly the day of the handover.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, fold, say

from .timeline import overlap


@dataclass(frozen=True)
class Post:
    """One appointment as plain values."""

    person_id: int
    unit_id: int
    post: str
    leads: bool
    starts_on: date
    ends_on: date | None = None
    holder: str = ""
    id: int = 0


def held_together(one: Post, other: Post) -> bool:
    """Whether two posts are held on more than a handover's one day."""
    if one.starts_on == other.starts_on:
        return True
    return overlap(one.starts_on, one.ends_on, other.starts_on, other.ends_on)


def problems_with_appointment(
    new: Post, others: Sequence[Post], *, unit_from: date, unit_until: date | None, unit: str
) -> list[Problem]:
    """`others` are the posts of this unit; the unit lives from one day up to another."""
    problems = []
    if not new.post.strip():
        problems.append(Problem("post-missing", say("Ghi tên chức vụ."), about="post"))
    if new.ends_on and new.ends_on < new.starts_on:
        problems.append(
            Problem(
                "ends-before-start",
                say("Ngày thôi giữ chức {end} trước ngày bắt đầu {start}. Sửa lại một trong hai."),
                about="ends_on",
                values={"end": day_text(new.ends_on), "start": day_text(new.starts_on)},
            )
        )
    problems += _outside_the_units_life(new, unit_from, unit_until, unit)
    for other in others:
        if other.id != new.id or not new.id:
            problems += _clash(new, other, unit)
    return problems


def _outside_the_units_life(
    new: Post, unit_from: date, unit_until: date | None, unit: str
) -> list[Problem]:
    if new.starts_on < unit_from:
        return [
            Problem(
                "before-founding",
                say("{unit} thành lập ngày {day}. Chọn ngày từ ngày đó trở đi."),
                about="starts_on",
                values={"unit": unit, "day": day_text(unit_from)},
            )
        ]
    if unit_until and (new.ends_on is None or new.ends_on >= unit_until):
        return [
            Problem(
                "after-end",
                say("{unit} kết thúc hoạt động ngày {day}. Ghi ngày thôi giữ chức trước ngày đó."),
                about="ends_on",
                values={"unit": unit, "day": day_text(unit_until)},
            )
        ]
    return []


def _clash(new: Post, other: Post, unit: str) -> list[Problem]:
    if not held_together(new, other):
        return []
    if new.person_id == other.person_id and fold(new.post) == fold(other.post):
        return [
            Problem(
                "held-already",
                say("{holder} đã giữ chức {post} ở {unit} từ ngày {day}."),
                about="post",
                values={
                    "holder": other.holder,
                    "post": other.post,
                    "unit": unit,
                    "day": day_text(other.starts_on),
                },
            )
        ]
    if new.leads and other.leads:
        return [
            Problem(
                "two-heads",
                say(
                    "{holder} đứng đầu {unit} từ ngày {day}. Mỗi lúc chỉ một người đứng đầu: "
                    "ghi ngày thôi giữ chức của người trước."
                ),
                about="leads",
                values={"holder": other.holder, "unit": unit, "day": day_text(other.starts_on)},
            )
        ]
    return []


def problems_with_end_of_post(post: Post, last_day: date) -> list[Problem]:
    if post.ends_on is not None and post.ends_on <= last_day:
        return [
            Problem(
                "ended-already",
                say("{holder} đã thôi chức {post} từ ngày {day}."),
                about="on",
                values={
                    "holder": post.holder,
                    "post": post.post,
                    "day": day_text(post.ends_on),
                },
            )
        ]
    if last_day >= post.starts_on:
        return []
    return [
        Problem(
            "ends-before-start",
            say("Ngày thôi giữ chức {end} trước ngày bắt đầu {start}. Sửa lại một trong hai."),
            about="on",
            values={"end": day_text(last_day), "start": day_text(post.starts_on)},
        )
    ]


def problems_with_person(code: str, full_name: str, *, code_taken: bool) -> list[Problem]:
    problems = []
    if not code.strip():
        problems.append(Problem("code-missing", say("Ghi mã người."), about="code"))
    elif code_taken:
        problems.append(
            Problem(
                "code-taken",
                say("Mã {code} đã dùng cho người khác. Chọn mã khác."),
                about="code",
                values={"code": code},
            )
        )
    if not full_name.strip():
        problems.append(Problem("name-missing", say("Ghi họ và tên."), about="full_name"))
    return problems


def problems_with_period(starts_on: date, ends_on: date | None) -> list[Problem]:
    """For half-open stretches: assignments, memberships."""
    if ends_on is None or ends_on > starts_on:
        return []
    return [
        Problem(
            "ends-before-start",
            say("Ngày kết thúc {end} phải sau ngày bắt đầu {start}."),
            about="ends_on",
            values={"end": day_text(ends_on), "start": day_text(starts_on)},
        )
    ]
