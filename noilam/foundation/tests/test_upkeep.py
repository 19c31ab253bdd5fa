import pytest
from django.db import connection

from noilam.foundation import jobs
from noilam.foundation.access import worker
from noilam.foundation.upkeep import refresh_statistics


@pytest.mark.django_db
def test_the_planner_learns_how_many_rows_there_are():
    for _each in range(3):
        jobs.enqueue("noilam.foundation.upkeep.refresh_statistics")

    refresh_statistics(actor=worker())

    known = {
        "sqlite": "SELECT stat FROM sqlite_stat1 WHERE tbl = 'django_q_ormq' LIMIT 1",
        "postgresql": "SELECT reltuples::int FROM pg_class WHERE relname = 'django_q_ormq'",
    }
    with connection.cursor() as cursor:
        cursor.execute(known[connection.vendor])
        assert str(cursor.fetchone()[0]).split()[0] == "3"


@pytest.mark.django_db
def test_it_is_on_the_timetable():
    jobs.keep_timetable()

    assert "noilam.foundation.upkeep.refresh_statistics" in {row[0] for row in jobs.timetable()}
