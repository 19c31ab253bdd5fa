"""What the world may see of scoring: closed months alone, and no person.

A whitelist: every cell is named here, and nothing is copied from a record as a whole.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from noilam.exchange.open_folder import Folder, Part

from . import open_data
from .models import CriteriaSet
from .open_data import readme, tables
from .queries import published
from .queries.published import Published
from .rules.months import month_of

EXCLUDED = "excluded"
PROGRAM = Path(open_data.__file__).with_name("verify_score.py")
ANSWER = ("numerator", "denominator", "value", "items", "times", "level")
Write = Callable[[Sequence[Any]], None]


def open_part() -> Part:
    return Part(write=_write, tables=tables.TABLES, shapes=tables.SHAPES, readme=readme.TEXT)


def _write(folder: Folder) -> None:
    for each in published.sets_used():
        folder.json(f"criteria/{_file_name(each)}.json", _criteria(each))
    closes = published.closes()
    with folder.writing(tables.FACTS, tables.MARKS, tables.EXTRAS, tables.RESULTS) as writers:
        for month in published.closed_months():
            for sheet in published.sheets_of(month):
                _write_sheet(str(month_of(month)), sheet, writers)
    with folder.writing(tables.ROLLUPS) as (write,):
        for month in published.closed_months():
            for row in _rollups(month):
                write(row)
    folder.json("closes.json", {"closes": closes})
    folder.text("verify_score.py", PROGRAM.read_text("utf-8"))


def _file_name(criteria: CriteriaSet) -> str:
    parts = [criteria.unit.code, criteria.code, str(criteria.version)]
    return "-".join(re.sub(r"[^\w.]+", "_", each) for each in parts)


def _criteria(criteria: CriteriaSet) -> dict[str, Any]:
    return {
        "issuer": criteria.unit.code,
        "code": criteria.code,
        "version": criteria.version,
        "title": criteria.title,
        "decision_number": criteria.decision_number,
        "decided_on": criteria.decided_on.isoformat() if criteria.decided_on else None,
        "first_month": _month(criteria.first_month),
        "until_month": _month(criteria.until_month),
        "content_hash": criteria.content_hash,
        "structure_hash": criteria.structure_hash,
        "content": criteria.content,
    }


def _month(key: int | None) -> str | None:
    return str(month_of(key)) if key else None


def _write_sheet(month: str, sheet: Published, writers: Sequence[Write]) -> None:
    facts, marks, extras, results = writers
    content = sheet.content
    for name, fact in sorted(content.get("facts", {}).items()):
        cells = [fact.get("numerator"), fact.get("denominator")]
        facts([month, sheet.unit, name, fact["value"], *cells])
    for row in _marks(sheet):
        marks([month, sheet.unit, *row])
    lines = {each["code"]: each for each in content.get("lines", ())}
    for code, times in sorted(content.get("times", {}).items()):
        extras([month, sheet.unit, code, times, lines[code]["extra"]])
    results([month, sheet.unit, *_result(sheet)])


def _marks(sheet: Published) -> Iterator[list[Any]]:
    """Criteria alone: bonuses and penalties are no part of the unit's own marks."""
    own = sheet.content.get("self", {})
    for line in sheet.content.get("lines", ()):
        code = line["code"]
        if code not in own:
            continue
        changes = [
            _points(sheet.changed[stage, code]) if (stage, code) in sheet.changed else ""
            for stage in published.CHANGING
        ]
        final = line["points"] if line["possible"] else EXCLUDED
        answer = _answer(sheet.content["answers"].get(code))
        yield [code, _points(own[code]), *changes, final, line["possible"], *answer]


def _points(points: int | None) -> int | str:
    return EXCLUDED if points is None else points


def _answer(answer: dict[str, Any] | None) -> list[Any]:
    if answer is None:
        return [""] * (1 + len(ANSWER))
    said = answer | {"items": " ".join(answer.get("items", ()))}
    return ["no_data" if answer.get("no_data") else "given", *(said.get(name) for name in ANSWER)]


def _result(sheet: Published) -> list[Any]:
    found, content = sheet.result, sheet.content
    if found is None:
        return ["missing", sheet.kind, *sheet.reference, *[""] * 15]
    return [
        "fixed",
        sheet.kind,
        *sheet.reference,
        found.points,
        found.possible,
        content["scaled"],
        found.extra,
        found.total,
        content["self_total"],
        sheet.band,
        " ".join(content["failed_gates"]),
        found.rank_from,
        found.rank_to,
        found.peers,
        found.median,
        int(found.is_on_time),
        found.version,
        sheet.content_hash,
    ]


def _rollups(month: int) -> Iterator[list[Any]]:
    counts = [each.name for each in tables.ROLLUPS.columns[2:]]
    for unit, row in published.rollups_of(month):
        yield [str(month_of(month)), unit, *(getattr(row, name) for name in counts)]
