"""The commune on paper has its known numbers, and the lots fall the same each time."""

from collections import Counter
from datetime import date
from random import Random

from noilam.demo.commune import commune
from noilam.demo.plans import URGENT_MATTERS, Lots

TODAY = date(2026, 11, 20)


def test_the_commune_has_its_units_cells_leaders_and_members():
    made = commune(Random(1))

    kinds = Counter(row["kind"] for row in made.units)
    assert (kinds["grassroots_committee_org"], kinds["standalone_cell"]) == (29, 47)
    assert kinds["subordinate_cell"] == 462
    assert len({row["code"] for row in made.people}) == 442
    assert sum(made.members.values()) == 7575


def test_every_unit_has_exactly_one_head():
    made = commune(Random(1))

    heads = Counter(row["unit_code"] for row in made.people if row["leads"])
    assert set(heads.values()) == {1}
    assert set(made.grassroots) <= set(heads)


def test_the_same_seed_and_day_draw_the_same_year():
    drawn = [Lots(Random(7), date(2025, 11, 20), TODAY).of(commune(Random(7))) for _ in range(2)]

    assert drawn[0] == drawn[1]
    urgent = [plan for plan in drawn[0] if plan.kind == "urgent_matter"]
    assert len(urgent) == URGENT_MATTERS
    assert len({plan.unit for plan in urgent}) == 76


def test_nothing_is_declared_before_it_is_in_force():
    plans = Lots(Random(3), date(2025, 11, 20), TODAY).of(commune(Random(3)))

    assert all(
        plan.starts_on < plan.declared_on < plan.decided_on < plan.again_on for plan in plans
    )
