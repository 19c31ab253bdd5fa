"""What lies in a database decides what may be thrown away: never a file beside it."""

import pytest
from django.db import connection

from noilam.accounts.actions import open_account
from noilam.accounts.models import Account
from noilam.audit.models import Entry
from noilam.cli import demo_year, serving
from noilam.cli.main import main
from noilam.cli.terminal import Terminal
from noilam.demo.actions import begin_demo, finish_demo
from noilam.demo.queries import is_demo, is_unfinished_demo
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def dropped(monkeypatch):
    """How many accounts each dropping took. Here it takes rows, not the whole database."""
    drops = []

    def drop():
        drops.append(Account.objects.count())
        Account.objects.all().delete()
        Entry.objects.all().delete()

    monkeypatch.setattr(demo_year, "_drop_everything", drop)
    return drops


@pytest.fixture
def year(monkeypatch):
    """A year that is lived in a moment, or cut off where `year.is_cut_off`."""

    class Year:
        is_cut_off = False

        def build(self, progress):
            open_account(actor=shell(), username="bithu", label="Bí thư")
            if self.is_cut_off:
                raise KeyboardInterrupt
            return [("Bí thư", "bithu", "song-mai-1234")]

    lived = Year()
    monkeypatch.setattr("noilam.demo.main.build", lived.build)
    return lived


@pytest.fixture
def cut_off(home, year, dropped):
    """A demo was begun here and never ended."""
    year.is_cut_off = True
    assert main(["demo"]) == 130
    year.is_cut_off = False


def test_a_demo_says_in_its_trail_where_it_begins_and_ends(home, year):
    assert main(["demo"]) == 0

    events = list(Entry.objects.order_by("id").values_list("event", flat=True))
    assert (events[0], events[-1]) == ("demo.DemoBegun", "demo.DemoFinished")
    assert is_demo()
    assert not is_unfinished_demo()
    assert (home / "demo-complete").exists()


def test_a_demo_that_was_cut_off_is_built_anew(cut_off, dropped):
    assert is_unfinished_demo()

    assert main(["demo"]) == 0

    assert dropped == [1]
    assert not is_unfinished_demo()


def test_a_finished_demo_is_left_alone(home, year, dropped, capsys):
    main(["demo"])
    (home / "demo-complete").unlink()

    assert main(["demo"]) == 1
    assert "đã có dữ liệu" in capsys.readouterr().err
    assert dropped == []


@pytest.mark.parametrize("left", ["demo-begun", "demo-complete"])
def test_real_work_is_never_dropped_whatever_lies_beside_it(home, year, dropped, left):
    (home / left).write_text("[]")
    open_account(actor=shell(), username="quantri", label="Quản trị", permissions=["administer"])

    assert main(["demo"]) == 1

    assert dropped == []
    assert Account.objects.get().username == "quantri"


def test_a_trail_that_began_otherwise_is_no_demo(home):
    open_account(actor=shell(), username="quantri", label="Quản trị")
    with pytest.raises(Refused):
        begin_demo(actor=shell())
    finish_demo(actor=shell())

    assert not is_demo()


@pytest.mark.parametrize(
    "command", ["init --name A --admin b", "start", "serve", "work", "import units a.csv"]
)
def test_nobodys_work_begins_where_an_unfinished_demo_lies(cut_off, capsys, command):
    assert main(command.split()) == 1

    assert "năm mẫu dựng dở" in capsys.readouterr().err


def test_a_copy_kept_beside_a_database_stays(tmp_path):
    names = ["noilam.sqlite3", "noilam.sqlite3-wal", "noilam.sqlite3.bak", "noilam.sqlite3-old"]
    for name in names:
        (tmp_path / name).touch()

    for file in demo_year._files_of(str(tmp_path / "noilam.sqlite3")):
        file.unlink(missing_ok=True)

    assert {each.name for each in tmp_path.iterdir()} == set(names[2:])


def test_start_builds_the_demo_only_where_nothing_was_ever_done(home, monkeypatch):
    called = []
    answer = type("Ran", (), {"returncode": 0})
    monkeypatch.setattr(demo_year.subprocess, "run", lambda command: called.append(1) or answer)

    demo_year.make_demo_if_empty(Terminal())
    assert called == [1]

    open_account(actor=shell(), username="quantri", label="Quản trị")
    demo_year.make_demo_if_empty(Terminal())
    assert called == [1]


def test_start_builds_an_unfinished_demo_anew(cut_off, monkeypatch):
    called = []
    answer = type("Ran", (), {"returncode": 0})
    monkeypatch.setattr(demo_year.subprocess, "run", lambda command: called.append(1) or answer)

    demo_year.make_demo_if_empty(Terminal())

    assert called == [1]


@pytest.mark.django_db(transaction=True)
def test_start_looks_into_the_file_that_the_demo_was_built_anew_in(home, monkeypatch):
    seen = []
    look = lambda *_given, **_named: seen.append(connection.connection) or 0  # noqa: E731
    monkeypatch.setattr(demo_year, "make_demo_if_empty", look)
    monkeypatch.setattr(serving, "_serve", look)
    monkeypatch.setattr(serving, "_two_processes", look)

    assert main(["start", "--demo"]) == 0

    before, after = seen
    assert before is not after


def test_the_demos_sign_ins_are_told_in_the_demo_alone(home, year, capsys):
    main(["demo"])
    demo_year.tell_sign_ins(Terminal())
    assert "song-mai-1234" in capsys.readouterr().out

    Entry.objects.all().delete()
    demo_year.tell_sign_ins(Terminal())
    assert capsys.readouterr().out == ""
