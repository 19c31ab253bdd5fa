"""Programmes of the commune and its units, what is given to all units at once, monthly duties."""

from datetime import date, timedelta
from decimal import Decimal

from noilam.commitments import actions
from noilam.commitments.actions import Draft, ProgrammeDraft, SourceOf, Taker
from noilam.commitments.models import Commitment, Programme
from noilam.foundation.periods import Period, Term, Year

from .commune import ROOT, Commune
from .life import Life
from .plans import verifier_seats
from .promises import CAMPAIGNS, DUTIES, Promise

WITHOUT_PROGRAMME = 6  # units that still owe this year's
WITH_DUTIES = 9
TERM = Term(2025, 2030)


def put_on_days(life: Life, commune: Commune) -> None:
    """The year's frame: programmes first, then campaigns, then duties."""
    life.on(life.begins + timedelta(days=1), _programmes, life, commune, Year.of(life.begins))
    if Year.of(life.today) != Year.of(life.begins):
        new_year = Year.of(life.today).first_day + timedelta(days=8)
        life.on(max(new_year, life.begins), _programmes, life, commune, Year.of(life.today))
    for number, promise in enumerate(CAMPAIGNS):
        day = life.begins + timedelta(days=20 + 95 * number)
        life.on(day, _give_to_all, life, commune, promise, number)
    life.on(life.begins + timedelta(days=16), _duties, life, commune)


def _programmes(life: Life, commune: Commune, year: Period) -> None:
    """The commune's, nested in its term; then each unit's, nested in the commune's."""
    office = life.people.desk("bithu")
    term = Programme.objects.filter(unit=life.units[ROOT], period=str(TERM)).first()
    if term is None:
        title = "Chương trình hành động toàn khóa 2025–2030"
        term = actions.write_programme(
            actor=office, draft=ProgrammeDraft(title=title, period=TERM, unit=life.units[ROOT])
        )
    above = actions.write_programme(
        actor=office,
        draft=ProgrammeDraft(
            title=f"Chương trình công tác năm {year}",
            period=year,
            unit=life.units[ROOT],
            parent=term,
            document=f"02-CTr/ĐU, {year}",
        ),
    )
    for code in commune.grassroots[WITHOUT_PROGRAMME:]:
        life.programmes[code] = actions.write_programme(
            actor=life.people.actor(life.people.head(code)),
            draft=ProgrammeDraft(
                title=f"Chương trình công tác năm {year}",
                period=year,
                unit=life.units[code],
                parent=above,
            ),
        )


def _give_to_all(life: Life, commune: Commune, promise: Promise, number: int) -> None:
    """One act of the office, seventy-six promises; the committee approves them at its sitting."""
    today = life.begins + timedelta(days=20 + 95 * number)
    draft = Draft(
        statement=promise.statement.format(m=80),
        kind=Commitment.Kind.TASK,
        topic=life.topic(promise.topic),
        solution=promise.solution,
        starts_on=today,
        due_on=today + timedelta(days=75),
        measure=promise.measure,
        measure_unit=promise.unit,
        baseline=Decimal(promise.baseline),
        target=Decimal(promise.target),
        verifier=life.people.seats[verifier_seats(number)[0]][verifier_seats(number)[1]],
    )
    takers = [Taker(life.units[code]) for code in life.living(commune.grassroots)]
    given = actions.give_to_many(
        actor=life.people.desk("vanphong"),
        drafts=[draft],
        takers=takers,
        sources=[SourceOf(label="Nghị quyết Đại hội Đảng bộ xã Sông Hiền, mục II.3")],
    )
    life.put_forward("thuongvu", given)
    for commitment in given:
        life.answer_for(commitment, today + timedelta(days=75))


def _duties(life: Life, commune: Commune) -> None:
    """Monthly duties; each month that begins is a promise of its own."""
    first_due = _end_of_month(life.begins + timedelta(days=16))
    for code in commune.grassroots[:WITH_DUTIES]:
        for promise in DUTIES:
            head = life.people.head(code)
            actor = life.people.actor(head)
            draft = Draft(
                statement=promise.statement,
                kind=Commitment.Kind.DUTY,
                pace=Commitment.Pace.REGULAR,
                topic=life.topic(promise.topic),
                unit=life.units[code],
                person=head,
                solution=promise.solution,
                starts_on=first_due.replace(day=1),
                due_on=first_due,
                recurrence=Commitment.Recurrence.MONTHLY,
                measure=promise.measure,
                measure_unit=promise.unit,
                target=Decimal(promise.target),
                verifier=life.people.seats["SH.UBKT"][1],
            )
            made = actions.make_commitment(actor=actor, draft=draft)
            life.put_forward("vanphong", [actions.propose(actor=actor, commitment=made)])
            life.series.append(made.pk)


def _end_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
