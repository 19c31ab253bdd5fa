"""What roles bring for the whole installation, and where they bring nothing."""

from datetime import date, timedelta

import pytest

from noilam.accounts.models import Account
from noilam.accounts.queries import actor_for
from noilam.foundation import clock
from noilam.foundation.access import shell, worker
from noilam.organisation import actions, open_matters
from noilam.organisation.models import Grant
from noilam.organisation.permissions import BROUGHT, brought_by_roles
from noilam.organisation.queries.stand_ins import absences_for
from noilam.organisation.roles import Role
from noilam.organisation.rules import Choice, Decision, Deed, HandOver, list_hash

from .given import a_unit, an_actor

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def held_still():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def top():
    return a_unit("Đảng ủy xã")


@pytest.mark.parametrize(("role", "brings"), BROUGHT.items())
def test_a_role_at_the_top_brings_its_permissions_and_below_it_none(top, role, brings):
    below = a_unit("Chi bộ", parent=top, kind="subordinate_cell")

    assert an_actor(role, top).permissions == brings
    assert an_actor(role, below).permissions == frozenset()


@pytest.mark.parametrize("role", [role for role in Role if role not in BROUGHT])
def test_no_other_role_brings_anything(top, role):
    assert an_actor(role, top).permissions == frozenset()


def test_a_role_for_the_top_unit_alone_brings_nothing(top):
    auditor = an_actor(Role.AUDITOR, top)
    Grant.objects.update(only_here=True)

    assert not actor_for(Account.objects.get(pk=auditor.id)).has("read_trail")


def test_what_a_role_brings_begins_and_ends_with_the_grant(top):
    account = Account.objects.get(pk=an_actor(Role.STAFF, top).id)
    actions.grant_role(
        actor=shell(),
        account=account,
        role=Role.AUDITOR,
        unit=top,
        starts_on=TODAY + timedelta(days=1),
        ends_on=TODAY + timedelta(days=3),
    )

    held = []
    for days in range(4):
        with clock.frozen(TODAY + timedelta(days=days)):
            held.append(actor_for(account).has("read_trail"))

    assert held == [False, True, True, False]


def test_what_a_role_brings_ends_with_the_unit(top):
    auditor = an_actor(Role.AUDITOR, top)
    matters = open_matters.listed(units=[top], on=TODAY)
    actions.end_unit(
        actor=shell(),
        unit=top,
        on=TODAY,
        decision=Decision("1-QĐ", TODAY, ""),
        hand_over=HandOver(list_hash(matters), for_all=Choice(Deed.CLOSE, reason="Giải thể")),
    )
    Grant.objects.update(ends_on=None)  # even if the role had outlived the unit

    assert not actor_for(Account.objects.get(pk=auditor.id)).has("read_trail")


def test_a_stand_in_holds_what_the_absent_ones_roles_bring_and_no_permission_of_his_account(top):
    office = an_actor(Role.OFFICE, top)
    absent = Account.objects.get(pk=office.id)
    absent.permissions = ["read_trail"]
    absent.save()
    stand_in = Account.objects.get(pk=an_actor(Role.STAFF, top).id)
    actions.appoint_stand_in(
        actor=office,
        absent=absent,
        stand_in=stand_in,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=3),
        reason="Đi học",
    )
    (absence,) = absences_for(stand_in.pk, TODAY)

    assert actor_for(stand_in, absence).permissions == BROUGHT[Role.OFFICE]
    assert actor_for(stand_in).permissions == frozenset()


def test_what_was_given_to_the_account_stays_beside_what_its_roles_bring(top):
    account = Account.objects.get(pk=an_actor(Role.STANDING_COMMITTEE, top).id)
    account.permissions = ["administer"]

    brought = {"adopt_rules", "close_months"}
    assert actor_for(account).permissions == brought | {"administer"}


def test_the_machine_needs_nothing_brought():
    assert brought_by_roles(shell(), TODAY) == brought_by_roles(worker(), TODAY) == frozenset()


def test_who_somebody_is_and_what_his_roles_bring_is_one_question(top, django_assert_num_queries):
    account = Account.objects.get(pk=an_actor(Role.OFFICE, top).id)

    with django_assert_num_queries(1):
        actor = actor_for(account)
        assert actor.has("serve_notices")
        assert brought_by_roles(actor, TODAY)
