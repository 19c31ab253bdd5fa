"""Whatever an office does, in whatever order: no stretch overlaps, no unit is lost, and the lines
of ancestry say what the versions say."""

from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation import actions, open_matters, queries
from noilam.organisation.models import Ancestry, Unit, UnitVersion
from noilam.organisation.rules import Choice, Decision, Deed, NewUnit, problems_with_timeline

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 400).map(lambda number: FIRST + timedelta(days=number))
SAMPLE = [FIRST + timedelta(days=number) for number in range(0, 460, 23)]
DECISION = Decision("1-QĐ", FIRST)


def ancestors_by_hand(unit: int, day: date, stretches) -> list[int]:
    """Walks up the versions of a day, nearest first: an ended unit stays where it last stood."""
    above: list[int] = []
    while unit is not None:
        timeline = stretches[unit]
        standing = [each for each in timeline if each[0] <= day]
        if not standing:
            return above
        unit = standing[-1][2]
        if unit is not None:
            above.append(unit)
    return above


class Office(RuleBasedStateMachine):
    units = Bundle("units")

    def __init__(self):
        super().__init__()
        self.number = 0
        self.founded: dict[int, date] = {}
        self.clock = clock.frozen(date(2026, 11, 20))
        self.clock.__enter__()
        self.attempt = transaction.atomic()  # each sequence starts from nothing
        self.attempt.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.attempt.__exit__(None, None, None)
        self.clock.__exit__(None, None, None)

    def code(self) -> str:
        self.number += 1
        return f"U{self.number}"

    @initialize(target=units)
    def the_first_unit(self):
        return self._found(None, FIRST)

    @rule(target=units, parent=units, day=DAYS)
    def found(self, parent, day):
        return self._found(parent, day) or parent

    def _found(self, parent, day):
        code = self.code()
        try:
            unit = actions.found_unit(
                actor=shell(),
                code=code,
                name=code,
                kind="party_organisation",
                parent=Unit.objects.get(pk=parent) if parent else None,
                founded_on=day,
            )
        except Refused:
            return None
        self.founded[unit.pk] = day
        return unit.pk

    def _try(self, deed, **arguments):
        try:
            return deed(actor=shell(), decision=DECISION, **arguments)
        except Refused:
            return None

    @rule(unit=units, day=DAYS)
    def rename(self, unit, day):
        self._try(actions.rename_unit, unit=Unit.objects.get(pk=unit), name=self.code(), on=day)

    @rule(unit=units, parent=units, day=DAYS)
    def move(self, unit, parent, day):
        unit, parent = Unit.objects.get(pk=unit), Unit.objects.get(pk=parent)
        hand_over = open_matters.all_alike(
            open_matters.of_a_transfer(unit, day), Choice(Deed.INHERIT)
        )
        self._try(actions.move_unit, unit=unit, parent=parent, on=day, hand_over=hand_over)

    @rule(unit=units, taker=units, day=DAYS)
    def end(self, unit, taker, day):
        unit = Unit.objects.get(pk=unit)
        hand_over = open_matters.all_alike(
            open_matters.listed(units=[unit], on=day), Choice(Deed.REASSIGN, to_unit=taker)
        )
        self._try(actions.end_unit, unit=unit, on=day, hand_over=hand_over)

    @rule(target=units, one=units, other=units, parent=units, day=DAYS)
    def merge(self, one, other, parent, day):
        inputs, code = list(Unit.objects.filter(pk__in=[one, other])), self.code()
        hand_over = open_matters.all_alike(
            open_matters.listed(units=inputs, on=day), Choice(Deed.INHERIT)
        )
        made = self._try(
            actions.merge_units,
            inputs=inputs,
            output=NewUnit(code, code, "party_organisation", parent),
            on=day,
            hand_over=hand_over,
        )
        if made is None:
            return one
        self.founded[made.pk] = day
        return made.pk

    @rule(unit=units, other=units, day=DAYS, goes_on=st.booleans())
    def split(self, unit, other, day, goes_on):
        unit, code = Unit.objects.get(pk=unit), self.code()
        new = NewUnit(code, code, "party_organisation", unit.parent_id)
        hand_over = open_matters.all_alike(
            open_matters.listed(units=[unit], on=day), Choice(Deed.INHERIT, to_unit=code)
        )
        made = self._try(
            actions.split_unit,
            unit=unit,
            outputs=[unit if goes_on else Unit.objects.get(pk=other), new],
            on=day,
            hand_over=hand_over,
        )
        for each in made or ():
            self.founded.setdefault(each.pk, day)

    @invariant()
    def stretches_touch_and_none_is_lost(self):
        known = queries.timelines(self.founded)
        assert set(known) == set(self.founded)
        for unit, each in known.items():
            assert problems_with_timeline(each.timeline) == []
            assert each.founded_on == self.founded[unit]

    @invariant()
    def ancestry_says_what_the_versions_say(self):
        stretches: dict[int, list] = {}
        rows = UnitVersion.objects.filter(superseded_at=None).order_by("unit", "starts_on")
        for row in rows:
            stretches.setdefault(row.unit_id, []).append(
                (row.starts_on, row.ends_on, row.parent_id)
            )
        lines = list(Ancestry.objects.filter(depth__gt=0).order_by("depth"))
        for day in SAMPLE:
            found: dict[int, list[int]] = {}
            for line in lines:
                if line.starts_on <= day and (line.ends_on is None or day < line.ends_on):
                    found.setdefault(line.unit_id, []).append(line.ancestor_id)
            for unit in stretches:
                if self.founded[unit] <= day:
                    assert found.get(unit, []) == ancestors_by_hand(unit, day, stretches)

    @invariant()
    def whoever_lives_stands_under_the_living(self):
        for day in SAMPLE:
            living = {each.unit_id: each.parent_id for each in queries.units_on(day)}
            assert all(parent is None or parent in living for parent in living.values())


@pytest.mark.django_db
def test_no_order_of_events_overlaps_loses_or_misplaces_a_unit():
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
