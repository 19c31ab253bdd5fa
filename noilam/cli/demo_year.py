"""`noilam demo`: a year of fiction in a database of its own. Nothing else is ever thrown away.

What a database holds, its own trail says: no file beside it and no setting decides.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from noilam.foundation.access import shell, worker
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from . import ready
from .terminal import Terminal

_UNFINISHED = say(
    "Ở đây có một năm mẫu dựng dở. Chạy `noilam demo` để dựng lại từ đầu, hoặc đặt NOILAM_HOME "
    "(và DATABASE_URL) sang nơi khác."
)
BAR = 30  # signs


def add(commands: Any, shared: argparse.ArgumentParser, terminal: Terminal) -> None:
    each = commands.add_parser("demo", parents=[shared], help=terminal.word("dựng năm mẫu"))
    each.set_defaults(run=demo, prepares=True)


def demo(command: argparse.Namespace, terminal: Terminal) -> int:
    """Builds it here, in this process. An interrupted one is started over in a fresh database."""
    from noilam.audit.jobs import seal
    from noilam.demo.actions import begin_demo, finish_demo
    from noilam.demo.main import build
    from noilam.demo.queries import is_unfinished_demo
    from noilam.foundation.upkeep import refresh_statistics

    ready.prepare(terminal)
    if is_unfinished_demo():
        terminal.say("Lần dựng trước bị ngắt giữa chừng: dựng lại từ đầu.")
        _drop_everything()
        ready.migrate(terminal)
    begin_demo(actor=shell())
    sign_ins = build(_progress_bar(terminal))
    refresh_statistics(actor=shell())
    _keep_whole(_kept_sign_ins(), json.dumps(sign_ins, ensure_ascii=False))
    finish_demo(actor=shell())
    seal(actor=worker())
    if terminal.as_json:
        terminal.give({"complete": True})
    return 0


def make_demo_if_empty(terminal: Terminal) -> None:
    """In a process of its own: what the building took in memory is given back."""
    from noilam.demo.queries import is_begun, is_unfinished_demo

    if is_begun() and not is_unfinished_demo():
        return
    command = [sys.executable, "-m", "noilam.cli.main", "--lang", terminal.language, "demo"]
    if subprocess.run(command).returncode:  # noqa: S603
        raise SystemExit(1)


def refuse_unfinished() -> None:
    """Nobody's work may begin in a database that the next `noilam demo` throws away."""
    from noilam.demo.queries import is_unfinished_demo

    if is_unfinished_demo():
        raise Refused(Problem("unfinished-demo", _UNFINISHED))


def tell_sign_ins(terminal: Terminal) -> None:
    """Who may be tried out in the demo. Nothing in a real installation."""
    from noilam.demo.queries import is_demo

    kept = _kept_sign_ins()
    if not kept.exists() or not is_demo():
        return
    terminal.say("Đăng nhập thử:")
    for who, username, password in json.loads(kept.read_text("utf-8") or "[]"):
        terminal.line(f"  {username:12} {password:16} {who}")


def _kept_sign_ins() -> Path:
    from django.conf import settings

    return Path(settings.HOME) / "demo-complete"


def _keep_whole(path: Path, text: str) -> None:
    """The file is there only when all of it is."""
    fresh = path.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)


def _drop_everything() -> None:
    """Only ever called on a demo that was not finished, and takes only what is ours."""
    from django.db import connection, transaction
    from django.db.migrations.recorder import MigrationRecorder

    if connection.vendor == "postgresql":
        ours = connection.introspection.django_table_names(only_existing=True)
        with transaction.atomic(), connection.cursor() as cursor:
            for table in [*ours, MigrationRecorder.Migration._meta.db_table]:
                cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
        return
    connection.close()
    for file in _files_of(str(connection.settings_dict["NAME"])):
        file.unlink(missing_ok=True)


def _files_of(database: str) -> list[Path]:
    """SQLite's own, by name: a copy that somebody keeps beside them is not ours to take."""
    return [Path(database + ending) for ending in ("", "-wal", "-shm", "-journal")]


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
