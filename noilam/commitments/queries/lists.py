"""Lists bound to a hash, so that a decision holds for the list that was read."""

import hashlib
from collections.abc import Iterable

from ..models import Commitment

# What a reader of the list sees of each line; a change of any of these changes the hash.
READ = [
    "pk",
    "code",
    "statement",
    "kind",
    "unit_id",
    "person_id",
    "solution",
    "starts_on",
    "due_on",
    "measure",
    "baseline",
    "target",
    "target_text",
    "grounds",
    "verifier_id",
    "status",
]


def list_hash(commitments: Iterable[Commitment]) -> str:
    lines = sorted("|".join(_written(getattr(each, name)) for name in READ) for each in commitments)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _written(value: object) -> str:
    """One text for one value: a number reads alike before and after it was stored."""
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
