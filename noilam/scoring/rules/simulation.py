"""Past months scored anew under a draft: what of it can be answered, and one sheet's new total.

A past answer is used again only where it meant the same; what nobody was ever asked is left out and
named, never guessed. What many sheets come to is in `outcome`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from noilam.foundation.errors import Problem
from noilam.foundation.text import fold, say

from .criteria import CriteriaSet, Criterion, Extra, Method, Source
from .measured import Found, answer_of
from .score import NOTHING, Answer, Total, says_nothing, total_of

MEASURED = {Method.RATIO, Method.TIERS, Method.DEDUCT}  # what a figure alone can answer


class How(StrEnum):
    """Where a criterion's answer comes from, or why there is none."""

    ANSWER = "answer"  # the fixed answer of that month
    MEASURE = "measure"  # its measure, asked anew for that month
    NEW = "new"  # nobody was asked
    CHANGED = "changed"  # another question was asked under this code
    NO_MEASURE = "no_measure"  # the measure is not installed


ANSWERED = {How.ANSWER, How.MEASURE}


def problems_with_asking(
    months: Collection[int], known: Collection[int], *, is_draft: bool, is_running: bool
) -> list[Problem]:
    """`known`: months that have fixed sheets of units the draft would score."""
    found = []
    if not is_draft:
        message = say("Bộ tiêu chí đã ban hành hoặc đã bỏ. Soạn phiên bản mới rồi chạy thử.")
        found.append(Problem("not-a-draft", message))
    if is_running:
        message = say("Đang có một lần chạy thử chưa xong. Đợi xong rồi chạy lần khác.")
        found.append(Problem("already-running", message))
    if not months:
        message = say("Chọn ít nhất một tháng đã chốt điểm.")
        found.append(Problem("no-month", message, about="months"))
    if not set(months) <= set(known):
        message = say("Có tháng chưa chốt điểm ở đơn vị nào. Tải lại trang và chọn lại.")
        found.append(Problem("unknown-month", message, about="months"))
    return found


@dataclass(frozen=True)
class Past:
    """A fixed sheet as it stood. `band` is a code, empty for none."""

    unit_id: int
    kind: str
    answers: Mapping[str, Answer]
    times: Mapping[str, int]
    facts: Mapping[str, Decimal]
    total: int | None
    band: str


@dataclass(frozen=True)
class Plan:
    """How a draft is answered from sheets under one older set.

    `criteria` is the draft without what cannot be simulated: the rest is scaled up to the whole.
    `levels`: where an anchor's points changed and its words did not, old points -> new points.
    """

    draft: CriteriaSet
    criteria: CriteriaSet
    how: Mapping[str, How]
    levels: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    extras: frozenset[str] = frozenset()  # codes of bonuses and penalties known then too

    def measures(self) -> set[str]:
        """Names to be asked for each month."""
        by_measure = [code for code, how in self.how.items() if how is How.MEASURE]
        gates = {each.measure for each in self.criteria.gates if each.measure}
        return {self.criteria.by_code[code].measure for code in by_measure} | gates


def plan(draft: CriteriaSet, old: CriteriaSet, is_measured: Callable[[Criterion], bool]) -> Plan:
    """`is_measured`: whether a criterion's measure is installed and fits its method."""
    how = {
        each.code: _how(each, old.by_code.get(each.code), is_measured) for each in draft.criteria()
    }
    kept = [
        replace(each, criteria=tuple(one for one in each.criteria if how[one.code] in ANSWERED))
        for each in draft.sections
    ]
    known = {(each.code, fold(each.title)) for each in old.extras()}
    return Plan(
        draft=draft,
        criteria=replace(draft, sections=tuple(kept)),
        how=how,
        levels={
            each.code: _levels(each, old.by_code[each.code])
            for each in draft.criteria()
            if each.method is Method.ANCHORED and how[each.code] is How.ANSWER
        },
        extras=frozenset(each.code for each in draft.extras() if _name(each) in known),
    )


def _name(extra: Extra) -> tuple[str, str]:
    return extra.code, fold(extra.title)


def _how(
    criterion: Criterion, old: Criterion | None, is_measured: Callable[[Criterion], bool]
) -> How:
    if criterion.source is Source.AUTO and criterion.measure:
        if old and _is_measured_alike(criterion, old):
            return How.ANSWER
        if is_measured(criterion):
            return How.MEASURE
        if old is None:
            return How.NO_MEASURE
    if old is None:
        return How.NEW
    return How.ANSWER if asks_the_same(criterion, old) else How.CHANGED


def _is_measured_alike(criterion: Criterion, old: Criterion) -> bool:
    return (old.source, old.measure, old.method) == (
        criterion.source,
        criterion.measure,
        criterion.method,
    ) and (criterion.method in MEASURED and _sample_is_known(criterion, old))


def asks_the_same(criterion: Criterion, old: Criterion) -> bool:
    """Whether an answer to the old criterion answers this one. Points may have changed."""
    if criterion.method is not old.method:
        return False
    return _ASKS_THE_SAME[criterion.method](criterion, old)


def _same_share(criterion: Criterion, old: Criterion) -> bool:
    return _same(criterion.numerator, old.numerator) and _same(
        criterion.denominator, old.denominator
    )


def _same_figure(criterion: Criterion, old: Criterion) -> bool:
    """A figure is told by the title and its unit."""
    is_same = _same(criterion.title, old.title) and _same(criterion.unit, old.unit)
    return is_same and _sample_is_known(criterion, old)


def _same_items(criterion: Criterion, old: Criterion) -> bool:
    """Every item now asked was asked then, in the same words."""
    asked = {(each.code, fold(each.title)) for each in old.items}
    return all((each.code, fold(each.title)) in asked for each in criterion.items)


def _same_levels(criterion: Criterion, old: Criterion) -> bool:
    """Every level that could be given then is described now in the same words."""
    described = {fold(each.text) for each in criterion.anchors}
    return bool(old.anchors) and all(fold(each.text) in described for each in old.anchors)


def _sample_is_known(criterion: Criterion, old: Criterion) -> bool:
    return criterion.method is Method.RATIO or not criterion.min_sample or bool(old.min_sample)


def _same(one: str, other: str) -> bool:
    return fold(one) == fold(other)


_ASKS_THE_SAME: Mapping[Method, Callable[[Criterion, Criterion], bool]] = {
    Method.RATIO: _same_share,
    Method.TIERS: _same_figure,
    Method.CHECKLIST: _same_items,
    Method.DEDUCT: _same_figure,
    Method.ANCHORED: _same_levels,
}


def _levels(criterion: Criterion, old: Criterion) -> Mapping[int, int]:
    now = {fold(each.text): each.points for each in criterion.anchors}
    return {each.points: now[fold(each.text)] for each in old.anchors}


# One sheet ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scored:
    """`silent`: criteria without data, whose mark a rule gave and no answer."""

    total: Total
    silent: frozenset[str]


def scored(plan: Plan, past: Past, found: Mapping[str, Found]) -> Scored:
    """The sheet under the draft. `found`: what the plan's measures say of its unit and month."""
    answers = {
        code: _answer(plan, code, past, found) for code, how in plan.how.items() if how in ANSWERED
    }
    times = {code: number for code, number in past.times.items() if code in plan.extras}
    facts = {name: each.value for name, each in found.items()} | dict(past.facts)
    silent = {
        code for code, each in answers.items() if says_nothing(plan.criteria.by_code[code], each)
    }
    total = total_of(plan.criteria, past.kind, answers, times, facts)
    return Scored(total, frozenset(silent))


def _answer(plan: Plan, code: str, past: Past, found: Mapping[str, Found]) -> Answer:
    if plan.how[code] is How.MEASURE:
        criterion = plan.criteria.by_code[code]
        return answer_of(criterion, found.get(criterion.measure))
    answer = past.answers.get(code, NOTHING)
    if answer.level is None:
        return answer
    return replace(answer, level=plan.levels.get(code, {}).get(answer.level, answer.level))
