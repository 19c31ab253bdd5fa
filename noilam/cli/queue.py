"""`noilam jobs`: the timetable, what waits, what failed."""

import argparse
from typing import Any

from .terminal import Terminal


def add(commands: Any, shared: argparse.ArgumentParser, terminal: Terminal) -> None:
    each = commands.add_parser(
        "jobs", parents=[shared], help=terminal.word("lịch chạy, việc đang chờ, việc bị lỗi")
    )
    each.set_defaults(run=show)


def show(command: argparse.Namespace, terminal: Terminal) -> int:
    from django.utils.timezone import localtime

    from noilam.accounts.policies import may_administer
    from noilam.foundation import jobs
    from noilam.foundation.access import require

    require(may_administer(command.actor), to=terminal.word("xem việc nền"))
    failures = jobs.failures()
    answer = {
        "timetable": [
            {"path": path, "cron": cron, "next_run": localtime(next_run)}
            for path, cron, next_run in jobs.timetable()
        ],
        "waiting": jobs.waiting(),
        "failed": [
            {
                "path": each.path,
                "at": localtime(each.at),
                "attempts": each.attempts,
                "error": _last(each),
            }
            for each in failures
        ],
    }
    if terminal.as_json:
        terminal.give(answer)
    else:
        _tell(terminal, answer)
    return 1 if failures else 0


def _last(failure: Any) -> str:
    """The last line of a trace says what happened; the rest is in the database."""
    return failure.error.strip().rpartition("\n")[2]


def _tell(terminal: Terminal, answer: dict[str, Any]) -> None:
    for line in answer["timetable"]:
        terminal.line(f"{line['cron']:15} {line['next_run']:%d/%m/%Y %H:%M}  {line['path']}")
    terminal.say("Đang chờ: {count}", count=answer["waiting"])
    for each in answer["failed"]:
        terminal.say(
            "Lỗi sau {attempts} lần thử: {path}: {error}",
            attempts=each["attempts"],
            path=each["path"],
            error=each["error"],
        )
