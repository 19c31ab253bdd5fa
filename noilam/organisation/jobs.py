"""What the worker does for the organisation."""

from noilam.foundation.access import Actor

from . import actions


def follow_posts(*, actor: Actor) -> None:
    """Each night: roles end with the post that gave them, sign-ins with the last post."""
    actions.follow_posts(actor=actor)
