"""SQL says what the rules say, on any day, for any history."""

from datetime import date, timedelta

import pytest

from noilam.commitments import queries
from noilam.commitments.models import Commitment
from noilam.commitments.rules import State, figures, state_on, tally_of
from noilam.foundation.access import shell
from noilam.organisation import actions as organisation

from .histories import FIRST, LENGTH, Chance, random_facts, written

pytestmark = pytest.mark.django_db
DAYS = [FIRST + timedelta(days=number) for number in range(-5, LENGTH + 40, 24)]


def a_unit(code, parent=None):
    return organisation.found_unit(
        actor=shell(),
        code=code,
        name=code,
        kind="commune_committee",
        parent=parent,
        founded_on=date(2020, 1, 1),
    )


def a_person(code):
    return organisation.register_person(actor=shell(), code=code, full_name=f"Nguyễn Văn {code}")


@pytest.fixture
def place():
    root = a_unit("R")
    north, south = a_unit("N", root), a_unit("S", root)
    return root, north, south, a_person("A"), a_person("B")


@pytest.mark.parametrize("seed", range(5))
def test_sql_agrees_with_the_rules_on_any_day(place, seed):
    root, north, south, one, other = place
    chance = Chance(seed)
    lives = {}
    for number in range(25):
        facts = random_facts(chance)
        holders = [(facts.in_force_on, north, one)]
        if chance.often(0.4):
            moved_on = chance.day(facts.in_force_on + timedelta(days=1))
            if moved_on > facts.in_force_on:
                holders.append((moved_on, south, other))
        lives[written(facts, f"C{number:02}", holders).pk] = (facts, holders)

    for day in DAYS:
        in_sql = dict(queries.with_state(Commitment.objects.all(), day).values_list("pk", "state"))
        assert in_sql == {pk: state_on(facts, day) or "" for pk, (facts, _) in lives.items()}
        whole = figures(t for facts, _ in lives.values() if (t := tally_of(facts, day)))
        assert queries.figures_of(on=day) == whole
        assert queries.figures_on_days([FIRST, day]) == [queries.figures_of(on=FIRST), whole]
        assert whole.said == sum(getattr(whole, state) for state in State)
        assert queries.figures_of(unit=root, on=day) == whole
        by_unit = queries.figures_by_unit([root, north, south], day)
        assert by_unit[root.pk] == whole
        for unit, person in ((north, one), (south, other)):
            held = figures(
                t
                for facts, holders in lives.values()
                if [h for h in holders if h[0] <= day][-1:] == [h for h in holders if h[1] == unit]
                if (t := tally_of(facts, day))
            )
            assert queries.figures_of(unit=unit, on=day) == held == by_unit[unit.pk]
            assert queries.figures_of(person=person, on=day) == held
            assert queries.figures_by_person([person], day)[person.pk] == held


def test_a_series_is_not_counted_itself(place):
    root, north, _, one, _ = place
    facts = random_facts(Chance(1))
    series = written(facts, "S1", [(facts.in_force_on, north, one)])
    Commitment.objects.filter(pk=series.pk).update(recurrence="monthly")
    assert queries.figures_of(unit=root, on=FIRST + timedelta(days=LENGTH)).said == 0


def test_a_whole_place_takes_two_questions(place, django_assert_max_num_queries):
    root, north, south, one, _ = place
    for number in range(5):
        facts = random_facts(Chance(number))
        written(facts, f"Q{number}", [(facts.in_force_on, north, one)])
    with django_assert_max_num_queries(2):
        queries.figures_by_unit([root, north, south], FIRST + timedelta(days=90))
