"""Reads. Nothing here writes."""

from .criteria import criteria_of, sets_in_force

__all__ = ["criteria_of", "sets_in_force"]
