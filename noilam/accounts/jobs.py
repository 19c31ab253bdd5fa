"""What the worker tidies for accounts."""

from noilam.foundation.access import Actor

from .sessions import SessionStore


def sweep_sessions(*, actor: Actor) -> None:
    """Take away sessions that ran out: they open nothing any more."""
    SessionStore.clear_expired()
