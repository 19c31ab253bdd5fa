"""`noilam import criteria` and `noilam export criteria`: one set a file, YAML or XLSX."""

import argparse
from typing import Any

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from . import demo_year
from .terminal import Terminal

KIND = "criteria"
_NO_UNIT = say("Ghi --unit và mã đơn vị ban hành, như --unit DU-XA.")
_UNKNOWN_UNIT = say("Không có đơn vị mã {code}. Kiểm tra mã, hoặc nhập danh sách đơn vị trước.")
_NO_SET = say("Đơn vị {code} chưa có bộ tiêu chí nào như vậy. Thêm --template để lấy mẫu.")
_KINDS = say("Tên tệp phải có đuôi .yaml hoặc .xlsx.")


def add_options(bringing_in: argparse.ArgumentParser, sending_out: argparse.ArgumentParser) -> None:
    for each in (bringing_in, sending_out):
        each.add_argument("--unit", metavar="CODE", default="")
    bringing_in.add_argument("--note", metavar="TEXT", default="")
    sending_out.add_argument("--code", metavar="CODE", default="")


def bring_in(command: argparse.Namespace, terminal: Terminal) -> int:
    """A draft, or the next revision of the draft that is open."""
    from noilam.foundation.errors import refuse_if
    from noilam.scoring.queries.criteria import kind_names
    from noilam.scoring.rules.reading import read
    from noilam.scoring.sheets.criteria_files import content_in

    demo_year.refuse_unfinished()
    unit, content = _unit(command), content_in(command.file)
    refuse_if(read(content, kind_names())[1])
    if command.check:
        terminal.say("Bộ tiêu chí đúng cách ghi. Mới kiểm tra, chưa ghi gì.")
        if terminal.as_json:
            terminal.give({"problems": []})
        return 0
    kept = _keep(command, unit, content)
    values = {"code": kept.code, "version": kept.version, "revision": kept.revisions.count()}
    terminal.say("{code}: dự thảo phiên bản {version}, lần sửa {revision}.", **values)
    if terminal.as_json:
        hashes = {"content_hash": kept.content_hash, "structure_hash": kept.structure_hash}
        terminal.give({"id": kept.pk, **values, **hashes})
    return 0


def _keep(command: argparse.Namespace, unit: Any, content: Any) -> Any:
    from noilam.scoring import actions
    from noilam.scoring.queries.criteria import kind_names, open_draft
    from noilam.scoring.rules.reading import normal

    draft = open_draft(unit, normal(content, kind_names())["code"])
    if draft is None:
        return actions.draft_criteria(
            actor=command.actor, unit=unit, content=content, note=command.note
        )
    return actions.revise_criteria(
        actor=command.actor,
        criteria_set=draft,
        content=content,
        note=command.note or command.file.name,
    )


def send_out(command: argparse.Namespace, terminal: Terminal) -> int:
    """The template, or the newest version of a unit's set."""
    from noilam.scoring.rules.reading import normal
    from noilam.scoring.sheets.criteria_files import as_xlsx, as_yaml, template

    content = normal(template()) if command.template else _newest(command).content
    if command.file.suffix.lower() == ".xlsx":
        command.file.write_bytes(as_xlsx(content))
    elif command.file.suffix.lower() in (".yaml", ".yml"):
        command.file.write_text(as_yaml(content), "utf-8")
    else:
        raise Refused(Problem("file-kind", _KINDS, "FILE"))
    terminal.say("Đã ghi {path}.", path=command.file)
    if terminal.as_json:
        terminal.give({"file": str(command.file)})
    return 0


def _newest(command: argparse.Namespace) -> Any:
    from noilam.scoring.policies import visible_criteria

    found = visible_criteria(command.actor).filter(unit=_unit(command))
    if command.code:
        found = found.filter(code=command.code)
    newest = found.exclude(status="dropped").order_by("-recorded_at", "-pk").first()
    if newest is None:
        raise Refused(Problem("no-set", _NO_SET, "--unit", {"code": command.unit}))
    return newest


def _unit(command: argparse.Namespace) -> Any:
    from noilam.organisation.models import Unit

    if not command.unit:
        raise Refused(Problem("no-unit", _NO_UNIT, "--unit"))
    unit = Unit.objects.filter(code=command.unit).first()
    if unit is None:
        raise Refused(Problem("unknown-unit", _UNKNOWN_UNIT, "--unit", {"code": command.unit}))
    return unit
