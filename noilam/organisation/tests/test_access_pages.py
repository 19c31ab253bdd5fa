"""Pages of roles, stand-ins and sign-ins: journeys, refusals, strangers, query budgets."""

from datetime import date

import pytest

from noilam.accounts.models import Account
from noilam.accounts.policies import ADMINISTER
from noilam.accounts.tests.given import an_account
from noilam.audit.models import Entry
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation import actions
from noilam.organisation.models import Grant, Person, StandIn
from noilam.organisation.roles import Role

from .given import a_head, a_person, a_unit, an_actor, office

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def unit():
    return a_unit("Xã Trên", code="XT")


@pytest.fixture
def administrator(client):
    account = an_account("Quản trị", permissions=[ADMINISTER])
    client.force_login(account)
    return account


def enter(client, actor) -> Account:
    account = Account.objects.get(pk=actor.id)
    client.force_login(account)
    return account


def text(response) -> str:
    return response.content.decode()


class TestRoles:
    def test_a_role_is_given_on_the_units_page_and_taken_back(self, client, unit, administrator):
        who = an_account("Vũ Thị Mẫu", username="cb-mau")
        address = f"/units/{unit.pk}/grants/"
        data = {
            "account": "CB-MAU",
            "role": "office",
            "starts_on": "20/11/2026",
            "last_day": "31/12/2026",
        }
        assert client.post(address, data).status_code == 302
        page = text(client.get(address))
        assert "Vũ Thị Mẫu" in page
        assert "từ 20/11/2026 đến hết 31/12/2026" in page
        grant = Grant.objects.get(account=who)
        assert grant.ends_on == date(2027, 1, 1)
        client.post(f"/organisation/grants/{grant.pk}/revoke/")
        assert "từ 20/11/2026" not in text(client.get(address))

    def test_a_role_is_given_on_the_accounts_page(self, client, unit, administrator):
        who = an_account("Vũ Thị Mẫu")
        address = f"/organisation/accounts/{who.pk}/grants/"
        data = {"unit": "XT", "role": "auditor", "starts_on": "2026-11-20"}
        assert client.post(address, data).status_code == 302
        assert "Giám sát" in text(client.get(f"/accounts/{who.pk}/"))

    def test_an_unknown_name_keeps_what_was_typed(self, client, unit, administrator):
        data = {"account": "không ai cả", "role": "office", "starts_on": "2026-11-20"}
        refused = client.post(f"/units/{unit.pk}/grants/", data)
        assert refused.status_code == 422
        assert "không ai cả" in text(refused)

    def test_a_refusal_is_shown_with_its_reason(self, client, unit, administrator):
        data = {"account": administrator.username, "role": "office", "starts_on": "2026-11-20"}
        refused = client.post(f"/units/{unit.pk}/grants/", data)
        assert refused.status_code == 422
        assert "Không ai tự cấp vai trò" in text(refused)

    def test_a_head_may_not_and_a_stranger_sees_no_unit(self, client, unit):
        enter(client, an_actor(Role.HEAD, unit))
        assert client.get(f"/units/{unit.pk}/grants/").status_code == 403
        enter(client, an_actor(Role.HEAD, a_unit()))
        assert client.get(f"/units/{unit.pk}/grants/").status_code == 404

    def test_the_page_keeps_to_its_budget(
        self, client, unit, administrator, django_assert_max_num_queries
    ):
        for _each in range(5):
            an_actor(Role.STAFF, unit)
        with django_assert_max_num_queries(8):
            client.get(f"/units/{unit.pk}/grants/")


class TestStandIns:
    def test_the_absent_one_sends_somebody_who_then_acts_for_him(self, client, unit):
        head, colleague = an_actor(Role.HEAD, unit), an_actor(Role.STAFF, unit)
        stand_in = Account.objects.get(pk=colleague.id)
        enter(client, head)
        data = {
            "stand_in": stand_in.username,
            "starts_on": "2026-11-20",
            "last_day": "2026-11-25",
            "reason": "Đi học",
        }
        assert client.post("/organisation/stand-ins/", data).status_code == 302
        absence = StandIn.objects.get()

        enter(client, colleague)
        assert "đến hết ngày 25/11/2026" in text(client.get("/account/"))
        client.post("/account/stand-in/", {"absence": absence.pk})
        client.post("/account/language/", {"language": "vi"})
        own = Entry.objects.order_by("id").last()
        assert (own.actor_id, own.behalf_id) == (stand_in.pk, 0)
        assert "thay mặt" in text(client.get("/account/"))

        with clock.frozen(date(2026, 11, 26)):
            page = text(client.get("/account/"))
            assert "thay mặt" not in page
            assert "đã kết thúc" in page

    def test_nobody_stands_in_uninvited(self, client, unit):
        head, colleague = an_actor(Role.HEAD, unit), an_actor(Role.STAFF, unit)
        actions.appoint_stand_in(
            actor=head,
            absent=Account.objects.get(pk=head.id),
            stand_in=Account.objects.get(pk=colleague.id),
            starts_on=TODAY,
            ends_on=date(2026, 11, 30),
            reason="Đi học",
        )
        enter(client, an_actor(Role.STAFF, unit))
        client.post("/account/stand-in/", {"absence": StandIn.objects.get().pk})
        assert "thay mặt" not in text(client.get("/account/"))

    def test_what_a_stand_in_does_names_both(self, client, unit):
        head, colleague = an_actor(Role.ADMINISTRATOR, unit), an_actor(Role.STAFF, unit)
        actions.appoint_stand_in(
            actor=head,
            absent=Account.objects.get(pk=head.id),
            stand_in=Account.objects.get(pk=colleague.id),
            starts_on=TODAY,
            ends_on=date(2026, 11, 30),
            reason="Đi học",
        )
        enter(client, colleague)
        client.post("/account/stand-in/", {"absence": StandIn.objects.get().pk})
        who = an_account("Vũ Thị Mẫu")
        data = {"account": who.username, "role": "staff", "starts_on": "2026-11-20"}
        assert client.post(f"/units/{unit.pk}/grants/", data).status_code == 302
        entry = Entry.objects.order_by("id").last()
        assert (entry.actor_id, entry.behalf_id) == (colleague.id, head.id)

    def test_a_stranger_does_not_look_at_anothers_absences(self, client, unit):
        head = an_actor(Role.HEAD, unit)
        enter(client, an_actor(Role.STAFF, unit))
        assert client.get(f"/organisation/accounts/{head.id}/stand-ins/").status_code == 403


class TestSignIns:
    def test_a_clerk_opens_for_all_and_prints_the_cards_once(self, client, unit):
        people = [a_head(unit), a_head(a_unit("Chi bộ 1", parent=unit))]
        enter(client, office(unit))
        assert "cho 2 người chưa có" in text(client.get("/organisation/sign-ins/"))
        cards = client.post("/organisation/sign-ins/cards/", {"all": "1"})
        assert text(cards).count("<svg") >= 2
        assert "no-store" in cards.headers["Cache-Control"]
        assert Person.objects.filter(account__isnull=False).count() == len(people)
        again = client.post("/organisation/sign-ins/cards/", {"all": "1"})
        assert again.status_code == 422

    def test_only_those_ticked_get_a_card(self, client, unit):
        one, two = a_head(unit), a_head(a_unit("Chi bộ 1", parent=unit))
        enter(client, office(unit))
        client.post("/organisation/sign-ins/cards/", {"people": [one.pk]})
        assert list(Person.objects.filter(account__isnull=False)) == [one]
        assert not Person.objects.get(pk=two.pk).account

    def test_people_of_other_units_are_not_on_the_list_and_not_opened(self, client, unit):
        stranger = a_head(a_unit("Xã Khác"))
        enter(client, office(unit))
        assert stranger.full_name not in text(client.get("/organisation/sign-ins/"))
        client.post("/organisation/sign-ins/cards/", {"people": [stranger.pk]})
        assert not Person.objects.get(pk=stranger.pk).account
        assert client.post(f"/people/{stranger.pk}/card/").status_code == 404

    def test_who_holds_something_above_is_left_to_the_office_above(self, client, unit):
        cell = a_unit("Chi bộ 1", parent=unit)
        superior, member = a_head(unit, "Người Ở Trên"), a_head(cell, "Người Ở Dưới")
        actions.appoint(
            actor=shell(),
            person=superior,
            unit=cell,
            post="Đảng viên",
            leads=False,
            starts_on=cell.founded_on,
        )
        enter(client, office(cell))
        page = text(client.get("/organisation/sign-ins/"))
        assert "nhờ văn phòng cấp trên" in page
        assert "cho 1 người chưa có" in page
        cards = client.post("/organisation/sign-ins/cards/", {"all": "1"})
        assert cards.status_code == 200
        assert list(Person.objects.filter(account__isnull=False)) == [member]
        ticked = client.post("/organisation/sign-ins/cards/", {"people": [superior.pk]})
        assert ticked.status_code == 422
        actions.open_sign_ins(actor=shell(), people=[superior])
        assert client.post(f"/people/{superior.pk}/card/").status_code == 403

    def test_a_lost_card_is_replaced_at_the_desk(self, client, unit):
        head = a_head(unit)
        actions.open_sign_ins(actor=shell(), people=[head])
        enter(client, office(unit))
        card = client.post(f"/people/{head.pk}/card/")
        assert card.status_code == 200
        assert head.full_name in text(card)

    def test_the_list_filters_by_unit_and_state_within_its_budget(
        self, client, unit, django_assert_max_num_queries
    ):
        below = a_unit("Chi bộ 1", code="XT-1", parent=unit)
        head, other = a_head(unit, "Người Ở Trên"), a_head(below, "Người Ở Dưới")
        actions.open_sign_ins(actor=shell(), people=[other])
        enter(client, office(unit))
        with django_assert_max_num_queries(12):
            page = text(client.get("/organisation/sign-ins/?unit=XT-1&state=waiting"))
        assert other.full_name in page
        assert head.full_name not in page

    def test_others_may_not(self, client, unit):
        enter(client, an_actor(Role.HEAD, unit))
        assert client.get("/organisation/sign-ins/").status_code == 403
        a_person()
        assert client.post("/organisation/sign-ins/cards/", {"all": "1"}).status_code == 403
