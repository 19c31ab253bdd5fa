"""A commitment and its deeds as a day knew them: nothing that came later."""

from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from noilam.foundation.access import Actor

from ...models import Commitment, Evidence
from ..reuse import reuse_of, with_reuse


def as_known(commitment: Any, on: date) -> Any:
    """The same commitment without what came after a day. Carries `state` and `then_due_on`."""
    told = copy(commitment)
    if told.in_force_on and told.in_force_on > on:
        told.approved_on = told.in_force_on = None
        told.decided_by = told.decision_document = ""
    if told.withdrawn_on and told.withdrawn_on > on:
        told.withdrawn_on = None
    if told.not_achieved_on and told.not_achieved_on > on:
        told.not_achieved_on = None
    if not (told.withdrawn_on or told.not_achieved_on):
        told.end_reason = ""
    if _newest(commitment) > on:
        told.status = ""  # what it was called then is told by its state
    told.then_due_on = told.then_due_on or told.due_on
    return told


def _newest(commitment: Any) -> date:
    """The day of the last fact that its status follows from."""
    moment = commitment.proposed_at
    days = [
        timezone.localdate(moment) if moment else None,
        commitment.in_force_on,
        commitment.changed_on,
        commitment.withdrawn_on,
        commitment.not_achieved_on,
    ]
    return max((each for each in days if each), default=date.min)


@dataclass(frozen=True)
class Deeds:
    """Declarations as a day knew them, each with `given` and `verdict`, and other evidence."""

    declared: list[Any]
    evidence: list[Evidence]
    loose: list[Evidence]


def deeds_of(actor: Actor, commitment: Commitment, on: date) -> Deeds:
    """For a reader: where else a file was handed in is told as far as he may see it."""
    rows = commitment.evidence.select_related("file").filter(given_on__lte=on)
    evidence: list[Any] = list(with_reuse(actor, rows))
    for each in evidence:
        each.reuse = reuse_of(each)
    declared = declared_by(commitment, on)
    for each in declared:
        each.given = [one for one in evidence if one.declaration_id == each.pk]
    claimed = {each.pk for each in declared}
    loose = [one for one in evidence if one.declaration_id not in claimed]
    return Deeds(declared, evidence, loose)


def declared_by(commitment: Commitment, on: date) -> list[Any]:
    """Declarations by a day; `verdict` is the verification, None while there was none."""
    rows: Any = commitment.declarations.filter(declared_on__lte=on)
    declared: list[Any] = list(rows.select_related("verification", "verification__verifier"))
    for each in declared:
        verdict = getattr(each, "verification", None)
        each.verdict = verdict if verdict and verdict.verified_on <= on else None
    return declared
