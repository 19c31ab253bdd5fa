"""The whole story of one promise: from where the word came to what became of it."""

from datetime import date
from typing import Any

from ..models import Commitment
from .pages.chain import Step, chain_of
from .pages.one_page import _around
from .standing import with_state


def story(commitment: Commitment, on: date) -> list[Step]:
    """All that is dated, by day; what lies ahead stands last."""
    known: Any = commitment
    if not hasattr(known, "state"):
        known = with_state(Commitment.objects.filter(pk=commitment.pk), on).get()
    declared = list(known.declarations.select_related("verification"))
    return chain_of(known, _around(known), declared, on)


__all__ = ["Step", "story"]
