"""Reads. `standing` and `unanswered` are for other floors; the rest is shaped for pages."""

from .about import Standing, about, standing, unanswered

__all__ = ["Standing", "about", "standing", "unanswered"]
