"""`noilam init`: an installation begins empty, with one administrator."""

import argparse
from pathlib import Path
from typing import Any

from noilam.foundation.access import shell
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from . import demo_year, ready
from .terminal import Terminal

_HAS_ACCOUNTS = say(
    "Cài đặt này đã có tài khoản. Muốn một cài đặt mới: đặt NOILAM_HOME (và DATABASE_URL) "
    "sang nơi khác."
)


def add(commands: Any, shared: argparse.ArgumentParser, terminal: Terminal) -> None:
    word = terminal.word
    each = commands.add_parser("init", parents=[shared], help=word("bắt đầu một cài đặt trống"))
    each.add_argument("--name", required=True, help=word("tên cơ quan"))
    each.add_argument("--admin", required=True, metavar="NAME", help=word("tên đăng nhập quản trị"))
    each.add_argument("--email", default="", help=word("thư điện tử của quản trị"))
    each.set_defaults(run=init, prepares=True)


def init(command: argparse.Namespace, terminal: Terminal) -> int:
    from django.conf import settings
    from django.db import transaction

    from noilam.accounts.actions import issue_card, open_account
    from noilam.accounts.cards import card_link
    from noilam.accounts.policies import ADMINISTER

    ready.prepare(terminal)
    demo_year.refuse_unfinished()
    _refuse_if_somebody_signs_in()
    with transaction.atomic():
        account = open_account(
            actor=shell(),
            username=command.admin,
            label=command.admin,
            email=command.email,
            permissions=[ADMINISTER],
        )
        link = card_link(issue_card(actor=shell(), account=account))
    (Path(settings.HOME) / "name").write_text(command.name, "utf-8")
    terminal.say("Đã lập cài đặt “{name}”.", name=command.name)
    terminal.say("Liên kết đăng nhập lần đầu của {admin}, dùng một lần:", admin=account.username)
    terminal.line(link)
    if terminal.as_json:
        terminal.give({"name": command.name, "admin": account.username, "link": link})
    return 0


def _refuse_if_somebody_signs_in() -> None:
    """What the shell brought in beforehand stays: it waits for its first administrator."""
    from noilam.accounts.models import Account

    if Account.objects.exists():
        raise Refused(Problem("not-empty", _HAS_ACCOUNTS))
