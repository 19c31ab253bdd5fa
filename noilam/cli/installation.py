"""`noilam init` and `noilam demo`: an installation begins empty, or with a year of fiction."""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from noilam.foundation.access import shell
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from . import ready
from .terminal import Terminal

_NOT_EMPTY = say(
    "Cài đặt này đã có tài khoản. Muốn một cài đặt mới: đặt NOILAM_HOME (và DATABASE_URL) "
    "sang nơi khác."
)
BAR = 30  # signs


def add(commands: Any, shared: argparse.ArgumentParser, terminal: Terminal) -> None:
    word = terminal.word
    each = commands.add_parser("init", parents=[shared], help=word("bắt đầu một cài đặt trống"))
    each.add_argument("--name", required=True, help=word("tên cơ quan"))
    each.add_argument("--admin", required=True, metavar="NAME", help=word("tên đăng nhập quản trị"))
    each.set_defaults(run=init)
    each = commands.add_parser("demo", parents=[shared], help=word("dựng năm mẫu"))
    each.set_defaults(run=demo)


def init(command: argparse.Namespace, terminal: Terminal) -> int:
    from django.conf import settings
    from django.db import transaction

    from noilam.accounts.actions import issue_card, open_account
    from noilam.accounts.cards import card_link
    from noilam.accounts.policies import ADMINISTER

    ready.prepare(terminal)
    _refuse_unless_empty()
    with transaction.atomic():
        account = open_account(
            actor=shell(), username=command.admin, label=command.admin, permissions=[ADMINISTER]
        )
        link = card_link(issue_card(actor=shell(), account=account))
    (Path(settings.HOME) / "name").write_text(command.name, "utf-8")
    terminal.say("Đã lập cài đặt “{name}”.", name=command.name)
    terminal.say("Liên kết đăng nhập lần đầu của {admin}, dùng một lần:", admin=account.username)
    terminal.line(link)
    if terminal.as_json:
        terminal.give({"name": command.name, "admin": account.username, "link": link})
    return 0


def demo(command: argparse.Namespace, terminal: Terminal) -> int:
    """Builds it here, in this process. An interrupted one is started over in a fresh database."""
    from noilam.demo.main import build
    from noilam.foundation.upkeep import refresh_statistics

    if _marker("demo-begun").exists() and not _marker("demo-complete").exists():
        terminal.say("Lần dựng trước bị ngắt giữa chừng: dựng lại từ đầu.")
        _drop_everything()
    ready.prepare(terminal)
    _refuse_unless_empty()
    _marker("demo-begun").touch()
    sign_ins = build(_progress_bar(terminal))
    refresh_statistics(actor=shell())
    _keep_whole(_marker("demo-complete"), json.dumps(sign_ins, ensure_ascii=False))
    if terminal.as_json:
        terminal.give({"complete": True})
    return 0


def make_demo_if_empty(terminal: Terminal) -> None:
    """In a process of its own: what the building took in memory is given back."""
    if _marker("demo-complete").exists() or (_is_begun() and not _marker("demo-begun").exists()):
        return
    command = [sys.executable, "-m", "noilam.cli.main", "--lang", terminal.language, "demo"]
    if subprocess.run(command).returncode:  # noqa: S603
        raise SystemExit(1)


def tell_sign_ins(terminal: Terminal) -> None:
    """Who may be tried out in the demo. Nothing in a real installation."""
    kept = _marker("demo-complete")
    if not kept.exists() or not (lines := json.loads(kept.read_text("utf-8") or "[]")):
        return
    terminal.say("Đăng nhập thử:")
    for who, username, password in lines:
        terminal.line(f"  {username:12} {password:16} {who}")


def _marker(name: str) -> Path:
    from django.conf import settings

    return Path(settings.HOME) / name


def _keep_whole(path: Path, text: str) -> None:
    """The file is there only when all of it is."""
    fresh = path.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)


def _is_begun() -> bool:
    from noilam.accounts.models import Account

    return Account.objects.exists()


def _refuse_unless_empty() -> None:
    if _is_begun():
        raise Refused(Problem("not-empty", _NOT_EMPTY))


def _drop_everything() -> None:
    """Only ever called on a demo that was not finished."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        return
    database = Path(connection.settings_dict["NAME"])
    connection.close()
    for file in database.parent.glob(database.name + "*"):
        file.unlink()


def _progress_bar(terminal: Terminal) -> Any:
    """`progress(part, words)`: how much is done, from 0 to 1, and what is being done."""
    is_screen = sys.stderr.isatty()
    shown = -1

    def show(part: float, words: str = "") -> None:
        nonlocal shown
        tenths = int(part * 10)
        if not is_screen and tenths == shown:
            return
        shown = tenths
        bar = "█" * int(part * BAR)
        line = f"{bar:░<{BAR}} {part:4.0%} {words:40.40}"
        print(line, end="\r" if is_screen and part < 1 else "\n", file=sys.stderr, flush=True)

    return show
