"""What can happen to accounts. Never a password, a code or a phone number."""

from dataclasses import dataclass

from noilam.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class AccountReopened(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class PermissionsChanged(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class LanguageChosen(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class CardIssued(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class CardUsed(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class PasswordChosen(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Event):
    pass
