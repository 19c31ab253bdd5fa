"""Random lives of commitments, as rows and as plain facts, to hold SQL against the rules."""

import random
from datetime import date, timedelta
from decimal import Decimal

from noilam.commitments.actions.standing import _refresh_standing
from noilam.commitments.models import (
    Commitment,
    Declaration,
    DueDate,
    Holding,
    Verdict,
    Verification,
)
from noilam.commitments.rules import Declared, Facts
from noilam.foundation import clock
from noilam.organisation.models import Person, Unit

FIRST = date(2026, 1, 1)
LENGTH = 200  # days in which everything happens


class Chance:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  a seed, not a secret

    def day(self, first: date = FIRST) -> date:
        left = max((FIRST + timedelta(days=LENGTH) - first).days, 0)
        return first + timedelta(days=self.random.randint(0, left))

    def often(self, share: float) -> bool:
        return self.random.random() < share


def random_facts(chance: Chance) -> Facts:
    in_force_on = chance.day()
    due_dates = [(in_force_on, chance.day(in_force_on))]
    while chance.often(0.3):
        decided_on = chance.day(in_force_on)
        due_dates.append((decided_on, chance.day(decided_on)))
    declarations = {}
    while chance.often(0.6):
        declared_on = chance.day(in_force_on)
        verdict = chance.random.choice(Verdict.values) if chance.often(0.7) else ""
        verified_on = chance.day(declared_on) if verdict else None
        declarations[declared_on] = Declared(declared_on, verdict, verified_on)
    return Facts(
        in_force_on=in_force_on,
        due_dates=sorted(set(due_dates)),
        declarations=sorted(declarations.values(), key=lambda each: each.declared_on),
        withdrawn_on=chance.day(in_force_on) if chance.often(0.1) else None,
        not_achieved_on=chance.day(in_force_on) if chance.often(0.1) else None,
        weight=Decimal(chance.random.choice(["1", "2.5", "0.75"])),
    )


def written(facts: Facts, code: str, holders: list[tuple[date, Unit, Person]]) -> Commitment:
    """The same life as rows. Holders follow one another."""
    due_on = max(facts.due_dates)[1]
    commitment = Commitment.objects.create(
        code=code,
        statement=code,
        search_key=code,
        unit=holders[-1][1],
        person=holders[-1][2],
        starts_on=FIRST,
        due_on=due_on,
        first_due_on=min(facts.due_dates)[1],
        in_force_on=facts.in_force_on,
        weight=facts.weight,
        withdrawn_on=facts.withdrawn_on,
        not_achieved_on=facts.not_achieved_on,
    )
    write_around(commitment, facts, holders)
    return commitment


def write_around(commitment, facts, holders) -> None:
    for number, (starts_on, unit, person) in enumerate(holders):
        following = holders[number + 1][0] if holders[number + 1 :] else None
        Holding.objects.create(
            commitment=commitment,
            unit=unit,
            person=person,
            starts_on=max(starts_on, facts.in_force_on) if number == 0 else starts_on,
            ends_on=following,
        )
    for decided_on, due_on in facts.due_dates:
        DueDate.objects.create(commitment=commitment, decided_on=decided_on, due_on=due_on)
    for each in facts.declarations:
        declaration = Declaration.objects.create(
            commitment=commitment,
            declared_on=each.declared_on,
            by="x",
            recorded_at=clock.now(),
        )
        if each.verified_on:
            Verification.objects.create(
                declaration=declaration,
                verdict=each.verdict,
                verified_on=each.verified_on,
                recorded_at=clock.now(),
            )
    _refresh_standing([commitment.pk])
