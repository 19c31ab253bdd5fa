"""The trail's timetable: sealing every few minutes, the head once a day."""

from noilam.foundation.access import Actor

from . import actions, queries


def seal(*, actor: Actor) -> int:
    """Seal all that waits, one short transaction a batch. Says how many entries that was."""
    total = 0
    while count := actions.seal(actor=actor):
        total += count
    return total


def announce_head(*, actor: Actor) -> None:
    """Seal the day so far, prove the trail, and give its head to those who keep it elsewhere."""
    seal(actor=actor)
    actions.announce_head(actor=actor, report=queries.verify())
