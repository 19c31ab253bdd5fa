"""`noilam import` and `noilam export`: the exchange engine at the shell."""

import argparse
from pathlib import Path
from typing import Any

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from .terminal import Terminal
from .who import actor

_NO_FILE = say("Không mở được tệp {path}. Kiểm tra lại tên tệp và quyền đọc.")
_NO_FOLDER = say("Không có thư mục {path}. Tạo thư mục trước, hoặc ghi vào nơi khác.")
_NO_KIND = say("Không có loại bảng {kind!r}. Các loại: {kinds}.")


def add(commands: Any, shared: argparse.ArgumentParser, terminal: Terminal) -> None:
    word = terminal.word
    each = commands.add_parser("import", parents=[shared], help=word("nhập một bảng tính"))
    each.add_argument("kind", metavar="KIND", help="units, people, commitments, progress")
    each.add_argument("file", metavar="FILE", type=Path)
    each.add_argument("--check", action="store_true", help=word("chỉ kiểm tra, không ghi gì"))
    each.set_defaults(run=bring_in)
    each = commands.add_parser("export", parents=[shared], help=word("xuất một bảng tính"))
    each.add_argument("kind", metavar="KIND", help="units, people, commitments, progress")
    each.add_argument("file", metavar="FILE", type=Path)
    each.add_argument("--template", action="store_true", help=word("bảng mẫu có sẵn tiêu đề"))
    each.set_defaults(run=send_out)


def bring_in(command: argparse.Namespace, terminal: Terminal) -> int:
    _refuse_unknown_kind(command.kind)
    if not command.file.is_file():
        raise _refused("no-file", _NO_FILE, path=command.file)
    from noilam.exchange.actions import run_now

    run = run_now(actor=actor(command), kind=command.kind, path=command.file, check=command.check)
    summary = run.as_json()
    if terminal.as_json:
        terminal.give(summary)
    else:
        _tell(terminal, summary)
    return 1 if summary.get("problems") else 0


def send_out(command: argparse.Namespace, terminal: Terminal) -> int:
    _refuse_unknown_kind(command.kind)
    if not command.file.resolve().parent.is_dir():
        raise _refused("no-folder", _NO_FOLDER, path=command.file.resolve().parent)
    from noilam.exchange.queries import export_file

    export_file(
        actor=actor(command), kind=command.kind, path=command.file, template=command.template
    )
    terminal.say("Đã ghi {path}.", path=command.file)
    if terminal.as_json:
        terminal.give({"file": str(command.file)})
    return 0


def _refuse_unknown_kind(kind: str) -> None:
    from django.conf import settings
    from django.utils.module_loading import import_string

    kinds = import_string(settings.SHEETS)
    if kind not in kinds:
        raise _refused("unknown-kind", _NO_KIND, kind=kind, kinds=", ".join(kinds))


def _refused(code: str, message: str, **values: object) -> Refused:
    return Refused(Problem(code, message, values=values))


def _tell(terminal: Terminal, summary: dict[str, Any]) -> None:
    """Problems a line each; then the counts, in the order the engine gives them."""
    for problem in summary.get("problems", []):
        terminal.line(_problem_line(problem))
    for name, value in summary.items():
        if isinstance(value, int | str) and not isinstance(value, bool) and value != "":
            terminal.line(f"{name}: {value}")


def _problem_line(problem: Any) -> str:
    if not isinstance(problem, dict):
        return str(problem)
    place = problem.get("about") or ""
    return f"{place}: {problem.get('message', '')}" if place else str(problem.get("message", ""))
