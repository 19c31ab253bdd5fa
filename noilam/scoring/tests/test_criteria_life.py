"""A set of criteria from its draft to what supersedes it."""

from datetime import date

import pytest

from noilam.foundation import clock
from noilam.foundation.periods import Month
from noilam.organisation.tests.given import a_unit
from noilam.scoring.models import CriteriaSet

from .given import a_draft_set, an_issued_set

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


def test_an_issued_set_has_rows_for_its_criteria_and_bands():
    issued = an_issued_set(a_unit(), Month(2026, 12))

    assert issued.status == CriteriaSet.Status.ISSUED
    assert issued.first_month == 202612
    assert list(issued.rows.values_list("code", flat=True)) == [
        *("A1", "A2", "A3", "B1", "B2", "B3", "B4"),
        *("P1", "P2", "M1", "M2"),
    ]
    assert list(issued.bands.values_list("level", "code", "at_least", "gates")) == [
        (1, "T", 2700, 0b11),
        (2, "HT", 1500, 0b10),
        (3, "KHT", 0, 0),
    ]
