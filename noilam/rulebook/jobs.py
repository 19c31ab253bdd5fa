"""What the timetable runs for the rulebook."""

from noilam.foundation.access import Actor

from . import actions


def know_years_ahead(*, actor: Actor) -> None:
    """Store the public days of years that come into sight."""
    actions.extend_public_days(actor=actor)
