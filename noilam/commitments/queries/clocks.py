"""Whose clock ran when: the rows behind lateness, gathered for many commitments at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from noilam.organisation.queries import names_on

from ..models import Commitment, Declaration, Dependency, DueDate, Excuse, Holding
from ..rules import Answering, Claim, Clock

DAY = timedelta(days=1)


def clocks_of(commitment_ids: Collection[int], on: date) -> dict[int, Clock]:
    """What is known today about each, with units named as they are called on a day."""
    due_dates = _due_dates(commitment_ids)
    claims, held = _claims(commitment_ids), _held(commitment_ids, on)
    blocked = _blocked(commitment_ids)
    rows = Commitment.objects.filter(pk__in=commitment_ids, in_force_on__isnull=False)
    columns = ("pk", "in_force_on", "first_due_on", "withdrawn_on", "not_achieved_on")
    return {
        pk: Clock(
            in_force_on=in_force_on,
            due_dates=due_dates.get(pk) or [(in_force_on, first_due_on)],
            claims=claims.get(pk, []),
            held=held.get(pk, []),
            blocked=blocked.get(pk, []),
            ended_on=withdrawn_on or not_achieved_on,
        )
        for pk, in_force_on, first_due_on, withdrawn_on, not_achieved_on in rows.values_list(
            *columns
        )
    }


def _due_dates(ids: Collection[int]) -> Mapping[int, list[tuple[date, date]]]:
    found: Mapping[int, list[tuple[date, date]]] = defaultdict(list)
    rows = DueDate.objects.filter(commitment__in=ids).order_by("decided_on", "due_on")
    for pk, decided_on, due_on in rows.values_list("commitment", "decided_on", "due_on"):
        found[pk].append((decided_on, due_on))
    return found


def _claims(ids: Collection[int]) -> Mapping[int, list[Claim]]:
    found: Mapping[int, list[Claim]] = defaultdict(list)
    rows = Declaration.objects.filter(commitment__in=ids).order_by("declared_on")
    for pk, declared_on, verify_due_on, named, judged_by, verdict, verified_on in rows.values_list(
        "commitment",
        "declared_on",
        "verify_due_on",
        "commitment__verifier__full_name",
        "verification__verifier__full_name",
        "verification__verdict",
        "verification__verified_on",
    ):
        claim = Claim(
            declared_on, verify_due_on, named or judged_by or "", verdict or "", verified_on
        )
        found[pk].append(claim)
    return found


def _held(ids: Collection[int], on: date) -> Mapping[int, list[Answering]]:
    rows = list(
        Holding.objects.filter(commitment__in=ids)
        .order_by("starts_on")
        .values_list("commitment", "unit", "starts_on", "ends_on")
    )
    names = names_on({unit for _, unit, _, _ in rows}, on)
    found: Mapping[int, list[Answering]] = defaultdict(list)
    for pk, unit_id, starts_on, ends_on in rows:
        last = ends_on - DAY if ends_on else None
        found[pk].append(Answering(starts_on, last, names.get(unit_id, ""), unit_id))
    return found


def _blocked(ids: Collection[int]) -> Mapping[int, list[Answering]]:
    found: Mapping[int, list[Answering]] = defaultdict(list)
    for pk, block in (*_suspended(ids), *waits_of(ids)):
        found[pk].append(block)
    return found


def _suspended(ids: Collection[int]) -> Iterator[tuple[int, Answering]]:
    """From the day it was confirmed at the earliest: what was written before stays written."""
    rows = Excuse.objects.filter(commitment__in=ids, kind=Excuse.Kind.SUSPENSION, is_confirmed=True)
    for each in rows:
        yield each.commitment_id, Answering(each.from_on, each.to_on, each.agency or each.document)


def waits_of(ids: Collection[int]) -> Iterator[tuple[int, Answering]]:
    """While a matter waited for is in another unit's hands and not done."""
    rows = Dependency.objects.filter(commitment__in=ids).select_related(
        "commitment", "on", "on__unit"
    )
    for each in rows:
        awaited = each.on
        if awaited.in_force_on is None or awaited.unit_id == each.commitment.unit_id:
            continue
        is_kept = awaited.status == Commitment.Status.VERIFIED
        done_on = awaited.last_verdict_on if is_kept else None
        ended_on = done_on or awaited.withdrawn_on or awaited.not_achieved_on
        yield (
            each.commitment_id,
            Answering(each.recorded_on, ended_on, str(awaited.unit), awaited.unit_id),
        )
