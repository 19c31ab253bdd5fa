"""What a measure found, as an answer in the terms of a criterion's method."""

from dataclasses import dataclass
from decimal import Decimal

from .criteria import CriteriaSet, Criterion, Method, Source
from .score import NOTHING, Answer


@dataclass(frozen=True)
class Found:
    """A measure's figure, without what is behind it."""

    value: Decimal
    numerator: int | None = None
    denominator: int | None = None


def answer_of(criterion: Criterion, found: Found | None) -> Answer:
    """The system's answer; NOTHING where the measure has none for the unit, or none of this form.

    No measure says which items of a checklist or which described level it met.
    """
    if found is None:
        return NOTHING
    if criterion.method is Method.RATIO and found.numerator is not None:
        return Answer(numerator=found.numerator, denominator=found.denominator)
    if criterion.method is Method.TIERS:
        return Answer(value=found.value, denominator=found.denominator)
    if criterion.method is Method.DEDUCT:
        return Answer(times=int(found.value))
    return NOTHING


def marked_by_system(criteria: CriteriaSet, kind: str) -> list[Criterion]:
    """Those that the system marks for a kind of unit."""
    return [
        each for each in criteria.criteria() if each.source is Source.AUTO and each.applies_to(kind)
    ]
