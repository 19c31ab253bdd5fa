"""What may be published of closed months, and that an outsider makes every score of it again."""

import csv
import json
import re
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from noilam.commitments.tests.given import a_commitment
from noilam.exchange.open_folder import publish
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.foundation.periods import Month
from noilam.organisation import open_matters
from noilam.organisation.actions import end_unit
from noilam.organisation.models import Unit
from noilam.organisation.rules.handover import Choice, Deed, HandOver, list_hash
from noilam.organisation.rules.units import Decision
from noilam.organisation.tests.given import a_unit
from noilam.rulebook import actions as rulebook
from noilam.scoring import actions
from noilam.scoring.models import Sheet
from noilam.scoring.rules.filling import Change
from noilam.scoring.rules.score import Answer
from noilam.scoring.tests import given
from noilam.scoring.tests.test_verify_score import PROGRAM, verify

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[3] / "docs"
WITHOUT_SCHEMA = {"schema.json", "README.md", "verify_score.py"}
SECRETS = (
    "Chưa kết luận từng việc",
    "Trong tháng không khảo sát",
    "Văn bản số 5",
    "shell",
    "Lê Thị",
)


def closed(month):
    with clock.frozen(date(2026, 12, 20)):
        close = actions.close_month(actor=shell(), month=month)
        actions.begin_close(actor=shell(), close_id=close.pk)
        actions.run_close(actor=shell(), close_id=close.pk)


@pytest.fixture
def folder(tmp_path):
    """Of six cells with different scores, one not fixed, in a closed month. The next is open."""
    root, cells = given.a_place(6)
    with clock.frozen(date(2026, 9, 1)):
        a_commitment(cells[1], due_on=date(2026, 9, 20))  # long overdue, so a gate fails
    for number, cell in enumerate(cells[:5]):
        given.a_submitted_sheet(cell, B1=Answer(value=Decimal(70 + 5 * number)), A3=Answer(times=2))
        step(actions.appraise, given.APPRAISED_ON, cell, B2=Answer(level=200 * (number % 2)))
    with clock.frozen(date(2026, 12, 1)):
        actions.take_facts(actor=shell(), month=given.MONTH, is_final=True)
        actions.open_month(actor=shell(), month=Month(2026, 12))
    for cell in cells[:5]:
        step(actions.cross_check, given.CHECKED_ON, cell, M2=1, P2=2)
    with clock.frozen(date(2026, 12, 13)):
        actions.pass_unreplied(actor=shell())
    given.settled(root)
    closed(given.MONTH)
    publish(tmp_path / "open", silent)
    return tmp_path / "open"


def step(action, day, cell, **marks):
    sheet = Sheet.objects.get(unit=cell, month=202611)
    changes = {
        code: Change(times=mark, reason="Văn bản số 5")
        if isinstance(mark, int)
        else Change(answer=mark, reason="Chưa kết luận từng việc")
        for code, mark in marks.items()
    }
    with clock.frozen(day):
        action(actor=shell(), sheet=sheet, changes=changes)


def silent(_name, _rows, _is_done):
    pass


def rows_of(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_score_of_a_closed_month_is_made_again_from_the_folder_alone(folder):
    done = subprocess.run(
        [sys.executable, "-I", "verify_score.py", "."], cwd=folder, capture_output=True, text=True
    )

    assert done.stdout == "Khớp: 1 tháng, 5 phiếu, 30 điểm tiêu chí, 1 bộ tiêu chí.\n", done.stderr
    assert done.returncode == 0
    results = rows_of(folder, "results.csv")
    assert [each["state"] for each in results] == ["fixed"] * 5 + ["missing"]
    assert "no_long_overdue" in {each["failed_gates"] for each in results}
    for name in ("facts", "marks", "extras", "results", "rollups"):
        rows = rows_of(folder, f"{name}.csv")
        assert {each["month"] for each in rows} == {"2026-11"}
    everything = [path.read_text("utf-8") for path in folder.rglob("*.*") if path.is_file()]
    told = "".join(everything).replace(PROGRAM.read_text("utf-8"), "")
    assert [word for word in SECRETS if word in told] == []


ALTERED = [
    ("results.csv", r",\d+(,\d+,[A-Z]+,)", r",2999\1", "total: "),
    ("marks.csv", r"(B1,\d+),,,\d+", r"\1,,,50", "B1: công bố 50 / 300"),
    ("marks.csv", r"B1(.*)given,,,70,", r"B1\1given,,,71,", "version_hash"),
    ("facts.csv", r":30,1,,1", ":30,0,,1", "gates"),
    ("extras.csv", r"M2,1,-150", "M2,2,-150", "M2: công bố -150, tính lại -300"),
    ("results.csv", r",[0-9a-f]{64}", "," + "0" * 64, "snapshot_hash"),
    ("rollups.csv", r",6,5,", ",6,4,", "rollups.csv"),
    ("closes.json", r'"snapshot_hash": "\w', '"snapshot_hash": "x', "snapshot_hash"),
    ("closes.json", r'"enough": \d+', '"enough": 2', "rank_from"),
    ("criteria/*.json", r'"per": 0.5', '"per": 0.25', "criteria TC-MAU 1"),
    ("units.csv", r"party_cell,[^,]+,", "party_cell,,", "rollups.csv"),
    ("units.csv", r"party_cell,[^,]+,", "party_cell,XX,", "units.csv parent"),
    ("units.csv", r"(\w+)(,[^,]+,party_cell),\w+", r"\1\2,\1", "rollups.csv"),
    ("units.csv", r"(\d{4}-\d\d-\d\d),\n", r"\1,2001-01-01\n", "units.csv from, until"),
    ("closes.json", r'"number": 1', '"number": 2', "closes.json day, number"),
    ("closes.json", r'"day": "2026-11-30"', '"day": "2026-11-29"', "closes.json day, number"),
    ("results.csv", r"[^\n]+missing[^\n]+\n", "", "snapshot_hash"),
    ("results.csv", r"(2026-11,\w+,missing[^\n]+\n)", r"\1\1", "snapshot_hash"),
    ("results.csv", r"(2026-11,\w+),fixed(,\w+)", r"\1,missing\2", "marks.csv"),
    ("criteria/*.json", r'(\n {2}"title": ")', r"\1Không phải ", "criteria TC-MAU 1"),
    ("criteria/*.json", r'"first_month": "2026-11"', '"first_month": "2026-10"', "criteria TC"),
]


def test_whatever_is_altered_is_named(folder, tmp_path, capsys):
    for name, old, new, said in ALTERED:
        copy = shutil.copytree(folder, tmp_path / "copy", dirs_exist_ok=True)
        path = next(copy.glob(name))
        before = path.read_text("utf-8")
        path.write_text(re.sub(old, new, before, count=1), "utf-8")

        assert path.read_text("utf-8") != before, (name, old, before)
        assert verify.main([str(copy)]) == 1
        assert said in capsys.readouterr().out

    for name in ("marks.csv", "closes.json", "units.csv"):
        copy = shutil.copytree(folder, tmp_path / "copy", dirs_exist_ok=True)
        (copy / name).unlink()
        assert verify.main([str(copy)]) == 2
        assert name in capsys.readouterr().err


def again(folder):
    publish(folder, silent)
    close = json.loads((folder / "closes.json").read_text("utf-8"))["closes"][0]
    return verify.main([str(folder)]), close["number"], close["due"]


def a_cell_more():
    """Recorded late, founded before the month: the nightly job opens its sheet."""
    a_unit("Chi bộ thôn 7", parent=Unit.objects.get(parent=None), kind="party_cell")


def a_cell_ends():
    """Recorded late, a few days into the month: the nightly job sets its sheet aside."""
    day = date(2026, 11, 5)
    cell = Sheet.objects.get(month=202611, stage=Sheet.Stage.SELF_SCORE).unit
    matters = open_matters.listed(units=[cell], on=day)
    close = HandOver(list_hash(matters), for_all=Choice(Deed.CLOSE, reason="Giải thể"))
    decision = Decision("12-QĐ/ĐU", date(2026, 11, 4))
    end_unit(actor=shell(), unit=cell, on=day, decision=decision, hand_over=close)


@pytest.mark.parametrize(("change", "due"), [(a_cell_more, 7), (a_cell_ends, 5)])
def test_a_month_is_told_as_it_was_last_closed_whatever_became_of_its_sheets(folder, change, due):
    with clock.frozen(date(2026, 12, 22)):
        change()
        actions.open_month(actor=shell(), month=given.MONTH)

    assert again(folder) == (0, 1, 6)
    closed(given.MONTH)
    assert again(folder) == (0, 2, due)
    assert [each["state"] for each in rows_of(folder, "results.csv")].count("missing") == due - 5


def test_positions_are_told_with_the_rules_that_made_them(folder):
    for key, value in (("scoring.peer_minimum", 2), ("scoring.noise_points", 0)):
        draft = rulebook.draft_rule_change(
            actor=shell(), key=key, value=value, valid_from=date(2026, 11, 1), citation="QC 02",
            mark="own",
        )  # fmt: skip
        rulebook.adopt_rule_version(actor=shell(), draft=draft)

    assert again(folder)[0] == 0
    closed(given.MONTH)
    assert again(folder) == (0, 2, 6)
    assert rows_of(folder, "results.csv")[0]["rank_from"] != "0"


def test_files_and_columns_are_those_of_the_schema_and_of_the_docs(folder):
    schema = json.loads((folder / "schema.json").read_text("utf-8"))["files"]
    page = (DOCS / "open-data.md").read_text("utf-8")

    there = {path.name for path in folder.iterdir()}
    assert there == {*(name.split("/")[0] for name in schema), *WITHOUT_SCHEMA}
    for name, told in schema.items():
        names = [each["name"] for each in told.get("columns", ())]
        if names:
            assert (folder / name).read_text("utf-8").startswith(",".join(names) + "\n")
        else:
            names = list(told["json_schema"]["properties"])
        section = page.split(f"## `{name}`")[1].split("\n## ")[0]
        assert [each for each in names if f"`{each}`" not in section] == []


def test_a_folder_appears_whole_or_not_at_all(folder, tmp_path, monkeypatch):
    before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "letter.txt").write_text("của người khác")

    told = []
    rows = publish(folder, lambda *each: told.append(each))
    with pytest.raises(Refused, match="đang có thứ khác"):
        publish(theirs, silent)
    with pytest.raises(Refused, match="là một tệp"):
        publish(theirs / "letter.txt", silent)
    with pytest.raises(Refused, match="Không có thư mục"):
        publish(tmp_path / "no" / "where", silent)
    monkeypatch.setattr("noilam.scoring.public._result", lambda sheet: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish(folder, silent)

    assert rows["results.csv"] == 6
    assert ("results.csv", 6, True) in told
    assert {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()} == before
    assert {path.name for path in tmp_path.iterdir()} == {"open", "theirs"}
    assert [path.name for path in theirs.iterdir()] == ["letter.txt"]


def test_before_any_month_is_closed_the_folder_is_empty_but_whole(tmp_path):
    given.a_place()

    publish(tmp_path / "open", silent)

    assert verify.main([str(tmp_path / "open")]) == 0
