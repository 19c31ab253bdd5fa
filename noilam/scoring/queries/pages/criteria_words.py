"""The content of a set in words: every word that people are scored by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noilam.foundation import measures
from noilam.foundation.text import number_text
from noilam.organisation.models import UnitKind
from noilam.organisation.queries import kind_name

from ...rules.criteria import Band, Criterion, Extra, Gate, Method, Source, Step, WhenNothing
from ...rules.criteria import CriteriaSet as Criteria
from ...rules.names import METHOD_NAMES, MODE_NAMES, STEP_NAMES
from ...rules.workings import rule_of
from .answer_words import points_text, unit_of


@dataclass(frozen=True)
class Level:
    """A line of a criterion's small table: the condition and its points."""

    when: str
    points: str


@dataclass(frozen=True)
class CriterionText:
    code: str
    title: str
    points: str
    method: str
    rule: str  # a sentence, where the method has no table
    levels: list[Level]
    source: str
    wanted: str  # a measure that was not installed: marked by hand
    no_data: str
    more: list[str]  # sample, kinds of unit, note
    evidence: str


@dataclass(frozen=True)
class SectionText:
    code: str
    title: str
    points: str
    criteria: list[CriterionText]


@dataclass(frozen=True)
class ExtraText:
    code: str
    title: str
    points: str


@dataclass(frozen=True)
class BandText:
    code: str
    title: str
    at_least: str
    gates: list[str]


@dataclass(frozen=True)
class StepText:
    name: str
    when: str
    note: str


@dataclass(frozen=True)
class Document:
    """The content in words. `notes` tell how points are rounded and compared."""

    kinds: str
    points: str
    sections: list[SectionText]
    bonuses: list[ExtraText]
    bonus_cap: str
    penalties: list[ExtraText]
    penalty_cap: str
    bands: list[BandText]
    steps: list[StepText]
    basis: list[str]
    notes: list[str]
    wanted: int  # how many measures were not there


def document(criteria: Criteria) -> Document:
    kinds = {each.identifier: kind_name(each) for each in UnitKind.objects.all()}
    wanted = [each.wanted for each in criteria.criteria()]
    wanted += [each.wanted for each in criteria.gates]
    return Document(
        kinds=_names(criteria.kinds, kinds),
        points=points_text(criteria.max_points),
        sections=[
            SectionText(
                each.code,
                each.title,
                points_text(each.max_points),
                [criterion_text(one, kinds) for one in each.criteria],
            )
            for each in criteria.sections
        ],
        bonuses=[_extra(each) for each in criteria.bonuses],
        bonus_cap=points_text(criteria.bonus_cap),
        penalties=[_extra(each) for each in criteria.penalties],
        penalty_cap=points_text(criteria.penalty_cap),
        bands=_bands(criteria),
        steps=[_step(each) for each in criteria.steps],
        basis=list(criteria.legal_basis),
        notes=_notes(criteria),
        wanted=sum(map(bool, wanted)),
    )


def _names(identifiers: Iterable[str], kinds: Mapping[str, str]) -> str:
    return ", ".join(kinds.get(each, each) for each in identifiers)


def criterion_text(criterion: Criterion, kinds: Mapping[str, str]) -> CriterionText:
    levels = levels_of(criterion)
    return CriterionText(
        code=criterion.code,
        title=criterion.title,
        points=points_text(criterion.max_points),
        method=_(METHOD_NAMES[criterion.method]),
        rule="" if levels else rule_of(criterion).text(_),
        levels=levels,
        source=source_text(criterion),
        wanted=criterion.wanted,
        no_data=_NO_DATA[criterion.no_data](),
        more=_more(criterion, kinds),
        evidence="; ".join(criterion.evidence),
    )


def levels_of(criterion: Criterion) -> list[Level]:
    if criterion.method is Method.TIERS:
        unit = unit_of(criterion)
        unit = unit if unit in ("", "%") else f" {unit}"
        return [
            Level(
                _("Từ {value}").format(value=number_text(each.at_least)) + unit,
                points_text(each.points),
            )
            for each in criterion.tiers
        ]
    if criterion.method is Method.CHECKLIST:
        return [
            Level(f"{each.code}. {each.title}", points_text(each.points))
            for each in criterion.items
        ]
    return [Level(each.text, points_text(each.points)) for each in criterion.anchors]


_NO_DATA = {
    WhenNothing.FULL: lambda: _("Không phát sinh: được điểm tối đa."),
    WhenNothing.ZERO: lambda: _("Không phát sinh hoặc không có số liệu: 0 điểm."),
    WhenNothing.EXCLUDE: lambda: _("Không phát sinh: bỏ tiêu chí này, quy đổi lại thang điểm."),
}


def source_text(criterion: Criterion) -> str:
    if criterion.source is Source.AUTO:
        return _("Hệ thống tự tính: {measure}").format(measure=measure_text(criterion.measure))
    if criterion.source is Source.MIXED and criterion.measure:
        return _("Người chấm; bên cạnh có số liệu: {measure}").format(
            measure=measure_text(criterion.measure)
        )
    return _("Người chấm")


def measure_text(written: str) -> str:
    """A measure in words; its name where it is not installed."""
    found = measures.find(written)
    if found is None:
        return _("{name} (chưa có trong hệ thống)").format(name=written)
    return found.title()


def _more(criterion: Criterion, kinds: Mapping[str, str]) -> list[str]:
    told = []
    if criterion.min_sample:
        message = _("Mẫu ít hơn {number}: coi như không có số liệu.")
        told.append(message.format(number=criterion.min_sample))
    if criterion.kinds:
        told.append(_("Chỉ áp dụng cho: {kinds}.").format(kinds=_names(criterion.kinds, kinds)))
    return [*told, criterion.note] if criterion.note else told


def _extra(extra: Extra) -> ExtraText:
    points = points_text(extra.points)
    per = _("{points} mỗi {per}").format(points=points, per=extra.per) if extra.per else points
    if times := extra.max_times:
        most = ngettext("{per}, nhiều nhất {times} lần", "{per}, nhiều nhất {times} lần", times)
        per = most.format(per=per, times=times)
    return ExtraText(extra.code, extra.title, per)


def _bands(criteria: Criteria) -> list[BandText]:
    gates = {each.code: gate_text(each) for each in criteria.gates}
    return [_band(each, gates) for each in criteria.bands]


def _band(band: Band, gates: Mapping[str, str]) -> BandText:
    asked = [gates.get(code, code) for code in band.gates]
    return BandText(band.code, band.title, points_text(band.at_least), asked)


_OPS = {"==": "=", ">=": "≥", "<=": "≤"}


def gate_text(gate: Gate) -> str:
    asked = f"{_OPS.get(gate.op, gate.op)} {number_text(gate.value)}"
    what = measure_text(gate.measure) if gate.measure else ", ".join(gate.penalties)
    if gate.wanted:
        what = _("{measure}, chưa có số liệu: coi như đạt").format(measure=gate.wanted)
    return f"{gate.title} ({what} {asked})" if gate.title else f"{what} {asked}"


def _step(step: Step) -> StepText:
    return StepText(_(STEP_NAMES[step.name]), _when(step), step.note)


def _when(step: Step) -> str:
    if step.due_day:
        return _("đến ngày {day} tháng sau").format(day=step.due_day)
    days = step.working_days
    within = ngettext("trong {days} ngày làm việc", "trong {days} ngày làm việc", days)
    return within.format(days=days)


def _notes(criteria: Criteria) -> list[str]:
    step, mode = points_text(criteria.rounding.step), _(MODE_NAMES[criteria.rounding.mode])
    return [
        _("Điểm từng tiêu chí làm tròn đến {step}: {mode}.").format(step=step, mode=mode),
        _("Điểm các bước lệch từ {points} trở lên: nêu riêng khi phê duyệt.").format(
            points=points_text(criteria.flag_difference)
        ),
        _("Một tiêu chí lệch từ {points} trở lên: hỏi ý kiến đơn vị trước khi phê duyệt.").format(
            points=points_text(criteria.reply_difference)
        ),
    ]


def known_measures() -> list[dict[str, Any]]:
    """Every measure installed, for whoever drafts."""
    units = {"percent": _("%, 0 đến 100"), "count": _("số lượng"), "day": _("ngày")}
    fits = {
        "percent": [Method.RATIO, Method.TIERS],
        "count": [Method.TIERS, Method.DEDUCT],
        "day": [Method.TIERS],
    }
    return [
        {
            "name": name,
            "title": _(each.title),
            "meaning": _(each.meaning),
            "unit": units.get(each.unit, each.unit),
            "takes": _(each.takes) if each.takes else "",
            "methods": ", ".join(_(METHOD_NAMES[method]) for method in fits.get(each.unit, [])),
        }
        for name, each in measures.measures().items()
    ]
