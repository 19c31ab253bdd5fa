"""Reads, shaped for the page or the action that asks. Nothing here writes."""

from .clocks import clocks_of
from .dossier import dossier, dossier_pdf
from .figures import (
    figures_by,
    figures_by_person,
    figures_by_unit,
    figures_of,
    figures_on_days,
    held_on,
    registered,
)
from .lists import list_hash
from .open_matters import open_matters
from .owing import Owed, owed_programmes, who_owes
from .standing import said_by, with_standing, with_state
from .story import Step, story
from .waiting import commitments_found, waiting
from .writing import candidate, gaps, likely_place

__all__ = [
    "Owed",
    "Step",
    "candidate",
    "clocks_of",
    "dossier",
    "dossier_pdf",
    "figures_by",
    "figures_by_person",
    "figures_by_unit",
    "figures_of",
    "figures_on_days",
    "gaps",
    "held_on",
    "likely_place",
    "list_hash",
    "open_matters",
    "owed_programmes",
    "registered",
    "commitments_found",
    "said_by",
    "story",
    "waiting",
    "who_owes",
    "with_standing",
    "with_state",
]
