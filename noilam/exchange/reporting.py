"""Findings as plain values, for the run's row, the page and --json; and how far a run has come."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from .models import Run
from .rules.headers import position_text
from .sheet import Counts, Finding, Reading, Report

SOFTWARE_FAILED = "software-failed"
_FAILED = say(
    "Phần mềm gặp lỗi khi đọc tệp; chưa ghi gì. Báo quản trị tên tệp và giờ nhập để sửa phần mềm."
)


@dataclass(frozen=True)
class Found:
    """What came of reading and checking one file."""

    counts: Counts = field(default_factory=Counts)
    rows: int = 0
    place: str = ""
    problems: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[dict[str, Any]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def found(reading: Reading[Any], counts: Counts) -> Found:
    findings = reading.findings
    return Found(
        counts=counts,
        rows=reading.total,
        place=reading.place,
        problems=plain(in_order(findings.problems, reading), reading),
        remarks=plain(in_order(findings.remarks, reading), reading),
        ignored=list(reading.ignored),
    )


def refused(refusal: Refused) -> Found:
    """The file as a whole could not be read."""
    findings = [Finding(0, problem.about, problem) for problem in refusal.problems]
    return Found(problems=plain(findings, None))


def failed() -> Found:
    """The software itself failed: whoever waits for the run is told so."""
    return refused(Refused(Problem(SOFTWARE_FAILED, _FAILED)))


def fill(run: Run, found: Found) -> None:
    """Put what was found on a run. Saves nothing."""
    run.place, run.rows = found.place[:200], found.rows
    run.new, run.changed = found.counts.new, found.counts.changed
    run.unchanged, run.incomplete = found.counts.unchanged, found.counts.incomplete
    run.problems, run.remarks = found.problems, found.remarks
    run.ignored_columns = found.ignored


def plain(findings: Iterable[Finding], reading: Reading[Any] | None) -> list[dict[str, Any]]:
    """Each with its row, column (identifier), header (as in the file) and cell (F12)."""
    return [_plain(finding, reading) for finding in findings]


def _plain(finding: Finding, reading: Reading[Any] | None) -> dict[str, Any]:
    at = reading.positions.get(finding.column) if reading else None
    return {
        "row": finding.row,
        "column": finding.column,
        "message": str(finding.problem),
        "code": finding.problem.code,
        "header": reading.columns.get(finding.column, "") if reading else "",
        "cell": f"{position_text(at)}{finding.row}" if at is not None and finding.row else "",
        # What the sentence is made of, so that it can be said in another language.
        "sentence": finding.problem.message,
        "values": {key: str(value) for key, value in finding.problem.values.items()},
        "what": finding.what,
        "typed": finding.typed,
        "candidates": [list(each) for each in finding.candidates],
    }


def in_order(findings: list[Finding], reading: Reading[Any]) -> list[Finding]:
    return sorted(findings, key=lambda each: (each.row, reading.positions.get(each.column, -1)))


def progress_file(run_id: int) -> Path:
    """Outside the database: what a transaction writes, nobody else sees before its end."""
    return Path(settings.MEDIA_ROOT) / "imports" / f"{run_id}.progress"


def reporter(run_id: int) -> Report:
    path = progress_file(run_id)
    path.parent.mkdir(parents=True, exist_ok=True)

    def report(done: int, total: int) -> None:
        path.write_text(f"{done} {total}")

    return report


def progress(run_id: int) -> tuple[int, int]:
    """(done, total) rows; zeros where nothing is known."""
    try:
        done, total = progress_file(run_id).read_text().split()
    except (FileNotFoundError, ValueError):
        return 0, 0
    return int(done), int(total)


def silent(_done: int, _total: int) -> None:
    """For runs that nobody watches."""
