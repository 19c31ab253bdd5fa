"""Recomputing what a commitment repeats of its rows. Set-based; every deed and import uses it.

The rows are the truth. Whoever adds a declaration, verdict, due date or end calls this in the same
transaction, and the figures of today agree with the figures of the past.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.db.models.sql import UpdateQuery

from noilam.foundation import bulk

from ..models import Commitment, Declaration, DueDate, Holding, Progress, Verdict, Verification

CHUNK = 5_000
FEW = 20  # up to so many are refreshed one by one
Status = Commitment.Status


def _refresh_standing(commitment_ids: Iterable[int]) -> None:
    """Repeat the newest rows in the commitments themselves; status follows from them."""
    ids = list(commitment_ids)
    if len(ids) <= FEW:
        _refresh_few(ids)
        return
    for place in range(0, len(ids), CHUNK):
        rows = Commitment.objects.filter(pk__in=ids[place : place + CHUNK])
        rows.update(**_repeated())
        rows.update(status=_status(), changed_on=_changed_on(), verify_due_on=_verify_due_on())


def _refresh_few(ids: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        for pk in ids:
            for sql, values in _statements(connection.vendor):
                cursor.execute(sql, [*values, pk])


@cache
def _statements(vendor: str) -> list[tuple[str, tuple[Any, ...]]]:
    """The two updates of one commitment, composed once for a database: composing them takes
    Django ten times longer than running them takes the database. The last value is the id."""
    follows = {"status": _status(), "changed_on": _changed_on(), "verify_due_on": _verify_due_on()}
    return [_composed(values) for values in (_repeated(), follows)]


def _composed(values: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    query: Any = Commitment.objects.filter(pk=0).order_by().query.chain(UpdateQuery)
    query.add_update_values(values)
    sql, params = query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params[:-1])


def _bind(commitments: Iterable[Any]) -> None:
    """Who answers for each from its first day in force, and by when, as rows with their days."""
    bound = list(commitments)
    bulk.insert(
        [
            Holding(
                commitment_id=each.pk,
                unit_id=each.unit_id,
                person_id=each.person_id,
                starts_on=each.in_force_on,
            )
            for each in bound
        ]
    )
    bulk.insert(
        [
            DueDate(commitment_id=each.pk, due_on=each.due_on, decided_on=each.in_force_on)
            for each in bound
        ]
    )


def _repeated() -> dict[str, Any]:
    last_declared = _declared().values("declared_on")[:1]
    decided = _decided()
    waits = Case(When(verification=None, then=Value(True)), default=Value(False))
    figures = Progress.objects.filter(commitment=OuterRef("pk"), figure__isnull=False)
    return {
        "due_on": Coalesce(Subquery(_due_dates().values("due_on")[:1]), F("due_on")),
        "last_declared_on": Subquery(last_declared),
        "is_undecided": Coalesce(
            Subquery(_declared().annotate(waits=waits).values("waits")[:1]),
            Value(False),
            output_field=BooleanField(),
        ),
        "last_verdict": Coalesce(Subquery(decided.values("verdict")[:1]), Value("")),
        "last_verdict_on": Subquery(decided.values("verified_on")[:1]),
        "verdicts": _number(decided),
        "rejections": _number(decided.filter(verdict=Verdict.REJECTED)),
        "reached": Subquery(figures.order_by("-reported_on", "-id").values("figure")[:1]),
    }


def _status() -> Case:
    return Case(
        When(withdrawn_on__isnull=False, then=Value(Status.WITHDRAWN)),
        When(not_achieved_on__isnull=False, then=Value(Status.NOT_ACHIEVED)),
        When(in_force_on=None, then=F("status")),
        When(last_verdict=Verdict.ACHIEVED, then=Value(Status.VERIFIED)),
        When(is_undecided=True, then=Value(Status.DECLARED)),
        default=Value(Status.IN_FORCE),
        output_field=CharField(),
    )


def _changed_on() -> Greatest:
    """The day of the newest fact repeated here. Ends carry their own day and need none."""
    start = F("in_force_on")
    newest_due = Subquery(_due_dates().values("decided_on")[:1])
    newest_verdict = Subquery(
        _decided()
        .order_by()
        .values("declaration__commitment")
        .annotate(newest=Max("verified_on"))
        .values("newest")
    )
    return Greatest(
        start,
        Coalesce(newest_due, start),
        Coalesce(F("last_declared_on"), start),
        Coalesce(newest_verdict, start),
        output_field=DateField(),
    )


def _verify_due_on() -> Case:
    waiting = Subquery(_declared().values("verify_due_on")[:1])
    open_claim = Q(is_undecided=True, withdrawn_on=None, not_achieved_on=None)
    return Case(When(open_claim, then=waiting), default=None, output_field=DateField())


def _due_dates() -> QuerySet[DueDate]:
    return DueDate.objects.filter(commitment=OuterRef("pk")).order_by("-decided_on", "-due_on")


def _declared() -> QuerySet[Declaration]:
    return Declaration.objects.filter(commitment=OuterRef("pk")).order_by("-declared_on")


def _decided() -> QuerySet[Verification]:
    given = Verification.objects.filter(declaration__commitment=OuterRef("pk"))
    return given.order_by("-verified_on", "-declaration__declared_on")


def _number(decided: QuerySet[Verification]) -> Coalesce:
    counted = decided.order_by().values("declaration__commitment").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)
