"""What a criterion needs for its method, and what has no place in it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from noilam.foundation.errors import Problem
from noilam.foundation.text import number_text, say

from .criteria import Method, Source
from .numbers import hundredths, points_text
from .places import Place, wrong

Content = Mapping[str, Any]

# Keys that belong to some methods only; a sample stands behind shares and mean values.
BELONGS: Mapping[str, frozenset[str]] = {
    "num": frozenset({Method.RATIO}),
    "den": frozenset({Method.RATIO}),
    "per": frozenset({Method.DEDUCT}),
    "unit": frozenset({Method.DEDUCT, Method.TIERS}),
    "tiers": frozenset({Method.TIERS}),
    "items": frozenset({Method.CHECKLIST}),
    "anchors": frozenset({Method.ANCHORED}),
    "min_sample": frozenset({Method.RATIO, Method.TIERS}),
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    Method.RATIO: (),
    Method.TIERS: ("tiers",),
    Method.CHECKLIST: ("items",),
    Method.DEDUCT: ("per",),
    Method.ANCHORED: ("anchors",),
}
# Words that people need who count or measure by hand.
NEEDED_BY_HAND: Mapping[str, tuple[str, ...]] = {
    Method.RATIO: ("num", "den"),
    Method.TIERS: ("unit",),
    Method.CHECKLIST: (),
    Method.DEDUCT: ("unit",),
    Method.ANCHORED: (),
}
PERCENT = "percent"
WHOLE_PERCENT = 100


def problems_with_method(criterion: Content, place: Place, step: int) -> Iterator[Problem]:
    """`step`: of rounding, in hundredths."""
    if method := criterion.get("method"):
        yield from _with_keys(criterion, method, place)
    yield from _with_source(criterion, place)
    yield from _with_steps(criterion, place, step)
    if most := hundredths(criterion.get("max", 0)):
        yield from _with_items(criterion, most, place)
        yield from _with_best(criterion, "tiers", most, place)
        yield from _with_best(criterion, "anchors", most, place)
        yield from _with_per(criterion, most, place)
    yield from _with_tiers(criterion, place)
    yield from _with_anchors(criterion, place)


def _with_keys(criterion: Content, method: str, place: Place) -> Iterator[Problem]:
    by_hand = not str(criterion.get("source", "")).startswith(f"{Source.AUTO}:")
    needed = NEEDED[method] + (NEEDED_BY_HAND[method] if by_hand else ())
    for key in needed:
        if key not in criterion:
            message = say("chấm theo {method} thì phải ghi “{key}”.")
            yield wrong(place, key, "missing", message, method=method, key=key)
    for key, methods in BELONGS.items():
        if key in criterion and method not in methods:
            message = say("“{key}” không dùng với cách chấm {method}. Bỏ đi, hoặc đổi cách chấm.")
            yield wrong(place, key, "idle-key", message, method=method, key=key)


def _with_source(criterion: Content, place: Place) -> Iterator[Problem]:
    by_hand = criterion.get("source") in (Source.MANUAL, Source.MIXED, None)
    if "wanted" in criterion and not by_hand:
        message = say("“wanted” chỉ đi với manual hoặc mixed. Bỏ đi.")
        yield wrong(place, "wanted", "idle-key", message)


def _with_steps(criterion: Content, place: Place, step: int) -> Iterator[Problem]:
    """Points that no rounding would reach are never given."""
    told = [criterion.get("max"), criterion.get("per")]
    for name in ("tiers", "items", "anchors"):
        told += [each.get("points") for each in criterion.get(name, [])]
    odd = [each for each in told if each is not None and hundredths(each) % step]
    if odd:
        message = say("{points} điểm không chia hết cho bước làm tròn {step}. Sửa điểm hoặc bước.")
        listed = "; ".join(number_text(each) for each in dict.fromkeys(odd))
        yield wrong(place, "max", "odd-points", message, points=listed, step=points_text(step))


def _with_items(criterion: Content, most: int, place: Place) -> Iterator[Problem]:
    items = criterion.get("items", [])
    if not items or any("points" not in each for each in items):
        return
    total = sum(hundredths(each["points"]) for each in items)
    if total != most:
        message = say("điểm các mục cộng lại là {sum}, phải bằng điểm tối đa {most}.")
        values = {"sum": points_text(total), "most": points_text(most)}
        yield wrong(place, "items", "sum", message, **values)


def _with_best(criterion: Content, name: str, most: int, place: Place) -> Iterator[Problem]:
    """The best level gives the whole, and none more."""
    levels = criterion.get(name, [])
    if not levels or any("points" not in each for each in levels):
        return
    best = max(hundredths(each["points"]) for each in levels)
    if best != most:
        message = say("mức cao nhất được {best} điểm, phải bằng điểm tối đa {most}.")
        values = {"best": points_text(best), "most": points_text(most)}
        yield wrong(place, name, "best", message, **values)


def _with_per(criterion: Content, most: int, place: Place) -> Iterator[Problem]:
    if hundredths(criterion.get("per", 0)) > most:
        message = say("mỗi lần trừ {per}, nhiều hơn điểm tối đa {most}.")
        values = {"per": number_text(criterion["per"]), "most": points_text(most)}
        yield wrong(place, "per", "per", message, **values)


def _with_tiers(criterion: Content, place: Place) -> Iterator[Problem]:
    tiers = [each for each in criterion.get("tiers", []) if "from" in each]
    if len(tiers) != len(criterion.get("tiers", [])) or not tiers:
        return
    starts = [each["from"] for each in tiers]
    yield from _with_starts(starts, place)
    if criterion.get("unit") == PERCENT and starts[0] > WHOLE_PERCENT:
        message = say("mức từ {start}: tỷ lệ phần trăm không quá 100.")
        yield wrong(place, "tiers", "percent", message, start=number_text(starts[0]))


def _with_starts(starts: Sequence[float], place: Place) -> Iterator[Problem]:
    for upper, lower in zip(starts, starts[1:], strict=False):
        if lower >= upper:
            message = say("mức từ {lower} chồng lên mức từ {upper}. Xếp từ cao xuống thấp.")
            values = {"lower": number_text(lower), "upper": number_text(upper)}
            yield wrong(place, "tiers", "overlap", message, **values)
    if starts[-1] != 0:
        message = say("mức thấp nhất phải từ 0; đang từ {start}.")
        yield wrong(place, "tiers", "not-from-0", message, start=number_text(starts[-1]))


def _with_anchors(criterion: Content, place: Place) -> Iterator[Problem]:
    """A mark names its level by the points: two of the same could not be told apart."""
    anchors = [each["points"] for each in criterion.get("anchors", []) if "points" in each]
    for upper, lower in zip(anchors, anchors[1:], strict=False):
        if lower >= upper:
            message = say("mức {lower} điểm không thấp hơn mức đứng trước. Xếp từ cao xuống thấp.")
            yield wrong(place, "anchors", "order", message, lower=number_text(lower))
