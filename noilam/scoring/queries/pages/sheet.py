"""A unit's sheet of a month as its page shows it, and what this reader may do with it now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text

from ...models import Appeal, SecondLook, Sheet, SheetStep
from ...policies import sheets as policies
from ...rules.stages import places_back
from ..marks import Standing, standing
from .answer_words import points_text
from .sheet_rows import Group, columns, groups
from .stage_bar import Stop, left_text, stage_bar, stage_name, whose_turn
from .story import Event, Story, returned, story_of, told_in

Stage = Sheet.Stage


@dataclass(frozen=True)
class Told:
    """Something said about the sheet: a reply, a reason, a version."""

    title: str
    text: str
    by: str
    when: str
    pk: int = 0
    tone: str = ""
    answer: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class SheetPage:
    """All that the page shows. `deeds`: names of what this reader may do now, the likeliest
    first."""

    sheet: Any
    standing: Standing
    stops: Sequence[Stop]
    turn: str
    left: str
    left_tone: str
    appeals_until: date | None  # while there is still time
    columns: Sequence[str]
    groups: Sequence[Group]
    total: str
    own_total: str
    difference: str
    band: str
    failed: Sequence[str]
    replies: Sequence[Told]
    silence: str
    sent_back: Sequence[Told]
    versions: Sequence[Told]
    appeals: Sequence[Told]
    looks: Sequence[Told]
    deeds: Sequence[str]


def found(actor: Actor) -> QuerySet[Sheet]:
    """Sheets that an actor may open, with what their pages name."""
    visible = policies.visible_sheets(actor)
    return visible.select_related("unit", "kind", "criteria_set", "criteria_set__unit", "band")


def sheet_page(actor: Actor, sheet: Sheet, on: date) -> SheetPage:
    stands, story = standing(sheet), story_of(sheet)
    total, own = stands.total(), stands.self_total
    left, tone = left_text(sheet.due_on, on)
    is_over = sheet.stage in (Stage.FIXED, Stage.SET_ASIDE)
    return SheetPage(
        sheet=sheet,
        standing=stands,
        stops=stage_bar(sheet, stands.criteria, story, on),
        turn=whose_turn(sheet.stage, sheet.unit.name, sheet.criteria_set.unit.name),
        left="" if is_over else left,
        left_tone=tone,
        appeals_until=_appeals_until(sheet, on),
        columns=[title for _stage, title in columns(stands, story)],
        groups=groups(stands, story),
        total=points_text(total.total),
        own_total=points_text(own.total),
        difference=_difference(own.total, total.total),
        band=total.band.title if total.band else "",
        failed=_failed(stands, total.failed),
        replies=replies(story),
        silence=_silence(story),
        sent_back=sent_back(story),
        versions=[_version(each) for each in story.versions],
        appeals=[_appeal(each) for each in story.appeals],
        looks=_looks(actor, sheet, story),
        deeds=deeds_of(actor, sheet, stands, story, on),
    )


def _appeals_until(sheet: Sheet, on: date) -> date | None:
    until = sheet.appeal_until
    return until if sheet.stage == Stage.FIXED and until and on <= until else None


def _difference(own: int | None, total: int | None) -> str:
    """How the unit's own total stands to the one that holds; empty: they agree."""
    if own is None or total is None or own == total:
        return ""
    if own > total:
        return _("Tự chấm cao hơn {n}").format(n=points_text(own - total))
    return _("Tự chấm thấp hơn {n}").format(n=points_text(total - own))


def _failed(stands: Standing, codes: Sequence[str]) -> list[str]:
    return [each.title or each.code for each in stands.criteria.gates if each.code in codes]


def _said(event: Event, title: str) -> Told:
    return Told(title, event.text, event.by, day_text(event.at), event.pk)


def _silence(story: Story) -> str:
    """Silence is shown as silence, never as consent."""
    passed = [each for each in story.steps if each.other == SheetStep.Outcome.PASSED]
    if not passed:
        return ""
    return _("Đơn vị không có ý kiến trong hạn ({day}).").format(day=day_text(passed[-1].due_on))


def replies(story: Story) -> list[Told]:
    return [_said(each, _("Đơn vị giải trình")) for each in story.replies]


def sent_back(story: Story) -> list[Told]:
    """Why the sheet was returned, the last time first."""
    return [_sent_back(each) for each in returned(story)]


def _sent_back(event: Event) -> Told:
    title = _("{step} trả lại phiếu").format(step=stage_name(event.word))
    return Told(title, event.text, event.by, day_text(event.done_on), event.pk, "late")


def _version(event: Event) -> Told:
    title = _("Bản {n}: {points} điểm").format(n=event.number, points=points_text(event.amount))
    return Told(title, event.text, event.by, day_text(event.at), event.pk, answer=event.word)


def _appeal(event: Event) -> Told:
    outcomes = {str(value): str(label) for value, label in Appeal.Outcome.choices}
    tones = {Appeal.Outcome.UPHELD: "kept", Appeal.Outcome.PARTLY: "late"}
    title = outcomes.get(event.word) or _("chờ quyết định, hạn {day}").format(
        day=day_text(event.due_on)
    )
    answer = f"{event.more} ({event.other})" if event.word else ""
    tone = tones.get(Appeal.Outcome(event.word), "broken") if event.word else "late"
    return Told(
        title,
        event.text,
        event.by,
        day_text(event.done_on),
        event.pk,
        tone,
        answer,
        is_open=not event.word,
    )


def _looks(actor: Actor, sheet: Sheet, story: Story) -> list[Told]:
    """Shown to those who score; never to the unit as an accusation."""
    if not story.looks or not scores(actor, sheet):
        return []
    kinds = {str(value): str(label) for value, label in SecondLook.Kind.choices}
    return [
        Told(
            kinds[each.word],
            look_text(each.word, told_in(each)),
            each.other,
            day_text(each.at),
            each.pk,
            answer=each.more,
            is_open=not each.other,
        )
        for each in story.looks
    ]


def look_text(kind: str, detail: Mapping[str, Any]) -> str:
    """What made the sheet stand out, as `rules.second_look` told it."""
    if kind == SecondLook.Kind.OUTLIER:
        shape = _("tự chấm hơn {points} điểm, các đơn vị cùng nhóm thường hơn {usual}")
        points, usual = detail.get("over", 0), detail.get("usual", 0)
        return shape.format(points=points_text(points), usual=points_text(usual))
    if kind == SecondLook.Kind.COPIED:
        shape = _("giống {number} đơn vị ở {codes}")
        codes = ", ".join(detail.get("codes", ()))
        return shape.format(number=len(detail.get("unit_ids", ())), codes=codes)
    if kind == SecondLook.Kind.LAST_MINUTE:
        shape = _("{marks} tiêu chí trong {minutes} phút")
        return shape.format(marks=detail.get("marks", 0), minutes=detail.get("minutes", 0))
    return ", ".join(detail.get("files", ()))


def scores(actor: Actor, sheet: Sheet) -> bool:
    """Whether the actor belongs to those who mark or settle what units gave themselves."""
    return (
        policies.may_cross_check(actor, sheet)
        or policies.may_settle(actor, sheet.criteria_set.unit_id)
        or policies.may_appraise(actor, sheet)
    )


# What may be done now -----------------------------------------------------------------------

Gate = Callable[[Actor, Sheet], bool]
AT_STAGE: Mapping[str, Sequence[tuple[str, Gate]]] = {
    Stage.SELF_SCORE: (("answers", policies.may_self_score),),
    Stage.APPRAISE: (("appraisal", policies.may_appraise), ("return", policies.may_return)),
    Stage.CROSS_CHECK: (("cross_check", policies.may_cross_check), ("return", policies.may_return)),
    Stage.REPLY: (("reply", policies.may_reply),),
    Stage.APPROVE: (),
    Stage.FIXED: (("correction", policies.may_correct),),
    Stage.SET_ASIDE: (),
}


def deeds_of(actor: Actor, sheet: Sheet, stands: Standing, story: Story, on: date) -> list[str]:
    """Only what belongs to the step at which the sheet stands is asked for."""
    found = [name for name, gate in AT_STAGE[sheet.stage] if gate(actor, sheet)]
    if "return" in found and not places_back(stands.criteria, sheet.stage):
        found.remove("return")
    if sheet.stage == Stage.APPROVE and policies.may_settle(actor, sheet.criteria_set.unit_id):
        found.append("pack")
    if sheet.stage == Stage.FIXED:
        found += _after(actor, sheet, story, on)
    return found


def _after(actor: Actor, sheet: Sheet, story: Story, on: date) -> list[str]:
    """Appeals against what was fixed."""
    if any(not each.word for each in story.appeals):
        return ["decide_appeal"] if policies.may_decide_appeal(actor, sheet) else []
    may_file = _appeals_until(sheet, on) is not None
    return ["appeal"] if may_file and policies.may_appeal(actor, sheet) else []
