"""Reads of the trail: filters, one entry's story, the chain, and its proof."""

from .heads import Chain, Slip, chain, heads_by_day, is_announced, slip
from .listing import Filters, entries_about, filtered
from .proof import Report, sealed_count, verify, waiting_count
from .story import Line, Story, event_titles, lines, story, who

__all__ = [
    "Chain",
    "Filters",
    "Line",
    "Report",
    "Slip",
    "Story",
    "chain",
    "entries_about",
    "event_titles",
    "filtered",
    "heads_by_day",
    "is_announced",
    "lines",
    "sealed_count",
    "slip",
    "story",
    "verify",
    "waiting_count",
    "who",
]
