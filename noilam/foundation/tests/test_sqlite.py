"""The writer lane. On PostgreSQL there is none to test."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError
from django_q.models import OrmQ

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite alone has the lane"),
]


def in_a_thread(work):
    failures = []

    def run():
        try:
            work()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, failures


def write(payload="", hold=0.0):
    with transaction.atomic():
        OrmQ.objects.create(key="lane", payload=payload)
        time.sleep(hold)


def test_many_writers_take_turns_and_none_is_turned_away():
    runs = [in_a_thread(lambda: [write(hold=0.002) for _ in range(20)]) for _ in range(8)]
    for thread, _failures in runs:
        thread.join()

    assert [failure for _thread, failures in runs for failure in failures] == []
    assert OrmQ.objects.count() == 160


def test_a_writer_sees_what_the_one_before_it_wrote():
    def count_up():
        with transaction.atomic():
            number = OrmQ.objects.count()
            time.sleep(0.01)
            OrmQ.objects.create(key="lane", payload=str(number))

    runs = [in_a_thread(count_up) for _ in range(10)]
    for thread, _failures in runs:
        thread.join()

    numbers = sorted(int(each.payload) for each in OrmQ.objects.all())
    assert numbers == list(range(10))


def test_readers_do_not_wait_for_the_writer():
    holding, release = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            OrmQ.objects.create(key="lane", payload="")
            holding.set()
            release.wait(10)

    thread, failures = in_a_thread(hold)
    holding.wait(10)
    try:
        assert OrmQ.objects.count() == 0
    finally:
        release.set()
        thread.join()
    assert failures == []


@pytest.mark.parametrize("error", [ValueError, OperationalError])
def test_a_writer_that_fails_leaves_the_lane_free(error):
    def fail():
        with transaction.atomic():
            OrmQ.objects.create(key="lane", payload="")
            raise error

    thread, failures = in_a_thread(fail)
    thread.join()
    write("after")

    assert [type(each) for each in failures] == [error]
    assert [each.payload for each in OrmQ.objects.all()] == ["after"]


def test_a_connection_closed_inside_a_transaction_leaves_the_lane_free():
    def close_it():
        with transaction.atomic():
            connection.close()

    thread, _failures = in_a_thread(close_it)
    thread.join()
    write("after")

    assert OrmQ.objects.count() == 1
