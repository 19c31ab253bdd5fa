"""Every change to words and deeds. One function for one thing a person does.

The shape is always the same: lock, permit, check the rules, write, record.
"""

from .approving import approve, approve_many
from .drafting import Draft, SourceOf, change_draft, make_commitment, propose, return_to_draft
from .series import open_occurrences

__all__ = [
    "Draft",
    "SourceOf",
    "approve",
    "approve_many",
    "change_draft",
    "make_commitment",
    "open_occurrences",
    "propose",
    "return_to_draft",
]
