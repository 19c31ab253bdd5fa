"""Lets somebody prove who he is with a sign-in card, under the same lockout as passwords."""

from typing import Any

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.http import HttpRequest

from noilam.foundation import clock

from . import queries, rules
from .models import Account
from .sessions import account_read_along

CARD = "card:"  # the name under which vain card codes are counted; no account is called so


class PasswordBackend(ModelBackend):
    """Django's own, which takes the account that came with its session."""

    def get_user(self, user_id: int) -> Account | None:
        account = account_read_along(user_id)
        if account is None:
            return super().get_user(user_id)
        return account if self.user_can_authenticate(account) else None


class CardBackend(BaseBackend):
    """Knows the holder of a card that still opens. Passwords are the next backend's."""

    def authenticate(
        self, request: HttpRequest | None, card_secret: str | None = None, **credentials: Any
    ) -> Account | None:
        card = queries.card_for(card_secret) if card_secret else None
        if card is None or not card.account.is_active:
            return None
        problems = rules.problems_with_card(
            is_spent=card.spent_at is not None, expires_on=card.expires_on, on=clock.today()
        )
        return None if problems else card.account
