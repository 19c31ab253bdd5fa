"""Who a command acts as: the shell itself, or the account named by --as."""

import argparse
from dataclasses import replace

from noilam.foundation.access import Actor, shell
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

_NOBODYS = say("Lệnh này không phải việc của tài khoản nào. Chạy lại, bỏ --as.")
_UNKNOWN = say(
    "Không có tài khoản nào đang mở tên {name!r}. Xem tên đăng nhập ở trang Quản trị › Tài khoản."
)


def actor(command: argparse.Namespace) -> Actor:
    """Whoever holds the machine holds the data: without --as, the shell may do all.

    With --as it has that account's rights, and the trail says that it was at the shell.
    """
    name = getattr(command, "account", "")
    if not name:
        return shell()
    from noilam.accounts.models import Account
    from noilam.accounts.queries import actor_for
    from noilam.accounts.rules import sign_in_name

    account = Account.objects.filter(username=sign_in_name(name), is_active=True).first()
    if account is None:
        raise Refused(Problem("unknown-account", _UNKNOWN, about="--as", values={"name": name}))
    found = actor_for(account)
    return replace(found, label=f"{found.label} (shell)")


def refuse_account(command: argparse.Namespace) -> None:
    """Where nobody's deed is done, a name would be lost without a word."""
    if getattr(command, "account", ""):
        raise Refused(Problem("nobodys-deed", _NOBODYS, about="--as"))
