"""`noilam report NAME …` and `noilam bench NAME`: answers for programs and for the curious."""

import argparse
from importlib import import_module
from typing import Any

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from .terminal import Terminal
from .who import actor, refuse_account

_NO_REPORT = say("Không có báo cáo {name!r}. Các báo cáo: {names}.")
_NO_BENCH = say("Không có phép đo {name!r}. Các phép đo: {names}.")


def add(commands: Any, shared: argparse.ArgumentParser, terminal: Terminal) -> None:
    word = terminal.word
    each = commands.add_parser("report", parents=[shared], help=word("in một báo cáo"))
    each.add_argument("name", metavar="NAME")
    each.add_argument("rest", nargs=argparse.REMAINDER, metavar="…")
    each.set_defaults(run=report, shared=shared)
    each = commands.add_parser("bench", parents=[shared], help=word("đo tốc độ trên máy này"))
    each.add_argument("name", metavar="NAME")
    each.add_argument("rest", nargs=argparse.REMAINDER, metavar="…")
    each.set_defaults(run=bench, shared=shared, apart=True)


def report(command: argparse.Namespace, terminal: Terminal) -> int:
    from django.conf import settings
    from django.utils.module_loading import import_string

    reports = import_string(settings.REPORTS)
    if command.name not in reports:
        raise _unknown(_NO_REPORT, command.name, reports)
    found = import_string(reports[command.name])
    arguments = _rest(command, found.add_arguments)
    _give(terminal, found(actor(arguments), arguments))
    return 0


def bench(command: argparse.Namespace, terminal: Terminal) -> int:
    from noilam.bench.table import BENCHES

    if command.name not in BENCHES:
        raise _unknown(_NO_BENCH, command.name, BENCHES)
    found = import_module(BENCHES[command.name])
    arguments = _rest(command, found.add_arguments)
    refuse_account(arguments)
    _give(terminal, found.measure(arguments, terminal.line))
    return 0


def _rest(command: argparse.Namespace, add_arguments: Any) -> argparse.Namespace:
    """What follows the name is the report's own to read."""
    own = argparse.ArgumentParser(prog=f"noilam … {command.name}", parents=[command.shared])
    add_arguments(own)
    return own.parse_args(command.rest, namespace=argparse.Namespace(**vars(command)))


def _give(terminal: Terminal, answer: dict[str, Any]) -> None:
    if terminal.as_json:
        terminal.give(answer)
        return
    for name, value in answer.items():
        terminal.line(f"{name}: {value}")


def _unknown(message: str, name: str, names: Any) -> Refused:
    known = ", ".join(sorted(names)) or "—"
    return Refused(Problem("unknown-name", message, values={"name": name, "names": known}))
