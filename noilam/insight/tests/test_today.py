"""Hôm nay with everything that the floors really put on it."""

from datetime import date

import pytest

from noilam.accounts.models import Account
from noilam.commitments.tests.given import a_commitment, a_proposal, declared
from noilam.foundation import clock
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_unit, an_actor

pytestmark = pytest.mark.django_db
BUDGET = 12


@pytest.fixture
def place():
    with clock.frozen(date(2026, 11, 1)):
        root = a_unit("Đảng bộ huyện Mẫu")
        chief = a_head(root, "Trần Văn Ví Dụ")
        units = [a_unit(f"Đảng bộ xã {number}", parent=root) for number in range(3)]
        for unit in units:
            head = a_head(unit)
            a_commitment(unit, head, chief, statement="Việc sẽ muộn", due_on=date(2026, 11, 5))
            declared(a_commitment(unit, head, chief, statement="Việc chờ xác nhận"))
            a_proposal(unit, head, statement="Việc chờ duyệt")
    with clock.frozen(date(2026, 11, 20)):
        yield root, chief


def signed_in(client, actor):
    client.force_login(Account.objects.get(pk=actor.id))
    return client


def test_whoever_leads_the_place_sees_what_waits_and_how_it_stands(place, client):
    root, chief = place
    page = signed_in(client, an_actor(Role.HEAD, root, chief)).get("/").text

    assert page.count("Việc chờ xác nhận") == 3
    assert "Nói và làm" in page
    assert "Đảng bộ xã 1" in page


@pytest.mark.parametrize("role", [Role.OFFICE, Role.STANDING_COMMITTEE, Role.AUDITOR])
def test_today_keeps_within_its_budget(
    place, client, role, django_assert_max_num_queries, monkeypatch
):
    # Once a second the process asks whether the rulebook changed; that is no page's question.
    monkeypatch.setattr("noilam.rulebook.queries.book.CHECK_SECONDS", 3600)
    root, _chief = place
    signed_in(client, an_actor(role, root)).get("/")  # the first of a day also notes the day

    with django_assert_max_num_queries(BUDGET):
        assert client.get("/").status_code == 200
