"""A committee's decision makes a draft hold, from a month on, and freezes it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.consultation.queries import standing, unanswered
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, refuse_if
from noilam.foundation.periods import Month
from noilam.foundation.text import tidy
from noilam.rulebook.queries import value

from .. import policies
from ..events import CriteriaIssued, CriteriaSuperseded
from ..keys import CONSULTATION_REQUIRED, CRITERIA
from ..models import BandRow, CriteriaSet, CriterionRow
from ..queries.criteria import (
    in_force_before,
    installed,
    kind_names,
    kinds_stopped,
    months_before,
)
from ..rules import criteria as values
from ..rules import drafting, hashing, installing, months, reading
from ..rules.drafting import Consulted, Decision
from ..rules.score import gate_mask
from .criteria import _lock


@transaction.atomic
def issue_criteria(
    *,
    actor: Actor,
    criteria_set: CriteriaSet,
    decision_number: str,
    decided_on: date | None,
    guidance: str,
    first_month: Month | None,
    consulted_elsewhere: str = "",
    stops_because: str = "",
) -> CriteriaSet:
    """Record the decision. What holds now is superseded from the first month on.

    `consulted_elsewhere`: where it is recorded that people were asked before this system came.
    `stops_because`: why kinds of unit that the version before scored are scored no more.
    """
    criteria_set = _lock(criteria_set)
    require(
        policies.may_issue_criteria(actor, criteria_set),
        to=_("ban hành {title}").format(title=criteria_set.title),
    )
    refuse_if(drafting.problems_with_standing(criteria_set.status))
    decision = Decision(
        decision_number, decided_on, guidance, first_month, consulted_elsewhere, stops_because
    )
    content = _as_it_holds(criteria_set, first_month)
    unfit = reading.problems_with_issue(content, kind_names())
    refuse_if(_problems(actor, criteria_set, decision) + unfit)
    _freeze(actor, criteria_set, decision, content)
    _write_rows(criteria_set)
    record(actor=actor, event=_issued(criteria_set, decision))
    _supersede(actor, criteria_set)
    return criteria_set


def _problems(actor: Actor, criteria_set: CriteriaSet, decision: Decision) -> list[Problem]:
    revisions = criteria_set.revisions.values_list("by_account", "by_behalf")
    today = clock.today()
    return [
        *drafting.problems_with_decision(decision, today),
        *drafting.problems_with_months(decision.first_month, months_before(criteria_set)),
        *drafting.problems_with_stopping(
            kinds_stopped(criteria_set, criteria_set.content), decision.stops_because
        ),
        *drafting.problems_with_consultation(
            _consulted(criteria_set),
            is_required=value(CONSULTATION_REQUIRED, today),
            elsewhere=decision.consulted_elsewhere,
        ),
        *drafting.problems_with_hands(
            drafters={account for both in revisions for account in both},
            issuers={actor.id, actor.behalf_id},
        ),
    ]


def _consulted(criteria_set: CriteriaSet) -> Consulted:
    found = standing(CRITERIA, criteria_set.pk)
    if found is None:
        return Consulted()
    return Consulted(True, found.is_open, unanswered(CRITERIA, criteria_set.pk))


def _as_it_holds(criteria_set: CriteriaSet, first_month: Month | None) -> dict[str, Any]:
    """The content as issued here: measures under their own names, or by hand, which asks for words
    that a measure did not need; and its first day."""
    content = installing.as_installed(criteria_set.content, installed)
    if first_month is not None:
        content["valid_from"] = first_month.first_day.isoformat()
    return reading.normal(content, kind_names())


def _freeze(
    actor: Actor, criteria_set: CriteriaSet, decision: Decision, content: dict[str, Any]
) -> None:
    criteria_set.content = content
    criteria_set.content_hash = hashing.content_hash(content)
    criteria_set.structure_hash = hashing.structure_hash(content)
    criteria_set.status = CriteriaSet.Status.ISSUED
    criteria_set.decision_number = tidy(decision.number)
    criteria_set.decided_on = decision.decided_on
    criteria_set.guidance = tidy(decision.guidance)
    criteria_set.consulted_elsewhere = tidy(decision.consulted_elsewhere)
    criteria_set.first_month = months.key(decision.first_month) if decision.first_month else None
    criteria_set.issued_at = clock.now()
    criteria_set.issued_by = actor.label
    criteria_set.save()


def _write_rows(criteria_set: CriteriaSet) -> None:
    """For tables to point at."""
    criteria = reading.criteria_of(criteria_set.content)
    CriterionRow.objects.bulk_create(_rows(criteria_set, criteria))
    BandRow.objects.bulk_create(
        BandRow(
            criteria_set=criteria_set,
            level=level,
            code=band.code,
            title=band.title,
            at_least=band.at_least,
            gates=gate_mask(criteria, band.gates),
        )
        for level, band in enumerate(criteria.bands, start=1)
    )


def _rows(criteria_set: CriteriaSet, criteria: values.CriteriaSet) -> Iterator[CriterionRow]:
    kinds = CriterionRow.Kind
    lines = [
        (each.code, each.title, each.max_points, kinds.CRITERION) for each in criteria.criteria()
    ]
    lines += [(each.code, each.title, each.points, kinds.BONUS) for each in criteria.bonuses]
    lines += [(each.code, each.title, each.points, kinds.PENALTY) for each in criteria.penalties]
    for order, (code, title, most, kind) in enumerate(lines, start=1):
        yield CriterionRow(
            criteria_set=criteria_set,
            code=code,
            order=order,
            kind=kind,
            title=title,
            max_points=most,
        )


def _supersede(actor: Actor, criteria_set: CriteriaSet) -> None:
    """The versions before hold until this one begins."""
    for before in in_force_before(criteria_set).select_for_update():
        before.until_month = criteria_set.first_month
        before.save(update_fields=["until_month"])
        record(
            actor=actor,
            event=CriteriaSuperseded(
                subject_id=before.pk, by_id=criteria_set.pk, until_month=before.until_month
            ),
        )


def _issued(criteria_set: CriteriaSet, decision: Decision) -> CriteriaIssued:
    return CriteriaIssued(
        subject_id=criteria_set.pk,
        decision_number=criteria_set.decision_number,
        decided_on=criteria_set.decided_on,
        guidance=criteria_set.guidance,
        first_month=criteria_set.first_month,
        content_hash=criteria_set.content_hash,
        structure_hash=criteria_set.structure_hash,
        consulted_elsewhere=criteria_set.consulted_elsewhere,
        stops_because=tidy(decision.stops_because),
        wanted=installing.wanted_in(criteria_set.content),
    )
