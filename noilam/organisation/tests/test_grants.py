"""Giving and taking roles and standing in: the rules as tables, then the deeds."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from noilam.accounts.models import Account
from noilam.audit.models import Entry
from noilam.foundation import clock
from noilam.foundation.access import Actor, shell
from noilam.foundation.errors import Refused
from noilam.notices.models import Notice
from noilam.organisation import actions
from noilam.organisation.models import Grant, StandIn
from noilam.organisation.roles import Role
from noilam.organisation.rules import grants as rules

from .given import a_unit, an_actor, an_administrator

TODAY = date(2026, 11, 20)
LATER = TODAY + timedelta(days=10)


def codes(problems) -> list[str]:
    return [problem.code for problem in problems]


def granted(new, same=(), *, is_own=False, account_is_open=True, unit_until=None) -> list[str]:
    return codes(
        rules.problems_with_grant(
            new, same, is_own=is_own, account_is_open=account_is_open, unit_until=unit_until
        )
    )


def test_a_role_is_granted_by_another_to_an_open_account_for_a_real_period():
    assert granted(rules.Period(TODAY, LATER)) == []
    assert granted(
        rules.Period(TODAY, TODAY), is_own=True, account_is_open=False, unit_until=TODAY
    ) == ["own-grant", "account-closed", "ends-before-start", "unit-ended"]


@pytest.mark.parametrize(
    ("same", "clashes"),
    [
        (rules.Period(TODAY - timedelta(days=5), TODAY), False),
        (rules.Period(TODAY - timedelta(days=5), TODAY + timedelta(days=1)), True),
        (rules.Period(TODAY - timedelta(days=5)), True),
        (rules.Period(LATER), False),
    ],
)
def test_one_role_is_not_held_twice_at_once(same, clashes):
    found = granted(rules.Period(TODAY, LATER), [same])
    assert found == (["granted-already"] if clashes else [])


def stood_in(new, others=(), **given) -> list[str]:
    facts = {
        "today": TODAY,
        "reason": "Đi học",
        "is_own": False,
        "is_same": False,
        "both_open": True,
    } | given
    return codes(rules.problems_with_stand_in(new, others, **facts))


def test_a_stand_in_has_a_stated_period_from_today_on():
    assert stood_in(rules.Period(TODAY, LATER)) == []
    assert stood_in(rules.Period(TODAY)) == ["no-end"]
    assert stood_in(rules.Period(TODAY, TODAY)) == ["ends-before-start"]
    assert stood_in(rules.Period(TODAY - timedelta(days=1), LATER)) == ["in-the-past"]


def test_one_stand_in_at_a_time():
    other = rules.Period(TODAY + timedelta(days=3), LATER, "Lê Mẫu")
    assert stood_in(rules.Period(TODAY, LATER), [other]) == ["replaced-already"]
    assert stood_in(rules.Period(TODAY, other.starts_on), [other]) == []


def test_nobody_stands_in_for_himself_nor_sends_himself():
    assert stood_in(rules.Period(TODAY, LATER), is_own=True, is_same=True, reason=" ") == [
        "same-person",
        "own-stand-in",
        "no-reason",
    ]


def test_posts_give_head_and_staff_for_as_long_as_they_are_held():
    posts = [
        rules.PostHeld(1, True, TODAY, None),
        rules.PostHeld(2, False, TODAY, TODAY + timedelta(days=3)),
        rules.PostHeld(2, False, TODAY, LATER),
    ]
    assert rules.roles_by_post(posts) == {(1, "head"): None, (2, "staff"): LATER}


def test_a_user_name_is_the_phone_only_if_nobody_shares_it():
    people = [("A", "0911"), ("B", "0922"), ("C", "0922"), ("D", ""), ("E", "0933")]
    assert rules.sign_in_names(people, {"0933"}) == ["0911", "B", "C", "D", "E"]


# Deeds --------------------------------------------------------------------------------------


@pytest.fixture
def _today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def administrator(db, _today):
    return an_administrator()


def account_of(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.id)


def test_an_administrator_gives_and_takes_a_role(administrator):
    unit = a_unit()
    account = account_of(an_actor(Role.STAFF, unit))
    grant = actions.grant_role(
        actor=administrator, account=account, role=Role.HEAD, unit=unit, starts_on=TODAY
    )
    actions.revoke_grant(actor=administrator, grant=grant)
    grant.refresh_from_db()
    assert grant.ends_on == TODAY
    told = Entry.objects.order_by("-id").values_list("event", flat=True)[:2]
    assert list(told) == ["organisation.GrantRevoked", "organisation.RoleGranted"]


def test_a_role_taken_before_it_held_may_be_given_again(administrator):
    unit = a_unit()
    account = account_of(an_actor(Role.STAFF, unit))
    given = {"account": account, "role": Role.HEAD, "unit": unit, "starts_on": TODAY}
    grant = actions.grant_role(actor=administrator, **given)
    actions.revoke_grant(actor=administrator, grant=grant)
    actions.grant_role(actor=administrator, **given)
    with pytest.raises(Refused):
        actions.grant_role(actor=administrator, **given)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.HEAD, Role.STANDING_COMMITTEE])
def test_only_administrators_grant(administrator, role):
    unit = a_unit()
    account = account_of(an_actor(Role.STAFF, unit))
    with pytest.raises(PermissionDenied):
        actions.grant_role(
            actor=an_actor(role, unit),
            account=account,
            role=Role.STAFF,
            unit=unit,
            starts_on=TODAY,
        )


def test_an_administrator_of_one_unit_grants_there_and_not_elsewhere(administrator):
    here, elsewhere = a_unit(), a_unit()
    local = an_actor(Role.ADMINISTRATOR, here)
    account = account_of(an_actor(Role.STAFF, elsewhere))
    given = {"account": account, "role": Role.STAFF, "starts_on": TODAY}
    actions.grant_role(actor=local, unit=here, **given)
    with pytest.raises(PermissionDenied):
        actions.grant_role(actor=local, unit=elsewhere, **given)


def test_nobody_grants_himself_nor_sheds_his_own_role(administrator):
    unit = a_unit()
    local = an_actor(Role.ADMINISTRATOR, unit)
    with pytest.raises(Refused) as refused:
        actions.grant_role(
            actor=local, account=account_of(local), role=Role.HEAD, unit=unit, starts_on=TODAY
        )
    assert codes(refused.value.problems) == ["own-grant"]
    with pytest.raises(Refused):
        actions.revoke_grant(actor=local, grant=Grant.objects.get(account=local.id))


class TestStandIns:
    @pytest.fixture
    def unit(self, administrator):
        return a_unit("Xã Trên")

    def appoint(self, actor, absent, stand_in, **given):
        facts = {"starts_on": TODAY, "ends_on": LATER, "reason": "Đi học"} | given
        return actions.appoint_stand_in(actor=actor, absent=absent, stand_in=stand_in, **facts)

    def test_the_absent_one_sends_somebody_and_both_are_in_the_trail(self, unit):
        head, colleague = an_actor(Role.HEAD, unit), an_actor(Role.STAFF, unit)
        absence = self.appoint(head, account_of(head), account_of(colleague))
        entry = Entry.objects.order_by("id").last()
        assert (entry.event, entry.subject_id) == ("organisation.StandInAppointed", absence.pk)
        assert entry.details["absent_id"] == head.id
        assert Notice.objects.filter(recipient_id=colleague.id).exists()

    def test_his_office_sends_somebody_for_him_but_a_stranger_does_not(self, unit):
        head, colleague = an_actor(Role.HEAD, unit), an_actor(Role.STAFF, unit)
        with pytest.raises(PermissionDenied):
            self.appoint(an_actor(Role.OFFICE, a_unit()), account_of(head), account_of(colleague))
        self.appoint(an_actor(Role.OFFICE, unit), account_of(head), account_of(colleague))

    def test_a_head_does_not_lend_out_the_roles_of_those_above(self, unit):
        below = a_unit("Chi bộ", parent=unit, kind="subordinate_cell")
        secretary, colleague = an_actor(Role.OFFICE, unit), an_actor(Role.STAFF, below)
        with pytest.raises(PermissionDenied):
            self.appoint(an_actor(Role.HEAD, below), account_of(secretary), account_of(colleague))

    def test_the_office_does_not_send_itself(self, unit):
        head, office = an_actor(Role.HEAD, unit), an_actor(Role.OFFICE, unit)
        with pytest.raises(Refused):
            self.appoint(office, account_of(head), account_of(office))

    def test_the_stand_in_hands_it_back_and_a_stranger_cannot(self, unit):
        head, colleague = an_actor(Role.HEAD, unit), an_actor(Role.STAFF, unit)
        absence = self.appoint(head, account_of(head), account_of(colleague))
        with pytest.raises(PermissionDenied):
            actions.end_stand_in(actor=an_actor(Role.STAFF, unit), absence=absence)
        actions.end_stand_in(actor=colleague, absence=absence)
        assert StandIn.objects.get().ended_at is not None


def test_the_shell_may_appoint_anybody(administrator):
    unit = a_unit()
    one, two = an_actor(Role.HEAD, unit), an_actor(Role.STAFF, unit)
    actions.appoint_stand_in(
        actor=shell(),
        absent=account_of(one),
        stand_in=account_of(two),
        starts_on=TODAY,
        ends_on=LATER,
        reason="Ốm",
    )
    assert StandIn.objects.count() == 1
