"""Sign-ins for many at once, cards at the desk, and what ends when a post ends."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from noilam.accounts import actions as accounts
from noilam.accounts.models import Account
from noilam.accounts.policies import ADMINISTER, READ_TRAIL
from noilam.accounts.queries import card_for
from noilam.foundation import clock
from noilam.foundation.access import shell, worker
from noilam.foundation.errors import Refused
from noilam.organisation import actions, open_matters
from noilam.organisation.models import Appointment, Grant, Person
from noilam.organisation.roles import Role
from noilam.organisation.rules import Choice, Deed, HandOver, list_hash

from .given import a_head, a_person, a_unit, an_actor, an_administrator, office

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def unit():
    return a_unit("Xã Trên")


def a_clerk_of(unit, name="Lê Thị Mẫu", phone="", ends_on=None) -> Person:
    """Somebody who holds a post there without leading."""
    person = a_person(name)
    if phone:
        actions.change_person(actor=shell(), person=person, full_name=name, email="", phone=phone)
        person.refresh_from_db()
    actions.appoint(
        actor=shell(),
        person=person,
        unit=unit,
        post="Ủy viên",
        leads=False,
        starts_on=unit.founded_on,
        ends_on=ends_on,
    )
    return person


def roles_of(person: Person) -> set[tuple[str, str]]:
    person.refresh_from_db()
    grants = Grant.objects.filter(account=person.account)
    held = [each for each in grants if each.ends_on is None or each.ends_on > clock.today()]
    return {(each.unit.name, each.role) for each in held}


def test_a_head_and_his_staff_sign_in_with_the_roles_of_their_posts(unit):
    head, clerk = a_head(unit), a_clerk_of(unit, phone="0912 345 678")
    made = actions.open_sign_ins(actor=office(unit), people=[head, clerk])
    assert {person.pk for person, _account, _code in made} == {head.pk, clerk.pk}
    assert roles_of(head) == {("Xã Trên", "head")}
    assert roles_of(clerk) == {("Xã Trên", "staff")}
    assert clerk.account.username == "0912345678"
    assert head.account.username == head.code.casefold()
    assert all(card_for(code).account == account for _person, account, code in made)


def test_opening_again_makes_no_second_card(unit):
    head, clerk = a_head(unit), office(unit)
    actions.open_sign_ins(actor=clerk, people=[head])
    assert actions.open_sign_ins(actor=clerk, people=[head]) == []
    assert Account.objects.filter(person=head).count() == 1


def test_two_people_of_one_number_sign_in_by_their_codes(unit):
    one, two = a_clerk_of(unit, "Một", "0911 111 111"), a_clerk_of(unit, "Hai", "+84911111111")
    actions.open_sign_ins(actor=shell(), people=[one])
    actions.open_sign_ins(actor=shell(), people=[two])
    one.refresh_from_db()
    two.refresh_from_db()
    assert {one.account.username, two.account.username} == {
        one.code.casefold(),
        two.code.casefold(),
    }


def test_a_role_ends_with_a_post_whose_end_is_known(unit):
    person = a_clerk_of(unit, ends_on=TODAY + timedelta(days=9))
    actions.open_sign_ins(actor=shell(), people=[person])
    assert Grant.objects.get(account__person=person).ends_on == TODAY + timedelta(days=10)


def test_a_clerk_opens_for_his_units_only(unit):
    stranger = office(a_unit("Xã Khác"))
    with pytest.raises(PermissionDenied):
        actions.open_sign_ins(actor=stranger, people=[a_head(unit)])
    with pytest.raises(PermissionDenied):
        actions.open_sign_ins(actor=stranger, people=[a_person()])


@pytest.mark.parametrize("role", [Role.HEAD, Role.UNIT_CLERK, Role.STAFF, Role.AUDITOR])
def test_other_roles_open_nothing(unit, role):
    with pytest.raises(PermissionDenied):
        actions.open_sign_ins(actor=an_actor(role, unit), people=[a_head(unit)])


class TestWhoHoldsSomethingElsewhere:
    """Whoever prints a card could come in by it: so he must reach all that it opens."""

    @pytest.fixture
    def cell(self, unit):
        return a_unit("Chi bộ Dưới", parent=unit)

    @pytest.fixture
    def superior(self, unit, cell):
        """The head above, who is also a plain member of the cell below."""
        person = a_head(unit)
        actions.appoint(
            actor=shell(),
            person=person,
            unit=cell,
            post="Đảng viên",
            leads=False,
            starts_on=cell.founded_on,
        )
        return person

    def test_a_lower_clerk_opens_no_sign_in_of_his_superior(self, unit, cell, superior):
        with pytest.raises(PermissionDenied):
            actions.open_sign_ins(actor=office(cell), people=[superior])
        actions.open_sign_ins(actor=office(unit), people=[superior])
        assert roles_of(superior) == {("Xã Trên", "head"), ("Chi bộ Dưới", "staff")}

    def test_a_lower_clerk_prints_no_card_of_his_superior(self, unit, cell, superior):
        actions.open_sign_ins(actor=shell(), people=[superior])
        with pytest.raises(PermissionDenied):
            actions.issue_new_card(actor=office(cell), person=superior)
        actions.issue_new_card(actor=office(unit), person=superior)
        actions.issue_new_card(actor=an_administrator(), person=superior)

    def test_a_post_that_begins_later_counts_and_one_that_ended_does_not(self, unit, cell):
        rising, former = a_clerk_of(cell, "Người Sắp Lên"), a_clerk_of(cell, "Người Đã Thôi")
        later, gone = TODAY + timedelta(days=9), YESTERDAY
        for person, starts_on, ends_on in ((rising, later, None), (former, unit.founded_on, gone)):
            actions.appoint(
                actor=shell(),
                person=person,
                unit=unit,
                post="Ủy viên",
                leads=False,
                starts_on=starts_on,
                ends_on=ends_on,
            )
        actions.open_sign_ins(actor=office(cell), people=[former])
        with pytest.raises(PermissionDenied):
            actions.open_sign_ins(actor=office(cell), people=[rising])

    def test_a_role_elsewhere_counts_as_a_post_does(self, unit, cell):
        person = a_clerk_of(cell)
        actions.open_sign_ins(actor=office(cell), people=[person])
        person.refresh_from_db()
        given = actions.grant_role(
            actor=shell(), account=person.account, role=Role.AUDITOR, unit=unit, starts_on=TODAY
        )
        with pytest.raises(PermissionDenied):
            actions.issue_new_card(actor=office(cell), person=person)
        actions.revoke_grant(actor=shell(), grant=given)
        actions.issue_new_card(actor=office(cell), person=person)

    def test_a_permission_reaches_further_than_any_unit(self, unit):
        person = a_clerk_of(unit)
        actions.open_sign_ins(actor=office(unit), people=[person])
        person.refresh_from_db()
        accounts.change_permissions(actor=shell(), account=person.account, permissions=[READ_TRAIL])
        with pytest.raises(PermissionDenied):
            actions.issue_new_card(actor=office(unit), person=person)
        actions.issue_new_card(actor=an_administrator(), person=person)


def test_many_open_in_a_fixed_number_of_queries(unit, django_assert_max_num_queries):
    people, clerk = [a_clerk_of(unit, f"Người {number}") for number in range(12)], office(unit)
    with django_assert_max_num_queries(45):
        assert len(actions.open_sign_ins(actor=clerk, people=people)) == 12


def test_at_the_desk_a_lost_card_is_replaced_but_not_ones_own(unit):
    head = a_head(unit)
    clerk = office(unit)
    with pytest.raises(Refused):
        actions.issue_new_card(actor=clerk, person=head)
    ((_person, account, first),) = actions.open_sign_ins(actor=clerk, people=[head])
    again, second = actions.issue_new_card(actor=clerk, person=head)
    assert again == account
    assert card_for(first).spent_at is not None
    assert card_for(second).spent_at is None
    own = a_clerk_of(unit)
    own_office = an_actor(Role.OFFICE, unit, person=own)
    own.refresh_from_db()
    with pytest.raises(Refused):
        actions.issue_new_card(actor=own_office, person=own)


def test_the_desk_makes_no_card_for_an_administrator(unit):
    head, clerk = a_head(unit), office(unit)
    actions.open_sign_ins(actor=clerk, people=[head])
    head.refresh_from_db()
    accounts.change_permissions(actor=shell(), account=head.account, permissions=[ADMINISTER])
    with pytest.raises(PermissionDenied):
        actions.issue_new_card(actor=clerk, person=head)


class TestWhenAPostEnds:
    def end_post(self, person: Person, last_day: date) -> None:
        post = Appointment.objects.get(person=person, ends_on=None)
        listed = open_matters.listed(
            units=[post.unit], person=person, on=last_day + timedelta(days=1)
        )
        close = HandOver(list_hash(listed), for_all=Choice(Deed.CLOSE, reason="Nghỉ hưu"))
        actions.end_appointment(actor=shell(), appointment=post, last_day=last_day, hand_over=close)

    @pytest.fixture
    def head(self, unit):
        person = a_head(unit)
        actions.open_sign_ins(actor=shell(), people=[person])
        person.refresh_from_db()
        return person

    def test_the_last_posts_end_closes_the_sign_in_the_night_after(self, head):
        self.end_post(head, TODAY)
        actions.follow_posts(actor=worker())
        head.account.refresh_from_db()
        assert head.account.is_active
        with clock.frozen(TODAY + timedelta(days=1)):
            actions.follow_posts(actor=worker())
            head.account.refresh_from_db()
            assert not head.account.is_active
            assert roles_of(head) == set()

    def test_an_end_recorded_late_closes_at_once(self, head):
        self.end_post(head, YESTERDAY)
        head.account.refresh_from_db()
        assert not head.account.is_active

    def test_who_keeps_another_post_keeps_the_sign_in_and_loses_the_role(self, head, unit):
        self.end_post(head, YESTERDAY)
        actions.appoint(
            actor=shell(), person=head, unit=unit, post="Ủy viên", leads=False, starts_on=TODAY
        )
        actions.open_sign_ins(actor=shell(), people=[head])
        assert roles_of(head) == {("Xã Trên", "staff")}
        actions.follow_posts(actor=worker())
        assert roles_of(head) == {("Xã Trên", "staff")}

    def test_a_role_given_by_an_administrator_outlives_no_sign_in_but_any_post(self, head, unit):
        elsewhere = a_unit("Xã Khác")
        actions.grant_role(
            actor=shell(),
            account=head.account,
            role=Role.AUDITOR,
            unit=elsewhere,
            starts_on=TODAY,
        )
        actions.follow_posts(actor=worker())
        assert roles_of(head) == {("Xã Trên", "head"), ("Xã Khác", "auditor")}

    def test_a_new_post_and_the_clerk_open_it_again_with_a_new_card(self, head, unit):
        self.end_post(head, YESTERDAY)
        actions.appoint(
            actor=shell(), person=head, unit=unit, post="Bí thư", leads=True, starts_on=TODAY
        )
        ((_person, account, _code),) = actions.open_sign_ins(actor=office(unit), people=[head])
        account.refresh_from_db()
        assert account.is_active
        assert roles_of(head) == {("Xã Trên", "head")}

    def test_only_the_machine_runs_it(self, unit):
        with pytest.raises(PermissionDenied):
            actions.follow_posts(actor=office(unit))
