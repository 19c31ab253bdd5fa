"""What holds for sign-in names, cards and accounts, as pure functions."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from noilam.foundation.errors import Problem
from noilam.foundation.text import say, tidy

# No I, O, 0, 1: read aloud or copied by hand, a letter is never taken for a digit.
CARD_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CARD_LENGTH = 12  # 12 letters of 32 hold 60 bits
_GROUP = 4

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PHONE = re.compile(r"(?:\+?84|0)(\d{9,10})")


@dataclass(frozen=True)
class Contact:
    """How an account's holder is called and reached."""

    label: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Absence:
    """Somebody whose work the reader may do today, for a stated period."""

    id: int
    account_id: int
    label: str
    last_day: date


def sign_in_name(typed: str) -> str:
    """One spelling for a user name: lower case; a phone number as ten digits, however typed."""
    bare = re.sub(r"[\s.\-()]", "", typed)
    if phone := _PHONE.fullmatch(bare):
        return f"0{phone[1]}"
    return tidy(typed).casefold().replace(" ", "")


def card_key(typed: str) -> str:
    """A card's code without the spaces and hyphens people type, in capitals."""
    return re.sub(r"[\s\-–.]", "", unicodedata.normalize("NFKC", typed)).upper()


def card_text(code: str) -> str:
    """A card's code in groups, as it is printed: ABCD-EFGH-JKLM."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def card_code(numbers: Sequence[int]) -> str:
    """The code made of CARD_LENGTH random numbers below the count of letters."""
    return "".join(CARD_LETTERS[number] for number in numbers)


def problems_with_account(username: str, contact: Contact, taken: Collection[str]) -> list[Problem]:
    """Why an account may not be opened under this name."""
    problems = []
    if not username:
        problems.append(
            Problem(
                "no-username",
                say("Chưa có tên đăng nhập. Hãy ghi mã cán bộ hoặc số điện thoại."),
                "username",
            )
        )
    if username in taken:
        problems.append(
            Problem(
                "username-taken",
                say("Tên đăng nhập {username} đã có người dùng. Hãy chọn tên khác."),
                "username",
                {"username": username},
            )
        )
    return problems + problems_with_contact(contact)


def problems_with_contact(contact: Contact) -> list[Problem]:
    """Why an account may not be called or reached so."""
    problems = []
    if not contact.label.strip():
        problems.append(
            Problem("no-label", say("Chưa có họ và tên. Hãy ghi tên người dùng."), "label")
        )
    if contact.email and not _EMAIL.fullmatch(contact.email):
        problems.append(
            Problem(
                "no-email",
                say("{email} không phải địa chỉ thư điện tử. Sửa lại, hoặc để trống."),
                "email",
                {"email": contact.email},
            )
        )
    return problems


def problems_with_closing(*, is_own: bool, is_last_administrator: bool) -> list[Problem]:
    """Nobody shuts himself out, and somebody must be left to let others in."""
    problems = []
    if is_own:
        problems.append(
            Problem(
                "own-account",
                say("Bạn không thể tự đóng tài khoản của mình. Hãy nhờ một quản trị khác."),
            )
        )
    if is_last_administrator:
        problems.append(_last_administrator())
    return problems


def problems_with_permissions(
    *, is_own: bool, takes_administration: bool, is_last_administrator: bool
) -> list[Problem]:
    """Nobody grants himself, and the last administrator stays one."""
    problems = []
    if is_own:
        problems.append(
            Problem(
                "own-permissions",
                say("Không ai tự cấp hay tự bỏ quyền của mình. Hãy nhờ một quản trị khác."),
            )
        )
    if takes_administration and is_last_administrator:
        problems.append(_last_administrator())
    return problems


def _last_administrator() -> Problem:
    return Problem(
        "last-administrator",
        say("Đây là quản trị duy nhất còn lại. Hãy giao quyền quản trị cho người khác trước."),
    )


def problems_with_card(*, is_spent: bool, expires_on: date, on: date) -> list[Problem]:
    """Why a card no longer opens."""
    if is_spent:
        return [
            Problem(
                "card-spent",
                say("Thẻ này đã dùng hoặc đã được thay. Hãy xin thẻ mới ở bàn văn thư."),
                "code",
            )
        ]
    if on > expires_on:
        return [
            Problem(
                "card-expired",
                say("Thẻ này đã quá hạn dùng. Hãy xin thẻ mới ở bàn văn thư."),
                "code",
            )
        ]
    return []


def unknown_sign_in() -> Problem:
    """The same words for a wrong name, a wrong password and a closed account."""
    return Problem(
        "not-known",
        say(
            "Tên đăng nhập hoặc mật khẩu không đúng. Hãy gõ lại; nếu quên, xin thẻ đăng nhập mới "
            "ở bàn văn thư của cơ quan."
        ),
        "password",
    )


def unknown_card() -> Problem:
    return Problem(
        "card-unknown",
        say("Không có thẻ nào mang mã này. Hãy nhìn lại từng chữ trên thẻ, hoặc xin thẻ mới."),
        "code",
    )


_BROWSERS = [
    ("Edg", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
_SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
]


def device_words(user_agent: str) -> str:
    """Enough for a person to know the device again ("Chrome, Android"), and no more."""
    words = (
        next((name for mark, name in kinds if mark in user_agent), "")
        for kinds in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(word for word in words if word)
