"""An answer and its points as a reader sees them: "7/9", "đạt 3/5 nội dung", "8,25"."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noilam.foundation.text import number_text

from ...rules import numbers
from ...rules.criteria import Criterion, Method, WhenNothing
from ...rules.score import Answer

UNITS = {"percent": "%"}


def points_text(points: int | None) -> str:
    """Hundredths as people write them; a dash where the criterion is left out."""
    return "–" if points is None else numbers.points_text(points)


def signed_text(points: int) -> str:
    """+2, −1,5: a difference never shows without its sign."""
    sign = "−" if points < 0 else "+" if points else ""
    return sign + numbers.points_text(abs(points))


def unit_of(criterion: Criterion) -> str:
    return UNITS.get(criterion.unit, criterion.unit)


def answer_text(criterion: Criterion, answer: Answer | None) -> str:
    """In the terms of the method, shortly."""
    if answer is None:
        return ""
    if answer.no_data:
        return _("không phát sinh")
    return _WORDS[criterion.method](criterion, answer)


def nothing_text(criterion: Criterion) -> str:
    """What follows where there was nothing to judge."""
    return {
        WhenNothing.FULL: _("không phát sinh: được điểm tối đa"),
        WhenNothing.ZERO: _("không phát sinh: 0 điểm"),
        WhenNothing.EXCLUDE: _("không phát sinh: bỏ tiêu chí này, các tiêu chí khác quy đổi lên"),
    }[criterion.no_data]


def times_text(times: int) -> str:
    return ngettext("{n} lần", "{n} lần", times).format(n=number_text(times))


def _ratio(_criterion: Criterion, answer: Answer) -> str:
    return f"{number_text(answer.numerator)}/{number_text(answer.denominator)}"


def _tiers(criterion: Criterion, answer: Answer) -> str:
    unit = unit_of(criterion)
    value = number_text(answer.value) + (unit if unit == "%" else f" {unit}".rstrip())
    if answer.denominator is None:
        return value
    return _("{value}, mẫu {sample}").format(value=value, sample=number_text(answer.denominator))


def _checklist(criterion: Criterion, answer: Answer) -> str:
    return _("đạt {met}/{all} nội dung").format(met=len(answer.items), all=len(criterion.items))


def _deduct(_criterion: Criterion, answer: Answer) -> str:
    return times_text(answer.times or 0)


def _anchored(criterion: Criterion, answer: Answer) -> str:
    return next((each.text for each in criterion.anchors if each.points == answer.level), "")


_WORDS = {
    Method.RATIO: _ratio,
    Method.TIERS: _tiers,
    Method.CHECKLIST: _checklist,
    Method.DEDUCT: _deduct,
    Method.ANCHORED: _anchored,
}


def method_text(criterion: Criterion) -> list[str]:
    """How points follow, in words: a line for each step."""
    most = points_text(criterion.max_points)
    if criterion.method is Method.RATIO:
        shape = _("{max} điểm × ({upper}) : ({lower}), nhiều nhất {max} điểm")
        return [shape.format(max=most, upper=criterion.numerator, lower=criterion.denominator)]
    if criterion.method is Method.DEDUCT:
        shape = _("{max} điểm, trừ {per} điểm cho mỗi {unit}; không xuống dưới 0")
        per = points_text(criterion.per)
        return [shape.format(max=most, per=per, unit=criterion.unit or _("lần"))]
    return _listed(criterion)


def _listed(criterion: Criterion) -> list[str]:
    if criterion.method is Method.TIERS:
        unit = unit_of(criterion)
        shape = _("từ {value}{unit} trở lên: {points} điểm")
        lines = [(number_text(each.at_least), each.points) for each in criterion.tiers]
        said = [shape.format(value=v, unit=unit, points=points_text(p)) for v, p in lines]
        if criterion.min_sample:
            small = _("mẫu dưới {n} thì coi là không phát sinh")
            said.append(small.format(n=number_text(criterion.min_sample)))
        return said
    pairs = (
        [(each.title, each.points) for each in criterion.items]
        if criterion.method is Method.CHECKLIST
        else [(each.text, each.points) for each in criterion.anchors]
    )
    return [_worth(what, points) for what, points in pairs]


def _worth(what: str, points: int) -> str:
    said = ngettext("{what}: {points} điểm", "{what}: {points} điểm", 1 if points == 100 else 2)
    return said.format(what=what, points=points_text(points))
