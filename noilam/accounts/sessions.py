"""Where sessions are kept: a table that knows whose they are, under hashes of their keys.

Whoever reads the table, or a backup of it, holds no key that would open a session.
"""

from contextvars import ContextVar
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from .models import Account, Session

ABOUT = "about"  # session entry: {"started_at", "seen_on", "device"}, copied to the row's columns


# The account of the session just read: every page asks for both, so one question brings them.
_read_along: ContextVar[Account | None] = ContextVar("account_of_the_session", default=None)


def account_read_along(account_id: int) -> Account | None:
    """Gives it once: whoever asks again asks the table."""
    account = _read_along.get()
    _read_along.set(None)
    return account if account is not None and account.pk == account_id else None


def stored_key(key: str) -> str:
    """What the table knows a session by. Forty letters, as Django's own keys may be long."""
    return salted_hmac("noilam.accounts.sessions", key).hexdigest()[:40]


class SessionStore(DatabaseStore):
    cache_key_prefix = "noilam.accounts.sessions"

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        if not self.session_key:
            return None
        key = stored_key(self.session_key)
        rows = Session.objects.filter(session_key=key, expire_date__gt=Now())
        kept = rows.select_related("account").first()
        if kept is None:
            self._session_key = None
        _read_along.set(kept.account if kept else None)
        return kept

    def exists(self, session_key: str) -> bool:
        return super().exists(stored_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        about = data.get(ABOUT, {})
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]
        return Session(
            session_key=stored_key(key),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=data.get("_auth_user_id"),
            started_at=about.get("started_at"),
            seen_on=about.get("seen_on"),
            device=about.get("device", ""),
        )

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored_key(key))
