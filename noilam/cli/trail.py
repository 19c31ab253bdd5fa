"""`noilam audit verify`: proves the trail, against a head kept elsewhere if one is given."""

import argparse
from typing import Any

from .terminal import Terminal


def add(commands: Any, shared: argparse.ArgumentParser, terminal: Terminal) -> None:
    word = terminal.word
    audit = commands.add_parser("audit", help=word("kiểm chứng nhật ký"))
    verbs = audit.add_subparsers(metavar=word("VIỆC"), required=True)
    each = verbs.add_parser("verify", parents=[shared], help=word("tìm dòng bị sửa, xoá, chèn"))
    each.add_argument(
        "--head", metavar="HASH", nargs="+", help=word("mã niêm phong đã giữ ở nơi khác")
    )
    each.set_defaults(run=verify)


def verify(command: argparse.Namespace, terminal: Terminal) -> int:
    from noilam.audit import policies, queries
    from noilam.foundation.access import require

    require(policies.may_read_trail(command.actor), to=terminal.word("kiểm chứng nhật ký"))
    found = queries.verify(head="".join(command.head or ()))
    answer = found.as_json()
    if terminal.as_json:
        terminal.give(answer)
    else:
        _tell(terminal, answer)
    return 0 if answer["ok"] else 1


def _tell(terminal: Terminal, answer: dict[str, Any]) -> None:
    if answer["ok"]:
        terminal.say("Nhật ký nguyên vẹn: {count} dòng đã niêm phong.", count=answer["entries"])
    else:
        terminal.line(str(answer["first_problem"]))
    if answer["waiting"]:
        terminal.say("{count} dòng đang chờ niêm phong.", count=answer["waiting"])
    if answer["head"]:
        terminal.say("Mã niêm phong: {head}", head=answer["head"])
