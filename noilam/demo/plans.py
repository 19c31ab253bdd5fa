"""What will be promised in the year and what will become of it, drawn by lot beforehand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from .commune import COMMISSION, ROOT, Commune
from .names import HAMLETS
from .promises import FINDINGS, PERSONAL, SOURCES, TASKS, URGENT, Promise

URGENT_MATTERS = 127  # registered by the 76 units for the year
TASKS_A_UNIT = 7
REMEDIATIONS = 24


class Fate(StrEnum):
    """How a promise ends, as far as the year lets it."""

    KEPT = "kept"
    KEPT_LATE = "kept_late"
    OVER_CLAIMED = "over_claimed"  # declared, found not to be so
    PARTLY = "partly"
    UNDECIDED = "undecided"  # declared; the verifier sits on it
    SILENT = "silent"  # nothing is heard of it
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Plan:
    """One promise of one unit, and the days on which things happen to it."""

    promise: Promise
    kind: str
    unit: str
    seat: int  # whose: the place among the unit's people
    place: str
    number: int
    starts_on: date
    due_on: date
    source: str
    fate: Fate
    declared_on: date
    decided_on: date
    again_on: date  # when it is declared a second time
    asks_for_time: bool = False
    finding: tuple[str, str, str] | None = None

    @property
    def statement(self) -> str:
        return self._filled(self.promise.statement)

    @property
    def target(self) -> int:
        return self.number if "{n}" in self.promise.statement else self.promise.target

    def _filled(self, text: str) -> str:
        share = self.promise.target or 90
        return text.format(place=self.place, n=self.number, m=share)


@dataclass
class Lots:
    """Draws plans for a year that begins and ends on given days."""

    random: Random
    begins: date
    today: date
    reliability: dict[str, float] = field(default_factory=dict)

    def of(self, commune: Commune) -> list[Plan]:
        units = commune.grassroots
        self.reliability = {unit: self.random.triangular(0.35, 0.97, 0.8) for unit in units}
        plans = [*self._urgent(units), *self._tasks(units), *self._personal(units)]
        plans += self._remediations(units)
        return sorted(plans, key=lambda plan: (plan.starts_on, plan.unit, plan.statement))

    def _urgent(self, units: Sequence[str]) -> Iterator[Plan]:
        """One or two matters a unit, all registered in the first weeks."""
        for number in range(URGENT_MATTERS):
            starts = self.begins + timedelta(days=5 + number % 9)
            due = starts + timedelta(days=self.random.randint(100, 330))
            promise = self.random.choice(URGENT)
            yield self._plan(promise, "urgent_matter", units[number % len(units)], starts, due)

    def _tasks(self, units: Sequence[str]) -> Iterator[Plan]:
        span = (self.today - self.begins).days - 5
        for unit in units:
            for _ in range(TASKS_A_UNIT):
                starts = self.begins + timedelta(days=self.random.randint(8, span))
                due = starts + timedelta(days=self.random.choice([30, 45, 60, 90, 120, 180]))
                yield self._plan(self.random.choice(TASKS), "task", unit, starts, due)

    def _personal(self, units: Sequence[str]) -> Iterator[Plan]:
        for unit in units:
            starts = self.begins + timedelta(days=self.random.randint(10, 40))
            due = starts + timedelta(days=self.random.choice([180, 240, 300]))
            promise = self.random.choice(PERSONAL)
            yield self._plan(promise, "personal_commitment", unit, starts, due, seat=0)

    def _remediations(self, units: Sequence[str]) -> Iterator[Plan]:
        for _ in range(REMEDIATIONS):
            starts = self.begins + timedelta(days=self.random.randint(60, 300))
            finding = self.random.choice(FINDINGS)
            promise = Promise("Xây dựng Đảng", finding[2], "Đã khắc phục", "việc", finding[2], 0, 1)
            due = starts + timedelta(days=60)
            unit = self.random.choice(units)
            yield self._plan(promise, "remediation", unit, starts, due, finding=finding)

    def _plan(
        self,
        promise: Promise,
        kind: str,
        unit: str,
        starts: date,
        due: date,
        seat: int | None = None,
        finding: tuple[str, str, str] | None = None,
    ) -> Plan:
        random, fate = self.random, self._fate(unit)
        declared = due - timedelta(days=random.randint(0, 18))
        if fate == Fate.KEPT_LATE:
            declared = due + timedelta(days=random.randint(2, 28))
        declared = max(declared, starts + timedelta(days=9))
        decided = declared + timedelta(days=random.randint(1, 9))
        return Plan(
            promise=promise,
            kind=kind,
            unit=unit,
            seat=random.choice([0, 1, 1, 2, 3]) if seat is None else seat,
            place=random.choice(HAMLETS),
            number=random.randint(2, 24),
            starts_on=starts,
            due_on=due,
            source=self._source(starts),
            fate=fate,
            declared_on=declared,
            decided_on=decided,
            again_on=decided + timedelta(days=random.randint(6, 30)),
            asks_for_time=random.random() < 0.12,
            finding=finding,
        )

    def _fate(self, unit: str) -> Fate:
        kept = self.reliability[unit]
        if self.random.random() < kept:
            return self.random.choices([Fate.KEPT, Fate.PARTLY], [0.93, 0.07])[0]
        fates = [Fate.KEPT_LATE, Fate.OVER_CLAIMED, Fate.UNDECIDED, Fate.SILENT]
        fates += [Fate.GIVEN_UP, Fate.WITHDRAWN]
        return self.random.choices(fates, [0.30, 0.20, 0.10, 0.24, 0.10, 0.06])[0]

    def _source(self, day: date) -> str:
        text = self.random.choice(SOURCES)
        return text.format(month=f"{day:%m/%Y}", day=f"{day:%d/%m/%Y}", n=self.random.randint(1, 9))


def verifier_seats(number: int) -> tuple[str, int]:
    """Who checks it: one of the inspection commission, or a member of the root's committee."""
    seats = [(COMMISSION, 0), (COMMISSION, 1), (COMMISSION, 2)]
    seats += [(ROOT, place) for place in range(3, 15)]
    return seats[number % len(seats)]
