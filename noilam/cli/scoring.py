"""`noilam scoring close`: closes a month here and now, as the worker would."""

import argparse
from typing import Any

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from . import demo_year
from .terminal import Terminal

_NO_MONTH = say("{written!r} không phải là tháng. Ghi năm và tháng, ví dụ 2026-10.")


def add(commands: Any, shared: argparse.ArgumentParser, terminal: Terminal) -> None:
    word = terminal.word
    scoring = commands.add_parser("scoring", help=word("chấm điểm tháng"))
    verbs = scoring.add_subparsers(metavar=word("VIỆC"), required=True)
    each = verbs.add_parser("close", parents=[shared], help=word("khóa một tháng"))
    each.add_argument("--month", required=True, metavar="YYYY-MM")
    each.set_defaults(run=close)


def close(command: argparse.Namespace, terminal: Terminal) -> int:
    from noilam.scoring import actions
    from noilam.scoring.jobs import finish_close

    demo_year.refuse_unfinished()
    asked = actions.close_month(actor=command.actor, month=_month(command.month))
    terminal.say("Đang khóa tháng {month} …", month=command.month)
    finish_close(actor=command.actor, close_id=asked.pk)
    asked.refresh_from_db()
    answer = {
        "month": command.month,
        "state": asked.state,
        "number": asked.number,
        "sheets": asked.sheets,
        "fixed": asked.fixed,
        "on_time": asked.on_time,
        "notified": asked.notified,
        "snapshot_hash": asked.snapshot_hash,
        "problem": _problem(asked.error),
    }
    if terminal.as_json:
        terminal.give(answer)
    _tell(terminal, answer)
    return 1 if answer["problem"] else 0


def _month(written: str) -> Any:
    from noilam.foundation.periods import Month, parse

    try:
        month = parse(written)
    except ValueError:
        month = None
    if not isinstance(month, Month):
        raise Refused(Problem("no-month", _NO_MONTH, "--month", {"written": written}))
    return month


def _problem(error: dict[str, Any]) -> str:
    from django.utils.translation import gettext as translate

    return translate(error["sentence"]).format(**error["values"]) if error else ""


def _tell(terminal: Terminal, answer: dict[str, Any]) -> None:
    if answer["problem"]:
        terminal.line(answer["problem"])
        return
    if answer["state"] == "unchanged":
        terminal.say("Không có gì đổi từ lần khóa {number}.", number=answer["number"])
    else:
        terminal.say("Đã khóa lần {number}.", number=answer["number"])
    counts = {name: answer[name] for name in ("fixed", "sheets", "on_time", "notified")}
    terminal.say(
        "{fixed}/{sheets} phiếu đã chốt, {on_time} đúng hạn; {notified} thông báo.", **counts
    )
    terminal.say("Mã băm kết quả: {hash}", hash=answer["snapshot_hash"])
