"""Deeds on accounts: what they do, what they refuse, who may not, what they record."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from noilam.accounts import actions, queries
from noilam.accounts.models import Account, Card
from noilam.accounts.policies import ADMINISTER, CORRECT_CONTACTS, OPEN_SIGN_INS, READ_TRAIL
from noilam.accounts.rules import Contact
from noilam.audit.models import Entry
from noilam.foundation import clock
from noilam.foundation.access import Actor, Kind, shell
from noilam.foundation.errors import Refused
from noilam.notices.models import Notice

from .given import PASSWORD, acting, an_account, an_account_with_password, an_administrator

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


def last_event() -> str:
    return Entry.objects.order_by("id").last().event


def a_clerk() -> Actor:
    """Somebody lent the right to open sign-ins, by the floor that knows his units."""
    return Actor(Kind.PERSON, 900, "Thư ký", permissions=frozenset({OPEN_SIGN_INS}))


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_an_account_opens_under_one_spelling_without_a_password():
    account = actions.open_account(actor=shell(), username="0912 345 678", label="Lê Văn Mẫu")
    assert account.username == "0912345678"
    assert not account.has_usable_password()
    assert last_event() == "accounts.AccountOpened"


def test_many_accounts_open_at_once_or_none():
    an_account(username="cb-1x")
    drafts = [actions.NewAccount("cb-2x", "Một"), actions.NewAccount("CB-1X", "Hai")]
    with pytest.raises(Refused) as refused:
        actions.open_accounts(actor=shell(), drafts=drafts)
    assert codes(refused) == ["username-taken"]
    assert not Account.objects.filter(username="cb-2x").exists()


def test_two_drafts_of_one_name_are_refused():
    drafts = [actions.NewAccount("cb-3x", "Một"), actions.NewAccount("CB-3X", "Hai")]
    with pytest.raises(Refused):
        actions.open_accounts(actor=shell(), drafts=drafts)


def test_a_stranger_opens_nothing():
    nobody = Actor(Kind.PERSON, 900, "Người ngoài")
    with pytest.raises(PermissionDenied):
        actions.open_account(actor=nobody, username="x", label="X")


def test_a_clerk_opens_plain_accounts_but_gives_no_permission():
    actions.open_account(actor=a_clerk(), username="cb-4x", label="X")
    with pytest.raises(PermissionDenied):
        actions.open_account(actor=a_clerk(), username="cb-5x", label="X", permissions=[ADMINISTER])
    assert not Account.objects.filter(username="cb-5x").exists()


def test_a_card_lets_its_holder_choose_a_password_once():
    account = an_account()
    code = actions.issue_card(actor=shell(), account=account)
    card = queries.card_for(code.lower())
    actions.use_card(actor=acting(account), card=card, password=PASSWORD)
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    with pytest.raises(Refused) as refused:
        actions.use_card(actor=acting(account), card=card, password="khác hẳn")
    assert codes(refused) == ["card-spent"]


def test_the_code_is_kept_nowhere():
    account = an_account()
    code = actions.issue_card(actor=shell(), account=account)
    assert code not in str(Card.objects.values_list())
    assert code not in str(Entry.objects.values_list("details"))


def test_a_new_card_replaces_the_old_one():
    account = an_account()
    old = actions.issue_card(actor=shell(), account=account)
    actions.issue_card(actor=shell(), account=account)
    assert queries.card_for(old).spent_at is not None


def test_a_card_expires_after_the_days_of_the_rulebook():
    account = an_account()
    card = queries.card_for(actions.issue_card(actor=shell(), account=account))
    with (
        clock.frozen(card.expires_on + timedelta(days=1)),
        pytest.raises(Refused) as refused,
    ):
        actions.use_card(actor=acting(account), card=card, password=PASSWORD)
    assert codes(refused) == ["card-expired"]


def test_nobody_uses_another_persons_card():
    card = queries.card_for(actions.issue_card(actor=shell(), account=an_account()))
    with pytest.raises(PermissionDenied):
        actions.use_card(actor=acting(an_account()), card=card, password=PASSWORD)


def test_who_could_already_sign_in_is_told_of_a_new_card():
    account = an_account_with_password()
    actions.issue_card(actor=a_clerk(), account=account)
    assert Notice.objects.filter(recipient_id=account.pk, kind="accounts.card_issued").exists()


def test_a_clerk_makes_no_card_for_an_administrator():
    administrator = an_administrator()
    with pytest.raises(PermissionDenied):
        actions.issue_card(actor=a_clerk(), account=administrator)


def test_a_password_is_its_owners_to_choose():
    account = an_account()
    with pytest.raises(PermissionDenied):
        actions.set_password(actor=acting(an_administrator()), account=account, password=PASSWORD)


def test_closing_spends_the_card_and_is_recorded():
    account, administrator = an_account(), an_administrator()
    code = actions.issue_card(actor=shell(), account=account)
    actions.close_account(actor=acting(administrator), account=account)
    account.refresh_from_db()
    assert not account.is_active
    assert queries.card_for(code).spent_at is not None
    assert last_event() == "accounts.AccountClosed"


def test_a_reopened_account_needs_a_new_card():
    account = an_account_with_password()
    actions.close_account(actor=shell(), account=account)
    account.refresh_from_db()
    actions.reopen_accounts(actor=shell(), accounts=[account])
    account.refresh_from_db()
    assert account.is_active
    assert not account.has_usable_password()


def test_the_last_administrator_is_not_closed_and_not_unmade():
    administrator = an_administrator()
    with pytest.raises(Refused):
        actions.close_account(actor=shell(), account=administrator)
    with pytest.raises(Refused) as refused:
        actions.change_permissions(actor=shell(), account=administrator, permissions=[READ_TRAIL])
    assert codes(refused) == ["last-administrator"]


def test_nobody_gives_himself_a_permission():
    administrator, account = an_administrator(), an_account()
    with pytest.raises(Refused) as refused:
        actions.change_permissions(
            actor=acting(administrator), account=administrator, permissions=[ADMINISTER, READ_TRAIL]
        )
    assert codes(refused) == ["own-permissions"]
    actions.change_permissions(
        actor=acting(administrator), account=account, permissions=[READ_TRAIL]
    )
    entry = Entry.objects.order_by("id").last()
    assert entry.details["after"] == {"permissions": [READ_TRAIL]}


def test_closing_those_who_left_leaves_administrators_to_a_person():
    gone, administrator = an_account(), an_administrator()
    actions.close_accounts(actor=a_clerk(), accounts=[gone, administrator])
    gone.refresh_from_db()
    administrator.refresh_from_db()
    assert (gone.is_active, administrator.is_active) == (False, True)


class TestContacts:
    def test_a_clerk_lent_the_right_corrects_many_and_the_user_name_stays(self):
        one, two = an_account("Le Van Mau", "0911222333"), an_account("Bùi Mẫu")
        clerk = Actor(Kind.PERSON, 900, "Thư ký", permissions=frozenset({CORRECT_CONTACTS}))
        contacts = {
            one.pk: Contact("Lê Văn  Mẫu", " mau@vidu.example ", "0944 555 666"),
            two.pk: Contact("Bùi Mẫu"),
        }
        actions.correct_contacts(actor=clerk, contacts=contacts)
        one.refresh_from_db()
        assert (one.label, one.email, one.phone) == (
            "Lê Văn Mẫu",
            "mau@vidu.example",
            "0944 555 666",
        )
        assert one.username == "0911222333"
        assert list(queries.account_list(status="", words="le van mau")) == [one]

    def test_the_trail_says_which_changed_and_not_to_what(self):
        account = an_account("Lê Văn Mẫu")
        contact = Contact("Lê Văn Mẫu", "mau@vidu.example")
        actions.correct_contacts(actor=shell(), contacts={account.pk: contact})
        entry = Entry.objects.order_by("id").last()
        assert (entry.event, entry.details["after"]) == (
            "accounts.ContactCorrected",
            {"changed": ["email"]},
        )
        assert "vidu.example" not in str(Entry.objects.values_list("details"))

    def test_what_is_so_already_is_not_recorded(self):
        account = an_account("Lê Văn Mẫu")
        before = Entry.objects.count()
        actions.correct_contacts(actor=shell(), contacts={account.pk: Contact("Lê Văn Mẫu")})
        assert Entry.objects.count() == before

    def test_a_name_is_needed_and_an_address_must_be_one(self):
        account = an_account()
        with pytest.raises(Refused) as refused:
            actions.correct_contacts(actor=shell(), contacts={account.pk: Contact(" ", "mau@")})
        assert codes(refused) == ["no-label", "no-email"]

    def test_nobody_else_says_where_an_account_is_reached(self):
        account = an_account()
        with pytest.raises(PermissionDenied):
            actions.correct_contacts(
                actor=acting(an_account()), contacts={account.pk: Contact("X")}
            )
        with pytest.raises(PermissionDenied):
            actions.change_own_contact(
                actor=acting(an_administrator()), account=account, email="", phone=""
            )

    def test_ones_own_is_ones_own_to_change(self):
        account = an_account("Lê Văn Mẫu")
        actions.change_own_contact(
            actor=acting(account), account=account, email="mau@vidu.example", phone="0944 555 666"
        )
        account.refresh_from_db()
        assert (account.label, account.email) == ("Lê Văn Mẫu", "mau@vidu.example")
        assert last_event() == "accounts.OwnContactChanged"


def test_passwords_are_kept_as_argon2():
    assert an_account_with_password().password.startswith("argon2")
