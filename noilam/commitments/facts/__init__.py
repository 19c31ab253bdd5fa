"""Measures of the word and the deed, for scoring and insight (config/measures.py).

All are read as the last day of the period knew it, today while it runs: what is recorded later
changes no month gone by. A matter counts for the unit that answered for it on that day, and for
all above.
"""

from .checks import (
    verification_delay,
    verified_on_time,
    verified_with_match,
    with_evidence,
)
from .due import extended, on_time, remediation_on_time
from .milestones import urgent_milestones
from .overdue import extensions, overdue, overdue_over
from .people import people_with_promise

__all__ = [
    "extended",
    "extensions",
    "on_time",
    "overdue",
    "overdue_over",
    "people_with_promise",
    "remediation_on_time",
    "urgent_milestones",
    "verified_on_time",
    "verification_delay",
    "verified_with_match",
    "with_evidence",
]
