"""Who tries in vain is made to wait. The limits are the rulebook's; the counting is django-axes'.

A name is locked for one address first, so that a colleague behind the same office line is not
shut out by another's slips, nor an owner by a stranger far away. Guessing one name from many
addresses locks the name itself, later.
"""

from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from django.db.models import Max, Sum
from django.http import HttpRequest

from noilam.foundation import clock
from noilam.rulebook.queries import value

from .backends import CARD

LOCKOUT = "accounts.lockout"
# How many times the limit one may err with cards (a whole office may sit behind one address, and
# 60 bits are not guessed), and how many times it a name may be tried from all addresses together.
MORE_PATIENCE = 4

Credentials = dict[str, Any] | None


class SignInGuard(AxesDatabaseHandler):
    """Counts failures under AXES_LOCKOUT_PARAMETERS: a name at one address, a name anywhere."""

    def get_failures(self, request: HttpRequest, credentials: Credentials = None) -> int:
        here, anywhere = (
            attempts.aggregate(failures=Sum("failures_since_start"))["failures"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        return here if _is_card(credentials) else max(here, anywhere // MORE_PATIENCE)


def failure_limit(request: HttpRequest, credentials: Credentials) -> int:
    attempts = int(value(LOCKOUT, clock.today())["attempts"])
    return attempts * MORE_PATIENCE if _is_card(credentials) else attempts


def cool_off(request: HttpRequest | None = None) -> timedelta:
    return timedelta(minutes=int(value(LOCKOUT, clock.today())["minutes"]))


def _is_card(credentials: Credentials) -> bool:
    return bool(credentials) and (credentials or {}).get("username") == CARD


def may_try_again_at(request: HttpRequest, credentials: Credentials) -> datetime | None:
    """When a locked-out visitor may try again: the wait runs from the last try that counted."""
    guard = AxesProxyHandler.get_implementation()
    tries = [
        attempts.aggregate(last=Max("attempt_time"))["last"]
        for attempts in guard.get_user_attempts(request, credentials)
    ]
    last = max((each for each in tries if each), default=None)
    return last + cool_off(request) if last else None
