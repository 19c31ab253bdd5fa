"""Reads. Nothing here writes."""

from .criteria import criteria_of, sets_in_force
from .open_matters import open_matters
from .sheets import months_being_checked, months_without_final_facts

__all__ = [
    "criteria_of",
    "months_being_checked",
    "months_without_final_facts",
    "open_matters",
    "sets_in_force",
]
