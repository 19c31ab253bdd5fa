import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django_q.models import OrmQ, Schedule, Task
from django_q.scheduler import scheduler

from noilam.foundation import jobs
from noilam.foundation.access import Kind

HERE = "noilam.foundation.tests.test_jobs."
ran = []


def note(*, actor, word=""):
    ran.append((actor.kind, word))


def fail(*, actor):
    raise ValueError("the mail server is away")


def sleep_the_first_time(*, actor, mark):
    """Hangs when it runs first, as if the machine lost power; the second run gets through."""
    first = not Path(mark).exists()
    Path(mark).write_text("begun" if first else "done")
    if first:
        time.sleep(60)


@pytest.fixture(autouse=True)
def nothing_ran():
    ran.clear()


@pytest.fixture
def timetable(monkeypatch, settings):
    def say(**lines):
        monkeypatch.setattr(sys.modules[__name__], "TIMETABLE", lines, raising=False)
        settings.JOBS = HERE + "TIMETABLE"

    return say


def let_time_pass():
    earlier = datetime.now(tz=UTC) - timedelta(seconds=1)
    OrmQ.objects.update(lock=earlier)
    Schedule.objects.update(next_run=earlier)


@pytest.mark.django_db
def test_a_queued_job_runs_once_with_the_worker_as_actor():
    jobs.enqueue(HERE + "note", word="chào")

    assert jobs.run_pending() == 1
    assert jobs.run_pending() == 0
    assert ran == [(Kind.WORKER, "chào")]


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_deed_that_was_taken_back_never_runs():
    with transaction.atomic():
        jobs.enqueue(HERE + "note")
        transaction.set_rollback(True)

    assert jobs.run_pending() == 0


@pytest.mark.django_db
def test_a_failed_job_is_listed_and_tried_again_five_times():
    jobs.enqueue(HERE + "fail")

    tries = 0
    while jobs.waiting():
        tries += jobs.run_pending()
        let_time_pass()

    assert tries == 5
    (failure,) = jobs.failures()
    assert (failure.path, failure.attempts) == (HERE + "fail", 5)
    assert "the mail server is away" in failure.error


@pytest.mark.django_db
def test_a_job_waits_before_it_is_tried_again():
    jobs.enqueue(HERE + "fail")

    assert jobs.run_pending() == 1
    assert jobs.run_pending() == 0
    assert jobs.waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_was_killed_runs_again(tmp_path):
    mark = tmp_path / "mark"
    jobs.enqueue(HERE + "sleep_the_first_time", mark=str(mark))
    worker = a_worker_process(tmp_path)
    wait_until(mark.exists)
    worker.send_signal(signal.SIGKILL)
    worker.wait()

    assert jobs.run_pending() == 0, "it is held until its time is up"
    let_time_pass()
    assert jobs.run_pending() == 1
    assert mark.read_text() == "done"
    assert jobs.waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_the_only_worker_takes_over_at_once_what_a_killed_one_held():
    jobs.enqueue(HERE + "note")
    OrmQ.objects.update(lock=datetime.now(tz=UTC) + timedelta(minutes=10))
    assert jobs.run_pending() == 0

    jobs.take_over()
    assert jobs.run_pending() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_a_nightly_job_once(timetable):
    timetable(**{HERE + "note": "0 2 * * *"})
    two_at_once(jobs.keep_timetable)
    assert Schedule.objects.count() == 1
    let_time_pass()

    two_at_once(scheduler)
    two_at_once(jobs.run_pending)

    assert ran == [(Kind.WORKER, "")]
    assert Task.objects.count() == 1


@pytest.mark.django_db
def test_the_timetable_speaks_local_time(timetable):
    timetable(**{HERE + "note": "30 2 * * *"})
    jobs.keep_timetable()

    ((path, cron, next_run),) = jobs.timetable()
    assert (path, cron) == (HERE + "note", "30 2 * * *")
    assert (next_run.astimezone(UTC).hour, next_run.minute) == (19, 30)  # 02:30 at UTC+7


@pytest.mark.django_db
def test_the_timetable_follows_what_is_written_down(timetable):
    timetable(**{HERE + "note": "0 2 * * *", HERE + "fail": "0 3 * * *"})
    jobs.keep_timetable()
    timetable(**{HERE + "note": "15 4 * * *"})
    jobs.keep_timetable()
    unchanged = Schedule.objects.get().next_run
    jobs.keep_timetable()

    ((_path, cron, next_run),) = jobs.timetable()
    assert (cron, next_run) == ("15 4 * * *", unchanged)


@pytest.mark.django_db(transaction=True)
def test_the_worker_goes_on_until_it_is_told_to_stop(timetable):
    timetable()
    jobs.enqueue(HERE + "note", word="một")
    stop = threading.Event()
    worker = threading.Thread(target=closing(jobs.work), args=[stop])
    worker.start()
    wait_until(lambda: ran)
    jobs.enqueue(HERE + "note", word="hai")
    wait_until(lambda: len(ran) == 2)

    stop.set()
    worker.join(timeout=10)

    assert not worker.is_alive()
    assert [word for _kind, word in ran] == ["một", "hai"]


def closing(work):
    """A thread has a database connection of its own, and closes it."""

    def run(*args):
        try:
            work(*args)
        finally:
            connection.close()

    return run


def two_at_once(work):
    threads = [threading.Thread(target=closing(work)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def wait_until(true, seconds=20):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def a_worker_process(home):
    """A worker that shares this test's database, and nothing else."""
    database = {
        key: value for key, value in connection.settings_dict.items() if key not in {"TEST"}
    }
    script = f"""
import json, django
from django.conf import settings
settings.DATABASES = {{"default": json.loads({json.dumps(json.dumps(database))})}}
settings.SECRET_KEY = {settings.SECRET_KEY!r}
django.setup()
from noilam.foundation import jobs
jobs.run_pending()
"""
    there = {"NOILAM_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.Popen([sys.executable, "-c", script], env=os.environ | there)
