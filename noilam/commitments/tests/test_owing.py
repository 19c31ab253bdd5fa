"""Who owes a programme: as the rulebook asks, listed, offered on Hôm nay and reminded once."""

from datetime import date
from typing import Any

import pytest

from noilam.accounts.models import Account
from noilam.commitments import actions, queries
from noilam.commitments.queries import owing
from noilam.foundation import periods
from noilam.foundation.access import shell, worker
from noilam.notices.models import Notice
from noilam.organisation.tests.given import a_head, a_unit
from noilam.rulebook.queries import value

from .given import TODAY, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


@pytest.fixture
def place():
    root = a_unit("Đảng bộ xã Sông Hiền", code="SH")
    unit = a_unit("Đảng bộ cơ quan", parent=root, code="SH.1")
    cell = a_unit("Chi bộ Một", parent=unit, code="SH.1.1", kind="subordinate_cell")
    return root, unit, cell, a_head(root, "Lê Thị Mẫu"), a_head(unit, "Nông Văn Đầu")


def asking(monkeypatch, **changed: bool) -> None:
    """The rulebook with some answers of one rule changed."""

    def asked(key: str, on: date) -> Any:
        return {**value(key, on), **changed} if key == owing.OWED_BY else value(key, on)

    monkeypatch.setattr(owing, "value", asked)


def a_programme(period: periods.Period, **whose: Any) -> None:
    draft = actions.ProgrammeDraft(title=f"Chương trình {period}", period=period, **whose)
    actions.write_programme(actor=shell(), draft=draft)


def owed() -> list[tuple[str, str]]:
    return [(each.whose, str(each.period)) for each in queries.owed_programmes(TODAY)]


def test_units_owe_a_year_and_cells_and_heads_only_where_the_rulebook_says_so(place, monkeypatch):
    root, unit, cell, _above, head = place
    a_programme(periods.Year(2026), unit=root)
    assert owed() == [(unit.name, "2026")]
    asking(monkeypatch, cells=True, heads=True)
    assert set(owed()) == {
        ("Lê Thị Mẫu", "2026"),
        (unit.name, "2026"),
        (head.full_name, "2026"),
        (cell.name, "2026"),
    }
    a_programme(periods.Year(2026), person=head)
    assert (head.full_name, "2026") not in owed()


def test_a_term_is_owed_once_a_unit_above_has_written_its_own(place, monkeypatch):
    root, unit, _cell, *_heads = place
    for each in (root, unit):
        a_programme(periods.Year(2026), unit=each)
    assert owed() == []
    assert "chưa theo dõi" in " ".join(queries.who_owes(TODAY))
    a_programme(periods.Term(2025, 2030), unit=root)
    assert owed() == [(unit.name, "2025-2030")]
    assert "chưa theo dõi" not in " ".join(queries.who_owes(TODAY))
    asking(monkeypatch, term=False)
    assert owed() == []


def test_quarters_and_months_are_owed_by_habit(place):
    root, unit, *_rest = place
    for each in (root, unit):
        a_programme(periods.Year(2026), unit=each)
    a_programme(periods.Quarter(2026, 3), unit=unit)
    a_programme(periods.Month(2026, 10), unit=unit)
    assert owed() == [(unit.name, "2026-Q4"), (unit.name, "2026-11")]


def test_a_head_is_reminded_of_his_own_once_with_the_paper_begun(place, monkeypatch):
    root, unit, _cell, _above, head = place
    for each in (root, unit):
        a_programme(periods.Year(2026), unit=each)
    asking(monkeypatch, heads=True)
    signed_in(head)
    assert actions.ask_for_programmes(actor=worker()) == 2
    assert actions.ask_for_programmes(actor=worker()) == 0
    told = Notice.objects.get(recipient=head.account)
    assert told.link == f"/programmes/new/?person={head.code}&period=2026"


def test_whoever_owes_one_finds_it_on_today(client, place):
    root, unit, _cell, _above, head = place
    a_programme(periods.Year(2026), unit=root)
    client.force_login(Account.objects.get(pk=signed_in(head).id))
    page = client.get("/")
    group = next(each for each in page.context["groups"] if each.key == "programme")
    link = group.todos[0].link
    assert link == f"/programmes/new/?unit={unit.pk}&period=2026"
    assert client.get(link).context["form"].initial == {"unit": str(unit.pk), "period": "2026"}
    client.post("/programmes/new/", {"title": "Năm 2026", "period": "2026", "unit": unit.pk})
    assert not [each for each in client.get("/").context["groups"] if each.key == "programme"]


def test_the_question_costs_the_same_however_many_units(place, django_assert_max_num_queries):
    root, *_rest = place
    for number in range(12):
        a_unit(f"Đảng bộ {number}", parent=root, code=f"T.{number}")
    a_programme(periods.Term(2025, 2030), unit=root)
    queries.owed_programmes(TODAY)
    with django_assert_max_num_queries(2):
        assert len(queries.owed_programmes(TODAY)) == 1 + 13 * 2
