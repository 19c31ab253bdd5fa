"""What the organisation shows on other floors' pages (config/panels.py)."""

from datetime import date

from noilam.accounts.models import Account
from noilam.foundation.access import Actor
from noilam.ui.pieces import Panel

from . import policies
from .queries.grants import grants_of_account


def account_roles(actor: Actor, account: Account, day: date) -> Panel:
    """The roles of an account, on its own page and on the administrators'."""
    lines = [line for line in grants_of_account(account.pk, day) if not line.is_over]
    return Panel(
        "organisation/_account_panel.html",
        {
            "lines": lines,
            "account_id": account.pk,
            "is_own": account.pk == actor.id,
            "may_grant": policies.grants_somewhere(actor),
        },
    )
