"""The door, one's own account, the administrators' list: journeys, refusals, strangers."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from noilam.accounts import actions, rules
from noilam.accounts.models import Account, Session
from noilam.accounts.views.sign_in import NAME_COOKIE
from noilam.foundation import clock
from noilam.foundation.access import shell

from .given import PASSWORD, an_account, an_account_with_password, an_administrator

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
DOOR = "/sign-in/"


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


def sign_in(client: Client, account: Account, password: str = PASSWORD, **more: str):
    data = {"username": account.username, "password": password, **more}
    return client.post(DOOR, data, headers={"user-agent": "Chrome Android"})


def text(response) -> str:
    return response.content.decode()


def test_a_password_opens_the_door_and_the_key_changes(client):
    account = an_account_with_password()
    client.get(DOOR)
    planted = client.session
    planted["before"] = 1
    planted.save()
    response = sign_in(client, account)
    assert response.status_code == 302
    assert client.session.session_key != planted.session_key
    assert client.get("/account/").status_code == 200


def test_a_phone_number_is_a_name_however_it_is_typed(client):
    an_account_with_password(username="0912345678")
    data = {"username": "+84 912 345 678", "password": PASSWORD}
    assert client.post(DOOR, data).status_code == 302


def test_a_wrong_password_and_an_unknown_name_are_refused_alike(client):
    account = an_account_with_password()
    wrong = sign_in(client, account, "sai mật khẩu")
    unknown = client.post(DOOR, {"username": "khong-co", "password": "sai mật khẩu"})
    assert wrong.status_code == unknown.status_code == 422
    assert "không đúng" in text(wrong)
    assert "không đúng" in text(unknown)


def test_a_closed_account_does_not_open(client):
    account = an_account_with_password()
    actions.close_account(actor=shell(), account=account)
    assert sign_in(client, account).status_code == 422


@pytest.mark.parametrize(
    "elsewhere", ["https://la.example/", "//la.example", "javascript:alert(1)"]
)
def test_the_door_leads_to_pages_of_ours_only(client, elsewhere):
    account = an_account_with_password()
    assert sign_in(client, account, next=elsewhere).headers["Location"] == "/"


def test_the_door_leads_back_to_the_page_that_was_asked_for(client):
    account = an_account_with_password()
    asked = client.get("/account/")
    assert asked.headers["Location"] == "/sign-in/?next=/account/"
    assert sign_in(client, account, next="/account/").headers["Location"] == "/account/"


def test_the_name_is_remembered_only_when_wished(client):
    account = an_account_with_password(username="đức-01")
    sign_in(client, account, remember="on")
    client.post("/account/sign-out/")
    assert "đức-01" in text(client.get(DOOR))
    sign_in(client, account)
    assert not client.cookies[NAME_COOKIE].value


def test_an_open_page_whose_session_ended_is_sent_to_a_whole_sign_in(client):
    response = client.get(DOOR, headers={"hx-request": "true"})
    assert response.headers["HX-Redirect"] == "/"


class TestLockout:
    def fail(self, client, account, times, address="10.0.0.1"):
        for _each in range(times):
            response = client.post(
                DOOR,
                {"username": account.username, "password": "sai"},
                REMOTE_ADDR=address,
            )
        return response

    def test_five_vain_tries_lock_the_name_at_that_address_and_say_until_when(self, client):
        account = an_account_with_password()
        assert self.fail(client, account, 4).status_code == 422
        locked = self.fail(client, account, 1)
        assert locked.status_code == 429
        assert re.search(r"thử lại từ \d\d:\d\d ngày \d\d/\d\d/\d{4}", text(locked))
        data = {"username": account.username, "password": PASSWORD}
        assert client.post(DOOR, data, REMOTE_ADDR="10.0.0.1").status_code == 429

    def test_the_owner_elsewhere_and_a_colleague_here_still_get_in(self, client):
        account, colleague = an_account_with_password(), an_account_with_password()
        self.fail(client, account, 5)
        for who, address in ((account, "10.0.0.2"), (colleague, "10.0.0.1")):
            data = {"username": who.username, "password": PASSWORD}
            assert Client().post(DOOR, data, REMOTE_ADDR=address).status_code == 302

    def test_one_name_tried_from_many_addresses_is_locked_everywhere(self, client):
        account = an_account_with_password()
        for number in range(5):
            self.fail(client, account, 4, f"10.0.1.{number}")
        data = {"username": account.username, "password": PASSWORD}
        assert client.post(DOOR, data, REMOTE_ADDR="10.0.9.9").status_code == 429

    def test_the_wait_ends(self, client, monkeypatch):
        account = an_account_with_password()
        self.fail(client, account, 5)
        later = timezone.localtime() + timedelta(minutes=16)
        monkeypatch.setattr("axes.handlers.proxy.now", lambda: later)
        data = {"username": account.username, "password": PASSWORD}
        assert client.post(DOOR, data, REMOTE_ADDR="10.0.0.1").status_code == 302

    def test_no_name_and_no_address_reaches_the_log(self, client, caplog):
        account = an_account_with_password(username="bi-mat-01")
        self.fail(client, account, 6)
        assert "bi-mat-01" not in caplog.text
        assert "10.0.0.1" not in caplog.text

    def test_guessing_cards_is_made_to_wait(self, client):
        address = reverse("accounts:card", args=["ABCDEFGHJKLM"])
        statuses = [client.get(address).status_code for _each in range(20)]
        assert (statuses[0], statuses[-1]) == (422, 429)


class TestCard:
    def test_a_card_leads_to_a_password_and_in(self, client):
        account = an_account("Phạm Thị Mẫu")
        code = actions.issue_card(actor=shell(), account=account)
        page = client.get(reverse("accounts:card", args=[code]))
        assert "Phạm Thị Mẫu" in text(page)
        assert "no-store" in page.headers["Cache-Control"]
        data = {"password": PASSWORD, "again": PASSWORD}
        response = client.post(reverse("accounts:card", args=[code]), data)
        assert response.headers["Location"] == "/"
        assert client.get("/account/").status_code == 200

    def test_a_code_typed_by_hand_leads_to_the_same_page(self, client):
        code = actions.issue_card(actor=shell(), account=an_account())
        typed = {"code": rules.card_text(code).lower()}
        response = client.post("/sign-in/card/", typed)
        assert response.headers["Location"] == reverse("accounts:card", args=[code])

    def test_a_weak_password_is_refused_and_spends_nothing(self, client):
        code = actions.issue_card(actor=shell(), account=an_account())
        address = reverse("accounts:card", args=[code])
        refused = client.post(address, {"password": "12345678", "again": "12345678"})
        assert refused.status_code == 422
        assert client.get(address).status_code == 200

    def test_two_different_passwords_are_refused(self, client):
        code = actions.issue_card(actor=shell(), account=an_account())
        data = {"password": PASSWORD, "again": PASSWORD + "!"}
        refused = client.post(reverse("accounts:card", args=[code]), data)
        assert "không giống nhau" in text(refused)

    def test_a_used_card_says_what_to_do(self, client):
        account = an_account()
        code = actions.issue_card(actor=shell(), account=account)
        data = {"password": PASSWORD, "again": PASSWORD}
        client.post(reverse("accounts:card", args=[code]), data)
        again = Client().get(reverse("accounts:card", args=[code]))
        assert again.status_code == 422
        assert "xin thẻ mới" in text(again)


class TestOwnAccount:
    def test_sessions_are_listed_and_others_ended(self, client):
        account, other = an_account_with_password(), Client()
        sign_in(other, account)
        sign_in(client, account)
        page = text(client.get("/account/"))
        assert page.count("Chrome, Android") == 2
        assert "20/11/2026" in page
        client.post("/account/sessions/end/", {"session": "others"})
        assert other.get("/account/").status_code == 302
        assert client.get("/account/").status_code == 200

    def test_another_persons_session_is_not_ended(self, client):
        stranger, other = an_account_with_password(), Client()
        sign_in(other, stranger)
        sign_in(client, an_account_with_password())
        handle = Session.objects.get(account=stranger).session_key
        client.post("/account/sessions/end/", {"session": handle})
        assert other.get("/account/").status_code == 200

    def test_the_table_holds_no_key_that_opens_a_session(self, client):
        sign_in(client, an_account_with_password())
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        assert not Session.objects.filter(session_key=key).exists()
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get().session_key
        assert thief.get("/account/").status_code == 302

    def test_a_changed_password_ends_the_other_sessions(self, client):
        account, other = an_account_with_password(), Client()
        sign_in(other, account)
        sign_in(client, account)
        new = "mưa chiều qua cầu"
        data = {"current": PASSWORD, "password": new, "again": new}
        assert client.post("/account/password/", data).status_code == 302
        assert client.get("/account/").status_code == 200
        assert other.get("/account/").status_code == 302

    def test_the_current_password_must_be_right(self, client):
        sign_in(client, an_account_with_password())
        data = {"current": "sai", "password": PASSWORD + "x", "again": PASSWORD + "x"}
        assert client.post("/account/password/", data).status_code == 422

    def test_the_language_is_kept_with_the_account(self, client):
        account = an_account_with_password()
        sign_in(client, account)
        client.post("/account/language/", {"language": "en"})
        elsewhere = Client()
        sign_in(elsewhere, account)
        assert "My account" in text(elsewhere.get("/account/"))

    def test_ones_own_address_and_number_are_corrected_here(self, client):
        account = an_account_with_password()
        sign_in(client, account)
        data = {"email": "mau@vidu.example", "phone": "0944 555 666"}
        assert client.post("/account/contact/", data).status_code == 302
        page = text(client.get("/account/"))
        assert "mau@vidu.example" in page
        assert "0944 555 666" in page

    def test_what_is_no_address_is_shown_again_with_the_reason(self, client):
        account = an_account_with_password()
        sign_in(client, account)
        refused = client.post("/account/contact/", {"email": "mau@", "phone": ""})
        assert refused.status_code == 422
        assert 'value="mau@"' in text(refused)
        account.refresh_from_db()
        assert account.email == ""

    def test_the_choice_beside_the_menu_is_kept_too_and_leads_back(self, client):
        account = an_account_with_password()
        sign_in(client, account)
        page = text(client.get("/account/password/"))
        assert 'action="/account/language/"' in page
        back = client.post("/account/language/", {"language": "en", "next": "/account/password/"})
        assert back.headers["Location"] == "/account/password/"
        account.refresh_from_db()
        assert account.language == "en"

    def test_vietnamese_comes_first_whatever_the_browser_says(self, client):
        page = client.get(DOOR, headers={"accept-language": "en-US,en"})
        assert "Đăng nhập" in text(page)

    def test_signing_out_takes_a_post(self, client):
        sign_in(client, an_account_with_password())
        assert client.get("/account/sign-out/").status_code == 405
        client.post("/account/sign-out/")
        assert client.get("/account/").status_code == 302

    def test_the_day_is_noted_once_a_day(self, client, django_assert_max_num_queries):
        account = an_account_with_password()
        sign_in(client, account)
        with clock.frozen(date(2026, 11, 21)):
            client.get("/account/")
            assert Session.objects.get().seen_on == date(2026, 11, 21)
            with django_assert_max_num_queries(7):
                client.get("/account/")


class TestAdministration:
    @pytest.fixture
    def administrator(self, client):
        account = an_administrator()
        client.force_login(account)
        return account

    def test_the_list_filters_and_keeps_to_its_budget(
        self, client, administrator, django_assert_max_num_queries
    ):
        for number in range(5):
            an_account(f"Người {number}")
        with django_assert_max_num_queries(7):
            page = client.get("/accounts/?status=waiting&q=người 3")
        assert "Người 3" in text(page)
        assert "Người 4" not in text(page)

    def test_the_list_finds_names_without_marks_and_sorts_by_given_name(
        self, client, administrator
    ):
        for name in ("Lê Văn Bình", "Bùi Thị Ân", "Đỗ Văn Cường"):
            an_account(name)
        page = text(client.get("/accounts/"))
        assert page.index("Bùi Thị Ân") < page.index("Lê Văn Bình") < page.index("Đỗ Văn Cường")
        assert "Đỗ Văn Cường" in text(client.get("/accounts/?q=do van cuong"))

    def test_an_account_is_opened_given_a_card_and_closed(self, client, administrator):
        response = client.post("/accounts/new/", {"username": "CB-77", "label": "Đỗ Văn Mẫu"})
        account = Account.objects.get(username="cb-77")
        assert response.headers["Location"] == f"/accounts/{account.pk}/"
        card = client.post(f"/accounts/{account.pk}/card/")
        assert "<svg" in text(card)
        assert "no-store" in card.headers["Cache-Control"]
        client.post(f"/accounts/{account.pk}/closing/")
        assert "Đã đóng" in text(client.get(f"/accounts/{account.pk}/"))

    def test_a_taken_name_keeps_what_was_typed(self, client, administrator):
        an_account(username="cb-78")
        refused = client.post("/accounts/new/", {"username": "cb-78", "label": "Bùi Mẫu"})
        assert refused.status_code == 422
        assert "Bùi Mẫu" in text(refused)

    def test_his_own_permissions_are_not_his_to_change(self, client, administrator):
        refused = client.post(
            f"/accounts/{administrator.pk}/permissions/",
            {"permissions": ["administer", "read_trail"]},
        )
        assert refused.status_code == 422

    def test_others_may_not_look(self, client):
        client.force_login(an_account())
        assert client.get("/accounts/").status_code == 403
