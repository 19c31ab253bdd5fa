"""Reads, shaped for the page or the action that asks. Nothing here writes."""

from .clocks import clocks_of
from .figures import figures_by, figures_by_person, figures_by_unit, figures_of, held_on
from .lists import list_hash
from .open_matters import open_matters
from .owing import Owed, owed_programmes
from .standing import said_by, with_standing, with_state

__all__ = [
    "Owed",
    "clocks_of",
    "figures_by",
    "figures_by_person",
    "figures_by_unit",
    "figures_of",
    "held_on",
    "list_hash",
    "open_matters",
    "owed_programmes",
    "said_by",
    "with_standing",
    "with_state",
]
