"""Where a role reaches: units, subtrees, periods, stand-ins, machines, a new installation."""

from datetime import date, timedelta

import pytest

from noilam.accounts.models import Account
from noilam.accounts.policies import ADMINISTER
from noilam.accounts.queries import actor_for
from noilam.foundation import clock
from noilam.foundation.access import Actor, Kind, shell, worker
from noilam.organisation import actions, policies
from noilam.organisation.models import Unit
from noilam.organisation.queries.stand_ins import absences_for
from noilam.organisation.roles import SEES_SUBTREE, Role

from .given import a_unit, an_actor, an_administrator

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def tree():
    """Commune > cell; beside it another commune."""
    commune = a_unit("Xã Trên")
    cell = a_unit("Chi bộ Dưới", parent=commune, kind="subordinate_cell")
    other = a_unit("Xã Khác")
    return commune, cell, other


def names(units) -> set[str]:
    return set(units.values_list("name", flat=True))


def test_a_role_reaches_its_unit_and_what_is_below(tree):
    commune, cell, other = tree
    actor = an_actor(Role.OFFICE, commune)
    assert policies.has_role(actor, {Role.OFFICE}, commune)
    assert policies.has_role(actor, {Role.OFFICE}, cell)
    assert not policies.has_role(actor, {Role.OFFICE}, other)
    assert names(policies.units_where(actor, {Role.OFFICE})) == {"Xã Trên", "Chi bộ Dưới"}


def test_a_role_does_not_reach_upwards(tree):
    commune, cell, _other = tree
    assert not policies.has_role(an_actor(Role.HEAD, cell), {Role.HEAD}, commune)


def test_a_clerk_stays_in_his_own_unit(tree):
    commune, cell, _other = tree
    actor = an_actor(Role.UNIT_CLERK, commune)
    assert policies.has_role(actor, {Role.UNIT_CLERK}, commune)
    assert not policies.has_role(actor, {Role.UNIT_CLERK}, cell)


def test_a_role_given_for_the_unit_only_stays_there(tree):
    commune, cell, _other = tree
    actor = an_actor(Role.AUDITOR, cell)
    account = Account.objects.get(pk=actor.id)
    actions.grant_role(
        actor=shell(),
        account=account,
        role=Role.OFFICE,
        unit=commune,
        starts_on=TODAY,
        only_here=True,
    )
    fresh = actor_for(account)
    assert names(policies.units_where(fresh, {Role.OFFICE})) == {"Xã Trên"}
    assert names(policies.units_where(fresh, {Role.OFFICE, Role.AUDITOR})) == {
        "Xã Trên",
        "Chi bộ Dưới",
    }


def test_a_role_holds_within_its_period_only(tree):
    commune, *_rest = tree
    account = Account.objects.get(pk=an_actor(Role.STAFF, commune).id)
    actions.grant_role(
        actor=shell(),
        account=account,
        role=Role.HEAD,
        unit=commune,
        starts_on=TODAY + timedelta(days=1),
        ends_on=TODAY + timedelta(days=2),
    )
    days = [TODAY + timedelta(days=number) for number in range(3)]
    held = [policies.has_role(actor_for(account), {Role.HEAD}, commune, day) for day in days]
    assert held == [False, True, False]


@pytest.mark.parametrize("machine", [shell(), worker()])
def test_machines_may_everything(tree, machine):
    commune, *_rest = tree
    assert policies.has_role(machine, {Role.REGISTRAR}, commune)
    assert policies.sees_everything(machine)
    assert policies.visible_units(machine).count() == 3


def test_a_visitor_or_a_stranger_sees_nothing(tree):
    stranger = Actor(Kind.PERSON, 902, "Người ngoài")
    assert not policies.visible_units(stranger).exists()
    assert not policies.may_see(stranger, tree[0])


@pytest.mark.parametrize("role", sorted(SEES_SUBTREE))
def test_seeing_roles_see_the_subtree_and_one_list_agrees_with_one_question(tree, role):
    actor = an_actor(role, tree[0])
    listed = set(policies.visible_units(actor).values_list("pk", flat=True))
    assert listed == {unit.pk for unit in Unit.objects.all() if policies.may_see(actor, unit)}
    assert len(listed) == 2


def test_who_sees_all_roots_sees_everything(tree):
    commune, _cell, other = tree
    actor = an_actor(Role.AUDITOR, commune)
    assert not policies.sees_everything(actor)
    account = Account.objects.get(pk=actor.id)
    actions.grant_role(
        actor=shell(), account=account, role=Role.OFFICE, unit=other, starts_on=TODAY
    )
    assert policies.sees_everything(actor_for(account))


def test_an_administrator_sees_units_but_nothing_inside(tree):
    an_actor(Role.OFFICE, tree[0])
    administrator = an_administrator()
    assert policies.visible_units(administrator).count() == 3
    assert not policies.inside_units(administrator).exists()
    assert policies.may_grant(administrator, tree[0])
    assert not policies.may_change_organisation(administrator, tree[0])


def test_until_somebody_holds_an_office_the_administrator_does_its_work(tree):
    commune, *_rest = tree
    assert policies.may_change_organisation(an_administrator(), commune)
    assert policies.may_import(an_administrator(), "commitments")
    an_actor(Role.OFFICE, commune)
    assert not policies.may_change_organisation(an_administrator(), commune)
    assert not policies.may_import(an_administrator(), "commitments")
    assert policies.may_import(an_administrator(), "units")


def test_only_an_administrator_founds_a_unit_under_nothing(tree):
    assert not policies.may_change_organisation(an_actor(Role.OFFICE, tree[0]), None)
    assert policies.may_change_organisation(an_administrator(), None)


class TestStandIn:
    @pytest.fixture
    def pair(self, tree):
        """A head and a colleague who stands in for him for three days."""
        head = an_actor(Role.HEAD, tree[0])
        colleague = an_actor(Role.STAFF, tree[2])
        absent = Account.objects.get(pk=head.id)
        stand_in = Account.objects.get(pk=colleague.id)
        actions.appoint_stand_in(
            actor=head,
            absent=absent,
            stand_in=stand_in,
            starts_on=TODAY,
            ends_on=TODAY + timedelta(days=3),
            reason="Đi học",
        )
        return absent, stand_in

    def test_he_holds_the_absent_ones_roles_and_not_his_own(self, tree, pair):
        _absent, stand_in = pair
        (absence,) = absences_for(stand_in.pk, TODAY)
        actor = actor_for(stand_in, absence)
        assert policies.has_role(actor, {Role.HEAD}, tree[1])
        assert not policies.has_role(actor, {Role.STAFF}, tree[2])

    def test_he_lends_no_permission_and_passes_nothing_on(self, pair):
        absent, stand_in = pair
        absent.permissions = [ADMINISTER]
        (absence,) = absences_for(stand_in.pk, TODAY)
        actor = actor_for(stand_in, absence)
        assert not actor.has(ADMINISTER)
        assert not policies.may_arrange_stand_in(actor, absent.pk)

    def test_it_ends_with_its_last_day(self, pair):
        _absent, stand_in = pair
        assert absences_for(stand_in.pk, TODAY + timedelta(days=2))
        assert not absences_for(stand_in.pk, TODAY + timedelta(days=3))

    def test_nobody_acts_for_a_closed_account(self, pair):
        from noilam.accounts.actions import close_account

        absent, stand_in = pair
        close_account(actor=shell(), account=absent)
        assert not absences_for(stand_in.pk, TODAY)


def test_grants_are_read_once_for_a_page(tree, django_assert_num_queries):
    commune, cell, other = tree
    actor = an_actor(Role.OFFICE, commune)
    with django_assert_num_queries(2):  # the ancestors of two units; who he is, he was asked before
        for _each in range(3):
            for unit in (commune, cell, other):
                policies.has_role(actor, {Role.OFFICE, Role.AUDITOR}, unit)
