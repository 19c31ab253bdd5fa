"""The program `noilam`: finds the command, runs it, turns a refusal into lines and an exit code.

Exit codes: 0 done; 1 refused, or problems were found; 2 wrong usage.
"""

import argparse
import contextlib
import os
import sys

from noilam.foundation import translations
from noilam.foundation.errors import Problem, Refused

from . import (
    before,
    demo_year,
    installation,
    queue,
    reports,
    scoring,
    serving,
    spreadsheets,
    trail,
)
from .terminal import LANGUAGES, Terminal, language_of

GROUPS = (serving, installation, demo_year, spreadsheets, scoring, reports, trail, queue)
OWNER_ONLY = 0o077  # what is written from here on, others on this machine may not read


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    translations.compile_changed()
    os.umask(OWNER_ONLY)
    language = language_of(given)
    terminal = Terminal(language if language in LANGUAGES else "vi", "--json" in given)
    command = parser(terminal).parse_args(given)
    if not hasattr(command, "run"):
        parser(terminal).print_help(sys.stderr)
        return 2
    if not terminal.as_json:
        return _run(command, terminal)
    with contextlib.redirect_stdout(sys.stderr):  # whatever a library prints
        return _run(command, terminal)


def parser(terminal: Terminal) -> argparse.ArgumentParser:
    """All commands. Each group's file adds its own."""
    word = terminal.word
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--json", action="store_true", help=word("chỉ in JSON ra stdout"))
    shared.add_argument("--as", dest="account", metavar="NAME", help=word("làm với tài khoản này"))
    shared.add_argument("--lang", choices=LANGUAGES, help=word("tiếng Việt hay tiếng Anh"))
    top = argparse.ArgumentParser(
        prog="noilam", parents=[shared], description=word("Nói đi đôi với làm.")
    )
    commands = top.add_subparsers(metavar=word("LỆNH"))
    for group in GROUPS:
        group.add(commands, shared, terminal)
    return top


def _run(command: argparse.Namespace, terminal: Terminal) -> int:
    if problems := before.problems_with_machine():
        terminal.complain(problems)
        return 1
    from django.utils import translation

    with translation.override(terminal.language):
        return _obey(command, terminal)


def _obey(command: argparse.Namespace, terminal: Terminal) -> int:
    from django.core.exceptions import PermissionDenied
    from django.db import OperationalError

    try:
        before.refuse_unless_ready(command)
        return command.run(command, terminal) or 0
    except Refused as refused:
        terminal.complain(refused.problems)
    except PermissionDenied as denied:
        terminal.complain([Problem("not-permitted", str(denied))])
    except (OSError, OperationalError) as error:
        terminal.complain([before.problem_behind(error)])
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
