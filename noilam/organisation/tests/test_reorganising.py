"""Mergers, splits and moves: nothing open is lost, and nothing written before changes."""

from datetime import date

import pytest

from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation import actions, open_matters, queries
from noilam.organisation.models import (
    Appointment,
    Assignment,
    Grant,
    GroupingMember,
    HandOverItem,
    Unit,
)
from noilam.organisation.roles import Role
from noilam.organisation.rules import Choice, Decision, Deed, HandOver, NewUnit, list_hash

from .given import DECISION, a_head, a_person, a_unit, an_actor, office
from .reorganised import DECIDED, MID_YEAR, as_seen, merge, split

pytestmark = pytest.mark.django_db
BEFORE = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(date(2026, 11, 20)):
        yield


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def kim_son() -> dict[str, Unit]:
    """A district with five communes, each with two cells and a head."""
    district = a_unit("Huyện uỷ Kim Sơn", kind="district_committee")
    communes = {"Kim Sơn": district}
    for name in ("Xuân Thiện", "Chính Tâm", "Yên Mật", "Kim Chính", "Như Hòa"):
        commune = a_unit(name, parent=district)
        a_head(commune, f"Bí thư {name}")
        for number in (1, 2):
            a_unit(f"Chi bộ {number} {name}", parent=commune, kind="subordinate_cell")
        communes[name] = commune
    return communes


def test_two_merge_while_a_third_is_split_and_the_past_stays_as_it_was(kim_son):
    days = [date(2020, 1, 1), date(2026, 1, 15), BEFORE]
    before = [as_seen(day) for day in days]
    merged, halves = merge(kim_son), split(kim_son)
    assert [as_seen(day) for day in days] == before
    below = {each.name for each in queries.children(merged, MID_YEAR)}
    assert below == {
        f"Chi bộ {number} {name}" for number in (1, 2) for name in ("Xuân Thiện", "Chính Tâm")
    }
    assert [each.name for each in halves] == ["Kim Chính", "Như Hòa"]
    assert queries.children(halves[0], MID_YEAR).filter(name="Chi bộ 1 Yên Mật").exists()
    assert queries.children(halves[1], MID_YEAR).filter(name="Chi bộ 2 Yên Mật").exists()
    assert str(queries.head_of(merged, MID_YEAR).person) == "Bí thư Xuân Thiện"
    living = {each.unit.name for each in queries.units_on(MID_YEAR)}
    assert not living & {"Xuân Thiện", "Chính Tâm", "Yên Mật"}


def test_a_unit_may_merge_with_the_one_above_it(kim_son):
    above = kim_son["Xuân Thiện"]
    below = Unit.objects.get(name="Chi bộ 1 Xuân Thiện")
    inputs = [above, below]
    matters = open_matters.listed(units=inputs, on=MID_YEAR)
    assert f"{queries.CHILD}:{below.pk}" not in {each.key for each in matters}

    merged = actions.merge_units(
        actor=shell(),
        inputs=inputs,
        output=NewUnit("XC", "Xuân Chính", "party_organisation", above.parent_id),
        on=MID_YEAR,
        decision=DECIDED,
        hand_over=open_matters.all_alike(matters, Choice(Deed.INHERIT)),
    )

    assert [each.name for each in queries.children(merged, MID_YEAR)] == ["Chi bộ 2 Xuân Thiện"]
    assert below.pk not in queries.subtree(merged, MID_YEAR)
    assert below.pk in queries.subtree(above, BEFORE)


def test_what_ended_is_still_counted_above_it(kim_son):
    everyone = set(queries.subtree(kim_son["Kim Sơn"], BEFORE))
    merged = merge(kim_son)
    assert set(queries.subtree(kim_son["Kim Sơn"], MID_YEAR)) == everyone | {merged.pk}
    assert queries.successors([kim_son["Xuân Thiện"].pk]) == {kim_son["Xuân Thiện"].pk: [merged.pk]}


def test_a_merger_with_undecided_matters_changes_nothing_and_names_them_all(kim_son):
    inputs = [kim_son["Xuân Thiện"], kim_son["Chính Tâm"]]
    matters = open_matters.listed(units=inputs, on=MID_YEAR)
    before = as_seen(MID_YEAR)
    with pytest.raises(Refused) as refused:
        actions.merge_units(
            actor=shell(),
            inputs=inputs,
            output=NewUnit("XC", "Xuân Chính", "commune_committee", kim_son["Kim Sơn"].pk),
            on=MID_YEAR,
            decision=DECIDED,
            hand_over=HandOver(list_hash=list_hash(matters)),
        )
    assert codes(refused) == ["undecided"] * 6
    assert {problem.about for problem in refused.value.problems} == {each.key for each in matters}
    assert as_seen(MID_YEAR) == before
    assert not Unit.objects.filter(code="XC").exists()


def test_a_list_that_changed_since_it_was_looked_at_is_shown_again(kim_son):
    unit = kim_son["Xuân Thiện"]
    looked_at = open_matters.listed(units=[unit], on=MID_YEAR)
    a_unit("Chi bộ 3 Xuân Thiện", parent=unit, kind="subordinate_cell")
    with pytest.raises(Refused) as refused:
        actions.merge_units(
            actor=shell(),
            inputs=[unit],
            output=kim_son["Kim Chính"],
            on=MID_YEAR,
            decision=DECIDED,
            hand_over=open_matters.all_alike(looked_at, Choice(Deed.INHERIT)),
        )
    assert codes(refused) == ["list-changed"]


def test_two_heads_cannot_both_be_inherited(kim_son):
    inputs = [kim_son["Xuân Thiện"], kim_son["Chính Tâm"]]
    matters = open_matters.listed(units=inputs, on=MID_YEAR)
    with pytest.raises(Refused) as refused:
        actions.merge_units(
            actor=shell(),
            inputs=inputs,
            output=NewUnit("XC", "Xuân Chính", "commune_committee", kim_son["Kim Sơn"].pk),
            on=MID_YEAR,
            decision=DECIDED,
            hand_over=open_matters.all_alike(matters, Choice(Deed.INHERIT)),
        )
    assert codes(refused) == ["two-heads"]
    second = next(each.key for each in matters if "Bí thư Chính Tâm" in each.label)
    assert refused.value.problems[0].about == second
    assert "Khép lại hoặc Giao lại cho chức vụ “Bí thư: Bí thư Chính Tâm”" in str(refused.value)
    assert Appointment.objects.filter(ends_on=None).count() == 5


def test_areas_groups_roles_and_managed_posts_follow_the_successor(kim_son):
    old, new = kim_son["Xuân Thiện"], kim_son["Kim Chính"]
    member = a_person("Phạm Văn Mẫu")
    actions.assign_area(actor=shell(), person=member, unit=old, starts_on=date(2025, 1, 1))
    group = actions.make_grouping(actor=shell(), code="TK1", kind="sub_area", name="Tiểu khu 1")
    actions.join_grouping(actor=shell(), grouping=group, unit=old, starts_on=date(2025, 1, 1))
    clerk = an_actor(Role.UNIT_CLERK, old)
    actions.appoint(
        actor=shell(),
        person=a_person(),
        unit=kim_son["Như Hòa"],
        post="Phó Bí thư",
        leads=False,
        starts_on=date(2024, 1, 1),
        managed_by=old,
    )
    matters = open_matters.listed(units=[old], on=MID_YEAR)
    head = next(each.key for each in matters if "Bí thư Xuân Thiện" in each.label)
    actions.merge_units(
        actor=shell(),
        inputs=[old],
        output=new,
        on=MID_YEAR,
        decision=DECIDED,
        hand_over=HandOver(
            list_hash(matters),
            {head: Choice(Deed.CLOSE, reason="Nghỉ")},
            Choice(Deed.INHERIT),
        ),
    )
    area_then, area_now = Assignment.objects.order_by("starts_on")
    assert (area_then.unit, area_then.ends_on) == (old, MID_YEAR)
    assert (area_now.unit, area_now.starts_on) == (new, MID_YEAR)
    assert GroupingMember.objects.get(unit=new).starts_on == MID_YEAR
    assert set(Grant.objects.filter(account=clerk.id).values_list("unit__name", "ends_on")) == {
        ("Xuân Thiện", MID_YEAR),
        ("Kim Chính", None),
    }
    managed = Appointment.objects.filter(post="Phó Bí thư").order_by("starts_on")
    assert [(each.managed_by, each.ends_on) for each in managed] == [(old, BEFORE), (new, None)]
    kinds = HandOverItem.objects.values_list("deed", flat=True)
    assert sorted(kinds) == ["close"] + ["inherit"] * 6


def test_an_ended_unit_passes_on_or_closes_what_it_had(kim_son):
    old, other = kim_son["Yên Mật"], kim_son["Kim Chính"]
    matters = open_matters.listed(units=[old], on=MID_YEAR)
    choices = {
        each.key: Choice(Deed.REASSIGN, to_unit=other.pk)
        for each in matters
        if each.key.startswith(queries.CHILD)
    }
    actions.end_unit(
        actor=shell(),
        unit=old,
        on=MID_YEAR,
        decision=DECIDED,
        hand_over=HandOver(list_hash(matters), choices, Choice(Deed.CLOSE, reason="Giải thể")),
    )
    assert queries.children(other, MID_YEAR).count() == 4
    assert Appointment.objects.get(unit=old).ends_on == BEFORE
    assert queries.head_of(old, MID_YEAR) is None


def test_a_unit_below_that_has_matters_of_its_own_cannot_be_closed_along(kim_son):
    old = kim_son["Yên Mật"]
    cell = queries.children(old, MID_YEAR)[0]
    a_head(cell)
    matters = open_matters.listed(units=[old], on=MID_YEAR)
    with pytest.raises(Refused) as refused:
        actions.end_unit(
            actor=shell(),
            unit=old,
            on=MID_YEAR,
            decision=DECIDED,
            hand_over=open_matters.all_alike(matters, Choice(Deed.CLOSE, reason="Giải thể")),
        )
    assert codes(refused) == ["child-has-matters"]
    assert queries.children(old, MID_YEAR).count() == 2


def test_a_unit_may_give_away_a_part_and_go_on(kim_son):
    unit = kim_son["Yên Mật"]
    cell = queries.children(unit, MID_YEAR)[0]
    matters = open_matters.listed(units=[unit], on=MID_YEAR)
    new = NewUnit("YM2", "Yên Mật Mới", "commune_committee", kim_son["Kim Sơn"].pk)
    outputs = actions.split_unit(
        actor=shell(),
        unit=unit,
        outputs=[unit, new],
        on=MID_YEAR,
        decision=DECIDED,
        hand_over=HandOver(
            list_hash(matters),
            {f"{queries.CHILD}:{cell.pk}": Choice(Deed.INHERIT, to_unit="YM2")},
            Choice(Deed.INHERIT, to_unit=unit.pk),
        ),
    )
    unit.refresh_from_db()
    assert unit.ended_on is None
    assert list(queries.children(outputs[1], MID_YEAR)) == [cell]
    assert queries.children(unit, MID_YEAR).count() == 1
    assert Appointment.objects.filter(unit=unit).count() == 1


def test_a_move_keeps_what_the_unit_has(kim_son):
    unit, below = kim_son["Yên Mật"], kim_son["Kim Chính"]
    matters = open_matters.of_a_transfer(unit, MID_YEAR)
    actions.move_unit(
        actor=shell(),
        unit=unit,
        parent=below,
        on=MID_YEAR,
        decision=DECIDED,
        hand_over=open_matters.all_alike(matters, Choice(Deed.INHERIT)),
    )
    assert queries.ancestors(unit, BEFORE) == [kim_son["Kim Sơn"]]
    assert queries.ancestors(unit, MID_YEAR) == [below, kim_son["Kim Sơn"]]
    cell = queries.children(unit, MID_YEAR)[0]
    assert queries.ancestors(cell, MID_YEAR) == [unit, below, kim_son["Kim Sơn"]]
    assert Appointment.objects.filter(unit=unit).count() == 1


def test_all_that_is_wrong_with_a_merger_is_said_at_once(kim_son):
    unit = kim_son["Yên Mật"]
    with pytest.raises(Refused) as refused:
        actions.merge_units(
            actor=shell(),
            inputs=[unit],
            output=NewUnit("", "", "commune_committee", unit.pk),
            on=date(2019, 1, 1),
            decision=Decision(),
        )
    assert set(codes(refused)) == {
        "decision-missing",
        "decision-undated",
        "too-few-to-merge",
        "before-founding",
        "code-missing",
        "name-missing",
        "parent-not-founded",
    }


def test_what_begins_later_in_a_unit_keeps_it_from_ending_before(kim_son):
    unit = kim_son["Yên Mật"]
    actions.appoint(
        actor=shell(),
        person=a_person("Vũ Văn Sau"),
        unit=unit,
        post="Phó Bí thư",
        leads=False,
        starts_on=date(2026, 9, 1),
    )
    with pytest.raises(Refused) as refused:
        actions.end_unit(actor=shell(), unit=unit, on=MID_YEAR, decision=DECIDED)
    assert "begins-later" in codes(refused)
    assert "Vũ Văn Sau (01/09/2026)" in str(refused.value)


def test_an_office_reorganises_only_what_is_below_it(kim_son):
    from django.core.exceptions import PermissionDenied

    elsewhere = office(kim_son["Kim Chính"])
    with pytest.raises(PermissionDenied):
        actions.end_unit(actor=elsewhere, unit=kim_son["Yên Mật"], on=MID_YEAR, decision=DECIDED)
    matters = open_matters.of_a_transfer(kim_son["Yên Mật"], MID_YEAR)
    moved = actions.move_unit(
        actor=office(kim_son["Kim Sơn"]),
        unit=kim_son["Yên Mật"],
        parent=kim_son["Kim Chính"],
        on=MID_YEAR,
        decision=DECISION,
        hand_over=open_matters.all_alike(matters, Choice(Deed.INHERIT)),
    )
    assert moved.parent == kim_son["Kim Chính"]


def test_of_two_who_merge_the_same_unit_the_second_is_told_it_ended(kim_son):
    unit = kim_son["Yên Mật"]
    matters = open_matters.listed(units=[unit], on=MID_YEAR)
    decided = HandOver(
        list_hash(matters),
        {
            each.key: Choice(Deed.CLOSE, reason="Nghỉ")
            for each in matters
            if each.key.startswith(queries.APPOINTMENT)
        },
        Choice(Deed.INHERIT),
    )
    for output, refused in (("Kim Chính", False), ("Như Hòa", True)):
        told = {
            "actor": shell(),
            "inputs": [unit],
            "output": kim_son[output],
            "on": MID_YEAR,
            "decision": DECIDED,
            "hand_over": decided,
        }
        if refused:
            with pytest.raises(Refused) as problem:
                actions.merge_units(**told)
            assert codes(problem)[0] == "after-end"
        else:
            actions.merge_units(**told)
    assert queries.children(kim_son["Như Hòa"], MID_YEAR).count() == 2
