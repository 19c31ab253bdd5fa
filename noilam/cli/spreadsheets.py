"""`noilam import` and `noilam export`: the exchange engine at the shell."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from . import criteria, demo_year, publishing
from .terminal import Terminal

_NO_FOLDER = say("Không có thư mục {path}. Tạo thư mục trước, hoặc ghi vào nơi khác.")


def add(commands: Any, shared: argparse.ArgumentParser, terminal: Terminal) -> None:
    word = terminal.word
    each = commands.add_parser("import", parents=[shared], help=word("nhập một bảng tính"))
    each.add_argument("kind", metavar="KIND", help="units, people, commitments, …, criteria")
    each.add_argument("file", metavar="FILE", type=Path)
    each.add_argument("--check", action="store_true", help=word("chỉ kiểm tra, không ghi gì"))
    each.set_defaults(run=bring_in)
    bringing_in = each
    each = commands.add_parser(
        "export", parents=[shared], help=word("xuất một bảng tính, hoặc dữ liệu mở")
    )
    each.add_argument("kind", metavar="KIND", help="units, people, …, criteria, open-data")
    each.add_argument("file", metavar="FILE", type=Path)
    each.add_argument("--template", action="store_true", help=word("bảng mẫu có sẵn tiêu đề"))
    each.set_defaults(run=send_out)
    criteria.add_options(bringing_in, each)


def bring_in(command: argparse.Namespace, terminal: Terminal) -> int:
    if command.kind == criteria.KIND:
        return criteria.bring_in(command, terminal)
    from noilam.exchange.actions import run_now

    demo_year.refuse_unfinished()
    run = run_now(
        actor=command.actor,
        kind=command.kind,
        path=command.file,
        check=command.check,
        report=_counter(terminal),
    )
    if terminal.as_json:
        terminal.give(run.as_json())
    _tell(terminal, run)
    return 1 if run.problems else 0


def send_out(command: argparse.Namespace, terminal: Terminal) -> int:
    if command.kind == publishing.KIND:
        return publishing.publish(command, terminal)
    if not command.file.resolve().parent.is_dir():
        values = {"path": command.file.resolve().parent}
        raise Refused(Problem("no-folder", _NO_FOLDER, values=values))
    if command.kind == criteria.KIND:
        return criteria.send_out(command, terminal)
    from noilam.exchange.queries import export_file

    export_file(
        actor=command.actor, kind=command.kind, path=command.file, template=command.template
    )
    terminal.say("Đã ghi {path}.", path=command.file)
    if terminal.as_json:
        terminal.give({"file": str(command.file)})
    return 0


def _counter(terminal: Terminal) -> Callable[[int, int], None]:
    """Rows done so far, on one line of a screen; nothing where nobody watches."""
    if not sys.stderr.isatty():
        return lambda _done, _total: None
    return lambda done, total: print(f"{done}/{total}", end="\r", file=sys.stderr, flush=True)


def _tell(terminal: Terminal, run: Any) -> None:
    """Problems a line each, by row and column; remarks likewise; then what came of it."""
    _list(terminal, run.problems)
    if run.remarks:
        terminal.say("{count} điều lưu ý:", count=len(run.remarks))
        _list(terminal, run.remarks)
    counts = {name: getattr(run, name) for name in ("rows", "new", "changed", "unchanged")}
    if run.problems:
        terminal.say(
            "{count} điều chưa đúng: không ghi dòng nào. Sửa tệp rồi nhập lại.",
            count=len(run.problems),
        )
        return
    terminal.say("{rows} dòng: {new} mới, {changed} thay đổi, {unchanged} giữ nguyên.", **counts)
    if run.incomplete:
        terminal.say("{count} dòng chưa đủ, vào bản dự thảo.", count=run.incomplete)
    if run.ignored_columns:
        terminal.say("Cột không dùng: {names}.", names=", ".join(run.ignored_columns))
    if not run.is_applied:
        terminal.say("Mới kiểm tra, chưa ghi gì.")


def _list(terminal: Terminal, findings: list[dict[str, Any]]) -> None:
    from django.utils.translation import gettext as translate

    for each in findings:
        said = translate(each["sentence"]).format(**each["values"])
        terminal.line(f"{_place(terminal, each)}{said}")


def _place(terminal: Terminal, problem: dict[str, Any]) -> str:
    """Row and column as the file has them; empty for the file as a whole."""
    if not problem["row"]:
        return ""
    row = terminal.word("Dòng {row}", row=problem["row"])
    header = problem["header"] or problem["column"]
    return f"{row}, {header}: " if header else f"{row}: "
