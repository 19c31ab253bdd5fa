"""The demo year on both databases: whole, proven by an outsider too, and every page of it opens.

How long it takes is printed, not judged: that is `noilam bench demo`'s to tell.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from noilam.bench.apart import Installation
from tests.machine import postgresql

OUTSIDER = Path(__file__).parent / "verify_trail.py"
DATABASE = "noilam.sqlite3"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def demo(request):
    if request.param == "sqlite":
        with Installation("") as there:
            yield lived(there)
    else:
        with postgresql.running() as url, Installation(url) as there:
            yield lived(there)


def lived(there):
    begun = time.monotonic()
    there.noilam("demo")
    print(
        f"The demo year took {time.monotonic() - begun:.0f} s on {there.database_url or 'SQLite'}"
    )
    return there


def test_the_year_is_whole_and_so_is_its_trail(demo):
    trail = json.loads(demo.noilam("audit", "verify", "--json").out)

    assert (trail["ok"], trail["waiting"]) == (True, 0)
    assert trail["entries"] > 1000
    assert (demo.home / "demo-complete").exists()


def test_every_page_of_the_year_opens_within_its_budget(demo):
    said = json.loads(demo.python("-m", "tests.proofs.every_page", demo.home).out)

    assert said["opened"] > 1000
    assert not said["wrong"], "\n".join(said["wrong"])


def test_every_floor_was_lived_on(demo):
    if demo.database_url:
        pytest.skip("reads SQLite's file")
    with sqlite3.connect(demo.home / DATABASE) as database:
        happened = dict(database.execute("SELECT event, count(*) FROM audit_entry GROUP BY event"))
        (in_anothers_stead,) = database.execute(
            "SELECT count(*) FROM audit_entry WHERE behalf_id > 0"
        ).fetchone()
        (unanswered,) = database.execute(
            "SELECT count(*) FROM notices_notice WHERE needs_acknowledgement "
            "AND acknowledged_at IS NULL"
        ).fetchone()

    assert happened["audit.HeadAnnounced"] == 3
    assert happened["files.FileStored"] > 10
    assert happened["notices.NoticeAcknowledged"] > 3
    assert happened["notices.NoticeServed"] == 1
    assert happened["rulebook.CalendarDayDeclared"] == 1
    assert (happened["rulebook.RuleChangeDrafted"], happened["rulebook.RuleVersionAdopted"]) == (
        2,
        1,
    )
    assert in_anothers_stead == 2
    assert unanswered >= 1


def outsider(database, *head):
    command = [sys.executable, "-I", OUTSIDER, database, *head]
    return subprocess.run(command, capture_output=True, text=True)


def test_an_outsider_proves_the_trail_with_nothing_of_ours(demo, tmp_path):
    if demo.database_url:
        pytest.skip("reads SQLite's file")
    trail = json.loads(demo.noilam("audit", "verify", "--json").out)
    said = outsider(demo.home / DATABASE, trail["head"])
    assert said.stdout.split() == [str(trail["entries"]), trail["head"]], said.stderr

    copy = shutil.copy(demo.home / DATABASE, tmp_path / DATABASE)
    with sqlite3.connect(copy) as database:
        database.execute("UPDATE audit_entry SET actor_label = 'Ai khác' WHERE id = 777")
    assert outsider(copy).stderr.strip() == "entry 777 was altered"
    with sqlite3.connect(copy) as database:
        database.execute("DELETE FROM audit_entry WHERE id = 500")
    assert outsider(copy).stderr.strip() == "entry 500 was removed"
