"""Several writers and several workers at once, on real connections of their own."""

import threading

import pytest
from django.db import connection, transaction

from noilam.audit import jobs, queries
from noilam.audit.models import Batch, Entry
from noilam.foundation.access import worker

from . import given

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Run each in a thread of its own; raise what any of them raised."""
    raised = []

    def run(deed):
        try:
            deed()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not raised


def test_entries_written_while_others_seal_are_all_sealed_once():
    def write():
        for _ in range(15):
            given.entries(3)

    def seal():
        for _ in range(10):
            jobs.seal(actor=worker())

    at_once(write, write, write, seal, seal)
    jobs.seal(actor=worker())

    assert sum(batch.count for batch in Batch.objects.all()) == Entry.objects.count() == 135
    report = queries.verify()
    assert (report.ok, report.waiting) == (True, 0)


def test_an_entry_that_commits_after_higher_ids_were_sealed_is_sealed_later(on_postgresql):
    if not on_postgresql:
        pytest.skip("SQLite lets one writer at a time: no entry can commit late there.")
    written, sealed = threading.Event(), threading.Event()

    def write_and_wait():
        with transaction.atomic():
            given.entries(1)
            written.set()
            assert sealed.wait(30)

    def write_and_seal():
        assert written.wait(30)
        given.entries(2)
        jobs.seal(actor=worker())
        sealed.set()

    at_once(write_and_wait, write_and_seal)
    assert queries.waiting_count() == 1
    jobs.seal(actor=worker())

    first, second = Batch.objects.all()
    assert (first.count, second.count) == (2, 1)
    assert second.first_entry < first.first_entry
    assert queries.verify().ok
