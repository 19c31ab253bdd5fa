"""Recurring duties: each occurrence opens as it begins, as a commitment of its own."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from noilam.audit.actions import record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import fold

from .. import rules
from ..events import OccurrenceOpened
from ..models import Commitment, Source
from .standing import _bind

# What an occurrence takes from its series as it is on the day it opens.
TAKEN = [
    "statement",
    "kind",
    "pace",
    "topic",
    "unit",
    "person",
    "support_text",
    "solution",
    "measure",
    "measure_unit",
    "baseline",
    "baseline_text",
    "target",
    "target_text",
    "weight",
    "decided_by",
    "decision_document",
    "verifier",
    "verify_within",
    "publicity",
    "programme",
    "approved_on",
    "resources",
    "citizen_check",
    "grounds",
]


@transaction.atomic
def open_occurrences(*, actor: Actor, on: date | None = None) -> int:
    """Open every occurrence begun by today that is not open yet; a second run opens none."""
    day = on or clock.today()
    running = Commitment.objects.filter(status=Commitment.Status.IN_FORCE, starts_on__lte=day)
    series = running.exclude(recurrence="").select_for_update(of=("self",)).order_by("pk")
    events = _opened(list(series), day)
    record_all(actor=actor, events=events)
    return len(events)


def _open_occurrences(actor: Actor, series: Sequence[Commitment], day: date) -> None:
    """The same for series approved just now."""
    record_all(actor=actor, events=_opened(series, day))


def _opened(series: Sequence[Commitment], day: date) -> list[OccurrenceOpened]:
    latest = dict(
        Commitment.objects.filter(series__in=[each.pk for each in series])
        .values_list("series")
        .annotate(latest=Max("occurrence"))
    )
    new = [
        occurrence for each in series for occurrence in _begun(each, latest.get(each.pk, 0), day)
    ]
    Commitment.objects.bulk_create(new, batch_size=500)
    _bind(new)
    _name_the_series(new)
    return [
        OccurrenceOpened(
            subject_id=each.pk, series_id=each.series_id or 0, number=each.occurrence or 0
        )
        for each in new
    ]


def _begun(series: Commitment, latest: int, day: date) -> Iterator[Commitment]:
    if series.starts_on is None or series.due_on is None:
        return
    begun = rules.occurrences_begun(
        series.starts_on,
        series.due_on,
        series.recurrence,
        opened=latest,
        until=series.repeats_until,
        on=day,
    )
    for number, begins, due in begun:
        code = f"{series.code[:33]}/{number:02}"
        opened_on = max(begins, series.in_force_on or begins)
        yield Commitment(
            **{name: getattr(series, name) for name in TAKEN},
            code=code,
            search_key=fold(f"{series.statement} {code}")[:600],
            series=series,
            occurrence=number,
            parent=series.parent,
            starts_on=begins,
            due_on=due,
            first_due_on=due,
            in_force_on=opened_on,
            changed_on=opened_on,
            status=Commitment.Status.IN_FORCE,
        )


def _name_the_series(new: Sequence[Commitment]) -> None:
    """The source of each occurrence is its series."""
    Source.objects.bulk_create(
        [
            Source(
                commitment=each,
                kind="series",
                reference=str(each.series_id),
                label=each.statement[:300],
                search_key=fold(each.statement)[:400],
            )
            for each in new
        ],
        batch_size=1000,
    )
