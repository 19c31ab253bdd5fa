"""The timetable's doors (config/jobs.py). Each asks what is left to do, and may run again."""

from noilam.foundation.access import Actor

from . import actions


def keep_day(*, actor: Actor) -> None:
    """Early each day: handovers that take effect, occurrences that begin, what became late."""
    actions.renew_holders(actor=actor)
    actions.open_occurrences(actor=actor)
    actions.write_ledger(actor=actor)


def remind(*, actor: Actor) -> None:
    """Each morning: reminders, escalation, programmes that are owed."""
    actions.send_reminders(actor=actor)
    actions.ask_for_programmes(actor=actor)
