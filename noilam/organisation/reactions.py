"""What follows from events, in the same transaction (config/reactions.py)."""

from noilam.accounts.events import OwnContactChanged
from noilam.foundation import clock
from noilam.foundation.access import Actor, worker

from . import actions, events
from .queries import sign_ins as queries


def post_ended(*, actor: Actor, event: events.AppointmentEnded) -> None:
    """A post that ended in the past gives no role any longer, tonight is too late."""
    if event.last_day < clock.today() and queries.signs_in(event.person_id):
        actions.follow_posts(actor=worker(), people=[event.person_id])


def own_contact_changed(*, actor: Actor, event: OwnContactChanged) -> None:
    """Whoever keeps the list of people need not ask anew."""
    actions.follow_own_contact(actor=actor, account_id=event.subject_id)
