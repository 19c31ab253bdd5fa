"""The worker's door: checks and imports that somebody started in the browser, and old files."""

from datetime import timedelta
from pathlib import Path

from django.core.files.storage import default_storage

from noilam.exchange import actions, looking, reporting
from noilam.exchange.models import Run
from noilam.foundation import clock
from noilam.foundation.access import Actor

KEEP_FILES = timedelta(days=7)  # long enough to correct a file, short for other people's data


def check_run(*, actor: Actor, run_id: int) -> None:
    """Look a file through for whoever handed it in. Run again after a kill, it looks again."""
    run = Run.objects.get(pk=run_id)
    if run.status == Run.Status.WAITING or _failed_before(run):
        _look_through(run)


def _failed_before(run: Run) -> bool:
    """A job that failed is handed out again: then it looks once more, and fails or finds."""
    is_told = any(each["code"] == reporting.SOFTWARE_FAILED for each in run.problems)
    return run.status == Run.Status.REFUSED and bool(run.stored_as) and is_told


def _look_through(run: Run) -> None:
    path = default_storage.path(run.stored_as)
    try:
        found = looking.look_through(run.actor, run.kind, Path(path), reporting.reporter(run.pk))
    except Exception:
        actions.refuse_run(actor=run.actor, run=run, found=reporting.failed())
        raise  # for the administrator: `noilam jobs` lists it with its trace
    actions.keep_check(actor=run.actor, run=run, found=found)


def apply_run(*, actor: Actor, run_id: int) -> None:
    """Import a confirmed file. After a kill nothing of it is there, and it starts again."""
    run = Run.objects.get(pk=run_id)
    if run.status == Run.Status.APPLYING and run.stored_as:
        path = Path(default_storage.path(run.stored_as))
        actions.apply_file(actor=run.actor, run=run, path=path)
    elif _failed_before(run):
        _look_through(run)


def drop_old_files(*, actor: Actor) -> None:
    """Files hold people's names: what nobody confirmed is not kept for ever."""
    old = Run.objects.exclude(stored_as="").filter(received_at__lt=clock.now() - KEEP_FILES)
    for run in old:
        if not run.is_under_way:
            actions.drop_file(actor=actor, run=run)
