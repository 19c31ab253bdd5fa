"""Files that go out: exports of a kind, and templates."""

from pathlib import Path

from django.utils.translation import gettext as _

from noilam.exchange import policies, registry, writing
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
    headers = [column.label for column in sheet.columns]
    return writing.write_file(path, headers, sheet.export(actor))


def drop_downs(actor: Actor, sheet: Sheet) -> dict[str, list[str]]:
    """The values offered in a template's cells, by column key: words, or codes of what exists."""
    words = {column.key: writing.values_listed(column) for column in sheet.columns}
    codes = {key: list(listed(actor)) for key, listed in sheet.listed.items()}
    return words | codes
