"""The whole story of one promise: from where the word came to what became of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..models import Commitment
from .pages.around import lines_around
from .pages.as_known import as_known, declared_by
from .pages.chain import Deed, Step, chain_of, deeds_in_trail
from .standing import with_state


def story(commitment: Commitment, on: date) -> list[Step]:
    """All that is dated and known by a day; what lies ahead stands last."""
    return _story(commitment, deeds_in_trail(commitment.pk, on), on)


def last_steps(commitment: Commitment, on: date, number: int) -> list[Step]:
    """The end of the story, for a panel. What the trail would tell stands at its beginning."""
    return _story(commitment, [], on)[-number:]


def _story(commitment: Commitment, trail: Sequence[Deed], on: date) -> list[Step]:
    stated: Any = commitment
    if not hasattr(stated, "state"):
        stated = with_state(Commitment.objects.filter(pk=commitment.pk), on).get()
    known = as_known(stated, on)
    lines, declared = lines_around(known, on), declared_by(known, on)
    return chain_of(known, lines, declared, trail, on)


__all__ = ["Step", "last_steps", "story"]
