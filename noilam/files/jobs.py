"""The shelf's timetable."""

from datetime import timedelta
from itertools import islice

from noilam.foundation import clock
from noilam.foundation.access import Actor

from . import queries, storage

GRACE = timedelta(days=1)  # no deed takes that long from content to commit
CHUNK = 500


def sweep(*, actor: Actor) -> int:
    """Take away content that no upload names: left behind by deeds that were taken back."""
    moment = clock.now() - GRACE
    places = storage.older_than(moment)
    dropped = 0
    while chunk := list(islice(places, CHUNK)):
        orphans = queries.without_row({place.name for place in chunk})
        dropped += sum(storage.drop(place, moment) for place in chunk if place.name in orphans)
    return dropped
