"""Every total explained: what was fixed, word for word, or how a sheet stands so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.measures import find
from noilam.foundation.text import day_text, number_text

from ...models import FixedFact, Mark, MarkEvidence, Sheet, SheetVersion
from ...rules.criteria import CriteriaSet
from ...rules.explanation import Explanation, explain
from ...rules.gains import Gain, Way
from ...rules.score import Answer
from ...rules.sentences import Sentence, shown, signed
from ...rules.shortfall import Cause, Shortfall
from ...rules.workings import GateWorking
from ..behind import NOTHING_BEHIND, Shown, behind
from ..criteria import criteria_of
from ..marks import UNANSWERED, Standing, standing
from .sheet_rows import fact_text

WIDTH = 100  # of a drawn step


@dataclass(frozen=True)
class Loss:
    """A step from the whole down to the total. `x`, `width`: where it is drawn, of 100."""

    title: str
    points: str
    left: str
    tone: str
    code: str = ""
    x: str = "0"
    width: str = "0"


@dataclass(frozen=True)
class Change:
    """ "+2,5 nếu …"."""

    gain: str
    title: str
    change: str
    total: str
    band: str = ""  # where it lifts the band


@dataclass(frozen=True)
class Why:
    """From the whole to the total, and what would have changed it. `question` may be empty."""

    question: str
    losses: Sequence[Loss]
    failed: Sequence[str]
    changes: Sequence[Change]
    way: str
    without: Sequence[str]


@dataclass(frozen=True)
class Source:
    """Something to be opened: evidence, or an item behind a figure."""

    label: str
    link: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One criterion, bonus or penalty. `hands`: who gave which mark, when, and why."""

    code: str
    title: str
    points: str
    most: str
    rule: str
    working: str
    tag: str = ""
    hands: Sequence[str] = ()
    fact: str = ""
    sources: Sequence[Source] = ()


@dataclass(frozen=True)
class ExplanationPage:
    """`version` None: not fixed yet, the marks as they are now. `is_altered`: what was stored no
    longer follows from its own answers."""

    sheet: Sheet
    version: SheetVersion | None
    versions: Sequence[SheetVersion]
    total: str
    full: str
    band: str
    arithmetic: Sequence[str]
    lines: Sequence[Line]
    gates: Sequence[tuple[str, bool, str]]
    why: Why
    is_altered: bool = False


@dataclass(frozen=True)
class _Known:
    """What stands around the marks, by code of the criterion or name of the measure."""

    marks: Mapping[str, Sequence[Mark]] = field(default_factory=dict)
    evidence: Mapping[str, Sequence[Source]] = field(default_factory=dict)
    facts: Mapping[str, FixedFact] = field(default_factory=dict)
    behind: Mapping[str, Shown] = field(default_factory=dict)


# The page -----------------------------------------------------------------------------------


def explanation_page(actor: Actor, sheet: Sheet, number: int | None) -> ExplanationPage | None:
    """For a reader. Of a version by its number; else of the last; of none while nothing is fixed.
    None: there is no version of that number."""
    versions = list(SheetVersion.objects.filter(sheet=sheet).select_related("band"))
    chosen = [each for each in versions if number in (None, each.number)]
    if not chosen and (versions or number is not None):
        return None
    version = chosen[-1] if chosen else None
    criteria = criteria_of(sheet.criteria_set)
    explained = _of_version(criteria, version) if version else _of_now(standing(sheet))
    known = _known(actor, sheet, version.recorded_at if version else None)
    total = explained.total
    return ExplanationPage(
        sheet=sheet,
        version=version,
        versions=versions,
        total=_points(total.total),
        full=shown(criteria.max_points),
        band=total.band.title if total.band else "",
        arithmetic=_said(explained.arithmetic),
        lines=[*_lines(criteria, explained, known), *_extras(explained, known)],
        gates=_gates(explained),
        why=why_of(criteria, explained),
        is_altered=version is not None and version.total != total.total,
    )


def _of_version(criteria: CriteriaSet, version: SheetVersion) -> Explanation:
    content = version.content
    return explain(
        criteria,
        content["kind"],
        {code: Answer.read(each) for code, each in content["answers"].items()},
        content["times"],
        {name: Decimal(each["value"]) for name, each in content["facts"].items()},
    )


def _of_now(stands: Standing) -> Explanation:
    return explain(stands.criteria, stands.kind, stands.answers(), stands.times(), stands.values)


def why_now(stands: Standing) -> Why:
    """For the page of a sheet, beside its total; no question of its own."""
    return why_of(stands.criteria, _of_now(stands))


# Why ----------------------------------------------------------------------------------------


def why_of(criteria: CriteriaSet, explained: Explanation) -> Why:
    titles = {each.code: each.title or each.code for each in criteria.gates}
    shortfall = explained.shortfall
    return Why(
        question=_question(criteria, shortfall),
        losses=_losses(criteria.max_points, shortfall) if shortfall else [],
        failed=[titles[code] for code in shortfall.failed] if shortfall else [],
        changes=[_change(each) for each in explained.gains],
        way=_way(explained.way, titles),
        without=[
            _("Nếu không vướng “{gate}”: {band}").format(
                gate=titles[each.gate.code], band=each.band.title if each.band else "–"
            )
            for each in explained.without
        ],
    )


def _question(criteria: CriteriaSet, shortfall: Shortfall | None) -> str:
    if shortfall is None or (not shortfall.gap and not shortfall.target):
        return ""
    aim = shortfall.target.at_least if shortfall.target else criteria.max_points
    if shortfall.target and not shortfall.to_target:
        return _("Vì sao chưa phải “{band}”?").format(band=shortfall.target.title)
    return _("Vì sao chưa phải {points}?").format(points=shown(aim))


def _losses(full: int, shortfall: Shortfall) -> list[Loss]:
    lefts = [full - lost for lost in accumulate(each.loss for each in shortfall.steps)]
    lowest, highest = min([full, *lefts]), max([full, *lefts])
    return [
        Loss(
            title=step.title or _CAUSES[step.cause](),
            code=step.code,
            points=signed(-step.loss),
            left=shown(left),
            tone="kept" if step.loss < 0 else "late",
            x=_drawn(min(left, left + step.loss) - lowest, highest - lowest),
            width=_drawn(abs(step.loss), highest - lowest),
        )
        for step, left in zip(shortfall.steps, lefts, strict=True)
    ]


_CAUSES = {
    Cause.CRITERION: lambda: _("Tiêu chí"),
    Cause.PENALTY: lambda: _("Điểm trừ"),
    Cause.BONUS: lambda: _("Điểm thưởng"),
    Cause.BOUND: lambda: _("Phần vượt ra ngoài thang điểm"),
    Cause.ROUNDING: lambda: _("Làm tròn khi quy đổi"),
}


def _drawn(points: int, of: int) -> str:
    """Its share of what is drawn: from the lowest point on the way to the highest."""
    return f"{points * WIDTH / max(1, of):.1f}"


def _change(gain: Gain) -> Change:
    band = gain.band.title if gain.is_higher_band and gain.band else ""
    return Change(signed(gain.gain), gain.title, gain.change.text(_), shown(gain.total), band)


def _way(way: Way | None, titles: Mapping[str, str]) -> str:
    if way is None:
        return ""
    wanted = [*way.codes, *(f"“{titles[code]}”" for code in way.gates)]
    shape = _("Ít nhất cần đạt trọn {what} để lên {band} ({total} điểm).")
    return shape.format(what=", ".join(wanted), band=way.band.title, total=shown(way.total))


# Lines --------------------------------------------------------------------------------------


def _lines(criteria: CriteriaSet, explained: Explanation, known: _Known) -> list[Line]:
    return [
        Line(
            code=each.code,
            title=each.title,
            points="–" if each.is_excluded else shown(each.points),
            most=shown(criteria.by_code[each.code].max_points),
            rule=each.rule.text(_),
            working=each.working.text(_),
            tag=_tag(each.is_excluded, each.is_without_data),
            hands=_hands(known.marks.get(each.code, ())),
            fact=_fact_text(known.facts.get(criteria.by_code[each.code].measure)),
            sources=[
                *known.evidence.get(each.code, ()),
                *_behind(known.behind.get(criteria.by_code[each.code].measure, NOTHING_BEHIND)),
            ],
        )
        for each in explained.lines
    ]


def _tag(is_excluded: bool, is_without_data: bool) -> str:
    if is_excluded:
        return _("không tính")
    return _("không có số liệu") if is_without_data else ""


def _extras(explained: Explanation, known: _Known) -> list[Line]:
    return [
        Line(
            code=each.code,
            title=each.title,
            points=signed(each.extra),
            most="",
            rule="",
            working=each.working.text(_),
            hands=_hands(known.marks.get(each.code, ())),
            sources=known.evidence.get(each.code, ()),
        )
        for each in explained.extras
    ]


def _hands(marks: Sequence[Mark]) -> list[str]:
    """Who gave the marks that held, in the order of the steps."""
    return [_hand(each) for each in marks]


def _hand(mark: Mark) -> str:
    by = _("hệ thống") if mark.stage == Mark.Stage.SYSTEM else mark.by
    day = day_text(timezone.localtime(mark.recorded_at))
    said = f"{mark.get_stage_display()}: {by}, {day}"
    return f"{said}. {mark.reason}" if mark.reason else said


def _fact_text(fact: FixedFact | None) -> str:
    if fact is None:
        return ""
    shape = _("Hệ thống ghi nhận: {value}. {title}")
    return shape.format(value=fact_text(fact), title=_measure_text(fact.measure))


def _measure_text(name: str) -> str:
    named = find(name)
    return named.title() if named else name


def _behind(shown: Shown) -> list[Source]:
    """What the reader may open, and how much more there is."""
    sources = [Source(each.label, each.link, each.note) for each in shown.items]
    return [*sources, Source(shown.hidden_text, "")] if shown.hidden else sources


def _gates(explained: Explanation) -> list[tuple[str, bool, str]]:
    """Title, whether it holds, and what was asked and found."""
    return [
        (each.gate.title or each.gate.code, each.holds, _gate(each)) for each in explained.gates
    ]


def _gate(working: GateWorking) -> str:
    measure = working.gate.measure or working.gate.wanted
    what = (
        _measure_text(measure)
        if measure
        else _("Số lần trừ điểm {codes}").format(codes=", ".join(working.gate.penalties))
    )
    if working.found is None:
        return _("{what}: cần {asked}; chưa có số liệu nên coi như đạt").format(
            what=what, asked=working.asked
        )
    shape = _("{what}: cần {asked}, đang là {found}")
    return shape.format(what=what, asked=working.asked, found=number_text(working.found))


# What stands around -------------------------------------------------------------------------


def _known(actor: Actor, sheet: Sheet, at: datetime | None) -> _Known:
    """Marks in force at a moment (now), evidence then, and facts as last taken."""
    marks: dict[str, list[Mark]] = {}
    for mark in _marks_at(sheet, at):
        marks.setdefault(mark.criterion.code, []).append(mark)
    evidence: dict[str, list[Source]] = {}
    for each in _evidence_at(sheet, at):
        evidence.setdefault(each.criterion.code, []).append(_evidence_source(each))
    facts = {each.measure: each for each in FixedFact.objects.filter(sheet=sheet)}
    return _Known(marks, evidence, facts, behind(actor, facts.values()))


def _marks_at(sheet: Sheet, at: datetime | None) -> list[Mark]:
    rows = Mark.objects.filter(_held("superseded_at", at), sheet=sheet)
    order = {str(stage): place for place, stage in enumerate(Mark.Stage)}
    found = rows.select_related("criterion").order_by("pk")
    return sorted(
        (each for each in found if each.answer != UNANSWERED), key=lambda each: order[each.stage]
    )


def _evidence_at(sheet: Sheet, at: datetime | None) -> Any:
    rows = MarkEvidence.objects.filter(_held("taken_back_at", at), sheet=sheet)
    return rows.select_related("criterion", "file").order_by("pk")


def _held(until: str, at: datetime | None) -> Q:
    if at is None:
        return Q(**{until: None})
    return Q(recorded_at__lte=at) & (Q(**{until: None}) | Q(**{f"{until}__gt": at}))


def _evidence_source(each: MarkEvidence) -> Source:
    if each.file:
        return Source(each.file.name, each.file.get_absolute_url(), each.text)
    is_address = each.text.startswith(("https://", "http://"))
    return Source(each.text, each.text if is_address else "")


def _said(sentences: Sequence[Sentence]) -> list[str]:
    return [each.text(_) for each in sentences]


def _points(points: int | None) -> str:
    return "–" if points is None else shown(points)
