"""Files of promises and of deeds, each written as one set, and taken back as one."""

from .deeds import import_progress, take_back_progress
from .words import import_commitments, take_back_commitments

__all__ = [
    "import_commitments",
    "import_progress",
    "take_back_commitments",
    "take_back_progress",
]
