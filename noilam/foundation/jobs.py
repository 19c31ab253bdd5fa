"""Work done outside a request: a queue and a timetable, on django-q2's tables.

django-q2 keeps the queue (one row a job, locked while somebody works on it), what became of each
job, and the timetable. Its cluster of processes stays unused: `work` runs jobs in one thread, so
that web and worker may share a process. A job may run twice after a kill; none may run never.
"""

import logging
import time
import traceback
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event
from typing import Any

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils.module_loading import import_string
from django_q.brokers import Broker, get_broker
from django_q.models import Failure, OrmQ, Schedule
from django_q.monitor import save_task
from django_q.scheduler import scheduler
from django_q.signing import BadSignature, SignedPackage
from django_q.tasks import async_task

from .access import worker

log = logging.getLogger(__name__)
LOOK_AT_TIMETABLE_EVERY = 20  # seconds; its own grain is a minute


@dataclass(frozen=True)
class FailedJob:
    path: str
    at: datetime
    attempts: int
    error: str


def enqueue(path: str, **kwargs: Any) -> None:
    """Have `path(actor=worker(), **kwargs)` run soon. Plain values only.

    The row is part of the caller's transaction: no worker sees it before the commit, and a
    rollback takes it back.
    """
    async_task(path, kwargs, q_options={"task_name": path[-100:], "broker": get_broker()})


def run_pending(limit: int = 1000) -> int:
    """Run what is queued now, here, and say how many: for tests and the demo."""
    broker = get_broker()
    done = 0
    while done < limit and broker.queue_size():
        done += _run_next(broker)
    return done


def work(stop: Event) -> None:
    """The worker: run jobs and keep the timetable until told to stop."""
    broker = get_broker()
    keep_timetable()
    look_at = 0.0
    while not stop.is_set():
        try:
            if time.monotonic() >= look_at:
                look_at = time.monotonic() + LOOK_AT_TIMETABLE_EVERY
                scheduler(broker)
            _run_next(broker)
        except Exception:  # the database is away for a moment; the worker must outlive that
            log.exception("The worker stumbled and goes on")
            stop.wait(5)
        finally:
            close_old_connections()


def keep_timetable() -> None:
    """Make the stored timetable say what settings.JOBS says. A kept line keeps its next run."""
    timetable: Mapping[str, str] = import_string(settings.JOBS)
    with transaction.atomic():
        Schedule.objects.exclude(name__in=timetable).delete()
        for path, cron in timetable.items():
            line = Schedule(
                pk=zlib.crc32(path.encode()) >> 1,  # the path's own key: two workers, one line
                name=path,
                func=path,
                schedule_type=Schedule.CRON,
                cron=cron,
                repeats=-1,
            )
            if not Schedule.objects.filter(pk=line.pk, cron=cron).exists():
                line.next_run = line.calculate_next_run()
                _put(line)


def _put(line: Schedule) -> None:
    values = {each.name: getattr(line, each.name) for each in Schedule._meta.fields[1:]}
    Schedule.objects.update_or_create(pk=line.pk, defaults=values)


def take_over() -> None:
    """Hand out at once what a killed worker held. Only for the one worker of an installation."""
    OrmQ.objects.filter(lock__gt=_moment()).update(lock=_moment())


def _moment() -> datetime:
    """The true time, never a held clock: django-q2's locks go by it."""
    return datetime.now(tz=UTC)


def failures() -> list[FailedJob]:
    """Jobs whose last try failed, newest first; an administrator reads them (`noilam jobs`)."""
    return [
        FailedJob(each.func, each.stopped, each.attempt_count, str(each.result))
        for each in Failure.objects.all()[:200]
    ]


def waiting() -> int:
    """How many jobs are queued or under way."""
    return OrmQ.objects.count()


def timetable() -> list[tuple[str, str, datetime]]:
    """Each line: path, cron, next run."""
    return list(Schedule.objects.order_by("next_run").values_list("func", "cron", "next_run"))


def _run_next(broker: Broker) -> int:
    """Take one job, run it, keep what became of it. Waits a moment when there is none."""
    taken = broker.dequeue() or []
    for key, payload in taken:
        try:
            job = SignedPackage.loads(payload)
        except BadSignature:  # queued under another secret key: nobody can ever run it
            log.error("Dropped a job that this installation's key did not sign")
            broker.fail(key)
        else:
            _settle(broker, key, job | _outcome(job))
    return len(taken)


def _outcome(job: Mapping[str, Any]) -> dict[str, Any]:
    kwargs = job["args"][0] if job["args"] else {}
    try:
        import_string(job["func"])(actor=worker(), **kwargs)
    except Exception as error:
        # The full trace may hold personal data: it goes into the database, not into the log.
        log.error("Job %s failed: %s", job["func"], type(error).__name__)
        return {"success": False, "result": traceback.format_exc(), "stopped": _moment()}
    return {"success": True, "result": None, "stopped": _moment()}


def _settle(broker: Broker, key: int, job: dict[str, Any]) -> None:
    """Done: forgotten by the queue. Failed: handed out again later, up to max_attempts."""
    with transaction.atomic():
        # "sync" keeps django-q2 from closing the connection of the transaction it is in.
        save_task(job | {"ack_id": key, "sync": True}, broker)
        if job["success"]:
            broker.acknowledge(key)
