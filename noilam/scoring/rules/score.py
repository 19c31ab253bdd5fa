"""From answers to points, from points to a total and a band. Whole numbers only.

An answer is given in the terms of its criterion's method; no points are given by hand. The same
arithmetic stands, written independently, in open_data/verify_score.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from .criteria import Band, CriteriaSet, Criterion, Gate, Method, Mode, Rounding, WhenNothing


@dataclass(frozen=True)
class Answer:
    """What was found, in the method's own terms; fields of other methods stay empty.

    ratio: numerator, denominator. tiers: value, and its sample as denominator where one is asked.
    checklist: the codes of items met. deduct: times. anchored: the level's points.
    """

    no_data: bool = False
    numerator: int | None = None
    denominator: int | None = None
    value: Decimal | None = None
    items: tuple[str, ...] = ()
    times: int | None = None
    level: int | None = None

    def stored(self) -> dict[str, Any]:
        """As JSON: only what is said, numbers with a point as text."""
        said: dict[str, Any] = {"no_data": True} if self.no_data else {}
        for name in ("numerator", "denominator", "times", "level"):
            if (number := getattr(self, name)) is not None:
                said[name] = number
        if self.value is not None:
            said["value"] = plain(self.value)
        if self.items:
            said["items"] = list(self.items)
        return said

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        value = said.get("value")
        return cls(
            no_data=bool(said.get("no_data", False)),
            numerator=said.get("numerator"),
            denominator=said.get("denominator"),
            value=None if value is None else Decimal(value),
            items=tuple(said.get("items", ())),
            times=said.get("times"),
            level=said.get("level"),
        )


NOTHING = Answer(no_data=True)


@dataclass(frozen=True)
class Line:
    """What one criterion, bonus or penalty brings. Excluded: `possible` is 0.

    `extra` is what a bonus adds or a penalty (negative) takes, after the cap; then `points` and
    `possible` are 0.
    """

    code: str
    points: int
    possible: int
    extra: int = 0


@dataclass(frozen=True)
class Total:
    """`total` is None where nothing could be scored. `band` may then be None too."""

    lines: tuple[Line, ...]
    total: int | None
    scaled: int | None  # the criteria's part, on the whole scale
    extra: int
    band: Band | None
    failed: tuple[str, ...]  # codes of gates that do not hold


def plain(number: Decimal) -> str:
    """One text for one number: 12.50 and 12.5 are the same."""
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


def rounded(numerator: int, denominator: int, rounding: Rounding) -> int:
    """numerator / denominator, to the nearest step. Both whole, the denominator above 0."""
    steps, whole = denominator * rounding.step, numerator
    if rounding.mode is Mode.DOWN:
        return whole // steps * rounding.step
    if rounding.mode is Mode.UP:
        return -(-whole // steps) * rounding.step
    return (2 * whole + steps) // (2 * steps) * rounding.step


def says_nothing(criterion: Criterion, answer: Answer) -> bool:
    """No data: said so, a share of nothing, or a sample smaller than the criterion asks."""
    if answer.no_data:
        return True
    if criterion.method is Method.RATIO and not answer.denominator:
        return True
    return bool(criterion.min_sample) and (answer.denominator or 0) < criterion.min_sample


def points_of(criterion: Criterion, answer: Answer, rounding: Rounding) -> int | None:
    """Points for an answer, 0 to the criterion's maximum; None: excluded.

    Who earned all of it gets all of it, also where the maximum is no multiple of the step.
    """
    if says_nothing(criterion, answer):
        return {
            WhenNothing.FULL: criterion.max_points,
            WhenNothing.ZERO: 0,
            WhenNothing.EXCLUDE: None,
        }[criterion.no_data]
    numerator, denominator = _share(criterion, answer)
    if numerator >= criterion.max_points * denominator:
        return criterion.max_points
    points = rounded(numerator, denominator, rounding)
    return max(0, min(criterion.max_points, points))


def _share(criterion: Criterion, answer: Answer) -> tuple[int, int]:
    """Exact points before rounding, as a fraction."""
    if criterion.method is Method.RATIO:
        share = min(answer.numerator or 0, answer.denominator or 1)
        return criterion.max_points * share, answer.denominator or 1
    return _whole_points(criterion, answer), 1


def _whole_points(criterion: Criterion, answer: Answer) -> int:
    if criterion.method is Method.TIERS:
        value = answer.value or Decimal(0)
        reached = [each for each in criterion.tiers if value >= each.at_least]
        return max(reached, key=lambda each: each.at_least).points if reached else 0
    if criterion.method is Method.CHECKLIST:
        return sum(each.points for each in criterion.items if each.code in answer.items)
    if criterion.method is Method.DEDUCT:
        return criterion.max_points - criterion.per * (answer.times or 0)
    return answer.level or 0


def scaled(points: int, possible: int, full: int) -> int | None:
    """Points out of `possible`, on a scale up to `full`, half a hundredth up; None: of nothing."""
    if possible == 0:
        return None
    return (2 * points * full + possible) // (2 * possible)


def extras_of(criteria: CriteriaSet, times: Mapping[str, int]) -> list[Line]:
    """Bonuses and penalties as lines, each side stopped at its cap in the set's own order."""
    lines: list[Line] = []
    for extras, cap, sign in (
        (criteria.bonuses, criteria.bonus_cap, 1),
        (criteria.penalties, criteria.penalty_cap, -1),
    ):
        left = cap
        for each in extras:
            count = times.get(each.code, 0)
            count = min(count, each.max_times) if each.max_times else count
            counted = min(left, each.points * count)
            left -= counted
            if count:
                lines.append(Line(each.code, 0, 0, sign * counted))
    return lines


def total_of(
    criteria: CriteriaSet,
    kind: str,
    answers: Mapping[str, Answer],
    times: Mapping[str, int],
    facts: Mapping[str, Decimal],
) -> Total:
    """The total and the band of a unit of a kind. A criterion without an answer has no data.

    `times`: how often each bonus or penalty, by code. `facts`: measures asked by gates; a gate
    whose measure gives nothing holds.
    """
    lines = [
        _line(each, answers.get(each.code, NOTHING), criteria.rounding)
        for each in criteria.criteria()
        if each.applies_to(kind)
    ]
    extras = extras_of(criteria, times)
    extra = sum(each.extra for each in extras)
    whole = scaled(
        sum(each.points for each in lines),
        sum(each.possible for each in lines),
        criteria.max_points,
    )
    total = None if whole is None else bounded(whole + extra, criteria.max_points)
    failed = failed_gates(criteria, times, facts)
    band = None if total is None else band_of(criteria, total, failed)
    return Total((*lines, *extras), total, whole, extra, band, failed)


def _line(criterion: Criterion, answer: Answer, rounding: Rounding) -> Line:
    points = points_of(criterion, answer, rounding)
    if points is None:
        return Line(criterion.code, 0, 0)
    return Line(criterion.code, points, criterion.max_points)


def bounded(total: int, full: int) -> int:
    """A total stays between 0 and the whole, whatever bonuses and penalties say."""
    return max(0, min(full, total))


def failed_gates(
    criteria: CriteriaSet, times: Mapping[str, int], facts: Mapping[str, Decimal]
) -> tuple[str, ...]:
    return tuple(each.code for each in criteria.gates if not holds(each, times, facts))


def holds(gate: Gate, times: Mapping[str, int], facts: Mapping[str, Decimal]) -> bool:
    if gate.wanted:
        return True
    if gate.measure:
        found = facts.get(gate.measure)
        return found is None or _compares(found, gate.op, gate.value)
    counted = Decimal(sum(times.get(code, 0) for code in gate.penalties))
    return _compares(counted, gate.op, gate.value)


def _compares(left: Decimal, op: str, right: Decimal) -> bool:
    return {
        "==": left == right,
        ">=": left >= right,
        "<=": left <= right,
        ">": left > right,
        "<": left < right,
    }[op]


def band_of(criteria: CriteriaSet, total: int, failed: tuple[str, ...]) -> Band | None:
    """The highest band that the total reaches and all of whose gates hold."""
    fits = [
        each
        for each in criteria.bands
        if total >= each.at_least and not set(each.gates) & set(failed)
    ]
    return max(fits, key=lambda each: each.at_least, default=None)


def gate_mask(criteria: CriteriaSet, codes: tuple[str, ...]) -> int:
    """Gates as bits, in the set's order: how tables hold them."""
    return sum(1 << at for at, gate in enumerate(criteria.gates) if gate.code in codes)
