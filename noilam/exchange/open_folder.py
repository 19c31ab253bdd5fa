"""What may be published, as a folder of plain files: tables as CSV, all else as JSON or text.

Each package tells its part in `public.py`, listed in config/open_data.py. A folder appears whole or
not at all; the same records give the same bytes.
"""

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

SCHEMA = "schema.json"
MADE_BY = "noilam open data"  # how a folder of ours is known again, to be replaced
Report = Callable[[str, int, bool], None]  # a table's name, its rows so far, whether that is all
TOLD_EVERY = 10_000  # rows

_NO_FOLDER = say("Không có thư mục {path}. Tạo thư mục trước, hoặc ghi vào nơi khác.")
_FOREIGN = say(
    "Thư mục {path} đang có thứ khác. Chọn một thư mục mới, hoặc dọn trống thư mục này trước."
)
_NOT_A_FOLDER = say("{path} là một tệp. Ghi tên một thư mục.")


@dataclass(frozen=True)
class Column:
    """`kind`: text, integer, day, month or flag (1 or 0). An empty cell: there is none."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class Table:
    name: str  # "marks.csv"
    meaning: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Shape:
    """A JSON file, or all that fit a pattern; `fields` as a JSON Schema."""

    name: str  # "criteria/*.json"
    meaning: str
    fields: dict[str, Any]


@dataclass(frozen=True)
class Part:
    """What one package publishes. `readme` is Markdown; `write` puts the files into the folder."""

    write: "Callable[[Folder], None]"
    tables: tuple[Table, ...]
    shapes: tuple[Shape, ...] = ()
    readme: str = ""


@dataclass
class Folder:
    """A folder that is being written. `rows`: how many rows each table has so far."""

    path: Path
    report: Report
    rows: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def writing(self, *tables: Table) -> Iterator[list[Callable[[Sequence[Any]], None]]]:
        """Row writers for some tables at once: a reading of the records may fill several."""
        with ExitStack() as stack:
            yield [self._writer(stack, each) for each in tables]
        for each in tables:
            self.report(each.name, self.rows[each.name], True)

    def _writer(self, stack: ExitStack, table: Table) -> Callable[[Sequence[Any]], None]:
        file = stack.enter_context(_opened(self.path / table.name))
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow([each.name for each in table.columns])
        self.rows[table.name] = 0

        def write(row: Sequence[Any]) -> None:
            lines.writerow(row)
            self.rows[table.name] += 1
            if self.rows[table.name] % TOLD_EVERY == 0:
                self.report(table.name, self.rows[table.name], False)

        return write

    def text(self, name: str, text: str) -> None:
        path = self.path / name
        path.parent.mkdir(exist_ok=True)
        with _opened(path) as file:
            file.write(text)

    def json(self, name: str, value: Any) -> None:
        self.text(name, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _opened(path: Path) -> Any:
    return path.open("w", encoding="utf-8", newline="")


def parts() -> list[Part]:
    return [import_string(path)() for path in import_string(settings.OPEN_DATA)]


def publish(target: Path, report: Report) -> dict[str, int]:
    """Write all parts; how many rows each table has. A folder of an earlier time is replaced.

    Refused where something else lies there.
    """
    target = target.resolve()
    _refuse_unless_free(target)
    made = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        folder = Folder(made, report)
        with transaction.atomic():
            _hold_still()
            _write(folder, parts())
        _put_in_place(made, target)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return folder.rows


def _refuse_unless_free(target: Path) -> None:
    values = {"path": str(target)}
    if not target.parent.is_dir():
        raise Refused(Problem("no-folder", _NO_FOLDER, values={"path": str(target.parent)}))
    if target.exists() and not target.is_dir():
        raise Refused(Problem("not-a-folder", _NOT_A_FOLDER, values=values))
    if target.is_dir() and any(target.iterdir()) and not _is_ours(target):
        raise Refused(Problem("foreign-folder", _FOREIGN, values=values))


def _is_ours(folder: Path) -> bool:
    try:
        told = json.loads((folder / SCHEMA).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and told.get("made_by") == MADE_BY


def _hold_still() -> None:
    """All files tell of one moment, whatever is written meanwhile."""
    if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _write(folder: Folder, told: list[Part]) -> None:
    for part in told:
        part.write(folder)
    folder.json(SCHEMA, schema(told))
    folder.text("README.md", "\n".join(each.readme for each in told if each.readme))


def schema(told: list[Part]) -> dict[str, Any]:
    """Every file with its columns or fields."""
    tables = {
        table.name: {
            "meaning": table.meaning,
            "columns": [
                {"name": each.name, "type": each.kind, "meaning": each.meaning}
                for each in table.columns
            ],
        }
        for part in told
        for table in part.tables
    }
    shapes = {
        shape.name: {"meaning": shape.meaning, "json_schema": shape.fields}
        for part in told
        for shape in part.shapes
    }
    return {"made_by": MADE_BY, "schema": 1, "files": {**tables, **shapes}}


def _put_in_place(made: Path, target: Path) -> None:
    """The old folder makes room only when the new one is whole."""
    aside = made.with_name(f"{made.name}.old")
    if target.exists():
        os.replace(target, aside)
    os.replace(made, target)
    shutil.rmtree(aside, ignore_errors=True)
