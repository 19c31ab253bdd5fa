"""What merged or split into a unit is its past, and seen by whoever sees the unit."""

from datetime import date

import pytest

from noilam.accounts.models import Account
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation import actions, open_matters, policies, queries
from noilam.organisation.models import Succession, Unit
from noilam.organisation.roles import Role
from noilam.organisation.rules import Choice, Decision, Deed, NewUnit, successions

from .given import a_unit, an_actor

pytestmark = pytest.mark.django_db
TODAY, FIRST, SECOND = date(2026, 11, 20), date(2025, 7, 1), date(2026, 3, 1)
DECIDED = Decision("9-QĐ/TU", date(2025, 6, 1))


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


def merged(inputs: list[Unit], output: NewUnit | Unit, on: date) -> Unit:
    matters = open_matters.listed(units=inputs, on=on)
    return actions.merge_units(
        actor=shell(),
        inputs=inputs,
        output=output,
        on=on,
        decision=DECIDED,
        hand_over=open_matters.all_alike(matters, Choice(Deed.INHERIT)),
    )


@pytest.fixture
def commune() -> Unit:
    """A and B of a district became C; C and D became the commune. Beside it lies another."""
    district = a_unit("Huyện cũ", kind="district_committee")
    a, b, d = (a_unit(name, parent=district) for name in ("A", "B", "D"))
    a_unit("Xã bên", parent=district)
    a_unit("Chi bộ A", parent=a, kind="subordinate_cell")
    c = merged([a, b], NewUnit("C", "C", "commune_committee", district.pk), FIRST)
    return merged([c, d], NewUnit("X", "Xã mới", "commune_committee", district.pk), SECOND)


def named(name: str) -> Unit:
    return Unit.objects.get(name=name)


def seen_by(actor) -> set[str]:
    """Both faces, which must agree."""
    units = set(policies.visible_units(actor))
    assert units == {each for each in Unit.objects.all() if policies.may_see(actor, each)}
    return {each.name for each in units}


def test_whoever_sees_a_unit_sees_all_that_became_it_and_no_neighbour(commune):
    seen = {"Xã mới", "Chi bộ A", "A", "B", "C", "D"}
    assert seen_by(an_actor(Role.OFFICE, commune)) == seen
    assert seen_by(an_actor(Role.STAFF, commune)) == seen - {"Chi bộ A"}
    assert seen_by(an_actor(Role.HEAD, named("Chi bộ A"))) == {"Chi bộ A"}


def test_a_predecessor_is_seen_but_not_changed(commune):
    office = an_actor(Role.OFFICE, commune)
    assert not policies.may_change_organisation(office, named("A"))
    assert not policies.may_change_people(office, named("A"))


def test_a_unit_that_gave_away_a_part_and_goes_on_is_a_neighbour(commune):
    whole = named("Xã bên")
    actions.split_unit(
        actor=shell(),
        unit=whole,
        outputs=[whole, NewUnit("P", "Phần tách", "commune_committee", whole.parent_id)],
        on=SECOND,
        decision=DECIDED,
    )
    assert seen_by(an_actor(Role.OFFICE, named("Phần tách"))) == {"Phần tách"}


def test_a_merger_announced_for_later_shows_nothing_yet(commune):
    merged([named("Xã bên")], commune, date(2027, 1, 1))
    assert "Xã bên" not in seen_by(an_actor(Role.OFFICE, commune))


def test_a_chain_of_mergers_is_as_old_as_its_last_link():
    steps = [(1, 3, FIRST), (2, 3, FIRST), (3, 4, SECOND), (4, 4, SECOND)]
    assert successions(steps) == {
        (1, 3): FIRST,
        (2, 3): FIRST,
        (3, 4): SECOND,
        (1, 4): SECOND,
        (2, 4): SECOND,
    }


def test_units_that_gave_to_each_other_close_no_endless_circle():
    assert successions([(1, 2, FIRST), (2, 1, SECOND)]) == {(1, 2): FIRST, (2, 1): SECOND}


def test_history_leads_to_every_unit_it_may_and_names_the_rest(client, commune):
    client.force_login(Account.objects.get(pk=an_actor(Role.OFFICE, commune).id))
    page = client.get(f"/units/{commune.pk}/history/").content.decode()
    for name in ("C", "D"):
        link = f"/units/{named(name).pk}/"
        assert f'href="{link}"' in page
        past = client.get(link)
        assert past.status_code == 200
        district = named("Huyện cũ")
        assert f'href="/units/{district.pk}/"' not in past.content.decode()
        assert district.name in past.content.decode()
    tree = client.get("/units/tree/?as_of=2026-02-28").content.decode()
    assert f"/units/{named('C').pk}/" in tree


def test_what_became_of_units_is_what_the_events_say(commune):
    told = {
        (unit.pk, heir)
        for unit in Unit.objects.all()
        for heir in queries.successors([unit.pk]).get(unit.pk, [])
    }
    kept = set(Succession.objects.values_list("unit", "heir"))
    assert told < kept
    assert (named("A").pk, commune.pk) in kept
