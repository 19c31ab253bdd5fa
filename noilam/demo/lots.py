"""What a unit found in a month, and what it claimed: drawn by lot, in the terms of each method."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from noilam.scoring.rules.criteria import CriteriaSet, Criterion, Method, Source
from noilam.scoring.rules.score import Answer

NOTHING = "Trong tháng không phát sinh."
SHOWN = [
    "Xem biên bản ngày {day:02}, lưu ở văn phòng.",
    "Sổ theo dõi tháng {month}, trang {page}.",
    "Danh sách kèm theo, {page} người ký.",
    "Thông báo số {page}, gửi ngày {day:02}.",
    "Nhật ký công tác tháng {month}, mục {page}.",
]
LOWERED = [
    "Đối chiếu sổ chỉ thấy bằng này.",
    "Biên bản không ghi đủ, tính theo biên bản.",
    "Trùng một việc đã tính tháng trước.",
    "Hai trường hợp chưa có văn bản trả lời.",
]


@dataclass(frozen=True)
class Filled:
    """A sheet as the unit fills it, and what whoever looks at it finds otherwise."""

    claimed: dict[str, Answer]
    notes: dict[str, str]
    found: dict[str, Answer]


def filled(
    criteria: CriteriaSet, kind: str, worth: float, frankness: float, random: Random
) -> Filled:
    """`worth`: how well the unit does, 0 to 1; `frankness`: how often it claims what is so."""
    claimed, notes, found = {}, {}, {}
    for each in criteria.criteria():
        if each.source is Source.AUTO or not each.applies_to(kind):
            continue
        answer = _answer(each, worth, random)
        claimed[each.code], notes[each.code] = answer, _note(answer, random)
        if not answer.no_data and random.random() > frankness:
            better = _better(each, answer)
            if better != answer:
                claimed[each.code], found[each.code] = better, answer
    return Filled(claimed, notes, found)


def _note(answer: Answer, random: Random) -> str:
    if answer.no_data:
        return NOTHING
    text = random.choice(SHOWN)
    return text.format(
        day=random.randint(1, 28), month=random.randint(1, 12), page=random.randint(2, 60)
    )


def _answer(criterion: Criterion, worth: float, random: Random) -> Answer:
    if criterion.no_data.value == "exclude" and random.random() < 0.3:
        return Answer(no_data=True)
    return _ANSWERS[criterion.method](criterion, worth, random)


def _ratio(_criterion: Criterion, worth: float, random: Random) -> Answer:
    whole = random.randint(2, 9)
    done = sum(random.random() < worth for _ in range(whole))
    return Answer(numerator=done, denominator=whole)


def _tiers(criterion: Criterion, worth: float, random: Random) -> Answer:
    value = min(100, max(0, round(random.gauss(78 + 20 * worth, 5))))
    sample = random.randint(20, 90) if criterion.min_sample else None
    return Answer(value=Decimal(value), denominator=sample)


def _checklist(criterion: Criterion, worth: float, random: Random) -> Answer:
    met = tuple(each.code for each in criterion.items if random.random() < worth)
    return Answer(items=met)


def _deduct(_criterion: Criterion, worth: float, random: Random) -> Answer:
    return Answer(times=sum(random.random() > worth for _ in range(2)))


def _anchored(criterion: Criterion, worth: float, random: Random) -> Answer:
    levels = sorted((each.points for each in criterion.anchors), reverse=True)
    worse = sum(random.random() > worth for _ in range(len(levels) - 1))
    return Answer(level=levels[worse])


_ANSWERS = {
    Method.RATIO: _ratio,
    Method.TIERS: _tiers,
    Method.CHECKLIST: _checklist,
    Method.DEDUCT: _deduct,
    Method.ANCHORED: _anchored,
}


def _better(criterion: Criterion, answer: Answer) -> Answer:
    """One step up, as somebody would put it who means well by himself."""
    if criterion.method is Method.RATIO:
        more = min((answer.numerator or 0) + 1, answer.denominator or 0)
        return replace(answer, numerator=more)
    if criterion.method is Method.TIERS:
        return replace(answer, value=min(Decimal(100), (answer.value or Decimal(0)) + 8))
    if criterion.method is Method.CHECKLIST:
        return replace(answer, items=tuple(each.code for each in criterion.items))
    if criterion.method is Method.DEDUCT:
        return replace(answer, times=max(0, (answer.times or 0) - 1))
    higher = [each.points for each in criterion.anchors if each.points > (answer.level or 0)]
    return replace(answer, level=min(higher, default=answer.level))


def lowered(found: dict[str, Answer], random: Random) -> Iterator[tuple[str, Answer, str]]:
    """What is put right, each with its reason."""
    for code, answer in found.items():
        yield code, answer, random.choice(LOWERED)
