"""Reminding those who answer, and telling those above. Each step once for each due day."""

from collections.abc import Collection
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from noilam.accounts.models import Account
from noilam.audit.actions import record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text
from noilam.notices.actions import queue
from noilam.organisation.models import Unit
from noilam.organisation.queries import accounts_with, heads_of
from noilam.organisation.roles import Role
from noilam.rulebook.queries import calendar, value
from noilam.rulebook.rules import is_working

from .. import queries, rules
from ..events import ProgrammeAsked, StepTaken
from ..keys import commitment_link
from ..models import Commitment, ProgrammeReminder, Reminder

Told = dict[int, list[Commitment]]  # account -> what it is told about


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
    circle = _Circle(day)
    return sum(_take(actor, step, circle, day) for step in steps)


@transaction.atomic
def ask_for_programmes(*, actor: Actor, on: date | None = None) -> int:
    """Tell each unit that is late with a programme of work, once for each period."""
    day = on or clock.today()
    late = [each for each in queries.owed_programmes(day) if each.is_late(day)]
    told = set(
        ProgrammeReminder.objects.filter(period__in={str(each.period) for each in late})
        .values_list("unit", "period")
        .distinct()
    )
    new = [each for each in late if (each.unit.pk, str(each.period)) not in told]
    heads = heads_of([each.unit.pk for each in new], day)
    for each in new:
        head = heads.get(each.unit.pk)
        account = head.person.account_id if head else None
        queue(
            actor=actor,
            to=[account] if account else [],
            kind="commitments.programme_owed",
            subject=_("{unit} chưa có chương trình công tác kỳ {period}").format(
                unit=each.unit, period=each.period
            ),
            text=_("Hạn: {day}.").format(day=day_text(each.due_on)),
            link="/programmes/",
        )
    ProgrammeReminder.objects.bulk_create(
        ProgrammeReminder(unit=each.unit, period=str(each.period), sent_on=day) for each in new
    )
    asked = [ProgrammeAsked(subject_id=each.unit.pk, period=str(each.period)) for each in new]
    record_all(actor=actor, events=asked)
    return len(new)


def _take(actor: Actor, step: rules.Step, circle: "_Circle", day: date) -> int:
    rows = _not_told(step)
    if not rows:
        return 0
    circle.prepare(rows)
    told: Told = {}
    names: dict[int, str] = {}
    for row in rows:
        accounts = circle.accounts(step, row)
        for account in accounts:
            told.setdefault(account, []).append(row)
        names[row.pk] = circle.names(accounts)
    for account, about in told.items():
        _tell(actor, account, step, about, day)
    due = "due_on" if step.clock == rules.StepClock.DEED else "verify_due_on"
    Reminder.objects.bulk_create(
        [
            Reminder(
                commitment=row,
                step=step.name,
                for_due_on=getattr(row, due),
                sent_on=day,
                to=names[row.pk][:300],
            )
            for row in rows
        ],
        batch_size=1000,
    )
    record_all(
        actor=actor,
        events=[StepTaken(subject_id=row.pk, step=step.name, to=names[row.pk]) for row in rows],
    )
    return len(rows)


# Asked ten times each morning of every installation; composing it would cost more than asking.
NOT_TOLD = """SELECT c.id FROM commitments_commitment c
 WHERE c.status = %s AND c.is_undecided = %s AND c.recurrence = ''
 AND c.{due} <= %s AND c.{due} >= %s AND NOT EXISTS (SELECT 1 FROM commitments_reminder r
 WHERE r.commitment_id = c.id AND r.step = %s AND r.for_due_on = c.{due})"""


def _not_told(step: rules.Step) -> list[Commitment]:
    """Open commitments that have come to this step and were not told of it."""
    undecided = step.clock == rules.StepClock.VERDICT
    due = "verify_due_on" if undecided else "due_on"
    status = Commitment.Status.DECLARED if undecided else Commitment.Status.IN_FORCE
    span = (step.last, step.first or date.min)
    with connection.cursor() as cursor:
        cursor.execute(NOT_TOLD.format(due=due), [str(status), undecided, *span, step.name])
        ids = [pk for (pk,) in cursor.fetchall()]
    if not ids:
        return []
    rows = Commitment.objects.filter(pk__in=ids).select_related("person", "verifier", "unit")
    return list(rows.order_by(due, "code"))


def _tell(actor: Actor, account: int, step: rules.Step, about: list[Commitment], day: date) -> None:
    """One notice for one account and step, however many commitments it speaks of."""
    subject = _subject(step, about[0] if len(about) == 1 else None, len(about), day)
    lines = "\n".join(f"{day_text(each.due_on)}  {each.code}  {each.statement}" for each in about)
    queue(
        actor=actor,
        to=[account],
        kind=f"commitments.{step.name.partition('-')[0]}",
        subject=subject[:300],
        text=lines,
        link=commitment_link(about[0].pk) if len(about) == 1 else "/commitments/",
    )


def _subject(step: rules.Step, one: Commitment | None, number: int, day: date) -> str:
    what = one.statement if one else _("{number} cam kết").format(number=number)
    if step.clock == rules.StepClock.VERDICT:
        if step.name == "verify-due":
            return _("Đến hạn xác nhận: {what}").format(what=what)
        return _("Quá hạn xác nhận: {what}").format(what=what)
    if step.name.startswith("before"):
        return _("Sắp đến hạn: {what}").format(what=what)
    if step.name == "due":
        return _("Đến hạn: {what}").format(what=what)
    return _("Quá hạn: {what}").format(what=what)


class _Circle:
    """Who is told about what; asked once for each unit, role and person of a run."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.heads: dict[int, int | None] = {}
        self.over: dict[tuple[str, int], list[int]] = {}
        self.labels: dict[int, str] = {}

    def prepare(self, rows: Collection[Commitment]) -> None:
        units = {row.unit_id for row in rows if row.unit_id} - self.heads.keys()
        found = heads_of(units, self.day)
        self.heads |= {
            unit: found[unit].person.account_id if unit in found else None for unit in units
        }

    def accounts(self, step: rules.Step, row: Commitment) -> list[int]:
        if step.whom == rules.Whom.VERIFIER:
            found = [row.verifier.account_id if row.verifier else None]
        elif step.whom == rules.Whom.ANSWERING:
            found = [row.person.account_id if row.person else None]
            found.append(self.heads.get(row.unit_id or 0))
        else:
            found = [account for role in step.roles for account in self._over(role, row.unit)]
        return list(dict.fromkeys(account for account in found if account))

    def names(self, accounts: Collection[int]) -> str:
        missing = set(accounts) - self.labels.keys()
        if missing:
            rows = Account.objects.filter(pk__in=missing)
            self.labels |= {each.pk: str(each) for each in rows}
        return ", ".join(self.labels.get(account, "") for account in accounts)

    def _over(self, role: str, unit: Unit | None) -> list[int]:
        if unit is None:
            return []
        key = (role, unit.pk)
        if key not in self.over:
            self.over[key] = accounts_with(Role(role), unit, self.day)
        return self.over[key]
