"""Pages of the simulation of a draft: run by the worker, read by whoever drafts."""

from datetime import UTC, date, datetime

import pytest

from noilam.foundation import clock, jobs
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation.models import Unit
from noilam.organisation.roles import Role
from noilam.scoring import actions
from noilam.scoring.models import CriteriaSet, SheetVersion, Simulation
from noilam.scoring.queries import simulating

from .given import (
    SETTLED_ON,
    a_content,
    a_fixed_sheet,
    a_place,
)
from .pages import BYTES, QUERIES, cost, sign_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 20)


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def simulated() -> tuple[Unit, CriteriaSet]:
    """A month fixed, and a draft in which a criterion of it is new and another weighs more."""
    place, cells = a_place(2)
    a_fixed_sheet(cells[0])
    content = a_content()
    content["sections"][0]["criteria"][0]["max"] = 8
    content["sections"][0]["criteria"][1] |= {"max": 6}
    content["sections"][0]["criteria"][1]["items"][2]["points"] = 3  # what the unit had not met
    content["sections"][1]["criteria"][2]["title"] = "Câu hỏi khác"
    with clock.frozen(SETTLED_ON):
        return place, actions.draft_criteria(actor=shell(), unit=place, content=content)


def test_a_simulation_runs_by_itself_and_shows_both_totals_on_one_scale(client, simulated):
    place, draft = simulated
    sign_in(client, place)
    answer = client.post(f"/criteria/{draft.pk}/simulation/", {"months": ["202611"]})
    assert "Đã tính 0 trên 1 tháng" in client.get(answer.url).content.decode()
    jobs.run_pending()
    page = client.get(answer.url).context["page"]
    assert (page.sheets, page.compared, page.loss_count) == (1, 1, 1)
    assert [each.code for each in page.left_out] == ["B3", "B4"]
    assert page.coverage == 89  # of 28 points for a cell, B3 has 3
    queries, size = cost(client, answer.url)
    assert (queries <= QUERIES, size <= BYTES) == (True, True), (queries, size)
    assert client.get(f"{answer.url}units/?which=gains").status_code == 200
    for address in (f"{answer.url}?format=csv", f"{answer.url}units/?format=csv"):
        assert client.get(address).status_code == 200


def test_a_simulation_that_failed_says_so_and_goes_on_where_it_was(simulated):
    _place, draft = simulated
    asked = actions.ask_simulation(actor=shell(), criteria_set=draft, months=[202611])
    fixed = SheetVersion.objects.get()
    SheetVersion.objects.update(content={})  # as after a disk that lied
    with pytest.raises(KeyError):
        actions.run_simulation(actor=shell(), simulation_id=asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.outcome["error"]) == (Simulation.State.FAILED, "KeyError")
    fixed.save()
    actions.run_simulation(actor=shell(), simulation_id=asked.pk)
    actions.run_simulation(actor=shell(), simulation_id=asked.pk)  # once more changes nothing
    asked.refresh_from_db()
    assert (asked.state, asked.outcome["error"]) == (Simulation.State.DONE, "")
    assert asked.outcome["months"] == {"202611": {"sheets": 1, "compared": 1}}


def test_only_months_with_fixed_sheets_are_offered_and_taken(simulated):
    _place, draft = simulated
    assert [each.key for each in simulating.months_to_simulate(draft)] == [202611]
    with pytest.raises(Refused) as refused:
        actions.ask_simulation(actor=shell(), criteria_set=draft, months=[202601])
    assert [each.code for each in refused.value.problems] == ["unknown-month"]


def test_who_only_reads_is_led_to_no_door_that_is_shut(client, simulated):
    place, draft = simulated
    asked = actions.ask_simulation(actor=shell(), criteria_set=draft, months=[202611])
    again = f"/criteria/{draft.pk}/simulation/"
    for role, is_led in ((Role.ORGANISING_BOARD, True), (Role.AUDITOR, False)):
        sign_in(client, place, role)
        assert (again in client.get(f"/simulations/{asked.pk}/").content.decode()) is is_led

    cells = list(Unit.objects.filter(parent=place))
    actions.consult_on_criteria(
        actor=shell(), criteria_set=draft, closes_on=date(2027, 1, 20), units=cells[:1]
    )
    CriteriaSet.objects.filter(pk=draft.pk).update(**ISSUED)
    for unit, is_led in ((cells[0], True), (cells[1], False)):
        sign_in(client, unit, Role.HEAD)
        page = client.get(f"/criteria/{draft.pk}/").content.decode()
        assert ('href="/consultations/' in page.split("<main")[1]) is is_led


ISSUED = {  # as it stands once every comment was answered and the committee has decided
    "status": CriteriaSet.Status.ISSUED,
    "decision_number": "22-QĐ/ĐU",
    "decided_on": TODAY,
    "first_month": 202701,
    "issued_at": datetime(2026, 12, 20, tzinfo=UTC),
}


def test_who_is_scored_does_not_see_the_points_of_others_in_a_simulation(client, simulated):
    place, draft = simulated
    asked = actions.ask_simulation(actor=shell(), criteria_set=draft, months=[202611])
    below = Unit.objects.get(parent=place, name="Chi bộ thôn 1")
    sign_in(client, below, Role.HEAD)
    assert client.get(f"/simulations/{asked.pk}/").status_code == 404
