"""What the deeds of a month share: the sheet held fast, whose hands are at work, one step to the
next, and a mark that supersedes another. Always for many sheets at once; one is many of one."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor
from noilam.foundation.errors import Problem
from noilam.rulebook import queries as rulebook

from .. import policies
from ..models import Mark, Sheet, SheetStep
from ..queries.criteria import criteria_of
from ..queries.marks import ORDER, Standing
from ..rules import stages
from ..rules.criteria import StepName
from ..rules.filling import Change
from ..rules.months import month_of
from ..rules.score import points_of

Stage = Sheet.Stage
RELATED = ("unit", "kind", "criteria_set", "criteria_set__unit")
OF_THE_UNIT = {Stage.SELF_SCORE, Stage.REPLY}
MARKS_AFTER: Mapping[str, Collection[str]] = {  # marks that a return takes along
    Stage.SELF_SCORE: (Mark.Stage.APPRAISE, Mark.Stage.CROSS_CHECK),
    Stage.APPRAISE: (Mark.Stage.CROSS_CHECK,),
    Stage.CROSS_CHECK: (),
}


def _lock(sheet: Sheet) -> Sheet:
    """Read it afresh and hold it, so that of two tabs one wins and the other hears why not."""
    rows = Sheet.objects.select_for_update(of=("self",)).select_related(*RELATED)
    return rows.get(pk=sheet.pk)


def _accounts_of(actor: Actor) -> set[int]:
    """The account that acts and the one it acts for. The machine is nobody."""
    return {actor.id, actor.behalf_id} - {0}


def _own_unit(actor: Actor, sheet: Sheet) -> list[Problem]:
    """Of the account that acts as well as of the one it acts for."""
    if actor.is_machine:
        return []
    himself = replace(actor, behalf_id=0, memo={})
    is_own = any(policies.may_self_score(each, sheet) for each in (actor, himself))
    return stages.problems_with_own_unit(is_own=is_own)


def _days(on: date) -> stages.Days:
    return stages.Days(
        calendar=rulebook.calendar(on),
        redo_working_days=rulebook.value("scoring.redo_working_days", on),
        moves_on_day_off=rulebook.value("scoring.due_day_moves_on_day_off", on),
    )


# Steps --------------------------------------------------------------------------------------


def _steps_of(sheets: Iterable[Sheet]) -> dict[int, list[SheetStep]]:
    """Every step of these sheets so far, by sheet, in their order."""
    found: dict[int, list[SheetStep]] = {sheet.pk: [] for sheet in sheets}
    for step in SheetStep.objects.filter(sheet__in=list(found)).order_by("pk"):
        found[step.sheet_id].append(step)
    return found


def _acted(steps: Iterable[SheetStep], besides: str) -> dict[str, set[int]]:
    """Accounts that acted on a sheet, by step, without those of the step that is being done."""
    acted: dict[str, set[int]] = {}
    same = OF_THE_UNIT if besides in OF_THE_UNIT else {besides}
    for step in steps:
        if step.outcome and step.stage not in same:
            stage = Stage.SELF_SCORE if step.stage == Stage.REPLY else step.stage
            acted.setdefault(str(stage), set()).update({step.by_account, step.by_behalf})
    return acted


@dataclass
class _Move:
    """A sheet leaves the step where it stands for another. No `to`: it is fixed."""

    sheet: Sheet
    steps: Sequence[SheetStep]
    to: str
    outcome: str
    reason: str = ""

    def step(self) -> SheetStep:
        """The step that is being done."""
        return next(
            each
            for each in reversed(self.steps)
            if each.stage == self.sheet.stage and not each.outcome
        )


def _move_all(actor: Actor, moves: Sequence[_Move], more: Sequence[str] = ()) -> None:
    """Close the step of each, open the next, and let the sheet say so. `more`: other fields of
    the sheets that changed along."""
    today = clock.today()
    days = _days(today)
    done = [_close(move, actor, today) for move in moves]
    opened = [_open(move, step, days, today) for move, step in zip(moves, done, strict=True)]
    fields = ["done_on", "outcome", "reason", "by_account", "by_behalf", "by"]
    SheetStep.objects.bulk_update(done, fields, batch_size=200)
    bulk.insert(step for step in opened if step)
    sheets = [move.sheet for move in moves]
    Sheet.objects.bulk_update(sheets, ["stage", "due_on", *more], batch_size=200)


def _return_all(actor: Actor, moves: Sequence[_Move]) -> None:
    """Send sheets back; what the stages after that step changed is taken back with it."""
    for to, stages_after in MARKS_AFTER.items():
        sheets = [move.sheet.pk for move in moves if move.to == to]
        if sheets and stages_after:
            rows = Mark.objects.filter(sheet__in=sheets, stage__in=stages_after)
            rows.filter(superseded_at=None).update(superseded_at=clock.now())
    _move_all(actor, moves)


def _close(move: _Move, actor: Actor, today: date) -> SheetStep:
    step = move.step()
    step.done_on, step.outcome, step.reason = today, move.outcome, move.reason.strip()
    step.by_account, step.by_behalf, step.by = actor.id, actor.behalf_id, actor.label[:120]
    return step


def _open(move: _Move, done: SheetStep, days: stages.Days, today: date) -> SheetStep | None:
    move.sheet.stage = move.to
    if move.to == Stage.FIXED:
        move.sheet.due_on = None
        return None
    rounds = sum(each.stage == move.to for each in move.steps)
    move.sheet.due_on = stages.step_due(
        criteria_of(move.sheet.criteria_set),
        StepName(move.to),
        month_of(move.sheet.month),
        days,
        today=today,
        is_again=rounds > 0,
        was_late=done.due_on is not None and today > done.due_on,
    )
    return SheetStep(sheet=move.sheet, stage=move.to, round=rounds + 1, due_on=move.sheet.due_on)


# Marks --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Said:
    """What a stage says of one code. No answer: what it said before is taken back."""

    standing: Standing
    code: str
    answer: Mapping[str, Any] | None
    points: int | None = None
    reason: str = ""


Told = list[list[str | int | None]]  # marks as events carry them: code, points, reason


def _write_marks(actor: Actor, stage: str, said: Iterable[_Said]) -> dict[int, Told]:
    """Supersede what differs and insert what is new; tells what changed, by sheet. The standings
    stay as they were read: see `_after`."""
    changed = [each for each in said if _differs(each, stage)]
    superseded = [mark.pk for each in changed if (mark := _present(each, stage))]
    if superseded:
        Mark.objects.filter(pk__in=superseded).update(superseded_at=clock.now())
    bulk.insert(_mark(actor, stage, each) for each in changed if each.answer is not None)
    told: dict[int, Told] = {}
    for each in changed:
        told.setdefault(each.standing.sheet.pk, []).append([each.code, each.points, each.reason])
    return told


def _after(held: Standing, stage: str, said: Iterable[_Said]) -> Standing:
    """A sheet as it stands once this was written, without asking again."""
    marks = dict(held.marks.get(stage, {}))
    for each in said:
        if each.answer is None:
            marks.pop(each.code, None)
        else:
            marks[each.code] = Mark(
                sheet=held.sheet,
                stage=stage,
                answer=each.answer,
                points=each.points,
                reason=each.reason,
            )
    return replace(held, marks={**held.marks, stage: marks})


def _present(said: _Said, stage: str) -> Mark | None:
    return said.standing.marks.get(stage, {}).get(said.code)


def _differs(said: _Said, stage: str) -> bool:
    mark = _present(said, stage)
    if mark is None or said.answer is None:
        return (mark is None) != (said.answer is None)
    return mark.answer != said.answer or mark.reason != said.reason


def _mark(actor: Actor, stage: str, said: _Said) -> Mark:
    return Mark(
        sheet=said.standing.sheet,
        criterion_id=said.standing.rows[said.code],
        stage=stage,
        answer=said.answer,
        points=said.points,
        reason=said.reason,
        by_account=actor.id,
        by=actor.label[:120],
        recorded_at=clock.now(),
    )


# Changes above the unit ---------------------------------------------------------------------


def _real_changes(
    held: Standing, stage: str, changes: Mapping[str, Change], reason: str = ""
) -> tuple[dict[str, Change], list[str]]:
    """What a stage says otherwise than those before it, and codes on which it comes back to them.

    What it changed before and leaves as it is needs no second reason. `reason` stands for those
    that give none of their own.
    """
    base = held.holding(ORDER[ORDER.index(stage) - 1])
    mine = held.marks.get(stage, {})
    real: dict[str, Change] = {}
    back: list[str] = []
    for code, change in changes.items():
        said = _stored(change)
        if code in base and base[code].answer == said or _is_nothing(base.get(code), said):
            back.append(code)
        elif code in mine and mine[code].answer == said and not change.reason.strip():
            continue
        else:
            real[code] = replace(change, reason=change.reason.strip() or reason.strip())
    return real, back


def _stored(change: Change) -> dict[str, Any]:
    if change.answer is not None:
        return change.answer.stored()
    return {} if change.times is None else {"times": change.times}


def _is_nothing(base: Mark | None, said: Mapping[str, Any]) -> bool:
    """A bonus or penalty that nobody gave, and is not given."""
    return base is None and said == {"times": 0}


def _said_by(
    held: Standing, changes: Mapping[str, Change], back: Iterable[str] = ()
) -> Iterator[_Said]:
    yield from (_Said(held, code, None) for code in back)
    extras = {each.code: each for each in held.criteria.extras()}
    for code, change in changes.items():
        if change.answer is not None:
            criterion = held.criteria.by_code[code]
            points = points_of(criterion, change.answer, held.criteria.rounding)
        else:
            points = extras[code].points * (change.times or 0)
        yield _Said(held, code, _stored(change), points, change.reason)
