"""Search finds units and people as they are typed."""

from datetime import date

import pytest

from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation.queries import search

from .given import a_unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(date(2026, 11, 20)):
        yield


def test_search_finds_units_and_people_with_or_without_marks(district):
    found = search.units_found(shell(), ["muong", "sa"], 10)
    assert found[0].title == "Chi bộ 1 Mường Sa"
    people = search.people_found(shell(), ["bi", "thu", "khe"], 10)
    assert people[0].detail == "Bí thư, Đảng bộ xã Khe Quế"


def test_a_code_finds_its_own_unit_before_the_units_below(district):
    for number in range(12):
        a_unit(f"A {number}", code=f"SH.{number}", parent=district)
    assert search.units_found(shell(), ["sh"], 10)[0].title == "Huyện uỷ Sông Hiền"
    assert search.units_found(shell(), ["sh.1"], 10)[0].title == "A 1"
    assert {each.title for each in search.units_found(shell(), ["sh.1"], 10)} == {
        "A 1",
        "A 10",
        "A 11",
    }
