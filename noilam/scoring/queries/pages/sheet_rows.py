"""The table of a sheet: one row a criterion, a column for each step that marks, reasons beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from noilam.foundation.measures import find
from noilam.foundation.text import number_text

from ...models import FixedFact, Mark, SheetStep
from ...rules.criteria import Criterion, Extra, Section, Source
from ...rules.score import Answer
from ..marks import Standing
from .answer_words import answer_text, points_text, times_text
from .stage_bar import days_text
from .story import Story

Stage = Mark.Stage


@dataclass(frozen=True)
class Cell:
    """Points at a step; `is_changed` where that step gave another mark than the one before."""

    points: str
    title: str  # the column's
    is_changed: bool = False


@dataclass(frozen=True)
class Saying:
    """A small line below a criterion: what was changed and why, or a note."""

    text: str
    by: str = ""
    is_change: bool = False


@dataclass(frozen=True)
class Row:
    """`says`: small lines; `tags`: (words, tone)."""

    code: str
    title: str
    most: str
    cells: Sequence[Cell]
    answer: str = ""
    says: Sequence[Saying] = ()
    tags: Sequence[tuple[str, str]] = ()
    link: str = ""


@dataclass(frozen=True)
class Group:
    """A section of the set, or bonuses, or penalties."""

    title: str
    rows: Sequence[Row] = field(default_factory=list)
    most: str = ""


def columns(standing: Standing, story: Story) -> list[tuple[str, str]]:
    """Steps whose marks are shown: the unit's own always, others once they were done."""
    done = {each.word for each in story.steps if each.other == SheetStep.Outcome.SUBMITTED}
    named = [(str(Stage.SELF_SCORE), _("Tự chấm"))]
    for stage, title in ((Stage.APPRAISE, _("Thẩm định")), (Stage.CROSS_CHECK, _("Thẩm tra"))):
        if stage in done:
            named.append((str(stage), title))
    if standing.changed(Stage.APPROVE) or standing.changed(Stage.APPEAL):
        named.append((str(Stage.APPEAL), _("Chốt")))
    return named


def groups(standing: Standing, story: Story) -> list[Group]:
    """The whole table."""
    shown = columns(standing, story)
    points = {stage: standing.points(stage) for stage, _title in shown}
    found = [
        Group(
            f"{section.code}. {section.title}",
            [
                _row(each, standing, story, shown, points)
                for each in section.criteria
                if each.applies_to(standing.kind)
            ],
            points_text(_most(section, standing.kind)),
        )
        for section in standing.criteria.sections
    ]
    given = {stage: standing.times(stage) for stage, _title in shown}
    found += [
        Group(title, [_extra_row(each, standing, story, shown, given) for each in extras])
        for title, extras in (
            (_("Điểm thưởng"), standing.criteria.bonuses),
            (_("Điểm trừ"), standing.criteria.penalties),
        )
    ]
    return [each for each in found if each.rows]


def _most(section: Section, kind: str) -> int:
    return sum(each.max_points for each in section.criteria if each.applies_to(kind))


def _row(
    criterion: Criterion,
    standing: Standing,
    story: Story,
    shown: Sequence[tuple[str, str]],
    points: Mapping[str, Mapping[str, int | None]],
) -> Row:
    code = criterion.code
    given = [points[stage].get(code) for stage, _title in shown]
    is_said = code in standing.answers(Stage.SELF_SCORE)
    cells = [
        Cell(
            points_text(each) if at or is_said else "",
            title,
            bool(at) and each != given[at - 1],
        )
        for at, (each, (_stage, title)) in enumerate(zip(given, shown, strict=True))
    ]
    return Row(
        code=code,
        title=criterion.title,
        most=points_text(criterion.max_points),
        cells=cells,
        answer=answer_text(criterion, standing.answers(Stage.SELF_SCORE).get(code)),
        says=sayings(criterion, standing),
        tags=tags_of(criterion, standing, story),
        link=f"criteria/{code}/",
    )


def _extra_row(
    extra: Extra,
    standing: Standing,
    story: Story,
    shown: Sequence[tuple[str, str]],
    given: Mapping[str, Mapping[str, int]],
) -> Row:
    counts = [given[stage].get(extra.code, 0) for stage, _title in shown]
    cells = [
        Cell(times_text(each) if each else "", title, bool(at) and each != counts[at - 1])
        for at, (each, (_stage, title)) in enumerate(zip(counts, shown, strict=True))
    ]
    number = evidence_of(extra.code, standing, story)
    return Row(
        code=extra.code,
        title=extra.title,
        most=points_text(extra.points),
        cells=cells,
        says=extra_sayings(extra, standing),
        tags=[(_("minh chứng {n}").format(n=number), "calm")] if number else [],
        link=f"criteria/{extra.code}/",
    )


# Beside the marks ---------------------------------------------------------------------------


def sayings(criterion: Criterion, standing: Standing) -> list[Saying]:
    """The unit's note, what the system knows, and every change with its reason."""
    found = []
    fact = standing.facts.get(criterion.measure)
    if fact and criterion.source is Source.MIXED:
        text = _("hệ thống ghi nhận: {fact}").format(fact=fact_text(fact))
        found.append(Saying(text))
    own = standing.changed(Stage.SELF_SCORE).get(criterion.code)
    if own and own.reason:
        found.append(Saying(_("đơn vị ghi: {note}").format(note=own.reason)))
    before = standing.answers(Stage.SELF_SCORE).get(criterion.code)
    for stage, title in changing_steps():
        mark = standing.changed(stage).get(criterion.code)
        if mark:
            after = Answer.read(mark.answer)
            found.append(_changed(criterion, title, before, after, standing, mark))
            before = after
    return found


def changing_steps() -> list[tuple[str, str]]:
    """Steps that change marks, with their names."""
    return [
        (str(Stage.APPRAISE), _("Thẩm định")),
        (str(Stage.CROSS_CHECK), _("Thẩm tra")),
        (str(Stage.APPROVE), _("Phê duyệt")),
        (str(Stage.APPEAL), _("Sau khiếu nại, sửa sai")),
    ]


def _changed(
    criterion: Criterion,
    title: str,
    before: Answer | None,
    after: Answer,
    standing: Standing,
    mark: Mark,
) -> Saying:
    text = _("{step}: {before} → {after}. {reason}").format(
        step=title,
        before=answer_text(criterion, before) or _("chưa chấm"),
        after=answer_text(criterion, after),
        reason=mark.reason,
    )
    return Saying(text, mark.by, is_change=True)


def extra_sayings(extra: Extra, standing: Standing) -> list[Saying]:
    found = []
    own = standing.changed(Stage.SELF_SCORE).get(extra.code)
    if own and own.reason:
        found.append(Saying(_("đơn vị ghi: {note}").format(note=own.reason)))
    before = own.answer.get("times", 0) if own else 0
    for stage, title in changing_steps():
        mark = standing.changed(stage).get(extra.code)
        if mark:
            after = mark.answer.get("times", 0)
            text = _("{step}: {before} → {after}. {reason}").format(
                step=title,
                before=times_text(before),
                after=times_text(after),
                reason=mark.reason,
            )
            found.append(Saying(text, mark.by, is_change=True))
            before = after
    return found


def tags_of(criterion: Criterion, standing: Standing, story: Story) -> list[tuple[str, str]]:
    """What a mark rests on: the system, so many pieces of evidence, or nothing yet."""
    found = []
    if criterion.source is Source.AUTO:
        found.append((_("tự động"), "kept"))
    number = evidence_of(criterion.code, standing, story)
    if number:
        found.append((_("minh chứng {n}").format(n=number), "calm"))
    elif criterion.evidence and criterion.source is not Source.AUTO:
        own = standing.changed(Stage.SELF_SCORE).get(criterion.code)
        is_told = own is not None and bool(own.reason)
        found.append((_("đã ghi căn cứ"), "calm") if is_told else (_("chưa có căn cứ"), "late"))
    return found


def evidence_of(code: str, standing: Standing, story: Story) -> int:
    return story.evidence.get(standing.rows.get(code, 0), 0)


def fact_text(fact: FixedFact) -> str:
    """ "2/3", "4", "3,5 ngày"."""
    if fact.numerator is not None and fact.denominator is not None:
        return f"{number_text(fact.numerator)}/{number_text(fact.denominator)}"
    named = find(fact.measure)
    unit = named.measure.unit if named else ""
    value = number_text(Decimal(fact.value).normalize() + 0)
    if unit == "percent":
        return f"{value}%"
    if unit == "day":
        return (
            days_text(int(fact.value)) if fact.value == int(fact.value) else f"{value} " + _("ngày")
        )
    return value
