"""Measures say what the rules and the reports' own figures say, for any history and month."""

from collections import Counter
from datetime import date, timedelta

import pytest

from noilam.commitments import queries
from noilam.commitments.models import Commitment
from noilam.commitments.rules import State, is_claim_after_due, state_on
from noilam.commitments.rules.reckoning import outcome, span_of
from noilam.foundation import clock, measures
from noilam.foundation.periods import Month, Year
from noilam.organisation.tests.given import a_person, a_unit

from .histories import FIRST, LENGTH, Chance, random_facts, written

pytestmark = pytest.mark.django_db
MONTHS = [Month(2026, number) for number in (1, 3, 4, 6, 7, 8)]
LATER = FIRST + timedelta(days=LENGTH + 100)


def standing(facts, day):
    """The state as SQL tells it: empty while not in force, claims after the due day apart."""
    if is_claim_after_due(facts, day):
        return "claimed_after_due"
    return state_on(facts, day) or ""


def became(facts, span):
    due_on = facts.due_on(span.on)
    return outcome(standing(facts, span.on), due_on, standing(facts, span.eve), span)


def asked(name, units, period):
    with clock.frozen(LATER):
        return measures.find(name).ask([unit.pk for unit in units], period)


@pytest.fixture
def lives():
    root = a_unit("Huyện")
    north, south = a_unit("Bắc", parent=root), a_unit("Nam", parent=root)
    person, chance, made = a_person(), Chance(7), []
    for number in range(40):
        facts = random_facts(chance)
        holders = [(facts.in_force_on, north, person)]
        moved_on = chance.day(facts.in_force_on)
        if chance.often(0.4) and moved_on > facts.in_force_on:
            holders.append((moved_on, south, person))
        written(facts, f"C{number:02}", holders)
        made.append((facts, holders))
    return root, {root: [north, south], north: [north], south: [south]}, made


def held_by(units, holders, day):
    return any(unit in units for since, unit, _ in [h for h in holders if h[0] <= day][-1:])


def test_what_came_due_is_what_the_rules_say(lives):
    root, below, made = lives
    for month in MONTHS:
        span = span_of(month.first_day, month.last_day, LATER)
        found = asked("commitments.on_time", below, month)
        for unit, units in below.items():
            mine = [facts for facts, holders in made if held_by(units, holders, span.on)]
            outcomes = [code for facts in mine if (code := became(facts, span))]
            fact = found.get(unit.pk, measures.Fact(0, 0, 0))
            assert (fact.numerator, fact.denominator) == (outcomes.count("kept"), len(outcomes))
            codes = Counter(item.code for item in fact.why)
            assert codes == Counter(outcomes)


def test_measures_of_a_month_agree_with_the_figures_of_its_last_day(lives):
    root, below, made = lives
    for month in MONTHS:
        eve, on = month.first_day - timedelta(days=1), month.last_day
        then, before = (queries.figures_by_unit(list(below), day) for day in (on, eve))
        overdue = asked("commitments.overdue", below, month)
        match = asked("commitments.verified_with_match", [root], month)
        verdicts = then[root.pk].verdicts - before[root.pk].verdicts
        rejections = then[root.pk].rejections - before[root.pk].rejections
        for unit in below:
            fact = overdue.get(unit.pk, measures.Fact(0, None, 0))
            assert fact.value == then[unit.pk].late
        if verdicts:
            assert match[root.pk].denominator == verdicts
            codes = Counter(item.code for item in match[root.pk].why)
            assert codes["rejected"] == rejections
        else:
            assert match == {}


def test_a_year_up_to_a_day_agrees_with_the_index_of_that_day(lives):
    """The year's due days are those of the figures, less what was settled ahead of its due day."""
    root, below, made = lives
    for day in (date(2026, 4, 30), date(2026, 7, 15)):
        figures = queries.figures_of(unit=root, on=day)
        ahead = [facts for facts, _ in made if state_on(facts, day) and facts.due_on(day) > day]
        settled = Counter(state_on(facts, day) for facts in ahead)
        with clock.frozen(day):
            (fact,) = measures.find("commitments.on_time").ask([root.pk], Year(2026)).values()

        assert fact.numerator == figures.kept - settled[State.KEPT]
        assert fact.denominator == figures.due_count - settled[State.KEPT] - settled[State.BROKEN]


def test_a_series_is_not_measured_itself(lives):
    root, _, _ = lives
    Commitment.objects.update(recurrence="monthly")

    for name in ("on_time", "overdue", "verified_with_match", "with_evidence"):
        assert asked(f"commitments.{name}", [root], MONTHS[2]) == {}


def test_what_was_under_way_was_neither_done_nor_ended_before(lives):
    root, below, made = lives
    done = {State.KEPT, State.KEPT_LATE, State.WITHDRAWN}
    for month in MONTHS:
        eve, on = month.first_day - timedelta(days=1), month.last_day
        found = asked("commitments.overdue", below, month)
        for unit, units in below.items():
            under_way = [
                facts
                for facts, holders in made
                if held_by(units, holders, on)
                if state_on(facts, on) not in {None, State.WITHDRAWN}
                if state_on(facts, eve) not in done
                if not (facts.not_achieved_on and facts.not_achieved_on <= eve)
            ]
            sample = found[unit.pk].denominator if unit.pk in found else 0
            assert sample == len(under_way)
