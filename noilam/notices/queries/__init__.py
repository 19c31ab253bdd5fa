"""Reads of the outbox: inboxes, who waits for a letter, who must be served otherwise."""

from .inbox import (
    Filters,
    awaiting_acknowledgement,
    counts,
    inbox,
    preference_of,
    unacknowledged,
    unread_count,
)
from .letters import Letter, accounts_waiting_for_mail, letter_for, waiting_for_mail
from .serving import (
    Delivery,
    Story,
    Wanted,
    deliveries,
    people_to_tell,
    story,
    texts_due,
    texts_to_send,
    unread_days,
)

__all__ = [
    "Delivery",
    "Filters",
    "Letter",
    "Story",
    "Wanted",
    "accounts_waiting_for_mail",
    "awaiting_acknowledgement",
    "counts",
    "deliveries",
    "inbox",
    "letter_for",
    "people_to_tell",
    "preference_of",
    "story",
    "texts_due",
    "texts_to_send",
    "unacknowledged",
    "unread_count",
    "unread_days",
    "waiting_for_mail",
]
