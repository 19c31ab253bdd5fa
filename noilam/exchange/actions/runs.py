"""A run from the file's arrival to its end. The rows themselves are written by each package."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.exchange import policies, registry, reporting, rules
from noilam.exchange.events import (
    FileChecked,
    FileDropped,
    FileImported,
    FileReceived,
    ImportConfirmed,
    ImportRefused,
    ImportTakenBack,
)
from noilam.exchange.models import Run, RunPart
from noilam.exchange.sheet import Change, Reading, Report, in_chunks
from noilam.foundation import clock, jobs
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused, refuse_if

Status = Run.Status
CHECK, APPLY = "noilam.exchange.jobs.check_run", "noilam.exchange.jobs.apply_run"


@transaction.atomic
def receive_file(*, actor: Actor, kind: str, upload: UploadedFile) -> Run:
    """Take in a file and have it checked. Nothing of it is imported yet."""
    require(policies.may_import(actor, kind), to=_("nhập tệp loại này"))
    refuse_if(rules.problems_with_upload(upload.name or "", upload.size or 0))
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    run = _new_run(actor, kind, upload.name or "", digest.hexdigest())
    run.stored_as = default_storage.save(f"imports/{run.content_hash}", upload)
    run.save()
    jobs.enqueue(CHECK, run_id=run.pk)
    _record_received(actor, run)
    return run


@transaction.atomic
def start_run(*, actor: Actor, kind: str, file_name: str, content_hash: str) -> Run:
    """A run from the shell: the file is read where it lies."""
    require(policies.may_import(actor, kind), to=_("nhập tệp loại này"))
    run = _new_run(actor, kind, file_name, content_hash)
    run.status = Status.APPLYING
    run.save()
    _record_received(actor, run)
    return run


def _new_run(actor: Actor, kind: str, file_name: str, content_hash: str) -> Run:
    values = {key: value for key, value in asdict(actor).items() if key != "memo"}
    return Run(
        kind=kind,
        file_name=file_name[-200:],
        content_hash=content_hash,
        by=values | {"permissions": sorted(actor.permissions)},
        by_account=actor.id,
        by_label=actor.label,
        received_at=clock.now(),
    )


def _record_received(actor: Actor, run: Run) -> None:
    event = FileReceived(
        subject_id=run.pk, kind=run.kind, file=run.file_name, content_hash=run.content_hash
    )
    record(actor=actor, event=event)


@transaction.atomic
def begin_check(*, actor: Actor, run: Run) -> Run:
    """Look again: after a clerk's choice, or because the worker was killed while looking."""
    run = _lock(run)
    require(policies.may_import(actor, run.kind), to=_("nhập tệp loại này"))
    refuse_if(rules.problems_with_check(run.status, has_file=bool(run.stored_as)))
    run.status, run.started_at = Status.WAITING, clock.now()
    run.save(update_fields=["status", "started_at"])
    jobs.enqueue(CHECK, run_id=run.pk)
    _record_received(actor, run)
    return run


@transaction.atomic
def keep_check(*, actor: Actor, run: Run, found: reporting.Found) -> Run:
    """Write down what the check found."""
    run = _lock(run)
    require(policies.may_import(actor, run.kind), to=_("nhập tệp loại này"))
    reporting.fill(run, found)
    run.status = Status.REFUSED if found.problems else Status.CHECKED
    run.finished_at = clock.now()
    run.save()
    event = FileChecked(subject_id=run.pk, kind=run.kind, problems=len(found.problems))
    record(actor=actor, event=event)
    return run


@transaction.atomic
def confirm_run(*, actor: Actor, run: Run) -> Run:
    """Have a checked file imported, by the one who confirms."""
    run = _lock(run)
    require(policies.may_import(actor, run.kind), to=_("nhập tệp loại này"))
    refuse_if(rules.problems_with_confirming(run.status, has_file=bool(run.stored_as)))
    fresh = _new_run(actor, run.kind, run.file_name, run.content_hash)
    run.by, run.by_account, run.by_label = fresh.by, fresh.by_account, fresh.by_label
    run.status, run.started_at = Status.APPLYING, clock.now()
    run.save()
    jobs.enqueue(APPLY, run_id=run.pk)
    record(actor=actor, event=ImportConfirmed(subject_id=run.pk, kind=run.kind))
    return run


@transaction.atomic
def apply_reading(*, actor: Actor, run: Run, reading: Reading[Any], report: Report) -> Run:
    """Import every row or none: one transaction, which a kill leaves without a trace.

    The sheets write without a savepoint of their own: SQLite would keep a copy in memory of each
    page they change, 200 MB for fifty thousand rows.
    """
    _one_at_a_time(run.kind)
    run = _lock(run)
    require(policies.may_import(actor, run.kind), to=_("nhập tệp loại này"))
    if run.status != Status.APPLYING:
        return run  # another worker was handed the same job and finished it
    counts, changes = registry.sheet(run.kind).write(actor=actor, reading=reading, report=report)
    _keep_changes(run, changes)
    reporting.fill(run, reporting.found(reading, counts))
    run.status, run.finished_at = Status.APPLIED, clock.now()
    _drop_stored(run)
    run.save()
    event = FileImported(
        subject_id=run.pk,
        kind=run.kind,
        file=run.file_name,
        content_hash=run.content_hash,
        **asdict(counts),
    )
    record(actor=actor, event=event)
    return run


def _one_at_a_time(kind: str) -> None:
    """The oldest run of a kind is the pen that imports of this kind pass on."""
    Run.objects.select_for_update().filter(kind=kind).order_by("pk").first()


def _keep_changes(run: Run, changes: Sequence[Change]) -> None:
    for number, part in enumerate(in_chunks(changes)):
        notes = [[each.table, each.id, each.before, each.mark] for each in part]
        RunPart.objects.create(run=run, number=number, changes=notes)


@transaction.atomic
def refuse_run(*, actor: Actor, run: Run, found: reporting.Found) -> Run:
    """Nothing was imported: say why."""
    run = _lock(run)
    require(policies.may_import(actor, run.kind), to=_("nhập tệp loại này"))
    reporting.fill(run, found)
    run.status, run.finished_at = Status.REFUSED, clock.now()
    run.save()
    event = ImportRefused(
        subject_id=run.pk, kind=run.kind, file=run.file_name, problems=len(found.problems)
    )
    record(actor=actor, event=event)
    return run


@transaction.atomic
def take_back(*, actor: Actor, run: Run, reason: str) -> Run:
    """Undo a whole import while nothing rests on it. Its trail stays, and says why."""
    run = _lock(run)
    require(policies.may_take_back(actor, run), to=_("hoàn lại lần nhập này"))
    refuse_if(rules.problems_with_taking_back(run.status, reason))
    changes = list(_changes_backwards(run))
    registry.sheet(run.kind).take_back(actor=actor, changes=changes, reason=reason)
    run.status, run.reason = Status.TAKEN_BACK, reason.strip()
    run.taken_back_at, run.taken_back_by = clock.now(), actor.label
    run.save()
    event = ImportTakenBack(subject_id=run.pk, kind=run.kind, file=run.file_name, reason=run.reason)
    record(actor=actor, event=event)
    return run


def _changes_backwards(run: Run) -> Iterable[Change]:
    for part in run.parts.order_by("-number"):
        for table, row, before, mark in reversed(part.changes):
            yield Change(table, row, before, mark)


@transaction.atomic
def drop_file(*, actor: Actor, run: Run) -> None:
    """Forget the content of a file that nobody confirmed; what was found in it stays."""
    run = _lock(run)
    if run.is_under_way:
        raise Refused(Problem("under-way", rules.UNDER_WAY))
    _drop_stored(run)
    run.save(update_fields=["stored_as"])
    record(actor=actor, event=FileDropped(subject_id=run.pk, kind=run.kind))


def _drop_stored(run: Run) -> None:
    """The file goes once the transaction holds: a run that starts again needs it."""
    stored, progress = run.stored_as, reporting.progress_file(run.pk)
    run.stored_as = ""

    def drop() -> None:
        progress.unlink(missing_ok=True)
        if stored:
            default_storage.delete(stored)

    transaction.on_commit(drop)


def _lock(run: Run) -> Run:
    return Run.objects.select_for_update().get(pk=run.pk)
