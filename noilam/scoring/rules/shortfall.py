"""Vì sao chưa phải 90? What took the total down from the whole, step by step.

The steps add up to exactly what is missing. Losses are shown on the whole scale, each to the
nearest hundredth; what their rounding leaves is a step of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .criteria import Band, CriteriaSet
from .score import Line, Total


class Cause(StrEnum):
    CRITERION = "criterion"
    PENALTY = "penalty"
    BONUS = "bonus"  # a negative loss
    BOUND = "bound"  # what the ends of the scale cut off
    ROUNDING = "rounding"


@dataclass(frozen=True)
class Step:
    """`loss` in hundredths of the whole scale: what is gone; negative: what was added."""

    cause: Cause
    loss: int
    code: str = ""
    title: str = ""


@dataclass(frozen=True)
class Shortfall:
    """`gap`: from the whole to the total, the sum of all `steps`.

    `target`: the next band above, None where there is none; `to_target`: points still missing
    to it, 0 where only its gates stand in the way. `failed`: those of its gates that do not hold.
    """

    gap: int
    steps: tuple[Step, ...]
    target: Band | None
    to_target: int
    failed: tuple[str, ...]


def shortfall_of(criteria: CriteriaSet, total: Total) -> Shortfall | None:
    """None: nothing could be scored."""
    if total.total is None:
        return None
    gap = criteria.max_points - total.total
    steps = [*_lost_on_criteria(criteria, total), *_extras(criteria, total)]
    steps.sort(key=lambda each: -each.loss)
    steps += [each for each in (_cut(total), _rest(gap, steps, total)) if each.loss]
    target = next_band(criteria, total.band)
    return Shortfall(
        gap=gap,
        steps=tuple(steps),
        target=target,
        to_target=max(0, target.at_least - total.total) if target else 0,
        failed=tuple(each for each in total.failed if target and each in target.gates),
    )


def next_band(criteria: CriteriaSet, band: Band | None) -> Band | None:
    """The lowest band above this one; above none at all: the lowest."""
    above = [each for each in criteria.bands if band is None or each.at_least > band.at_least]
    return min(above, key=lambda each: each.at_least, default=None)


def _lost_on_criteria(criteria: CriteriaSet, total: Total) -> list[Step]:
    lines = [each for each in total.lines if each.possible]
    possible = sum(each.possible for each in lines)
    return [
        Step(Cause.CRITERION, _on_scale(each, possible, criteria.max_points), each.code, title)
        for each in lines
        if each.points < each.possible
        for title in [criteria.by_code[each.code].title]
    ]


def _on_scale(line: Line, possible: int, full: int) -> int:
    return (2 * (line.possible - line.points) * full + possible) // (2 * possible)


def _extras(criteria: CriteriaSet, total: Total) -> list[Step]:
    titles: Mapping[str, str] = {each.code: each.title for each in criteria.extras()}
    return [
        Step(Cause.BONUS if each.extra > 0 else Cause.PENALTY, -each.extra, each.code, title)
        for each in total.lines
        if each.extra
        for title in [titles[each.code]]
    ]


def _cut(total: Total) -> Step:
    return Step(Cause.BOUND, (total.scaled or 0) + total.extra - (total.total or 0))


def _rest(gap: int, steps: list[Step], total: Total) -> Step:
    return Step(Cause.ROUNDING, gap - sum(each.loss for each in steps) - _cut(total).loss)
