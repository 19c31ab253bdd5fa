"""Reminding those who answer, and telling those above. Each step once for each due day."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models.functions import Coalesce

from noilam.accounts.models import Account
from noilam.audit.actions import record_all
from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, say
from noilam.notices.actions import Message, Wording, queue_all
from noilam.organisation.models import Unit
from noilam.organisation.queries import accounts_with, heads_of
from noilam.organisation.roles import Role
from noilam.rulebook.queries import calendar, value
from noilam.rulebook.rules import is_working

from .. import queries, rules
from ..events import ProgrammeAsked, StepTaken
from ..keys import commitment_link
from ..models import Commitment, ProgrammeReminder, Reminder

Due = dict[rules.Step, list[Commitment]]  # who has come to which step and was not told of it


@dataclass(frozen=True)
class _Taken:
    """One step taken for one commitment, and whom it told."""

    step: rules.Step
    row: Commitment
    accounts: Sequence[int]


@transaction.atomic
def send_reminders(*, actor: Actor, on: date | None = None) -> int:
    """Take every step that is due and not taken; a second run on a day takes none."""
    day = on or clock.today()
    days_off = calendar(day)
    steps = rules.steps_on(
        day,
        before=value("commitments.reminder_days_before", day),
        escalation=value("commitments.escalation_days", day),
        is_working=lambda each: is_working(each, days_off),
    )
    due = _not_told(steps)
    taken = _taken(due, _Circle(day, [row for rows in due.values() for row in rows]))
    labels = _labels(taken)
    queue_all(actor=actor, messages=_messages(taken))
    _note(taken, labels, day)
    events = [
        StepTaken(subject_id=each.row.pk, step=each.step.name, to=_named(each, labels))
        for each in taken
    ]
    record_all(actor=actor, events=events)
    return len(taken)


@transaction.atomic
def ask_for_programmes(*, actor: Actor, on: date | None = None) -> int:
    """Tell each unit and head late with a programme of work, once for each period."""
    day = on or clock.today()
    late = [each for each in queries.owed_programmes(day) if each.is_late(day)]
    told = set(
        ProgrammeReminder.objects.filter(period__in={str(each.period) for each in late})
        .values_list("unit", Coalesce("person", 0), "period")
        .distinct()
    )
    new = [each for each in late if each.key not in told]
    heads = heads_of([each.unit.pk for each in new], day)
    queue_all(
        actor=actor,
        messages=[
            Message(
                to=[head.person.account_id],
                kind="commitments.programme_owed",
                subject=Wording(
                    say("{whose} chưa có chương trình công tác kỳ {period}"),
                    {"whose": each.whose, "period": each.period},
                ),
                text=Wording(say("Hạn: {day}."), {"day": day_text(each.due_on)}),
                link=each.form_link,
            )
            for each in new
            if (head := heads.get(each.unit.pk)) and head.person.account_id
        ],
    )
    ProgrammeReminder.objects.bulk_create(
        ProgrammeReminder(unit=each.unit, person=each.person, period=str(each.period), sent_on=day)
        for each in new
    )
    asked = [
        ProgrammeAsked(
            subject_id=each.unit.pk,
            period=str(each.period),
            person_id=each.person.pk if each.person else None,
        )
        for each in new
    ]
    record_all(actor=actor, events=asked)
    return len(new)


# Asked each morning of every installation; composing it would cost more than asking.
NOT_TOLD = """SELECT {number} AS step, c.id FROM commitments_commitment c
 WHERE c.status = %s AND c.is_undecided = %s AND c.recurrence = ''
 AND c.{due} <= %s AND c.{due} >= %s AND NOT EXISTS (SELECT 1 FROM commitments_reminder r
 WHERE r.commitment_id = c.id AND r.step = %s AND r.for_due_on = c.{due})"""


def _not_told(steps: Sequence[rules.Step]) -> Due:
    """Open commitments that have come to a step and were not told of it, in two questions."""
    parts: list[str] = []
    values: list[str | bool | date] = []
    for number, step in enumerate(steps):
        undecided = step.clock == rules.StepClock.VERDICT
        status = Commitment.Status.DECLARED if undecided else Commitment.Status.IN_FORCE
        parts.append(NOT_TOLD.format(number=number, due=_due(step)))
        values += [str(status), undecided, step.last, step.first or date.min, step.name]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        found = cursor.fetchall()
    if not found:
        return {}
    rows = Commitment.objects.select_related("person", "verifier", "unit").in_bulk(
        [pk for _, pk in found]
    )
    due: Due = {}
    for number, pk in found:
        due.setdefault(steps[number], []).append(rows[pk])
    return {step: sorted(due[step], key=_order(step)) for step in steps if step in due}


def _due(step: rules.Step) -> str:
    return "due_on" if step.clock == rules.StepClock.DEED else "verify_due_on"


def _order(step: rules.Step) -> Callable[[Commitment], tuple[date, str]]:
    return lambda row: (getattr(row, _due(step)), row.code)


def _taken(due: Due, circle: "_Circle") -> list[_Taken]:
    return [_Taken(step, row, circle.accounts(step, row)) for step in due for row in due[step]]


def _labels(taken: Sequence[_Taken]) -> Mapping[int, str]:
    wanted = {account for each in taken for account in each.accounts}
    return {each.pk: str(each) for each in Account.objects.filter(pk__in=wanted)}


def _named(taken: _Taken, labels: Mapping[int, str]) -> str:
    return ", ".join(labels[account] for account in taken.accounts)


def _note(taken: Sequence[_Taken], labels: Mapping[int, str], day: date) -> None:
    bulk.insert(
        Reminder(
            commitment=each.row,
            step=each.step.name,
            for_due_on=getattr(each.row, _due(each.step)),
            sent_on=day,
            to=_named(each, labels)[:300],
        )
        for each in taken
    )


def _messages(taken: Sequence[_Taken]) -> Iterator[Message]:
    """One message for one account and step, however many commitments it speaks of."""
    told: dict[tuple[rules.Step, int], list[Commitment]] = {}
    for each in taken:
        for account in each.accounts:
            told.setdefault((each.step, account), []).append(each.row)
    for (step, account), about in told.items():
        yield Message(
            to=[account],
            kind=f"commitments.{step.name.partition('-')[0]}",
            subject=_subject(step, about),
            text=[f"{day_text(row.due_on)}  {row.code}  {row.statement}" for row in about],
            link=commitment_link(about[0].pk) if len(about) == 1 else "/commitments/",
        )


def _subject(step: rules.Step, about: Sequence[Commitment]) -> Wording:
    many = Wording(say("{number} cam kết"), {"number": len(about)})
    return Wording(_told_of(step), {"what": about[0].statement if len(about) == 1 else many})


def _told_of(step: rules.Step) -> str:
    if step.clock == rules.StepClock.VERDICT:
        if step.name == "verify-due":
            return say("Đến hạn xác nhận: {what}")
        return say("Quá hạn xác nhận: {what}")
    if step.name.startswith("before"):
        return say("Sắp đến hạn: {what}")
    if step.name == "due":
        return say("Đến hạn: {what}")
    return say("Quá hạn: {what}")


class _Circle:
    """Who is told about what; asked once for each unit and role of a run."""

    def __init__(self, day: date, rows: Collection[Commitment]) -> None:
        self.day = day
        self.over: dict[tuple[str, int], list[int]] = {}
        found = heads_of({row.unit_id for row in rows if row.unit_id}, day) if rows else {}
        self.heads = {unit: head.person.account_id for unit, head in found.items()}

    def accounts(self, step: rules.Step, row: Commitment) -> list[int]:
        if step.whom == rules.Whom.VERIFIER:
            found = [row.verifier.account_id if row.verifier else None]
        elif step.whom == rules.Whom.ANSWERING:
            found = [row.person.account_id if row.person else None]
            found.append(self.heads.get(row.unit_id or 0))
        else:
            found = [account for role in step.roles for account in self._over(role, row.unit)]
        return list(dict.fromkeys(account for account in found if account))

    def _over(self, role: str, unit: Unit | None) -> list[int]:
        if unit is None:
            return []
        key = (role, unit.pk)
        if key not in self.over:
            self.over[key] = accounts_with(Role(role), unit, self.day)
        return self.over[key]
