"""Programmes of work, and taking over what stands in the one above without typing it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record, record_all
from noilam.foundation import clock, periods
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused, refuse_if
from noilam.foundation.events import Event
from noilam.foundation.text import say, tidy
from noilam.organisation.models import Person, Unit
from noilam.organisation.queries import head_of

from .. import policies, rules
from ..events import CommitmentAdopted, CommitmentDrafted, ProgrammeWritten
from ..keys import COMMITMENT
from ..models import Commitment, Programme
from .drafting import Draft, SourceOf, _columns, _next_code, _told, _write_around
from .hands import _lock_all


@dataclass(frozen=True, kw_only=True)
class ProgrammeDraft:
    """A programme as somebody writes it: of a unit or of a person, for one period."""

    title: str
    period: periods.Period
    unit: Unit | None = None
    person: Person | None = None
    parent: Programme | None = None
    document: str = ""
    issued_on: date | None = None


@transaction.atomic
def write_programme(*, actor: Actor, draft: ProgrammeDraft) -> Programme:
    """Set a programme up for a term, year, quarter or month."""
    is_nobodys = draft.unit is None and draft.person is None and policies.writes_somewhere(actor)
    require(
        is_nobodys or policies.may_write_programme(actor, draft.unit, draft.person),
        to=_("ghi chương trình cho {whose}").format(whose=draft.unit or draft.person or "—"),
    )
    refuse_if(_problems(draft))
    programme = Programme.objects.create(
        unit=draft.unit,
        person=draft.person,
        period=str(draft.period),
        starts_on=draft.period.first_day,
        ends_on=draft.period.last_day,
        title=tidy(draft.title),
        parent=draft.parent,
        document=tidy(draft.document),
        issued_on=draft.issued_on,
    )
    record(
        actor=actor,
        event=ProgrammeWritten(
            subject_id=programme.pk,
            after={"title": programme.title, "period": programme.period},
        ),
    )
    return programme


@transaction.atomic
def adopt_commitments(
    *, actor: Actor, programme: Programme, commitments: Sequence[Commitment]
) -> list[Commitment]:
    """Take matters from the programme above into this one.

    One's own move down and still count above; another's become drafts of one's own under them.
    """
    require(
        policies.may_write_programme(actor, programme.unit, programme.person),
        to=_("nhận việc vào {title}").format(title=programme.title),
    )
    locked = _lock_all(commitments)
    above = _programmes_above(programme)
    strangers = [each for each in locked if each.programme_id not in above]
    if strangers:
        message = say("{codes} không nằm trong chương trình cấp trên.")
        codes = ", ".join(each.code for each in strangers)
        raise Refused(Problem("not-in-the-parent", message, values={"codes": codes}))
    adopted, events = [], []
    for each in locked:
        taken, told = _adopt(programme, each)
        adopted.append(taken)
        events += told
    record_all(actor=actor, events=events)
    return adopted


def _problems(draft: ProgrammeDraft) -> list[Problem]:
    above = periods.parse(draft.parent.period) if draft.parent else None
    problems = rules.problems_with_programme(title=draft.title, period=draft.period, parent=above)
    if (draft.unit is None) == (draft.person is None):
        message = say(
            "Chương trình là của một đơn vị hoặc của một người. Chọn đơn vị, hoặc ghi tên người."
        )
        problems.append(Problem("whose-missing", message, "unit"))
    same = Programme.objects.filter(
        unit=draft.unit, person=draft.person, period=str(draft.period), title=tidy(draft.title)
    )
    if same.exists():
        message = say("Đã có chương trình cùng tên cho kỳ này. Mở chương trình đó.")
        problems.append(Problem("already-there", message, "title"))
    return problems


def _programmes_above(programme: Programme) -> set[int]:
    above, step = set[int](), programme.parent
    while step is not None and step.pk not in above:
        above.add(step.pk)
        step = step.parent
    return above


def _adopt(programme: Programme, commitment: Commitment) -> tuple[Commitment, list[Event]]:
    is_own = (programme.unit_id and programme.unit_id == commitment.unit_id) or (
        programme.person_id and programme.person_id == commitment.person_id
    )
    if not is_own:
        return _adopt_as_draft(programme, commitment)
    before, commitment.programme = commitment.programme_id, programme
    commitment.save(update_fields=["programme"])
    event = CommitmentAdopted(
        subject_id=commitment.pk,
        programme_id=programme.pk,
        before={"programme": before},
        after={"programme": programme.pk},
    )
    return commitment, [event]


def _adopt_as_draft(programme: Programme, above: Commitment) -> tuple[Commitment, list[Event]]:
    """A draft of one's own with the words of the one above, which stays its source."""
    draft = _draft_from(programme, above)
    made = Commitment.objects.create(**_columns(draft, _next_code(draft)))
    source = SourceOf(
        label=f"{above.code}: {above.statement}"[:300], kind=COMMITMENT, reference=str(above.pk)
    )
    _write_around(made, draft, [source])
    return made, [
        CommitmentDrafted(subject_id=made.pk, after=_told(draft)),
        CommitmentAdopted(subject_id=made.pk, programme_id=programme.pk, from_id=above.pk),
    ]


def _draft_from(programme: Programme, above: Commitment) -> Draft:
    head = head_of(programme.unit, clock.today()) if programme.unit else None
    starts_on = max(above.starts_on or programme.starts_on, programme.starts_on)
    due_on = min(above.due_on or programme.ends_on, programme.ends_on)
    return Draft(
        statement=above.statement,
        kind=above.kind,
        pace=above.pace,
        topic=above.topic,
        unit=programme.unit or above.unit,
        person=programme.person or (head.person if head else None),
        solution=above.solution,
        starts_on=starts_on,
        due_on=max(due_on, starts_on),
        measure=above.measure,
        measure_unit=above.measure_unit,
        target_text=above.target_text,
        publicity=above.publicity,
        programme=programme,
        parent=above,
        grounds=above.grounds,
        finding=above.finding,
        cause=above.cause,
        recheck_on=above.recheck_on,
    )
