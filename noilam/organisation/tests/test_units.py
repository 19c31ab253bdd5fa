"""Units through time: what may happen to them, and what is refused."""

from datetime import date

import pytest

from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation import actions, queries
from noilam.organisation.models import UnitKind, UnitVersion
from noilam.organisation.rules import Decision

from .given import DECISION, a_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


def codes(refused) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def test_the_kinds_of_the_glossary_are_there():
    known = set(UnitKind.objects.values_list("identifier", flat=True))
    assert {"commune_committee", "district_committee", "party_cell", "people_committee"} <= known
    assert UnitKind.objects.get(identifier="inspection_commission").name == "Uỷ ban Kiểm tra"


def test_a_renamed_unit_keeps_its_old_name_on_older_days():
    unit = a_unit("Xã Mường Sa")
    actions.rename_unit(
        actor=shell(), unit=unit, name="Xã Mường Hiền", on=date(2023, 5, 1), decision=DECISION
    )
    assert queries.names_on([unit.pk], date(2023, 4, 30)) == {unit.pk: "Xã Mường Sa"}
    assert queries.names_on([unit.pk], date(2023, 5, 1)) == {unit.pk: "Xã Mường Hiền"}


def test_what_is_recorded_late_does_not_undo_what_came_after():
    district, other = a_unit("Huyện A"), a_unit("Huyện B")
    unit = a_unit("Xã Mường Sa", parent=district)
    actions.move_unit(
        actor=shell(), unit=unit, parent=other, on=date(2024, 1, 1), decision=DECISION
    )
    actions.rename_unit(
        actor=shell(), unit=unit, name="Xã Sa", on=date(2022, 1, 1), decision=DECISION
    )
    unit.refresh_from_db()
    assert (unit.name, unit.parent) == ("Xã Sa", other)
    assert queries.ancestors(unit, date(2023, 6, 1)) == [district]
    assert queries.ancestors(unit, date(2024, 1, 1)) == [other]


def test_what_we_knew_before_a_correction_can_still_be_asked():
    unit = a_unit("Xã Mường Sa")
    with clock.frozen(date(2026, 11, 21)):
        before = clock.now()
    with clock.frozen(date(2026, 11, 22)):
        actions.rename_unit(
            actor=shell(), unit=unit, name="Xã Sa", on=date(2022, 1, 1), decision=DECISION
        )
    assert queries.names_on([unit.pk], TODAY) == {unit.pk: "Xã Sa"}
    assert queries.names_on([unit.pk], TODAY, known_at=before) == {unit.pk: "Xã Mường Sa"}
    assert UnitVersion.objects.filter(unit=unit).count() == 3


def test_all_that_is_wrong_with_a_new_unit_is_said_at_once():
    district = a_unit("Huyện A", code="H1", founded_on=date(2021, 1, 1))
    with pytest.raises(Refused) as refused:
        actions.found_unit(
            actor=shell(),
            code="h1",  # another case is no other code
            name=" ",
            kind="nonsense",
            parent=district,
            founded_on=date(2020, 1, 1),
            decision=Decision(number="1", decided_on=date(2027, 1, 1)),
        )
    assert codes(refused) == {
        "code-taken",
        "name-missing",
        "kind-unknown",
        "parent-not-founded",
        "decision-not-signed-yet",
    }


def test_a_change_needs_its_decision():
    unit = a_unit()
    with pytest.raises(Refused) as refused:
        actions.rename_unit(actor=shell(), unit=unit, name="Khác", on=TODAY, decision=Decision())
    assert codes(refused) == {"decision-missing", "decision-undated"}


def test_nothing_changes_before_the_founding_or_after_the_end():
    unit = a_unit()
    actions.end_unit(actor=shell(), unit=unit, on=date(2025, 7, 1), decision=DECISION)
    for day, code in ((date(2019, 1, 1), "before-founding"), (date(2025, 7, 1), "after-end")):
        with pytest.raises(Refused) as refused:
            actions.rename_unit(actor=shell(), unit=unit, name="Khác", on=day, decision=DECISION)
        assert codes(refused) == {code}


def test_a_unit_cannot_stand_under_itself_at_any_time():
    top = a_unit("Tỉnh")
    district = a_unit("Huyện A", parent=top)
    commune = a_unit("Xã", parent=district)
    actions.move_unit(
        actor=shell(), unit=commune, parent=top, on=date(2025, 1, 1), decision=DECISION
    )
    with pytest.raises(Refused) as refused:
        actions.move_unit(
            actor=shell(), unit=district, parent=commune, on=date(2024, 1, 1), decision=DECISION
        )
    assert codes(refused) == {"circle"}
    actions.move_unit(
        actor=shell(), unit=district, parent=commune, on=date(2025, 1, 1), decision=DECISION
    )
    assert queries.ancestors(district, date(2024, 6, 1)) == [top]
    assert queries.ancestors(district, TODAY) == [commune, top]


def test_a_parent_that_ends_later_is_refused():
    district, other = a_unit("Huyện A"), a_unit("Huyện B")
    commune = a_unit("Xã", parent=other)
    actions.end_unit(actor=shell(), unit=district, on=date(2026, 12, 1), decision=DECISION)
    with pytest.raises(Refused) as refused:
        actions.move_unit(actor=shell(), unit=commune, parent=district, on=TODAY, decision=DECISION)
    assert codes(refused) == {"parent-ended"}


def test_an_ended_unit_stays_in_the_subtree_but_not_among_the_living():
    district = a_unit("Huyện A")
    commune = a_unit("Xã", parent=district)
    actions.end_unit(actor=shell(), unit=commune, on=date(2025, 7, 1), decision=DECISION)
    assert set(queries.subtree(district, TODAY)) == {district.pk, commune.pk}
    assert list(queries.children(district, TODAY)) == []
    assert list(queries.children(district, date(2025, 6, 30))) == [commune]
    assert [version.unit for version in queries.units_on(TODAY)] == [district]


def test_rebuilding_the_tree_changes_nothing():
    district = a_unit("Huyện A")
    commune = a_unit("Xã", parent=district)
    a_unit("Chi bộ", parent=commune, kind="party_cell")
    before = sorted(queries.subtree(district, TODAY))
    assert actions.rebuild_ancestry(actor=shell()) == 6
    assert sorted(queries.subtree(district, TODAY)) == before
