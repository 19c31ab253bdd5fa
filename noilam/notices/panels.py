"""What notices put on Hôm nay: those that wait for the reader's acknowledgement."""

from datetime import date

from noilam.foundation.access import Actor
from noilam.ui.pieces import Waiting

from . import queries

SHOWN = 20


def waiting(actor: Actor, day: date) -> list[Waiting]:
    """For config/today.py."""
    rows = queries.awaiting_acknowledgement(actor)[:SHOWN]
    return [
        Waiting(group="acknowledge", title=each.heading, link=each.get_absolute_url())
        for each in rows
    ]
