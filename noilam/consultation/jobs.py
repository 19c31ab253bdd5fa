"""The timetable's door (config/jobs.py). It asks what is left to do, and may run again."""

from noilam.foundation.access import Actor

from . import actions


def remind(*, actor: Actor) -> None:
    """Each morning: whoever was asked and has said nothing, shortly before the last day."""
    actions.remind(actor=actor)
