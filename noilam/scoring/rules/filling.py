"""What is wrong with what a sheet is filled with: gaps and impossible numbers, all at once.

Two measures: what may be saved (nothing impossible) and what may be handed in (nothing missing).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from noilam.foundation.errors import Problem
from noilam.foundation.text import say

from .criteria import CriteriaSet, Criterion, Extra, Method, Source
from .score import Answer, points_of, says_nothing

PERCENT = "percent"
MOST_TIMES = 1_000  # in a month, where the set names no limit: more is a slip of the hand
_WHOLE = Decimal(100)


@dataclass(frozen=True)
class Change:
    """Another mark than the one that stood: an answer, or how often a bonus or penalty."""

    answer: Answer | None = None
    times: int | None = None
    reason: str = ""


# What may be saved --------------------------------------------------------------------------


def problems_with_answers(
    criteria: CriteriaSet,
    kind: str,
    answers: Mapping[str, Answer | None],
    times: Mapping[str, int],
    notes: Mapping[str, str],
) -> list[Problem]:
    """Codes that are not the unit's to answer, and numbers that cannot be. None takes an answer
    back."""
    problems: list[Problem] = []
    for code, answer in answers.items():
        problems += _problems_with_own(criteria, kind, code, answer)
    for code, note in notes.items():
        criterion = criteria.by_code.get(code)
        if criterion and criterion.source is Source.AUTO and note.strip():
            problems += _locked(code)
    return problems + problems_with_times(criteria, times)


def _problems_with_own(
    criteria: CriteriaSet, kind: str, code: str, answer: Answer | None
) -> list[Problem]:
    criterion = criteria.by_code.get(code)
    if criterion is None or not criterion.applies_to(kind):
        return [unknown(code)]
    if criterion.source is Source.AUTO:
        return _locked(code) if answer is not None else []
    return problems_with_answer(criterion, answer) if answer else []


def problems_with_answer(criterion: Criterion, answer: Answer) -> list[Problem]:
    """What the method does not allow. An answer of another method is no answer."""
    if answer.no_data:
        return []
    return _BY_METHOD[criterion.method](criterion, answer)


def problems_with_times(criteria: CriteriaSet, times: Mapping[str, int]) -> list[Problem]:
    extras = {each.code: each for each in criteria.extras()}
    problems: list[Problem] = []
    for code, count in times.items():
        problems += _problems_with_count(extras[code], count) if code in extras else [unknown(code)]
    return problems


def _problems_with_count(extra: Extra, count: int) -> list[Problem]:
    if count < 0:
        return [_negative(extra.code)]
    most = extra.max_times or MOST_TIMES
    if count > most:
        message = say("{code}: nhiều nhất {most} lần. Ghi lại số lần.")
        return [_problem("too-many-times", message, extra.code, most=most)]
    return []


def _ratio(criterion: Criterion, answer: Answer) -> list[Problem]:
    upper, lower = answer.numerator, answer.denominator
    if upper is None or lower is None:
        message = say("{code}: ghi cả số đạt và tổng số.")
        return [_problem("half-a-share", message, criterion.code)]
    if upper < 0 or lower < 0:
        return [_negative(criterion.code)]
    if upper > lower:
        message = say("{code}: số đạt ({upper}) lớn hơn tổng số ({lower}). Xem lại hai số.")
        problem = _problem("above-the-whole", message, criterion.code, upper=upper, lower=lower)
        return [problem]
    return []


def _tiers(criterion: Criterion, answer: Answer) -> list[Problem]:
    value, sample = answer.value, answer.denominator
    if value is None:
        return [_problem("value-missing", say("{code}: ghi trị số."), criterion.code)]
    problems = []
    if value < 0 or (sample or 0) < 0:
        problems.append(_negative(criterion.code))
    if criterion.unit == PERCENT and value > _WHOLE:
        message = say("{code}: tỷ lệ phần trăm không vượt quá 100.")
        problems.append(_problem("above-percent", message, criterion.code))
    if criterion.min_sample and sample is None:
        message = say("{code}: ghi cả số người hoặc số việc đã hỏi, ít nhất {least}.")
        least = criterion.min_sample
        problems.append(_problem("sample-missing", message, criterion.code, least=least))
    return problems


def _checklist(criterion: Criterion, answer: Answer) -> list[Problem]:
    known = {each.code for each in criterion.items}
    message = say("{code}: không có mục {item} trong tiêu chí này.")
    strange = [each for each in answer.items if each not in known]
    return [_problem("unknown-item", message, criterion.code, item=each) for each in strange]


def _deduct(criterion: Criterion, answer: Answer) -> list[Problem]:
    if answer.times is None:
        message = say("{code}: ghi số lần; không có thì ghi 0.")
        return [_problem("times-missing", message, criterion.code)]
    return [_negative(criterion.code)] if answer.times < 0 else []


def _anchored(criterion: Criterion, answer: Answer) -> list[Problem]:
    if answer.level in {each.points for each in criterion.anchors}:
        return []
    message = say("{code}: chọn một trong các mức đã mô tả.")
    return [_problem("no-such-level", message, criterion.code)]


_BY_METHOD: Mapping[Method, Callable[[Criterion, Answer], list[Problem]]] = {
    Method.RATIO: _ratio,
    Method.TIERS: _tiers,
    Method.CHECKLIST: _checklist,
    Method.DEDUCT: _deduct,
    Method.ANCHORED: _anchored,
}


# What may be handed in ----------------------------------------------------------------------


def problems_with_submission(
    criteria: CriteriaSet,
    kind: str,
    answers: Mapping[str, Answer],
    times: Mapping[str, int],
    notes: Mapping[str, str],
    shown: Collection[str],
) -> list[Problem]:
    """What the unit still owes. `shown`: codes with evidence, given or known to the system."""
    problems: list[Problem] = []
    for each in criteria.criteria():
        if each.applies_to(kind) and each.source is not Source.AUTO:
            note = notes.get(each.code, "")
            problems += _owed(criteria, each, answers.get(each.code), note, each.code in shown)
    for bonus in criteria.bonuses:
        grounds = notes.get(bonus.code, "").strip() or bonus.code in shown
        if times.get(bonus.code, 0) and not grounds:
            message = say("{code}: điểm thưởng phải có căn cứ. Ghi căn cứ hoặc kèm minh chứng.")
            problems.append(_problem("bonus-without-grounds", message, bonus.code))
    return problems


def _owed(
    criteria: CriteriaSet, criterion: Criterion, answer: Answer | None, note: str, is_shown: bool
) -> list[Problem]:
    code = criterion.code
    if answer is None:
        message = say("{code}: chưa chấm. Ghi câu trả lời, hoặc ghi không phát sinh kèm lý do.")
        return [_problem("answer-missing", message, code)]
    if says_nothing(criterion, answer):
        return _owed_for_nothing(criterion, answer, note, is_shown)
    claims = points_of(criterion, answer, criteria.rounding)
    if criterion.evidence and claims and not (is_shown or note.strip()):
        message = say("{code}: thiếu minh chứng ({asked}). Kèm tệp hoặc ghi rõ xem ở đâu.")
        asked = "; ".join(criterion.evidence)
        return [_problem("evidence-missing", message, code, asked=asked)]
    return []


def _owed_for_nothing(
    criterion: Criterion, answer: Answer, note: str, is_shown: bool
) -> list[Problem]:
    """A share of nothing and a sample too small bring what the set gives without data: they are
    explained like it."""
    if note.strip() or (is_shown and not answer.no_data):
        return []
    message = say("{code}: ghi vì sao không phát sinh.")
    if answer.denominator:
        message = say("{code}: mẫu ít hơn {least} nên không tính. Ghi vì sao mẫu ít.")
    least = criterion.min_sample
    return [_problem("note-missing", message, criterion.code, least=least)]


# What may be changed above ------------------------------------------------------------------


def problems_with_changes(
    criteria: CriteriaSet,
    kind: str,
    changes: Mapping[str, Change],
    *,
    may_change_auto: bool,
) -> list[Problem]:
    """A changed mark says why; what the system marked is changed from cross-check on only."""
    problems: list[Problem] = []
    for code, change in changes.items():
        problems += _problems_with_change(criteria, kind, code, change, may_change_auto)
        if not change.reason.strip():
            message = say("{code}: điểm thay đổi thì phải ghi lý do.")
            problems.append(_problem("reason-missing", message, code))
    return problems


def _problems_with_change(
    criteria: CriteriaSet, kind: str, code: str, change: Change, may_change_auto: bool
) -> list[Problem]:
    criterion = criteria.by_code.get(code)
    if criterion is None:
        return problems_with_times(criteria, {code: change.times or 0})
    if not criterion.applies_to(kind):
        return [unknown(code)]
    if criterion.source is Source.AUTO and not may_change_auto:
        message = say("{code}: điểm do hệ thống chấm, chỉ sửa được từ bước thẩm tra.")
        return [_problem("auto-too-early", message, code)]
    if change.answer is None:
        return [_problem("answer-missing", say("{code}: ghi câu trả lời mới."), code)]
    return problems_with_answer(criterion, change.answer)


# Parts --------------------------------------------------------------------------------------


def codes_of(criteria: CriteriaSet, kind: str) -> Iterable[str]:
    """Every code that the unit's kind is marked by."""
    yield from (each.code for each in criteria.criteria() if each.applies_to(kind))
    yield from (each.code for each in criteria.extras())


def _locked(code: str) -> list[Problem]:
    message = say(
        "{code}: hệ thống chấm, đơn vị không ghi. Thấy số liệu sai thì nêu khi giải trình."
    )
    return [_problem("locked", message, code)]


def unknown(code: str) -> Problem:
    message = say("{code}: bộ tiêu chí của đơn vị không có mã này. Tải lại phiếu.")
    return _problem("unknown-code", message, code)


def _negative(code: str) -> Problem:
    return _problem("negative", say("{code}: số không được âm."), code)


def _problem(name: str, message: str, code: str, **values: object) -> Problem:
    return Problem(name, message, code, {"code": code, **values})
