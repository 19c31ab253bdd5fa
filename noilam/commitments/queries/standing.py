"""The state of commitments on a day, in SQL: `rules.state_on`, sentence by sentence.

A commitment unchanged since the day is read from its own row. Only for one that changed since are
the rows behind it asked what was known then; so a list of today reads one table, and a past day
costs no more than what has happened since.
"""

from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from ..models import Commitment, Declaration, DueDate, Verdict, Verification
from ..rules import State


def said_by(on: date) -> QuerySet[Commitment]:
    """What counts as said by a day: in force, each begun occurrence, never a series itself."""
    return Commitment.objects.filter(in_force_on__lte=on, recurrence="")


def with_state(commitments: QuerySet[Commitment], on: date) -> QuerySet[Any]:
    """Annotate `state` (empty while not in force), `then_due_on` and `is_claim_after_due`."""
    known = commitments.annotate(
        then_due_on=_as_known(on, F("due_on"), _due_on(on), DateField()),
        then_declared_on=_as_known(on, F("last_declared_on"), _declared_on(on), DateField()),
        then_verdict=_as_known(on, F("last_verdict"), _verdict(on), CharField()),
        then_undecided=_as_known(on, F("is_undecided"), _is_undecided(on), BooleanField()),
    )
    return known.annotate(state=_state(on)).annotate(is_claim_after_due=_is_claim_after_due())


def with_verdicts(commitments: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Annotate how many verdicts were given by a day, and how many of them said no."""
    given = _decided(on).order_by().values("declaration__commitment")
    counted = given.annotate(number=Count("pk")).values("number")
    refused = given.filter(verdict=Verdict.REJECTED).annotate(number=Count("pk")).values("number")
    number = IntegerField()
    return commitments.annotate(
        then_verdicts=_as_known(on, F("verdicts"), Coalesce(Subquery(counted), 0), number),
        then_rejections=_as_known(on, F("rejections"), Coalesce(Subquery(refused), 0), number),
    )


def _as_known(on: date, repeated: Any, asked: Any, kind: Any) -> Case:
    return Case(When(changed_on__lte=on, then=repeated), default=asked, output_field=kind)


def _state(on: date) -> Case:
    achieved = Q(then_verdict=Verdict.ACHIEVED)
    is_due = Q(then_due_on__lt=on)
    return Case(
        When(Q(in_force_on=None) | Q(in_force_on__gt=on), then=Value("")),
        When(withdrawn_on__lte=on, then=Value(State.WITHDRAWN.value)),
        When(not_achieved_on__lte=on, then=Value(State.BROKEN.value)),
        When(is_due & Q(then_verdict=Verdict.REJECTED), then=Value(State.BROKEN.value)),
        When(achieved & Q(then_declared_on__lte=F("then_due_on")), then=Value(State.KEPT.value)),
        When(achieved, then=Value(State.KEPT_LATE.value)),
        When(then_undecided=True, then=Value(State.CLAIMED.value)),
        When(is_due, then=Value(State.LATE.value)),
        default=Value(State.RUNNING.value),
        output_field=CharField(),
    )


def _is_claim_after_due() -> Case:
    after = Q(state=State.CLAIMED.value, then_declared_on__gt=F("then_due_on"))
    return Case(When(after, then=Value(True)), default=Value(False), output_field=BooleanField())


# What the rows behind a commitment say about it by a day. Each is one row by an index.


def _due_on(on: date) -> Coalesce:
    decided = DueDate.objects.filter(commitment=OuterRef("pk"), decided_on__lte=on)
    newest = decided.order_by("-decided_on", "-due_on").values("due_on")[:1]
    return Coalesce(Subquery(newest), F("first_due_on"))


def _declared(on: date) -> QuerySet[Declaration]:
    declared = Declaration.objects.filter(commitment=OuterRef("pk"), declared_on__lte=on)
    return declared.order_by("-declared_on")


def _declared_on(on: date) -> Subquery:
    return Subquery(_declared(on).values("declared_on")[:1])


def _is_undecided(on: date) -> Subquery:
    waits = Q(verification=None) | Q(verification__verified_on__gt=on)
    answer = Case(When(waits, then=Value(True)), default=Value(False))
    return Subquery(_declared(on).annotate(waits=answer).values("waits")[:1])


def _decided(on: date) -> QuerySet[Verification]:
    given = Verification.objects.filter(declaration__commitment=OuterRef("pk"), verified_on__lte=on)
    return given.order_by("-verified_on", "-declaration__declared_on")


def _verdict(on: date) -> Subquery:
    return Subquery(_decided(on).values("verdict")[:1])
