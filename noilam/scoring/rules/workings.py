"""How each number of a sheet came about, in words: the rule, and the rule with the inputs put in.

Nothing is computed here that `score` did not compute.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from noilam.foundation.text import number_text, say

from .criteria import CriteriaSet, Criterion, Extra, Gate, Method, Mode, Rounding, WhenNothing
from .score import Answer, Line, Total, holds, points_of, says_nothing
from .sentences import Sentence, quotient, sentence, shown, signed

_AS_IT_IS = "{sum}"  # a sum needs no words


@dataclass(frozen=True)
class Working:
    """One criterion. `possible` 0: excluded. `working` is the sum, or which rule stood in for
    data."""

    code: str
    title: str
    points: int
    possible: int
    rule: Sentence
    working: Sentence
    is_without_data: bool = False

    @property
    def is_excluded(self) -> bool:
        return self.possible == 0


@dataclass(frozen=True)
class ExtraWorking:
    code: str
    title: str
    extra: int
    working: Sentence


@dataclass(frozen=True)
class GateWorking:
    """`asked`: "= 0". `found`: what was counted or measured; None: nothing was, and it holds."""

    gate: Gate
    holds: bool
    asked: str
    found: Decimal | None


def working_of(criterion: Criterion, answer: Answer, rounding: Rounding) -> Working:
    points = points_of(criterion, answer, rounding)
    is_silent = says_nothing(criterion, answer)
    return Working(
        code=criterion.code,
        title=criterion.title,
        points=points or 0,
        possible=0 if points is None else criterion.max_points,
        rule=rule_of(criterion),
        working=_silence(criterion, answer) if is_silent else _sum(criterion, answer, rounding),
        is_without_data=is_silent,
    )


# The rule ------------------------------------------------------------------------------------


def rule_of(criterion: Criterion) -> Sentence:
    full = shown(criterion.max_points)
    if criterion.method is Method.RATIO:
        named = criterion.numerator and criterion.denominator
        message = (
            say("{full} × {numerator} ÷ {denominator}")
            if named
            else say("{full} × số đạt ÷ tổng số")
        )
        return sentence(
            message,
            full=full,
            numerator=f"({criterion.numerator})",
            denominator=f"({criterion.denominator})",
        )
    if criterion.method is Method.TIERS:
        tiers = "; ".join(
            f"≥ {number_text(each.at_least)}: {shown(each.points)}" for each in criterion.tiers
        )
        return sentence(say("Theo mức đạt được: {tiers}"), tiers=tiers)
    if criterion.method is Method.CHECKLIST:
        items = "; ".join(f"{each.title} {shown(each.points)}" for each in criterion.items)
        return sentence(say("Cộng điểm các mục đạt: {items}"), items=items)
    return _rule_of_the_rest(criterion, full)


def _rule_of_the_rest(criterion: Criterion, full: str) -> Sentence:
    if criterion.method is Method.DEDUCT:
        per = shown(criterion.per)
        if criterion.unit:
            message = say("{full}, trừ {per} cho mỗi {unit}; không âm")
            return sentence(message, full=full, per=per, unit=criterion.unit)
        return sentence(say("{full}, trừ {per} cho mỗi lần; không âm"), full=full, per=per)
    levels = "; ".join(f"{shown(each.points)}: {each.text}" for each in criterion.anchors)
    return sentence(say("Một trong các mức: {levels}"), levels=levels)


# No data -------------------------------------------------------------------------------------


def _silence(criterion: Criterion, answer: Answer) -> Sentence:
    full = shown(criterion.max_points)
    if _is_small(criterion, answer):
        values = {"sample": str(answer.denominator), "least": str(criterion.min_sample)}
        return {
            WhenNothing.FULL: sentence(
                say("Mẫu {sample} nhỏ hơn {least}: coi như không có số liệu → điểm tối đa {full}"),
                **values,
                full=full,
            ),
            WhenNothing.ZERO: sentence(
                say("Mẫu {sample} nhỏ hơn {least}: coi như không có số liệu → 0"), **values
            ),
            WhenNothing.EXCLUDE: sentence(
                say("Mẫu {sample} nhỏ hơn {least}: coi như không có số liệu → loại, không tính"),
                **values,
            ),
        }[criterion.no_data]
    return {
        WhenNothing.FULL: sentence(say("Không phát sinh số liệu → điểm tối đa {full}"), full=full),
        WhenNothing.ZERO: sentence(say("Không có số liệu → 0")),
        WhenNothing.EXCLUDE: sentence(say("Không phát sinh số liệu → loại, không tính")),
    }[criterion.no_data]


def _is_small(criterion: Criterion, answer: Answer) -> bool:
    return not answer.no_data and bool(answer.denominator) and criterion.min_sample > 0


# The sum -------------------------------------------------------------------------------------


def _sum(criterion: Criterion, answer: Answer, rounding: Rounding) -> Sentence:
    write = {
        Method.RATIO: _ratio,
        Method.TIERS: _tiers,
        Method.CHECKLIST: _checklist,
        Method.DEDUCT: _deduct,
        Method.ANCHORED: _anchored,
    }[criterion.method]
    text, numerator, denominator = write(criterion, answer)
    points = points_of(criterion, answer, rounding) or 0
    bounded = max(0, min(criterion.max_points * denominator, numerator))
    if points * denominator == bounded:
        ending = f" → {shown(points)}" if bounded != numerator else ""
        return sentence(_AS_IT_IS, sum=text + ending)
    message = {
        Mode.HALF_UP: say("{sum} → làm tròn đến {step} → {points}"),
        Mode.DOWN: say("{sum} → làm tròn xuống {step} → {points}"),
        Mode.UP: say("{sum} → làm tròn lên {step} → {points}"),
    }[rounding.mode]
    return sentence(message, sum=text, step=shown(rounding.step), points=shown(points))


def _ratio(criterion: Criterion, answer: Answer) -> tuple[str, int, int]:
    full, given, of = criterion.max_points, answer.numerator or 0, answer.denominator or 1
    counted = min(given, of)
    capped = f" (≤ {of})" if given > of else ""
    text = f"{shown(full)} × {given}{capped}/{of} {quotient(full * counted, of)}"
    return text, full * counted, of


def _tiers(criterion: Criterion, answer: Answer) -> tuple[str, int, int]:
    value = answer.value or Decimal(0)
    reached = [each for each in criterion.tiers if value >= each.at_least]
    if not reached:
        return f"{number_text(value)} → 0", 0, 1
    best = max(reached, key=lambda each: each.at_least)
    text = f"{number_text(value)} ≥ {number_text(best.at_least)} → {shown(best.points)}"
    return text, best.points, 1


def _checklist(criterion: Criterion, answer: Answer) -> tuple[str, int, int]:
    met = [each for each in criterion.items if each.code in answer.items]
    total = sum(each.points for each in met)
    text = " + ".join(shown(each.points) for each in met) or "0"
    return (f"{text} = {shown(total)}" if len(met) > 1 else text), total, 1


def _deduct(criterion: Criterion, answer: Answer) -> tuple[str, int, int]:
    full, per, times = criterion.max_points, criterion.per, answer.times or 0
    left = full - per * times
    return f"{shown(full)} − {shown(per)} × {times} = {shown(left)}", left, 1


def _anchored(criterion: Criterion, answer: Answer) -> tuple[str, int, int]:
    level = answer.level or 0
    described = next((each.text for each in criterion.anchors if each.points == level), "")
    return (f"{described} → {shown(level)}" if described else shown(level)), level, 1


# Bonuses, penalties, gates, the total ----------------------------------------------------------


def extra_workings(
    criteria: CriteriaSet, total: Total, times: Mapping[str, int]
) -> list[ExtraWorking]:
    """Bonuses and penalties that were given, with their limits where those took hold."""
    lines = {each.code: each for each in total.lines}
    return [
        ExtraWorking(
            each.code, each.title, lines[each.code].extra, _extra(each, lines[each.code], times)
        )
        for each in criteria.extras()
        if times.get(each.code)
    ]


def _extra(extra: Extra, line: Line, times: Mapping[str, int]) -> Sentence:
    given = times[extra.code]
    counted = min(given, extra.max_times) if extra.max_times else given
    text = f"{shown(extra.points)} × {counted} = {shown(extra.points * counted)}"
    if abs(line.extra) < extra.points * counted:
        return sentence(
            say("{sum} → chạm trần, còn tính {points}"), sum=text, points=shown(abs(line.extra))
        )
    if counted < given:
        message = say("{sum} (có {given} lần, tính tối đa {counted})")
        return sentence(message, sum=text, given=str(given), counted=str(counted))
    return sentence(_AS_IT_IS, sum=text)


def gate_workings(
    criteria: CriteriaSet, times: Mapping[str, int], facts: Mapping[str, Decimal]
) -> list[GateWorking]:
    return [
        GateWorking(each, holds(each, times, facts), _asked(each), _found(each, times, facts))
        for each in criteria.gates
    ]


def _asked(gate: Gate) -> str:
    sign = {"==": "=", ">=": "≥", "<=": "≤"}.get(gate.op, gate.op)
    return f"{sign} {number_text(gate.value)}"


def _found(gate: Gate, times: Mapping[str, int], facts: Mapping[str, Decimal]) -> Decimal | None:
    if gate.wanted:
        return None
    if gate.measure:
        return facts.get(gate.measure)
    return Decimal(sum(times.get(code, 0) for code in gate.penalties))


def total_workings(criteria: CriteriaSet, total: Total) -> list[Sentence]:
    """The arithmetic of the whole, a line each."""
    lines = [each for each in total.lines if each.code in criteria.by_code]
    points, possible = sum(each.points for each in lines), sum(each.possible for each in lines)
    if total.scaled is None or total.total is None:
        return [sentence(say("Không tiêu chí nào có số liệu: không tính được tổng"))]
    said = [
        sentence(
            say("Cộng các tiêu chí: {points} trên {possible} điểm tính được"),
            points=shown(points),
            possible=shown(possible),
        )
    ]
    if possible != criteria.max_points:
        said.append(_scaling(criteria.max_points, points, possible, total.scaled))
    return said + _ending(criteria.max_points, total.scaled, total)


def _scaling(full: int, points: int, possible: int, whole: int) -> Sentence:
    result = quotient(points * full, possible)
    text = f"{shown(points)} × {shown(full)} ÷ {shown(possible)} {result}"
    ending = (
        f" → {shown(whole)}" if result.startswith("≈") or whole * possible != points * full else ""
    )
    return sentence(say("Quy đổi về thang {full}: {sum}"), full=shown(full), sum=text + ending)


def _ending(full: int, whole: int, total: Total) -> list[Sentence]:
    said = []
    bonus = sum(each.extra for each in total.lines if each.extra > 0)
    penalty = sum(each.extra for each in total.lines if each.extra < 0)
    if bonus:
        said.append(sentence(say("Điểm thưởng: {points}"), points=signed(bonus)))
    if penalty:
        said.append(sentence(say("Điểm trừ: {points}"), points=signed(penalty)))
    found = total.total or 0
    text = f"{shown(whole)}"
    if total.extra or whole != found:
        text = f"{shown(whole)} {'−' if total.extra < 0 else '+'} {shown(abs(total.extra))}"
        text = f"{text} = {shown(whole + total.extra)}"
    if found != whole + total.extra:
        message = say("Tổng: {sum}, giữ trong 0–{full} → {total}")
        said.append(sentence(message, sum=text, full=shown(full), total=shown(found)))
        return said
    said.append(sentence(say("Tổng: {sum}"), sum=text))
    return said
