"""The ledger as it is read: what is written, and what has run since, on days on end as one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.text import day_text, number_text

from ...models import Excuse
from ...rules import (
    Answering,
    Claim,
    Clock,
    Hands,
    State,
    Stretch,
    joined,
    known_by,
    late_stretches,
)
from ..clocks import DAY, waits_of
from .around import Lines


@dataclass(frozen=True)
class Ledger:
    """Every late day up to a day. The last stretch may still be running."""

    stretches: Sequence[Stretch]
    running_to: date | None  # the day up to which the last stretch is told while it goes on

    @property
    def days(self) -> int:
        return sum(each.days for each in self.stretches)

    def is_running(self, stretch: Stretch) -> bool:
        return stretch.to_on == self.running_to


@dataclass(frozen=True)
class LateRow:
    """One stretch in words."""

    holder: str
    is_verifier: bool
    days: str
    first: str
    last: str


def late_rows(ledger: Ledger) -> list[LateRow]:
    return [
        LateRow(
            each.holder,
            each.hands == Hands.VERIFIER,
            number_text(each.days),
            day_text(each.from_on),
            _last_day(ledger, each),
        )
        for each in ledger.stretches
    ]


def _last_day(ledger: Ledger, stretch: Stretch) -> str:
    if ledger.is_running(stretch) and stretch.to_on == clock.today():
        return _("đến nay")
    return day_text(stretch.to_on)


def ledger_of(commitment: Any, lines: Lines, declared: Sequence[Any], on: date) -> Ledger:
    """Of a commitment as known on a day, with its lines and declarations as known then."""
    written = [
        Stretch(Hands(line.hands), line.holder, None, line.from_on, line.to_on)
        for line in lines["late"]
    ]
    since = commitment.ledger_to + DAY if commitment.ledger_to else commitment.in_force_on
    running: list[Stretch] = []
    if since and since <= on and _may_be_late(commitment, declared, on):
        a_clock = _clock(commitment, lines, declared, on)
        running = late_stretches(a_clock, since=since, through=on)
    told = joined(known_by([*written, *running], on))
    goes_on = any(each.to_on == on for each in running)
    goes_on |= any(each.to_on > on for each in written)
    return Ledger(told, on if goes_on else None)


def _may_be_late(commitment: Any, declared: Sequence[Any], on: date) -> bool:
    """Spares most pages the question what stood in the way."""
    if commitment.recurrence or commitment.withdrawn_on or commitment.not_achieved_on:
        return False
    last = declared[-1] if declared else None
    if last and last.verdict is None:
        return bool(last.verify_due_on and last.verify_due_on < on)
    return commitment.state in (State.LATE, State.BROKEN)


def _clock(commitment: Any, lines: Lines, declared: Sequence[Any], on: date) -> Clock:
    """As `clocks_of` makes it for the ledger, from what the page has read already."""
    due_dates = [(line.decided_on, line.due_on) for line in lines["due"]]
    return Clock(
        in_force_on=commitment.in_force_on,
        due_dates=due_dates or [(commitment.in_force_on, commitment.first_due_on)],
        claims=[_claim(commitment, each) for each in declared],
        held=[
            Answering(
                line.starts_on,
                line.ends_on - DAY if line.ends_on else None,
                line.unit_name,
                line.unit_id,
            )
            for line in lines["holding"]
        ],
        blocked=[*_suspended(lines), *_waiting(commitment, lines)],
        ended_on=commitment.withdrawn_on or commitment.not_achieved_on,
    )


def _claim(commitment: Any, declaration: Any) -> Claim:
    verdict = declaration.verdict
    judge = commitment.verifier or (verdict.verifier if verdict else None)
    return Claim(
        declaration.declared_on,
        declaration.verify_due_on,
        str(judge or ""),
        verdict.verdict if verdict else "",
        verdict.verified_on if verdict else None,
    )


def _suspended(lines: Lines) -> Iterator[Answering]:
    for line in lines["excuse"]:
        if line.kind == Excuse.Kind.SUSPENSION and line.is_confirmed:
            yield Answering(line.from_on, line.to_on, line.agency or line.document)


def _waiting(commitment: Any, lines: Lines) -> Iterator[Answering]:
    if lines["waits"]:
        yield from (block for _pk, block in waits_of([commitment.pk]))
