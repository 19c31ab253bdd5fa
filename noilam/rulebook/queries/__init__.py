"""Reads. `book` is for other floors; `pages` is shaped for this one's own."""

from .book import (
    NoRule,
    StoredDeadline,
    calendar,
    deadline,
    explain,
    rule,
    value,
    version,
)

__all__ = [
    "NoRule",
    "StoredDeadline",
    "calendar",
    "deadline",
    "explain",
    "rule",
    "value",
    "version",
]
