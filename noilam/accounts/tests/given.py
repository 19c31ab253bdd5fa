"""Accounts as tests need them, made through actions."""

from itertools import count

from noilam.accounts import actions, queries
from noilam.accounts.models import Account
from noilam.accounts.policies import ADMINISTER
from noilam.foundation.access import Actor, shell

PASSWORD = "nắng sớm trên đê"

_numbers = count(1)


def an_account(label: str = "Trần Thị Mẫu", username: str = "", **facts: object) -> Account:
    """An open account that has yet to choose a password."""
    name = username or f"cb-{next(_numbers)}"
    return actions.open_account(actor=shell(), username=name, label=label, **facts)


def an_account_with_password(label: str = "Trần Thị Mẫu", username: str = "") -> Account:
    account = an_account(label, username)
    actions.set_password(actor=shell(), account=account, password=PASSWORD)
    return account


def an_administrator(label: str = "Quản Trị Mẫu") -> Account:
    return an_account(label, permissions=[ADMINISTER])


def acting(account: Account) -> Actor:
    account.refresh_from_db()
    return queries.actor_for(account)
