"""One criterion of one sheet: its full text, every mark it ever had, evidence, facts behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.measures import find

from ...models import FixedFact, Mark, MarkEvidence, Sheet
from ...rules.criteria import Criterion, Extra, Source
from ...rules.score import Answer
from ..behind import NOTHING_BEHIND, Shown, behind
from ..criteria import criteria_of
from ..marks import UNANSWERED
from .answer_words import answer_text, method_text, nothing_text, points_text, times_text
from .sheet_rows import fact_text


@dataclass(frozen=True)
class Given:
    """A mark as it was given, in force or not."""

    stage: str
    answer: str
    points: str
    reason: str
    by: str
    at: str
    is_past: bool


@dataclass(frozen=True)
class Found:
    """What a measure says."""

    title: str
    meaning: str
    value: str
    taken_at: Any
    behind: Shown


@dataclass(frozen=True)
class CriterionPage:
    code: str
    title: str
    most: str
    source: str
    how: Sequence[str]
    no_data: str
    asked: Sequence[str]
    note: str
    marks: Sequence[Given]
    evidence: Sequence[Any]
    taken_back: Sequence[Any]
    found: Found | None


def criterion_page(actor: Actor, sheet: Sheet, code: str) -> CriterionPage | None:
    """For a reader. None: the set has no such code for a unit of this kind."""
    criteria = criteria_of(sheet.criteria_set)
    criterion = criteria.by_code.get(code)
    if criterion and criterion.applies_to(sheet.kind.identifier):
        return _of_criterion(actor, sheet, criterion)
    extra = next((each for each in criteria.extras() if each.code == code), None)
    return _of_extra(sheet, extra) if extra else None


def _of_criterion(actor: Actor, sheet: Sheet, criterion: Criterion) -> CriterionPage:
    shown = _evidence(sheet, criterion.code)
    return CriterionPage(
        code=criterion.code,
        title=criterion.title,
        most=points_text(criterion.max_points),
        source=_source(criterion),
        how=method_text(criterion),
        no_data=nothing_text(criterion),
        asked=criterion.evidence,
        note=criterion.note,
        marks=[_given(mark, criterion) for mark in _marks(sheet, criterion.code)],
        evidence=[each for each in shown if not each.taken_back_at],
        taken_back=[each for each in shown if each.taken_back_at],
        found=_found(actor, sheet, criterion) if criterion.measure else None,
    )


def _of_extra(sheet: Sheet, extra: Extra) -> CriterionPage:
    shown = _evidence(sheet, extra.code)
    how = _("{points} điểm mỗi lần").format(points=points_text(extra.points))
    most = _("nhiều nhất {times}").format(times=times_text(extra.max_times))
    return CriterionPage(
        code=extra.code,
        title=extra.title,
        most=points_text(extra.points),
        source=_("đơn vị ghi"),
        how=[how, most] if extra.max_times else [how],
        no_data="",
        asked=(),
        note=extra.per,
        marks=[_given(mark, None) for mark in _marks(sheet, extra.code)],
        evidence=[each for each in shown if not each.taken_back_at],
        taken_back=[each for each in shown if each.taken_back_at],
        found=None,
    )


def _source(criterion: Criterion) -> str:
    return {
        Source.AUTO: _("hệ thống tự chấm"),
        Source.MIXED: _("đơn vị chấm, số liệu hệ thống đặt bên cạnh"),
        Source.MANUAL: _("đơn vị chấm"),
    }[criterion.source]


def _marks(sheet: Sheet, code: str) -> list[Mark]:
    rows = Mark.objects.filter(sheet=sheet, criterion__code=code)
    return list(rows.order_by("pk"))


def _given(mark: Mark, criterion: Criterion | None) -> Given:
    if criterion is None:
        answer = times_text(mark.answer.get("times", 0))
    elif mark.answer == UNANSWERED:
        answer = _("chưa chấm")
    else:
        answer = answer_text(criterion, Answer.read(mark.answer))
    return Given(
        stage=str(mark.get_stage_display()),
        answer=answer,
        points=points_text(mark.points),
        reason=mark.reason,
        by=_("hệ thống") if mark.stage == Mark.Stage.SYSTEM else mark.by,
        at=f"{timezone.localtime(mark.recorded_at):%d/%m/%Y %H:%M}",
        is_past=mark.superseded_at is not None,
    )


def _evidence(sheet: Sheet, code: str) -> list[MarkEvidence]:
    rows = MarkEvidence.objects.filter(sheet=sheet, criterion__code=code)
    return list(rows.select_related("file"))


def _found(actor: Actor, sheet: Sheet, criterion: Criterion) -> Found | None:
    named = find(criterion.measure)
    fact = FixedFact.objects.filter(sheet=sheet, measure=criterion.measure).first()
    if named is None or fact is None:
        return None
    return Found(
        title=named.title(),
        meaning=_(named.measure.meaning),
        value=fact_text(fact),
        taken_at=fact.taken_at,
        behind=behind(actor, [fact]).get(fact.measure, NOTHING_BEHIND),
    )
