"""From what people typed for a criterion to an answer, all problems at once; and back again.

Pages and spreadsheets hand in the same plain texts, so that both are read alike. What is read may
still be incomplete or impossible: that is for `filling`.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from noilam.exchange.rules.cells import Unreadable, number_of
from noilam.foundation.errors import Problem
from noilam.foundation.text import number_text, say

from .criteria import Criterion, Extra, Method
from .score import Answer

MOST = 10**9  # a whole number above it is a slip of the hand


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of one criterion, as typed. `none_met`: a list of which nothing
    holds, said so; an untouched list is no answer."""

    numerator: str = ""
    denominator: str = ""
    value: str = ""
    items: tuple[str, ...] = ()
    none_met: bool = False
    times: str = ""
    level: str = ""
    no_data: bool = False
    note: str = ""

    @property
    def says_something(self) -> bool:
        """Apart from the note."""
        return replace(self, note="") != Typed()


def typed_of(criterion: Criterion, answer: Answer | None, note: str = "") -> Typed:
    """The fields that give this answer when read again."""
    if answer is None:
        return Typed(note=note)
    return Typed(
        numerator=number_text(answer.numerator),
        denominator=number_text(answer.denominator),
        value=number_text(answer.value),
        items=answer.items,
        none_met=criterion.method is Method.CHECKLIST and not answer.items and not answer.no_data,
        times=number_text(answer.times),
        level="" if answer.level is None else str(answer.level),
        no_data=answer.no_data,
        note=note,
    )


def read(criterion: Criterion, typed: Typed) -> tuple[Answer | None, list[Problem]]:
    """The answer, or None where nothing is said or it cannot be read."""
    if not typed.says_something:
        return None, []
    if typed.no_data:
        spoken = replace(typed, no_data=False).says_something
        return Answer(no_data=True), [_both(criterion)] if spoken else []
    answer, problems = _READERS[criterion.method](criterion, typed)
    return (None if problems else answer), problems


def read_times(extra: Extra, text: str) -> tuple[int, list[Problem]]:
    """How often a bonus or penalty was earned; nothing typed is never."""
    number, problems = _whole(extra.code, text)
    return number or 0, problems


def _ratio(criterion: Criterion, typed: Typed) -> tuple[Answer, list[Problem]]:
    upper, above = _whole(criterion.code, typed.numerator)
    lower, below = _whole(criterion.code, typed.denominator)
    return Answer(numerator=upper, denominator=lower), above + below


def _tiers(criterion: Criterion, typed: Typed) -> tuple[Answer, list[Problem]]:
    value, problems = _number(criterion.code, typed.value)
    sample, more = _whole(criterion.code, typed.denominator)
    return Answer(value=value, denominator=sample), problems + more


def _checklist(criterion: Criterion, typed: Typed) -> tuple[Answer, list[Problem]]:
    known = tuple(each.code for each in criterion.items if each.code in typed.items)
    problems = []
    if typed.none_met and typed.items:
        message = say(
            "{code}: đã đánh dấu nội dung đạt, lại chọn “không nội dung nào”. Bỏ một trong hai."
        )
        problems.append(_problem("both-ways", message, criterion.code))
    if strange := sorted(set(typed.items) - set(known)):
        message = say("{code}: không có nội dung {items} trong tiêu chí. Tải lại trang.")
        problems.append(_problem("no-such-item", message, criterion.code, items=", ".join(strange)))
    return Answer(items=known), problems


def _deduct(criterion: Criterion, typed: Typed) -> tuple[Answer, list[Problem]]:
    times, problems = _whole(criterion.code, typed.times)
    return Answer(times=times), problems


def _anchored(criterion: Criterion, typed: Typed) -> tuple[Answer, list[Problem]]:
    levels = {str(each.points): each.points for each in criterion.anchors}
    if typed.level in levels:
        return Answer(level=levels[typed.level]), []
    message = say("{code}: chọn một trong các mức đã mô tả.")
    return Answer(), [_problem("no-such-level", message, criterion.code)]


_READERS = {
    Method.RATIO: _ratio,
    Method.TIERS: _tiers,
    Method.CHECKLIST: _checklist,
    Method.DEDUCT: _deduct,
    Method.ANCHORED: _anchored,
}


def _number(code: str, text: str) -> tuple[Decimal | None, list[Problem]]:
    if not text.strip():
        return None, []
    try:
        number = number_of(text)
    except Unreadable:
        number = None
    if number is None or number.value < 0:
        message = say("{code}: “{typed}” không phải số đúng. Ghi số từ 0 trở lên, ví dụ 84,5.")
        return None, [_problem("bad-number", message, code, typed=text)]
    return number.value, []


def _whole(code: str, text: str) -> tuple[int | None, list[Problem]]:
    number, problems = _number(code, text)
    if problems or number is None:
        return None, problems
    if number != number.to_integral_value() or number > MOST:
        message = say("{code}: “{typed}” không phải số nguyên. Ghi số như 7.")
        return None, [_problem("not-whole", message, code, typed=text)]
    return int(number), []


def _both(criterion: Criterion) -> Problem:
    message = say("{code}: đã chọn “không phát sinh” mà vẫn ghi câu trả lời. Bỏ một trong hai.")
    return _problem("both-ways", message, criterion.code)


def _problem(name: str, message: str, code: str, **values: object) -> Problem:
    return Problem(name, message, about=code, values={"code": code, **values})
