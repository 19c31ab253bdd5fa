"""What follows from events, in the same transaction (config/reactions.py)."""

from noilam.foundation import clock
from noilam.foundation.access import Actor, worker

from . import actions, events
from .queries import sign_ins as queries


def post_ended(*, actor: Actor, event: events.AppointmentEnded) -> None:
    """A post that ended in the past gives no role any longer, tonight is too late."""
    if event.last_day < clock.today() and queries.signs_in(event.person_id):
        actions.follow_posts(actor=worker(), people=[event.person_id])
