"""Reads, shaped for the page or the action that asks. Nothing here writes."""

from .figures import figures_by, figures_by_person, figures_by_unit, figures_of, held_on
from .lists import list_hash
from .standing import said_by, with_standing, with_state

__all__ = [
    "figures_by",
    "figures_by_person",
    "figures_by_unit",
    "figures_of",
    "held_on",
    "list_hash",
    "said_by",
    "with_standing",
    "with_state",
]
