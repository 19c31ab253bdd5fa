"""Every write to accounts: opening, cards, passwords, permissions, closing, ending sessions."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record, record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, refuse_if
from noilam.foundation.text import fold, name_key, say, tidy
from noilam.notices.actions import Message, Wording, queue
from noilam.rulebook.queries import value

from . import events, policies, queries, rules
from .models import Account, Card, Session

CARD_DAYS = "accounts.card_valid_days"


@dataclass(frozen=True)
class NewAccount:
    """Who is to sign in, before the account is there."""

    username: str
    label: str
    email: str = ""
    phone: str = ""

    @property
    def contact(self) -> rules.Contact:
        return _tidied(rules.Contact(self.label, self.email, self.phone))


def _tidied(contact: rules.Contact) -> rules.Contact:
    return rules.Contact(tidy(contact.label), contact.email.strip(), tidy(contact.phone))


# Opening and closing ------------------------------------------------------------------------


@transaction.atomic
def open_account(
    *,
    actor: Actor,
    username: str,
    label: str,
    email: str = "",
    phone: str = "",
    permissions: Sequence[str] = (),
) -> Account:
    """Open one account. It has no password: a card lets its holder choose one."""
    draft = NewAccount(username, label, email, phone)
    (account,) = open_accounts(actor=actor, drafts=[draft])
    return (
        change_permissions(actor=actor, account=account, permissions=permissions)
        if permissions
        else account
    )


@transaction.atomic
def open_accounts(*, actor: Actor, drafts: Sequence[NewAccount]) -> list[Account]:
    """Open many accounts at once, in the order given, or none."""
    require(policies.may_open_accounts(actor), to=_("mở tài khoản"))
    names = [rules.sign_in_name(draft.username) for draft in drafts]
    taken = set(Account.objects.filter(username__in=names).values_list("username", flat=True))
    problems: list[Problem] = []
    for name, draft in zip(names, drafts, strict=True):
        problems += rules.problems_with_account(name, draft.contact, taken)
        taken.add(name)
    refuse_if(problems)
    accounts = Account.objects.bulk_create(
        _reached_by(
            Account(username=name, password=make_password(None), opened_at=clock.now()),
            draft.contact,
        )
        for name, draft in zip(names, drafts, strict=True)
    )
    record_all(
        actor=actor,
        events=[
            events.AccountOpened(subject_id=each.pk, after={"label": each.label})
            for each in accounts
        ],
    )
    return accounts


def _reached_by(account: Account, contact: rules.Contact) -> Account:
    account.label, account.email, account.phone = contact.label, contact.email, contact.phone
    account.sort_key, account.search_key = name_key(contact.label), fold(contact.label)
    return account


@transaction.atomic
def close_account(*, actor: Actor, account: Account) -> None:
    """Shut one account: it cannot sign in, its sessions end, its card opens nothing."""
    require(policies.may_administer(actor), to=_("đóng tài khoản"))
    refuse_if(
        rules.problems_with_closing(
            is_own=account.pk == actor.id,
            is_last_administrator=queries.is_last_administrator(account),
        )
    )
    _shut([account.pk])
    record(actor=actor, event=events.AccountClosed(subject_id=account.pk))


@transaction.atomic
def close_accounts(*, actor: Actor, accounts: Sequence[Account]) -> None:
    """Shut many at once: those whose people have left. An administrator's is left to a person."""
    require(policies.may_open_accounts(actor), to=_("đóng tài khoản"))
    ids = [each.pk for each in accounts if each.is_active and not each.permissions]
    _shut(ids)
    record_all(actor=actor, events=[events.AccountClosed(subject_id=each) for each in ids])


def _shut(ids: Collection[int]) -> None:
    Account.objects.filter(pk__in=ids).update(is_active=False, closed_at=clock.now())
    Session.objects.filter(account__in=ids).delete()
    Card.objects.filter(account__in=ids, spent_at=None).update(spent_at=clock.now())


@transaction.atomic
def reopen_accounts(*, actor: Actor, accounts: Sequence[Account]) -> None:
    """Let closed accounts in again. The old password is gone: each needs a new card."""
    require(policies.may_open_accounts(actor), to=_("mở lại tài khoản"))
    ids = [account.pk for account in accounts if not account.is_active]
    Account.objects.filter(pk__in=ids).update(
        is_active=True, closed_at=None, password=make_password(None), password_chosen_at=None
    )
    record_all(actor=actor, events=[events.AccountReopened(subject_id=each) for each in ids])


@transaction.atomic
def change_permissions(*, actor: Actor, account: Account, permissions: Sequence[str]) -> Account:
    """Give and take installation-wide permissions."""
    require(policies.may_administer(actor), to=_("cấp quyền"))
    account = Account.objects.select_for_update().get(pk=account.pk)
    before, after = sorted(account.permissions), sorted(set(permissions))
    refuse_if(
        rules.problems_with_permissions(
            is_own=account.pk == actor.id,
            takes_administration=policies.ADMINISTER in before and policies.ADMINISTER not in after,
            is_last_administrator=queries.is_last_administrator(account),
        )
    )
    account.permissions = after
    account.save(update_fields=["permissions"])
    record(
        actor=actor,
        event=events.PermissionsChanged(
            subject_id=account.pk, before={"permissions": before}, after={"permissions": after}
        ),
    )
    return account


# Names and contacts -------------------------------------------------------------------------


@transaction.atomic
def correct_contacts(*, actor: Actor, contacts: Mapping[int, rules.Contact]) -> None:
    """Call and reach these accounts otherwise: {account id: contact}. User names stay."""
    require(policies.may_correct_contacts(actor), to=_("sửa liên hệ của tài khoản"))
    tidied = {pk: _tidied(contact) for pk, contact in contacts.items()}
    refuse_if(
        [each for contact in tidied.values() for each in rules.problems_with_contact(contact)]
    )
    told = _correct(tidied)
    record_all(
        actor=actor,
        events=[
            events.ContactCorrected(subject_id=pk, after={"changed": names})
            for pk, names in told.items()
        ],
    )


def _correct(contacts: Mapping[int, rules.Contact]) -> dict[int, list[str]]:
    """Write what differs; say which facts of which accounts, as contacts stay out of the trail."""
    accounts = Account.objects.select_for_update().in_bulk(contacts)
    changed = {
        pk: names
        for pk, account in accounts.items()
        if (
            names := [
                name for name in CONTACT if getattr(account, name) != getattr(contacts[pk], name)
            ]
        )
    }
    Account.objects.bulk_update(
        [_reached_by(accounts[pk], contacts[pk]) for pk in changed],
        [*CONTACT, "sort_key", "search_key"],
        batch_size=500,
    )
    return changed


CONTACT = ("label", "email", "phone")


# Cards --------------------------------------------------------------------------------------


@transaction.atomic
def issue_card(*, actor: Actor, account: Account) -> str:
    """Make a one-time card; an earlier one stops working. The code is returned this once only."""
    return issue_cards(actor=actor, accounts=[account])[account.pk]


@transaction.atomic
def issue_cards(*, actor: Actor, accounts: Sequence[Account]) -> dict[int, str]:
    """A card for each account: {account id: code}. Who could already sign in is told of it."""
    for account in accounts:
        require(
            policies.may_issue_card(actor, account.permissions),
            to=_("cấp thẻ đăng nhập cho {name}").format(name=account),
        )
    ids = [account.pk for account in accounts]
    codes = {each: _random_code() for each in ids}
    Card.objects.filter(account__in=ids, spent_at=None).update(spent_at=clock.now())
    last_day = clock.today() + timedelta(days=int(value(CARD_DAYS, clock.today())))
    Card.objects.bulk_create(
        Card(
            account_id=each,
            code_hash=queries.code_hash(code),
            issued_at=clock.now(),
            expires_on=last_day,
        )
        for each, code in codes.items()
    )
    _warn_of_new_card(actor, accounts)
    record_all(
        actor=actor,
        events=[events.CardIssued(subject_id=each, after={"expires_on": last_day}) for each in ids],
    )
    return codes


def _random_code() -> str:
    letters = len(rules.CARD_LETTERS)
    return rules.card_code([secrets.randbelow(letters) for _each in range(rules.CARD_LENGTH)])


def _warn_of_new_card(actor: Actor, accounts: Collection[Account]) -> None:
    """A card opens an account without its password: the owner must know that one was made."""
    queue(
        actor=actor,
        message=Message(
            to=[each.pk for each in accounts if each.password_chosen_at],
            kind="accounts.card_issued",
            subject=Wording(say("Một thẻ đăng nhập mới đã được cấp cho tài khoản của bạn")),
            text=Wording(
                say("Người cấp: {name}. Nếu bạn không yêu cầu, hãy báo ngay cho quản trị."),
                {"name": actor.label},
            ),
        ),
    )


@transaction.atomic
def use_card(*, actor: Actor, card: Card, password: str) -> Account:
    """Choose a password with a card. The card is spent, and every other session ends."""
    card = Card.objects.select_for_update().select_related("account").get(pk=card.pk)
    account = card.account
    require(account.is_active and actor.id == account.pk, to=_("dùng thẻ này"))
    refuse_if(
        rules.problems_with_card(
            is_spent=card.spent_at is not None, expires_on=card.expires_on, on=clock.today()
        )
    )
    card.spent_at = clock.now()
    card.save(update_fields=["spent_at"])
    record(actor=actor, event=events.CardUsed(subject_id=account.pk))
    set_password(actor=actor, account=account, password=password)
    return account


# One's own ----------------------------------------------------------------------------------


@transaction.atomic
def set_password(*, actor: Actor, account: Account, password: str) -> None:
    """Choose the password of one's own account. All its sessions end; the door opens a new one."""
    require(policies.may_use_as_own(actor, account.pk), to=_("đặt mật khẩu cho người khác"))
    account.set_password(password)
    account.password_chosen_at = clock.now()
    account.save(update_fields=["password", "password_chosen_at"])
    Session.objects.filter(account=account).delete()
    record(actor=actor, event=events.PasswordChosen(subject_id=account.pk))


@transaction.atomic
def change_own_contact(*, actor: Actor, account: Account, email: str, phone: str) -> None:
    """Say where one's own letters go and by which number one is called."""
    require(policies.may_use_as_own(actor, account.pk), to=_("sửa liên hệ của người khác"))
    contact = _tidied(rules.Contact(account.label, email, phone))
    refuse_if(rules.problems_with_contact(contact))
    if names := _correct({account.pk: contact}).get(account.pk):
        record(
            actor=actor,
            event=events.OwnContactChanged(subject_id=account.pk, after={"changed": names}),
        )


@transaction.atomic
def choose_language(*, actor: Actor, account: Account, language: str) -> None:
    """The language of the account's pages and letters."""
    require(policies.may_use_as_own(actor, account.pk), to=_("đổi ngôn ngữ của người khác"))
    before, account.language = account.language, language
    account.save(update_fields=["language"])
    record(
        actor=actor,
        event=events.LanguageChosen(
            subject_id=account.pk, before={"language": before}, after={"language": language}
        ),
    )


@transaction.atomic
def end_sessions(*, actor: Actor, account: Account, keys: Collection[str]) -> int:
    """End some of one's own sessions, named by their stored keys; say how many there were."""
    require(policies.may_use_as_own(actor, account.pk), to=_("kết thúc phiên của người khác"))
    ended, _each = Session.objects.filter(account=account, session_key__in=keys).delete()
    if ended:
        record(
            actor=actor, event=events.SessionsEnded(subject_id=account.pk, after={"ended": ended})
        )
    return ended
