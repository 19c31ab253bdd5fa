"""What a close says at the shell."""

import json
from datetime import date

import pytest

from noilam.cli.main import main
from noilam.foundation import clock
from noilam.foundation.periods import Month
from noilam.organisation.tests.given import a_unit
from noilam.scoring.models import Close, Line
from noilam.scoring.tests.given import an_issued_set
from noilam.scoring.tests.months import fixed
from noilam.scoring.tests.test_closing import as_given

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(capsys):
    """`noilam scoring close --json` over one fixed sheet: (exit code, what stood on stdout)."""
    root = a_unit("Đảng ủy xã", code="X")
    with clock.frozen(date(2026, 9, 1)):
        issued = an_issued_set(root, Month(2026, 9))
    fixed(issued, [as_given(a_unit("Chi bộ", "X-1", root, "party_cell"))])

    def run(month="2026-10"):
        with clock.frozen(date(2026, 11, 20)):
            code = main(["scoring", "close", "--month", month, "--json", "--lang", "vi"])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_a_close_tells_its_counts_and_hash(told):
    code, answer = told()

    assert code == 0
    assert (answer["state"], answer["number"], answer["fixed"]) == ("done", 1, 1)
    assert answer["snapshot_hash"] == Close.objects.get().snapshot_hash


def test_altered_lines_are_told_and_end_with_one(told):
    Line.objects.filter(points__gt=0).update(points=1)

    code, answer = told()

    assert code == 1
    assert "X-1" in answer["problem"]


@pytest.mark.parametrize("written", ["2026", "hôm qua"])
def test_what_is_no_month_is_refused(told, written):
    code, answer = told(written)

    assert code == 1
    assert answer["problems"][0]["code"] == "no-month"
