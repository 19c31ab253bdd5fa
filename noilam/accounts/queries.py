"""Accounts as pages need them, and who somebody is as plain values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor, Kind
from noilam.foundation.text import day_text, fold
from noilam.ui.pieces import Panel

from . import rules
from .models import Account, Card, Session
from .policies import ADMINISTER, PERMISSIONS


def actor_for(account: Account, absence: rules.Absence | None = None) -> Actor:
    """The account as the one who acts; for an absence, on the absent one's behalf.

    Permissions given to an account are not lent: a stand-in holds the absent one's roles, with
    the installation-wide permissions that those bring (settings.ROLE_PERMISSIONS).
    """
    actor = _acting(account, absence)
    brought: Callable[[Actor, date], frozenset[str]] = import_string(settings.ROLE_PERMISSIONS)
    return replace(actor, permissions=actor.permissions | brought(actor, clock.today()))


def _acting(account: Account, absence: rules.Absence | None) -> Actor:
    if absence is None:
        return Actor(
            kind=Kind.PERSON,
            id=account.pk,
            label=str(account),
            permissions=frozenset(account.permissions),
        )
    return Actor(
        kind=Kind.STAND_IN,
        id=account.pk,
        label=str(account),
        behalf_id=absence.account_id,
        behalf_label=absence.label,
    )


def code_hash(code: str) -> str:
    """What is kept of a card's code: of no use without the installation's secret key."""
    return salted_hmac("noilam.accounts.card", code, algorithm="sha256").hexdigest()


def card_for(typed: str) -> Card | None:
    """The card with this code, spent or not; None for a code that was never issued.

    The table is searched by a keyed hash, so how long the search takes tells nothing of the code.
    """
    code = rules.card_key(typed)
    return Card.objects.select_related("account").filter(code_hash=code_hash(code)).first()


def is_last_administrator(account: Account) -> bool:
    """Whether nobody else could let people in. Few accounts hold any permission."""
    permitted = Account.objects.filter(is_active=True).exclude(permissions=[])
    administrators = {each.pk for each in permitted if ADMINISTER in each.permissions}
    return administrators == {account.pk}


STATUSES = ("open", "waiting", "closed", "permitted")


def account_list(*, status: str, words: str) -> QuerySet[Account]:
    """Accounts for the administrators' list. `waiting`: has yet to choose a password."""
    accounts = Account.objects.all()
    if status == "open":
        accounts = accounts.filter(is_active=True)
    elif status == "waiting":
        accounts = accounts.filter(is_active=True, password_chosen_at=None)
    elif status == "closed":
        accounts = accounts.filter(is_active=False)
    elif status == "permitted":
        accounts = accounts.exclude(permissions=[])
    if words:
        found = Q(search_key__contains=fold(words)) | Q(
            username__contains=rules.sign_in_name(words)
        )
        accounts = accounts.filter(found)
    return accounts


@dataclass(frozen=True)
class AccountLine:
    """One row of the administrators' list."""

    id: int
    label: str
    username: str
    status: str
    tone: str
    opened_on: date
    permissions: str


def line(account: Account) -> AccountLine:
    if not account.is_active:
        status, tone = _("Đã đóng"), "broken"
    elif account.password_chosen_at is None:
        status, tone = _("Chưa vào lần nào"), "late"
    else:
        status, tone = _("Đang mở"), "kept"
    return AccountLine(
        id=account.pk,
        label=account.label,
        username=account.username,
        status=status,
        tone=tone,
        opened_on=timezone.localdate(account.opened_at),
        permissions=", ".join(_(PERMISSIONS.get(each, each)) for each in account.permissions),
    )


def panels(actor: Actor, account: Account, day: date) -> list[Panel]:
    """What floors above show on an account's page (config/panels.py, "account")."""
    makers = [import_string(path) for path in import_string(settings.PANELS).get("account", ())]
    made = (maker(actor, account, day) for maker in makers)
    return [each for each in made if each is not None]


@dataclass(frozen=True)
class SessionLine:
    """One of a person's own signed-in devices."""

    handle: str
    device: str
    started_at: datetime | None
    seen_on: str
    is_this_one: bool


def sessions_of(account: Account, this_key: str) -> Sequence[SessionLine]:
    """The account's open sessions, newest first. `this_key` is the stored key of the one asking."""
    rows = Session.objects.filter(account=account).order_by("-started_at")
    return [
        SessionLine(
            handle=row.session_key,
            device=row.device,
            started_at=row.started_at,
            seen_on=day_text(row.seen_on),
            is_this_one=row.session_key == this_key,
        )
        for row in rows
    ]


def open_card_until(account: Account) -> date | None:
    """The last day of the account's unused card, if it has one."""
    card = Card.objects.filter(account=account, spent_at=None).first()
    return card.expires_on if card else None
