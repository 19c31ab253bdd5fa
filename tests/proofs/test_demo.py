"""The demo year on both databases: whole, proven by an outsider too, every page of it opens, and a
copy of it restores.

How long it takes is printed, not judged: that is `noilam bench demo`'s to tell.
"""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from noilam.bench.apart import Installation
from tests.machine import packages, postgresql

OUTSIDER = Path(__file__).parent / "verify_trail.py"
DATABASE, COPY = "noilam.sqlite3", "restored"


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

    assert happened["scoring.CriteriaIssued"] == 2
    assert happened["consultation.CommentMade"] == happened["consultation.CommentsAnswered"] == 40
    assert happened["scoring.ScoreAppealFiled"] == happened["scoring.ScoreAppealDecided"] == 2
    assert happened["scoring.SheetReturned"] == happened["scoring.SimulationFinished"] == 1


def test_a_stranger_recomputes_every_score_of_the_year(demo):
    """And is told which one somebody altered."""
    told = demo.home / "open-data"
    demo.noilam("export", "open-data", told)
    closes = json.loads((told / "closes.json").read_text("utf-8"))["closes"]
    agreed = recomputed(told)
    assert agreed.returncode == 0, agreed.stdout[-2000:]
    assert len(closes) == 12
    assert [each["number"] for each in closes].count(2) == 1  # an appeal was upheld afterwards

    results = told / "results.csv"
    rows = results.read_text("utf-8").splitlines()
    assert len(rows) > 900
    total = rows[0].split(",").index("total")
    altered = rows[5].split(",")
    altered[total] = str(int(altered[total]) + 1)
    results.write_text("\n".join([*rows[:5], ",".join(altered), *rows[6:]]) + "\n", "utf-8")
    differs = recomputed(told)
    assert differs.returncode == 1
    assert altered[1] in differs.stdout


def recomputed(folder):
    """By the script that lies beside what it checks, with nothing but Python."""
    command = [sys.executable, "-I", folder / "verify_score.py", folder]
    return subprocess.run(command, capture_output=True, text=True)


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


def copied(demo, there):
    """The data directory and the database, by the database's own tool, somewhere else."""
    aside = shutil.ignore_patterns(f"{DATABASE}*", "said")
    shutil.copytree(demo.home, there.home, dirs_exist_ok=True, ignore=aside)
    if not demo.database_url:
        source = sqlite3.connect(demo.home / DATABASE)
        with sqlite3.connect(there.home / DATABASE) as target:
            source.backup(target)
        return
    binaries = packages.postgresql_binaries()
    subprocess.run([binaries / "createdb", "-h", host(demo), "-U", "noilam", COPY], check=True)
    dump = subprocess.run([binaries / "pg_dump", demo.database_url], capture_output=True)
    restore = [binaries / "psql", "-q", "-v", "ON_ERROR_STOP=1", there.database_url]
    subprocess.run(restore, input=dump.stdout, check=True, capture_output=True)


def host(demo):
    return unquote(urlsplit(demo.database_url).netloc.partition("@")[2])


def test_a_copy_restores_whole(demo):
    """Rows, trail, figures, files: what an office keeps off the machine is enough."""
    url = demo.database_url and demo.database_url.rpartition("/")[0] + f"/{COPY}"
    with Installation(url) as there:
        copied(demo, there)
        for told in (
            ["audit", "verify", "--json"],
            ["report", "words-and-deeds", "--as-of", "2026-06-30", "--json"],
            ["report", "words-and-deeds", "--unit", "SH.01", "--as-of", "2026-11-01", "--json"],
        ):
            assert json.loads(there.noilam(*told).out) == json.loads(demo.noilam(*told).out)
        for kind in ("units", "people", "commitments", "progress"):
            for each in (demo, there):
                each.noilam("export", kind, each.home / f"{kind}.csv")
            kept, restored = ((each.home / f"{kind}.csv").read_bytes() for each in (demo, there))
            assert kept == restored
            assert len(kept) > 10_000
        assert shelf(demo) == shelf(there)
        assert len(shelf(demo)) > 10


def shelf(there):
    files = there.home / "files"
    return {
        each.relative_to(files): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in files.rglob("*")
        if each.is_file()
    }
