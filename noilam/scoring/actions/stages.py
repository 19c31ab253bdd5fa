"""A sheet on its way: the unit's own marks, those of the stages above it, replies and returns."""

from collections.abc import Iterator, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record, record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, refuse_if
from noilam.foundation.text import say

from .. import policies
from ..events import (
    AnswersSaved,
    ReplyGiven,
    ReplyPassed,
    SelfScoreSubmitted,
    SheetAppraised,
    SheetCrossChecked,
    SheetReturned,
)
from ..models import Mark, Reply, Sheet, SheetStep
from ..queries.criteria import criteria_of
from ..queries.evidence import shown_codes
from ..queries.marks import UNANSWERED, Standing, standing
from ..rules import filling, stages
from ..rules.filling import Change
from ..rules.months import month_of
from ..rules.score import Answer, points_of
from .facts import _take_last
from .hands import (
    RELATED,
    Stage,
    Told,
    _accounts_of,
    _acted,
    _after,
    _lock,
    _Move,
    _move_all,
    _own_unit,
    _real_changes,
    _return_all,
    _Said,
    _said_by,
    _steps_of,
    _write_marks,
)

Outcome = SheetStep.Outcome
Answers = Mapping[str, Answer | None]


# The unit's own marks -----------------------------------------------------------------------


@transaction.atomic
def save_answers(
    *,
    actor: Actor,
    sheet: Sheet,
    answers: Answers,
    times: Mapping[str, int],
    notes: Mapping[str, str],
) -> Sheet:
    """Keep what the unit has filled in so far. Codes not named stay as they are; None takes an
    answer back, 0 a bonus or penalty."""
    sheet = _lock(sheet)
    _require_self(actor, sheet)
    standing_now = standing(sheet)
    refuse_if(
        stages.problems_with_place(sheet.stage, Stage.SELF_SCORE)
        or _impossible(standing_now, answers, times, notes)
    )
    _held, told = _write_own(actor, standing_now, answers, times, notes)
    if told:
        record(actor=actor, event=AnswersSaved(subject_id=sheet.pk, marks=told))
    return sheet


@transaction.atomic
def submit_self_score(
    *,
    actor: Actor,
    sheet: Sheet,
    answers: Answers,
    times: Mapping[str, int],
    notes: Mapping[str, str],
) -> Sheet:
    """Hand in the unit's own marks, complete and with evidence, once the month is over."""
    sheet = _lock(sheet)
    _require_self(actor, sheet)
    month, steps = month_of(sheet.month), _steps_of([sheet])[sheet.pk]
    refuse_if(
        stages.problems_with_place(sheet.stage, Stage.SELF_SCORE)
        or stages.problems_with_day(month, clock.today())
        or stages.problems_with_persons(_accounts_of(actor), _acted(steps, sheet.stage))
    )
    if not sheet.are_facts_final:
        _take_last(actor, sheet)
    before = standing(sheet)
    refuse_if(_impossible(before, answers, times, notes))
    after, told = _write_own(actor, before, answers, times, notes)
    refuse_if(_owed(after))
    _hand_in(actor, after, steps, told)
    return sheet


def _require_self(actor: Actor, sheet: Sheet) -> None:
    require(
        policies.may_self_score(actor, sheet),
        to=_("tự chấm phiếu của {unit}").format(unit=sheet.unit.name),
    )


def _impossible(
    held: Standing, answers: Answers, times: Mapping[str, int], notes: Mapping[str, str]
) -> list[Problem]:
    return filling.problems_with_answers(held.criteria, held.kind, answers, times, notes)


def _owed(held: Standing) -> list[Problem]:
    own = held.marks.get(Mark.Stage.SELF_SCORE, {})
    return filling.problems_with_submission(
        held.criteria,
        held.kind,
        held.answers(Mark.Stage.SELF_SCORE),
        held.times(Mark.Stage.SELF_SCORE),
        {code: mark.reason for code, mark in own.items()},
        shown_codes(held),
    )


def _write_own(
    actor: Actor,
    held: Standing,
    answers: Answers,
    times: Mapping[str, int],
    notes: Mapping[str, str],
) -> tuple[Standing, Told]:
    said = [*_own_answers(held, answers, notes), *_own_times(held, times, notes)]
    told = _write_marks(actor, Mark.Stage.SELF_SCORE, said).get(held.sheet.pk, [])
    return _after(held, Mark.Stage.SELF_SCORE, said), told


def _own_answers(held: Standing, answers: Answers, notes: Mapping[str, str]) -> Iterator[_Said]:
    """A note may come before its answer: it is kept beside an answer still to be given."""
    own = held.marks.get(Mark.Stage.SELF_SCORE, {})
    for code in dict.fromkeys([*answers, *notes]):
        if code not in held.criteria.by_code:
            continue
        present = own.get(code)
        note = notes.get(code, present.reason if present else "").strip()
        stored = present.answer if present else UNANSWERED
        if code in answers:
            given = answers[code]
            stored = UNANSWERED if given is None else given.stored()
        if stored == UNANSWERED and not note:
            yield _Said(held, code, None)
        else:
            yield _Said(held, code, stored, _points(held, code, stored), note)


def _own_times(
    held: Standing, times: Mapping[str, int], notes: Mapping[str, str]
) -> Iterator[_Said]:
    own = held.marks.get(Mark.Stage.SELF_SCORE, {})
    extras = {each.code: each for each in held.criteria.extras()}
    for code in dict.fromkeys([*times, *notes]):
        if code not in extras:
            continue
        present = own.get(code)
        count = times.get(code, present.answer.get("times", 0) if present else 0)
        note = notes.get(code, present.reason if present else "").strip()
        if count or note:
            yield _Said(held, code, {"times": count}, extras[code].points * count, note)
        else:
            yield _Said(held, code, None)


def _points(held: Standing, code: str, stored: Mapping[str, object]) -> int | None:
    if stored == UNANSWERED:
        return None
    return points_of(held.criteria.by_code[code], Answer.read(stored), held.criteria.rounding)


def _hand_in(actor: Actor, held: Standing, steps: list[SheetStep], told: Told) -> None:
    sheet, today = held.sheet, clock.today()
    if not any(each.stage == Stage.SELF_SCORE and each.outcome for each in steps):
        sheet.is_on_time = sheet.due_on is None or today <= sheet.due_on
    to = stages.step_after(held.criteria, sheet.stage, asks_reply=False)
    _move_all(actor, [_Move(sheet, steps, to, Outcome.SUBMITTED)], ["is_on_time"])
    record(
        actor=actor,
        event=SelfScoreSubmitted(
            subject_id=sheet.pk,
            marks=told,
            total=held.self_total.total,
            is_on_time=sheet.is_on_time,
        ),
    )


# Stages above the unit ----------------------------------------------------------------------


@transaction.atomic
def appraise(*, actor: Actor, sheet: Sheet, changes: Mapping[str, Change]) -> Sheet:
    """The member in charge agrees with the unit's marks, but for those changed with a reason.

    A change to what the unit said itself takes an earlier change back.
    """
    sheet = _lock(sheet)
    require(
        policies.may_appraise(actor, sheet),
        to=_("thẩm định phiếu của {unit}").format(unit=sheet.unit.name),
    )
    held, _asks, told = _judge(actor, sheet, Stage.APPRAISE, changes)
    event = SheetAppraised(subject_id=sheet.pk, marks=told, total=held.total().total)
    record(actor=actor, event=event)
    return sheet


@transaction.atomic
def cross_check(*, actor: Actor, sheet: Sheet, changes: Mapping[str, Change]) -> Sheet:
    """The issuing unit's board checks against what is known, the system's marks included.

    Where its marks differ from the unit's own by as much as the set says, the unit is asked.
    """
    sheet = _lock(sheet)
    require(
        policies.may_cross_check(actor, sheet),
        to=_("thẩm tra phiếu của {unit}").format(unit=sheet.unit.name),
    )
    held, asks, told = _judge(actor, sheet, Stage.CROSS_CHECK, changes)
    event = SheetCrossChecked(
        subject_id=sheet.pk, marks=told, total=held.total().total, asks_reply=asks
    )
    record(actor=actor, event=event)
    return sheet


def _judge(
    actor: Actor, sheet: Sheet, stage: str, changes: Mapping[str, Change]
) -> tuple[Standing, bool, Told]:
    steps = _steps_of([sheet])[sheet.pk]
    refuse_if(
        stages.problems_with_place(sheet.stage, stage)
        or stages.problems_with_persons(_accounts_of(actor), _acted(steps, stage))
        + _own_unit(actor, sheet)
    )
    before = standing(sheet)
    real, back = _real_changes(before, stage, changes)
    may_change_auto = stage == Stage.CROSS_CHECK
    refuse_if(
        filling.problems_with_changes(
            before.criteria, before.kind, real, may_change_auto=may_change_auto
        )
    )
    said = list(_said_by(before, real, back))
    told = _write_marks(actor, stage, said).get(sheet.pk, [])
    held = _after(before, stage, said)
    to = stages.step_after(held.criteria, stage, asks_reply=_asks_reply(held))
    _move_all(actor, [_Move(sheet, steps, to, Outcome.SUBMITTED)])
    return held, to == Stage.REPLY, told


def _asks_reply(held: Standing) -> bool:
    return stages.asks_reply(held.criteria, held.differences())


# Replies and returns ------------------------------------------------------------------------


@transaction.atomic
def reply(*, actor: Actor, sheet: Sheet, text: str) -> Reply:
    """What the unit says to marks that differ from its own. It stays beside them for good."""
    sheet = _lock(sheet)
    require(
        policies.may_reply(actor, sheet),
        to=_("giải trình cho {unit}").format(unit=sheet.unit.name),
    )
    steps = _steps_of([sheet])[sheet.pk]
    refuse_if(
        stages.problems_with_place(sheet.stage, Stage.REPLY)
        or stages.problems_with_persons(_accounts_of(actor), _acted(steps, Stage.REPLY))
        + stages.problems_with_words(text, "text-missing", SAY_SOMETHING, "text")
    )
    said = Reply.objects.create(
        sheet=sheet,
        text=text.strip(),
        recorded_at=clock.now(),
        by_account=actor.id,
        by=actor.label[:120],
    )
    _move_all(actor, [_Move(sheet, steps, Stage.APPROVE, Outcome.SUBMITTED)])
    record(actor=actor, event=ReplyGiven(subject_id=sheet.pk, text=said.text))
    return said


SAY_SOMETHING = say("Ghi ý kiến của đơn vị về các điểm khác với điểm tự chấm.")


@transaction.atomic
def pass_unreplied(*, actor: Actor) -> int:
    """Sheets whose time to reply is over go on to approval. Silence is no consent: it is shown."""
    require(policies.may_open_month(actor), to=_("chuyển các phiếu hết hạn giải trình"))
    waiting = Sheet.objects.filter(stage=Stage.REPLY, due_on__lt=clock.today())
    rows = waiting.select_for_update(of=("self",)).select_related(*RELATED)
    sheets = list(rows.order_by("pk"))
    steps = _steps_of(sheets)
    _move_all(
        actor, [_Move(each, steps[each.pk], Stage.APPROVE, Outcome.PASSED) for each in sheets]
    )
    record_all(actor=actor, events=[ReplyPassed(subject_id=each.pk) for each in sheets])
    return len(sheets)


@transaction.atomic
def return_sheet(*, actor: Actor, sheet: Sheet, to: str, reason: str) -> Sheet:
    """Send a sheet back a step to be done again. The stages after that step begin anew."""
    sheet = _lock(sheet)
    require(
        policies.may_return(actor, sheet),
        to=_("trả lại phiếu của {unit}").format(unit=sheet.unit.name),
    )
    steps = _steps_of([sheet])[sheet.pk]
    refuse_if(
        stages.problems_with_return(criteria_of(sheet.criteria_set), sheet.stage, to, reason)
        + stages.problems_with_persons(_accounts_of(actor), _acted(steps, sheet.stage))
    )
    _return_all(actor, [_Move(sheet, steps, to, Outcome.RETURNED, reason)])
    record(actor=actor, event=SheetReturned(subject_id=sheet.pk, to=str(to), reason=reason.strip()))
    return sheet
