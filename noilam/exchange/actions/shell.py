"""Whole imports in one call: for the shell, and for the worker once a clerk has confirmed.

The file is read outside any transaction, so that nobody waits for it; applying it is one. These
two compose the deeds of `runs`, which lock, permit, write and record.
"""

import hashlib
from pathlib import Path

from django.utils.translation import gettext as _

from noilam.exchange import looking, policies, registry, reporting
from noilam.exchange.actions import runs
from noilam.exchange.models import Run
from noilam.exchange.reading import read_file
from noilam.exchange.sheet import Counts, Report
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused, refuse_if
from noilam.foundation.text import say


def run_now(
    *,
    actor: Actor,
    kind: str,
    path: Path | str,
    check: bool = False,
    report: Report = reporting.silent,
) -> Run:
    """Import a file at once, or only check it: then not even the run is kept."""
    path = Path(path)
    refuse_if(_problems_with_path(kind, path))
    require(policies.may_import(actor, kind), to=_("nhập tệp loại này"))
    if check:
        run = Run(kind=kind, file_name=path.name, status=Run.Status.CHECKED, problems=[])
        reporting.fill(run, looking.look_through(actor, kind, path, report))
        return run
    run = runs.start_run(actor=actor, kind=kind, file_name=path.name, content_hash=_hash(path))
    return apply_file(actor=actor, run=run, path=path, report=report)


def _problems_with_path(kind: str, path: Path) -> list[Problem]:
    if kind not in registry.kinds():
        known = ", ".join(registry.kinds())
        message = say("Không có loại bảng “{kind}”. Các loại: {known}.")
        return [Problem("unknown-kind", message, "kind", {"kind": kind, "known": known})]
    if not path.is_file():
        message = say("Không có tệp {path}. Kiểm tra lại đường dẫn.")
        return [Problem("no-file", message, "file", {"path": str(path)})]
    return []


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def apply_file(*, actor: Actor, run: Run, path: Path, report: Report | None = None) -> Run:
    """Apply a run whose file lies here. A refusal is kept with the run, a failure too."""
    report = report or reporting.reporter(run.pk)
    try:
        return _apply(actor, run, path, report)
    except Exception:
        runs.refuse_run(actor=actor, run=run, found=reporting.failed())
        raise  # for the administrator
    finally:
        reporting.progress_file(run.pk).unlink(missing_ok=True)


def _apply(actor: Actor, run: Run, path: Path, report: Report) -> Run:
    try:
        reading = read_file(path, registry.sheet(run.kind), looking.chosen_for(run.kind), report)
    except Refused as refused:
        return runs.refuse_run(actor=actor, run=run, found=reporting.refused(refused))
    try:
        return runs.apply_reading(actor=actor, run=run, reading=reading, report=report)
    except Refused as refused:
        found = reporting.found(reading, Counts())
        if not found.problems:
            found = reporting.refused(refused)
        return runs.refuse_run(actor=actor, run=run, found=found)
