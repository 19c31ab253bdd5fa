"""Who sees a consultation, list and page alike."""

import pytest

from noilam.consultation import policies
from noilam.consultation.queries.lists import consultations, consultations_found
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_person, a_unit, an_actor, an_administrator

from .conftest import TODAY
from .given import a_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


def test_those_who_ask_and_those_who_are_asked_see_it(commune, cell, other_cell):
    member = a_person("Lê Thị Ủy Viên")
    elsewhere = a_unit("Đảng bộ xã Khác")
    opened = a_consultation(commune, units=[cell], people=[member])
    seeing = [
        an_actor(Role.OFFICE, commune),
        an_actor(Role.AUDITOR, commune),
        an_actor(Role.HEAD, cell),
        an_actor(Role.UNIT_CLERK, cell),
        an_actor(Role.STAFF, elsewhere, member),
    ]
    not_seeing = [
        an_actor(Role.HEAD, other_cell),
        an_actor(Role.STAFF, cell),
        an_actor(Role.OFFICE, elsewhere),
        an_administrator(),
    ]

    for actor in seeing + not_seeing:
        is_seen = actor in seeing
        assert policies.may_see(actor, opened) == is_seen
        assert consultations(actor, TODAY).exists() == is_seen
        assert bool(consultations_found(actor, ["tieu", "chi"], 5)) == is_seen


def test_a_form_offers_the_bodies_of_which_one_holds_the_role(commune, cell):
    board = an_actor(Role.ORGANISING_BOARD, commune)

    assert list(policies.units_to_ask_for(board)) == [commune]
    assert policies.may_open(board, cell)
    assert not policies.units_to_ask_for(an_actor(Role.HEAD, commune)).exists()
