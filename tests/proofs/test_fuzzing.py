"""Whatever an office hands in: a clear refusal or a whole import, never a crash, never a half."""

import csv
import random

import pytest
from django.db import transaction

from noilam.audit.models import Entry
from noilam.bench import a_district
from noilam.exchange.actions import run_now
from noilam.exchange.models import Run
from noilam.files.actions import store_upload
from noilam.files.tests.given import a_picture, an_upload
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused

pytestmark = pytest.mark.django_db
UNITS, ROWS = 12, 25
ROUNDS = 120
# What offices really type into cells, and what they should not have.
CELLS = [
    "", " ", "x", "có", "0", "-1", "1,5", "1.000,5", "1e30", "9" * 40, "12/13/2026", "31/02/2026",
    "1/7/2025", "2026-01-05", "05/01/26", "32/1/2026", "Đạt", "đạt một phần", "KHÔNG ĐẠT",
    "achieved", "Việc cấp bách", "urgent_matter", "Huyện uỷ", "huyện ủy", "D", "D1", "d1", "K0",
    "C1", "C9999", "Nguyễn Văn Mẫu 1", "Chi bộ thôn 1", "=1+1", "#DIV/0!", "\u0000", "\u202e",
    "a" * 3000, "\n", ";", "Nguye\u0302\u0303n", "TỐI MẬT", "'", '"', "<b>", "𝔘𝔫𝔦", "NULL", "None",
    "1/1/0001", "1/1/9999",
]  # fmt: skip


@pytest.fixture(scope="module")
def rows():
    return {
        "units": list(a_district.units(UNITS)),
        "people": list(a_district.people(ROWS, UNITS)),
        "commitments": list(a_district.commitments(ROWS, UNITS)),
        "progress": list(a_district.progress(ROWS, UNITS)),
    }


@pytest.fixture
def district(rows, tmp_path):
    for kind in a_district.HEADERS:
        written = a_district.write(tmp_path / f"{kind}.xlsx", kind, iter(rows[kind]))
        assert not run_now(actor=shell(), kind=kind, path=written).problems
    return tmp_path


def damaged(lines, chance):
    share = chance.choice([0.001, 0.01, 0.08])  # of all cells: whole files must come in too
    return [
        [chance.choice(CELLS) if chance.random() < share else cell for cell in line]
        for line in lines
        if chance.random() < 0.9
    ]


def says_nothing(refused):
    """False, since a refusal has its words."""
    assert all(str(problem) for problem in refused.problems)
    return False


def taken(kind, path):
    """Whether the file was imported. A refusal must leave no entry but its own."""
    before = Entry.objects.count()
    try:
        with transaction.atomic():
            run = run_now(actor=shell(), kind=kind, path=path)
    except Refused as refused:
        return says_nothing(refused)
    assert bool(run.problems) == (run.status != Run.Status.APPLIED)
    if run.problems:
        assert Entry.objects.count() - before <= 2  # received, refused
    return not run.problems


@pytest.mark.parametrize("kind", list(a_district.HEADERS))
def test_a_damaged_sheet_is_refused_in_words_or_comes_in_whole(district, rows, kind):
    chance = random.Random(kind)
    whole = 0
    for number in range(ROUNDS):
        path = district / f"{kind}-{number}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = damaged(rows[kind], chance)
            csv.writer(file).writerows([a_district.HEADERS[kind], *lines])
        if taken(kind, path):
            whole += 1
            again = run_now(actor=shell(), kind=kind, path=path)
            assert (again.new, again.changed, again.problems) == (0, 0, [])
    assert whole > ROUNDS // 10


@pytest.mark.parametrize("kind", list(a_district.HEADERS))
def test_a_workbook_with_broken_bytes_never_crashes(district, kind):
    chance = random.Random(kind)
    whole = (district / f"{kind}.xlsx").read_bytes()
    for number in range(ROUNDS):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path = district / f"broken-{number}.xlsx"
        path.write_bytes(broken[: chance.choice([len(broken), chance.randrange(len(broken))])])
        taken(kind, path)


def test_an_upload_of_any_bytes_is_stored_or_refused_in_words(settings, tmp_path, rows):
    settings.MEDIA_ROOT = tmp_path
    sheet = a_district.write(tmp_path / "whole.xlsx", "people", iter(rows["people"])).read_bytes()
    chance = random.Random("upload")
    names = ["ảnh.png", "a.jpg", "b.pdf", "c.docx", "d.xlsx", "../e.png", "f", "MẬT.txt", "g.txt"]
    for _ in range(ROUNDS):
        content = bytearray(chance.choice([a_picture(), sheet]))
        for _ in range(chance.randint(0, 30)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            with transaction.atomic():
                upload = an_upload(bytes(content), chance.choice(names))
                store_upload(actor=shell(), upload=upload)
        except Refused as refused:
            says_nothing(refused)
