"""+2,5 nếu …: what the smallest single change would have brought, each time scored anew in full.

Bonuses are left out: they are given for what nobody plans. Nothing here advises; it says what the
rules would have answered.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from noilam.foundation.text import number_text, say

from .criteria import Band, CriteriaSet, Criterion, Extra, Gate, Method
from .score import Answer, Total, band_of, points_of, says_nothing, total_of
from .sentences import Sentence, sentence, shown
from .shortfall import next_band


@dataclass(frozen=True)
class Marked:
    """What a total was made of."""

    criteria: CriteriaSet
    kind: str
    answers: Mapping[str, Answer]
    times: Mapping[str, int]
    facts: Mapping[str, Decimal]

    def total(self) -> Total:
        return total_of(self.criteria, self.kind, self.answers, self.times, self.facts)

    def answering(self, code: str, answer: Answer) -> "Marked":
        return replace(self, answers={**self.answers, code: answer})

    def giving(self, code: str, times: int) -> "Marked":
        return replace(self, times={**self.times, code: times})


@dataclass(frozen=True)
class Gain:
    """One change of one thing, and the whole scored again under it: `after` is what holds then."""

    code: str
    title: str
    change: Sentence
    gain: int
    total: int
    band: Band | None
    is_higher_band: bool
    after: Marked


@dataclass(frozen=True)
class Way:
    """How the next band above would have been reached with the fewest things brought to the full
    (penalties: to none), greatest gain first. `gates`: failed conditions of that band on measured
    facts, which would have had to hold besides."""

    band: Band
    codes: tuple[str, ...]
    gates: tuple[str, ...]
    total: int
    after: Marked


@dataclass(frozen=True)
class WithoutGate:
    """The band that the same total would have had, were it not for one failed gate."""

    gate: Gate
    band: Band | None


def gains_of(marked: Marked) -> list[Gain]:
    """Greatest gain first. A change that the ends of the scale swallow is none."""
    now = marked.total()
    if now.total is None:
        return []
    found = [
        gain
        for code, title, change, after in _changes(marked)
        if (gain := _gain(code, title, change, after, now)) is not None
    ]
    return sorted(found, key=lambda each: (-each.gain, each.code))


def _gain(code: str, title: str, change: Sentence, after: Marked, now: Total) -> Gain | None:
    then = after.total()
    if then.total is None or now.total is None:
        return None
    gain, is_higher = then.total - now.total, _rank(then.band) > _rank(now.band)
    if gain <= 0 and not is_higher:
        return None
    return Gain(code, title, change, gain, then.total, then.band, is_higher, after)


def _rank(band: Band | None) -> int:
    return -1 if band is None else band.at_least


def _changes(marked: Marked) -> Iterator[tuple[str, str, Sentence, Marked]]:
    criteria = marked.criteria
    for each in criteria.criteria():
        if each.applies_to(marked.kind):
            answer = marked.answers.get(each.code, Answer(no_data=True))
            for changed, said in smallest_change(criteria, each, answer):
                yield each.code, each.title, said, marked.answering(each.code, changed)
    for extra in criteria.penalties:
        for times, said in _less_of(marked, extra):
            yield extra.code, extra.title, said, marked.giving(extra.code, times)


# The smallest change of one answer -------------------------------------------------------------

Change = tuple[Answer, Sentence]


def smallest_change(criteria: CriteriaSet, criterion: Criterion, answer: Answer) -> list[Change]:
    """The least that gains points; empty where none does, or the criterion is left out."""
    now = points_of(criterion, answer, criteria.rounding)
    if now is None or now >= criterion.max_points:
        return []

    def gains(changed: Answer) -> bool:
        points = points_of(criterion, changed, criteria.rounding)
        return points is not None and points > now

    find = _FINDERS[criterion.method] if _is_heard(criterion, answer) else _from_silence
    found = find(criterion, answer, gains)
    return [found] if found else []


def _is_heard(criterion: Criterion, answer: Answer) -> bool:
    return not says_nothing(criterion, answer)


Gains = Callable[[Answer], bool]


def _least(most: int, make: Callable[[int], Answer], gains: Gains) -> int:
    """The least count from 1 to `most` that gains; 0: none. More never gains less."""
    if most < 1 or not gains(make(most)):
        return 0
    return bisect_left(range(1, most), True, key=lambda count: gains(make(count))) + 1


def _more_of_the_numerator(criterion: Criterion, answer: Answer, gains: Gains) -> Change | None:
    have, of = answer.numerator or 0, answer.denominator or 0
    more = _least(of - have, lambda count: replace(answer, numerator=have + count), gains)
    if not more:
        return None
    said = sentence(
        say("nếu đạt {after}/{of} thay vì {before}/{of}"),
        after=str(have + more),
        before=str(have),
        of=str(of),
    )
    return replace(answer, numerator=have + more), said


def _next_tier(criterion: Criterion, answer: Answer, gains: Gains) -> Change | None:
    value = answer.value or Decimal(0)
    for tier in sorted(criterion.tiers, key=lambda each: each.at_least):
        changed = replace(answer, value=tier.at_least)
        if tier.at_least > value and gains(changed):
            values = {"after": number_text(tier.at_least), "before": number_text(value)}
            return changed, sentence(say("nếu đạt từ {after} thay vì {before}"), **values)
    return None


def _one_item_more(criterion: Criterion, answer: Answer, gains: Gains) -> Change | None:
    missing = [each for each in criterion.items if each.code not in answer.items]
    for item in sorted(missing, key=lambda each: -each.points):
        changed = replace(answer, items=(*answer.items, item.code))
        if gains(changed):
            return changed, sentence(say("nếu đạt thêm mục “{item}”"), item=item.title)
    return None


def _fewer_times(criterion: Criterion, answer: Answer, gains: Gains) -> Change | None:
    times = answer.times or 0
    fewer = _least(times, lambda count: replace(answer, times=times - count), gains)
    if not fewer:
        return None
    return replace(answer, times=times - fewer), _fewer(times, times - fewer)


def _fewer(before: int, after: int) -> Sentence:
    message = say("nếu chỉ {after} lần thay vì {before}") if after else say("nếu không lần nào")
    return sentence(message, after=str(after), before=str(before))


def _next_level(criterion: Criterion, answer: Answer, gains: Gains) -> Change | None:
    for anchor in sorted(criterion.anchors, key=lambda each: each.points):
        changed = replace(answer, level=anchor.points)
        if gains(changed):
            values = {"points": shown(anchor.points), "level": anchor.text}
            return changed, sentence(say("nếu ở mức {points}: “{level}”"), **values)
    return None


_FINDERS: Mapping[Method, Callable[[Criterion, Answer, Gains], Change | None]] = {
    Method.RATIO: _more_of_the_numerator,
    Method.TIERS: _next_tier,
    Method.CHECKLIST: _one_item_more,
    Method.DEDUCT: _fewer_times,
    Method.ANCHORED: _next_level,
}


def _from_silence(criterion: Criterion, answer: Answer, gains: Gains) -> Change | None:
    """No data, and therefore no points: what the least that is known would have brought."""
    of = max(criterion.min_sample, answer.denominator or 0, 1)
    if criterion.min_sample and not answer.no_data and criterion.method is not Method.RATIO:
        changed = replace(answer, denominator=of)
        said = sentence(say("nếu mẫu đủ {least} với cùng kết quả"), least=str(of))
        return (changed, said) if gains(changed) else None
    if criterion.method is Method.RATIO:
        changed = Answer(numerator=of, denominator=of)
        values = {"after": str(of)}
        return changed, sentence(say("nếu có số liệu và đạt {after}/{after}"), **values)
    if criterion.method is Method.DEDUCT:
        changed = Answer(times=0, denominator=of)
        return changed, sentence(say("nếu có số liệu và không lần nào"))
    heard = Answer(denominator=of)
    return _FINDERS[criterion.method](criterion, heard, gains)


def _less_of(marked: Marked, extra: Extra) -> Iterator[tuple[int, Sentence]]:
    """The least fewer times that takes less away, or opens a gate; the limits may swallow some."""
    times, now = marked.times.get(extra.code, 0), marked.total()

    def gains(count: int) -> bool:
        then = marked.giving(extra.code, times - count).total()
        return (then.total or 0) > (now.total or 0) or _rank(then.band) > _rank(now.band)

    for count in range(1, times + 1):
        if gains(count):
            yield times - count, _fewer(times, times - count)
            return


# Towards the next band -------------------------------------------------------------------------


def way_to(marked: Marked) -> Way | None:
    """None: the highest band is held, or nothing could be scored."""
    now = marked.total()
    band = next_band(marked.criteria, now.band)
    if now.total is None or band is None:
        return None
    failed = [each for each in marked.criteria.gates if each.code in {*band.gates} & {*now.failed}]
    counted = [code for gate in failed if not gate.measure for code in gate.penalties]
    measured = [gate for gate in failed if gate.measure]
    codes = [code for code in dict.fromkeys(counted) if marked.times.get(code)]
    after = _opened(marked, measured)
    for code in codes:
        after = after.giving(code, 0)
    for code, brought in _brought_to_the_full(marked):
        if _reaches(after.total(), band):
            break
        if code not in codes:
            codes.append(code)
            after = _merged(after, brought, code)
    return Way(
        band, tuple(codes), tuple(each.code for each in measured), after.total().total or 0, after
    )


def _opened(marked: Marked, gates: list[Gate]) -> Marked:
    """With facts that would have let these gates hold: a measure without an answer does."""
    shut = {each.measure for each in gates}
    return replace(
        marked, facts={name: value for name, value in marked.facts.items() if name not in shut}
    )


def _reaches(total: Total, band: Band) -> bool:
    return total.band is not None and total.band.at_least >= band.at_least


def _brought_to_the_full(marked: Marked) -> list[tuple[str, Marked]]:
    """Each criterion at its most, each penalty at none; the greatest gain first.

    Of two penalties beyond the cap neither alone brings anything, both together do.
    """
    now, criteria = _unbounded(marked), marked.criteria
    each_alone = [
        (each.code, marked.answering(each.code, full_answer(each)))
        for each in criteria.criteria()
        if each.applies_to(marked.kind) and not _is_left_out(marked, each)
    ] + [(each.code, marked.giving(each.code, 0)) for each in criteria.penalties]
    gains = [(_unbounded(then) - now, code, then) for code, then in each_alone]
    useful = [each for each in gains if each[0] > 0 or marked.times.get(each[1])]
    return [(code, then) for _gain, code, then in sorted(useful, key=_greatest)]


def _unbounded(marked: Marked) -> int:
    """Below nothing, a gain that the end of the scale still swallows is one all the same."""
    total = marked.total()
    return (total.scaled or 0) + total.extra


def _greatest(row: tuple[int, str, Marked]) -> tuple[int, str]:
    return -row[0], row[1]


def _is_left_out(marked: Marked, criterion: Criterion) -> bool:
    answer = marked.answers.get(criterion.code, Answer(no_data=True))
    return points_of(criterion, answer, marked.criteria.rounding) is None


def _merged(after: Marked, brought: Marked, code: str) -> Marked:
    if code in after.criteria.by_code:
        return after.answering(code, brought.answers[code])
    return after.giving(code, 0)


def full_answer(criterion: Criterion) -> Answer:
    """An answer that brings a criterion all it can."""
    of = max(criterion.min_sample, 1)
    best = max(criterion.tiers, key=lambda each: (each.points, each.at_least), default=None)
    return {
        Method.RATIO: Answer(numerator=of, denominator=of),
        Method.TIERS: Answer(value=best.at_least if best else Decimal(0), denominator=of),
        Method.CHECKLIST: Answer(
            items=tuple(each.code for each in criterion.items), denominator=of
        ),
        Method.DEDUCT: Answer(times=0, denominator=of),
        Method.ANCHORED: Answer(
            level=max((each.points for each in criterion.anchors), default=0), denominator=of
        ),
    }[criterion.method]


def without_gates(criteria: CriteriaSet, total: Total) -> list[WithoutGate]:
    """For each failed gate that alone keeps a higher band away: the band without it."""
    if total.total is None:
        return []
    found = []
    for gate in criteria.gates:
        others = tuple(code for code in total.failed if code != gate.code)
        if gate.code in total.failed:
            band = band_of(criteria, total.total, others)
            if band != total.band:
                found.append(WithoutGate(gate, band))
    return found
