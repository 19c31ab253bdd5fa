"""What holds for grants and stand-ins: nobody grants himself, and every period is stated."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, say

from .timeline import overlap


@dataclass(frozen=True)
class Period:
    """A half-open stretch of time; `label` says whose it is, for the one who reads a refusal."""

    starts_on: date
    ends_on: date | None = None
    label: str = ""


def problems_with_grant(
    new: Period,
    same: Sequence[Period],
    *,
    is_own: bool,
    account_is_open: bool,
    unit_until: date | None,
) -> list[Problem]:
    """`same` are the grants of this role in this unit that the account has already."""
    problems = []
    if is_own:
        problems.append(
            Problem(
                "own-grant",
                say("Không ai tự cấp vai trò cho mình. Hãy nhờ một quản trị khác."),
                "account",
            )
        )
    if not account_is_open:
        problems.append(
            Problem(
                "account-closed",
                say("Tài khoản này đã đóng. Hãy mở lại tài khoản trước khi cấp vai trò."),
                "account",
            )
        )
    if new.ends_on is not None and new.ends_on <= new.starts_on:
        problems.append(ends_before_start())
    if unit_until is not None and new.starts_on >= unit_until:
        problems.append(
            Problem(
                "unit-ended",
                say("Đơn vị đã kết thúc hoạt động ngày {day}. Hãy chọn đơn vị kế tiếp."),
                "unit",
                {"day": day_text(unit_until)},
            )
        )
    if any(overlap(new.starts_on, new.ends_on, each.starts_on, each.ends_on) for each in same):
        problems.append(
            Problem(
                "granted-already",
                say("Tài khoản đã có vai trò này ở đơn vị này trong thời gian đó."),
                "role",
            )
        )
    return problems


def problems_with_revoking(*, is_own: bool, ended_on: date | None, on: date) -> list[Problem]:
    """A role is taken by another; one may not shed a duty alone, nor take what is over."""
    problems = []
    if is_own:
        problems.append(
            Problem(
                "own-grant",
                say("Không ai tự bỏ vai trò của mình. Hãy nhờ một quản trị khác."),
            )
        )
    if ended_on is not None and ended_on <= on:
        problems.append(
            Problem(
                "grant-ended",
                say("Vai trò này đã hết từ ngày {day}."),
                values={"day": day_text(ended_on)},
            )
        )
    return problems


def problems_with_stand_in(
    new: Period,
    others: Sequence[Period],
    *,
    today: date,
    reason: str,
    is_own: bool,
    is_same: bool,
    both_open: bool,
) -> list[Problem]:
    """`others` are the absent one's other stand-ins: one at a time, so that all know who acts."""
    problems = []
    if is_same:
        problems.append(
            Problem("same-person", say("Không ai thay mặt chính mình. Hãy chọn người khác."))
        )
    if is_own:
        problems.append(
            Problem(
                "own-stand-in",
                say("Không ai tự cử mình làm thay người khác. Hãy để người vắng mặt cử."),
                "stand_in",
            )
        )
    if not both_open:
        problems.append(
            Problem("account-closed", say("Cả hai tài khoản phải đang mở. Hãy chọn người khác."))
        )
    if not reason.strip():
        problems.append(Problem("no-reason", say("Ghi lý do vắng mặt."), "reason"))
    problems += _with_stand_in_period(new, others, today)
    return problems


def _with_stand_in_period(new: Period, others: Sequence[Period], today: date) -> list[Problem]:
    if new.ends_on is None:
        return [Problem("no-end", say("Ghi ngày cuối cùng làm thay."), "ends_on")]
    if new.ends_on <= new.starts_on:
        return [ends_before_start()]
    problems = []
    if new.starts_on < today:
        problems.append(
            Problem(
                "in-the-past",
                say("Việc làm thay bắt đầu sớm nhất từ hôm nay, không lùi về trước."),
                "starts_on",
            )
        )
    for each in others:
        if overlap(new.starts_on, new.ends_on, each.starts_on, each.ends_on):
            problems.append(
                Problem(
                    "replaced-already",
                    say("{who} đã được cử làm thay trong thời gian đó. Hãy kết thúc trước đã."),
                    "starts_on",
                    {"who": each.label},
                )
            )
    return problems


def ends_before_start() -> Problem:
    return Problem(
        "ends-before-start",
        say("Ngày cuối phải từ ngày bắt đầu trở đi. Sửa lại một trong hai."),
        "ends_on",
    )


@dataclass(frozen=True)
class PostHeld:
    """A post as sign-ins need it: where, whether at the head, until when (half-open)."""

    unit_id: int
    leads: bool
    starts_on: date
    ends_on: date | None


def roles_by_post(posts: Collection[PostHeld]) -> dict[tuple[int, str], date | None]:
    """What the posts held today give: {(unit, role): when it ends}. Who leads is the head."""
    roles: dict[tuple[int, str], date | None] = {}
    for post in posts:
        key = (post.unit_id, "head" if post.leads else "staff")
        ends = roles.get(key, post.ends_on)
        roles[key] = None if ends is None or post.ends_on is None else max(ends, post.ends_on)
    return roles


def problems_with_new_card(*, has_open_account: bool, is_own: bool) -> list[Problem]:
    """A new card at the desk: for somebody who has a sign-in, by somebody else."""
    if not has_open_account:
        return [Problem("no-sign-in", say("Người này chưa có đăng nhập đang mở. Hãy mở trước đã."))]
    if is_own:
        return [
            Problem(
                "own-card",
                say("Không ai tự cấp thẻ cho mình. Hãy đổi mật khẩu, hoặc nhờ người khác cấp."),
            )
        ]
    return []


def sign_in_names(people: Sequence[tuple[str, str]], phones_taken: Collection[str]) -> list[str]:
    """(code, phone) -> user name: the phone where nobody else has it, else the code."""
    owners = Counter(phone for _code, phone in people if phone)
    return [
        phone if owners[phone] == 1 and phone not in phones_taken else code
        for code, phone in people
    ]
