"""Reads for pages and doors: sheets as cards, runs, exports, templates."""

from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from noilam.exchange import policies, registry, writing
from noilam.exchange.models import Alias, Run
from noilam.exchange.sheet import Sheet
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say


def export_file(*, actor: Actor, kind: str, path: Path | str, template: bool = False) -> int:
    """Write all rows of a kind, or its template, to a file; says how many rows. XLSX or CSV."""
    path = Path(path)
    if kind not in registry.kinds():
        known = ", ".join(registry.kinds())
        message = say("Không có loại bảng “{kind}”. Các loại: {known}.")
        raise Refused(Problem("unknown-kind", message, "kind", {"kind": kind, "known": known}))
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise Refused(
            Problem("wrong-ending", say("Tên tệp phải kết thúc bằng .xlsx hoặc .csv."), "file")
        )
    sheet = registry.sheet(kind)
    require(policies.may_export(actor, kind), to=_("xuất bảng này"))
    if template:
        writing.write_template(path, sheet, drop_downs(actor, sheet))
        return 1
    rows = list(sheet.export(actor))
    writing.write_file(path, [column.label for column in sheet.columns], rows)
    return len(rows)


def drop_downs(actor: Actor, sheet: Sheet) -> dict[str, list[str]]:
    """The values offered in a template's cells, by column key: words, or codes of what exists."""
    words = {column.key: writing.values_listed(column) for column in sheet.columns}
    codes = {key: list(listed(actor)) for key, listed in sheet.listed.items()}
    return words | codes


def runs(actor: Actor, *, kind: str = "", status: str = "") -> QuerySet[Run]:
    """The runs list: without the long columns, which only one run's page shows."""
    found = policies.visible_runs(actor).defer("problems", "remarks", "by")
    if kind:
        found = found.filter(kind=kind)
    return found.filter(status=status) if status else found


def imported_before(run: Run) -> Run | None:
    """The last run that brought in the very same file."""
    same = Run.objects.filter(content_hash=run.content_hash, kind=run.kind)
    return same.filter(status=Run.Status.APPLIED).exclude(pk=run.pk).first()


def meanings(kind: str) -> QuerySet[Alias]:
    return Alias.objects.filter(kind=kind)


def unknown_words(run: Run) -> list[dict[str, Any]]:
    """Names that a clerk may settle by choosing: each once, with its candidates and rows."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for problem in run.problems:
        if problem["candidates"]:
            key = (problem["what"], problem["typed"])
            word = found.setdefault(key, {**problem, "rows": []})
            word["rows"].append(problem["row"])
    return list(found.values())
