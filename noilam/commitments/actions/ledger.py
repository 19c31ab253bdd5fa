"""Writing the lateness ledger: stretches are added, never changed.

Each deed closes the stretch it ends; the daily job takes up what began, and a month's worth of
what goes on. `ledger_to` says through which day a commitment is written.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q

from noilam.audit.actions import record_all
from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text

from .. import queries, rules
from ..events import LatenessWritten
from ..models import Commitment, Declaration, DueDate, Lateness

CHUNK = 500
DAY = timedelta(days=1)
OPEN = [Commitment.Status.IN_FORCE, Commitment.Status.DECLARED]


@transaction.atomic
def write_ledger(*, actor: Actor, on: date | None = None) -> int:
    """Take up the lateness of every open commitment; a second run on a day writes nothing."""
    day = on or clock.today()
    events: list[LatenessWritten] = []
    for ids in _chunks(_candidates(day)):
        written_to = _written_to(ids)
        found = {
            pk: rules.next_entries(a_clock, written_to=written_to[pk], on=day)
            for pk, a_clock in queries.clocks_of(ids, day).items()
        }
        events += _write(found)
    record_all(actor=actor, events=events)
    return len(events)


def _close_stretches(commitment_ids: Collection[int], *, through: date) -> None:
    """Write what was late up to a deed, and no more of it afterwards."""
    for ids in _chunks(_perhaps_late(commitment_ids, through)):
        written_to = _written_to(ids)
        found: dict[int, tuple[list[rules.Stretch], date | None]] = {}
        for pk, a_clock in queries.clocks_of(ids, through).items():
            last = written_to[pk]
            since = last + DAY if last else a_clock.in_force_on
            if since <= through:
                found[pk] = rules.late_stretches(a_clock, since=since, through=through), through
        _write(found)


def _perhaps_late(commitment_ids: Collection[int], through: date) -> list[int]:
    """Those with any due day behind them, a performer's or a verifier's: most have none."""
    due = DueDate.objects.filter(due_on__lt=through)
    verdict = Declaration.objects.filter(verify_due_on__lt=through)
    late, kept_waiting = (
        rows.filter(commitment__in=commitment_ids).order_by().values_list("commitment")
        for rows in (due, verdict)
    )
    return sorted(pk for (pk,) in late.union(kept_waiting))


def _candidates(day: date) -> list[int]:
    """Open ones past a due day whose ledger is not yet at the end of the last month."""
    month_end = day.replace(day=1) - DAY
    late = Q(is_undecided=False, due_on__lt=day - DAY)
    late |= Q(is_undecided=True, verify_due_on__lt=day - DAY)
    behind = Q(ledger_to=None) | Q(ledger_to__lt=month_end)
    begun = Q(due_on__gte=F("ledger_to")) | Q(verify_due_on__gte=F("ledger_to"))
    rows = Commitment.objects.filter(late, behind | begun, status__in=OPEN, recurrence="")
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _written_to(ids: Sequence[int]) -> Mapping[int, date | None]:
    rows = Commitment.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    return dict(rows.values_list("pk", "ledger_to"))


def _write(
    found: Mapping[int, tuple[list[rules.Stretch], date | None]],
) -> list[LatenessWritten]:
    """Add the stretches and remember how far the ledger is written. Returns one event a row."""
    at = clock.now()
    bulk.insert(
        Lateness(
            commitment_id=pk,
            hands=each.hands,
            unit_id=each.unit_id,
            holder=each.holder[:200],
            from_on=each.from_on,
            to_on=each.to_on,
            days=each.days,
            recorded_at=at,
        )
        for pk, (stretches, _) in found.items()
        for each in stretches
    )
    by_day: dict[date, list[int]] = {}
    for pk, (_, through) in found.items():
        if through is not None:
            by_day.setdefault(through, []).append(pk)
    for through, ids in by_day.items():
        Commitment.objects.filter(pk__in=ids).update(ledger_to=through)
    return [_written(pk, stretches) for pk, (stretches, _) in found.items() if stretches]


def _written(pk: int, stretches: Sequence[rules.Stretch]) -> LatenessWritten:
    return LatenessWritten(
        subject_id=pk,
        stretches=[
            {
                "hands": each.hands,
                "holder": each.holder,
                "from": day_text(each.from_on),
                "to": day_text(each.to_on),
            }
            for each in stretches
        ],
    )


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[place : place + CHUNK] for place in range(0, len(ids), CHUNK))
