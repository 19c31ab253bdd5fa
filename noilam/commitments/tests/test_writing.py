"""Writing words down in the browser: nothing typed is lost, and whose it is is asked first."""

from datetime import date

import pytest

from noilam.accounts.models import Account
from noilam.commitments import actions
from noilam.commitments.models import Commitment, Programme
from noilam.foundation.access import shell
from noilam.organisation.actions import appoint
from noilam.organisation.models import Person, Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_person, a_unit, an_actor

from .given import a_draft, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


@pytest.fixture
def cell() -> Unit:
    root = a_unit("Đảng bộ xã Sông Hiền", code="SH")
    a_head(root, "Lê Thị Mẫu")
    cell = a_unit("Chi bộ thôn 1", parent=root, code="SH.1")
    a_head(cell, "Bí thư Thôn")
    return cell


def head(unit: Unit) -> Person:
    return unit.appointments.get(leads=True).person


def a_member(unit: Unit) -> Person:
    person = a_person("Nông Văn Thường")
    appoint(
        actor=shell(),
        person=person,
        unit=unit,
        post="Đảng viên",
        leads=False,
        starts_on=date(2024, 1, 1),
    )
    return person


def sign_in(client, actor) -> None:
    client.force_login(Account.objects.get(pk=actor.id))


def typed(**given) -> dict[str, object]:
    written = {"statement": "Xóa điểm rác đầu thôn", "kind": "task", "weight": "1"}
    return {**written, "publicity": "internal", **given}


def codes(response) -> list[str]:
    return [problem.code for problem in response.context["problems"]]


# Whose word it is ----------------------------------------------------------------------------


def test_the_blank_paper_names_the_unit_one_writes_for(client, cell):
    sign_in(client, signed_in(head(cell)))
    assert client.get("/commitments/new/").context["form"].initial["unit"] == cell.pk


def test_a_draft_of_no_unit_is_refused_and_kept_on_the_paper(client, cell):
    sign_in(client, signed_in(head(cell)))
    answer = client.post("/commitments/new/", typed(unit=""))
    assert (answer.status_code, codes(answer)) == (422, ["lead-missing"])
    assert "Xóa điểm rác đầu thôn" in answer.content.decode()
    stranger = client.post("/commitments/new/", typed(unit="", person=a_person().code))
    assert codes(stranger) == ["lead-missing"]
    assert not Commitment.objects.exists()


def test_whoever_may_only_promise_for_himself_finds_his_name_on_the_paper(client, cell):
    member = a_member(cell)
    sign_in(client, signed_in(member))
    initial = client.get("/commitments/new/").context["form"].initial
    assert (initial["unit"], initial["person"]) == (cell.pk, member.code)
    for person in ("", head(cell).code):
        answer = client.post("/commitments/new/", typed(unit=cell.pk, person=person))
        assert (answer.status_code, codes(answer)) == (422, ["whose-missing"])
    made = client.post("/commitments/new/", typed(unit=cell.pk, person=member.code))
    assert client.get(made.url).status_code == 200


def test_a_draft_is_not_changed_into_one_of_nobody(client, cell):
    made = actions.make_commitment(actor=shell(), draft=a_draft(cell, head(cell)))
    sign_in(client, signed_in(head(cell)))
    answer = client.post(f"/commitments/{made.pk}/draft/", typed(unit="", person=""))
    assert (answer.status_code, codes(answer)) == (422, ["lead-missing"])


def test_a_programme_of_nobody_is_refused_and_kept_on_the_paper(client, cell):
    sign_in(client, signed_in(head(cell)))
    answer = client.post("/programmes/new/", {"title": "Chương trình năm", "period": "2026"})
    assert (answer.status_code, codes(answer)) == (422, ["whose-missing"])
    assert "Chương trình năm" in answer.content.decode()


def test_a_programme_of_a_person_one_does_not_write_for_is_refused_on_the_paper(client, cell):
    member = a_member(cell)
    sign_in(client, signed_in(member))
    paper = {"title": "Chương trình tôi", "period": "2026"}
    answer = client.post("/programmes/new/", {**paper, "person": head(cell).code})
    assert answer.status_code == 422
    assert client.get("/programmes/new/").context["form"].initial["person"] == member.code
    client.post("/programmes/new/", {**paper, "person": member.code})
    assert Programme.objects.get().person == member


# Where it came from --------------------------------------------------------------------------


def test_changing_a_draft_keeps_its_typed_and_linked_sources(client, cell):
    typed_one = actions.SourceOf("Nghị quyết 15", "clauses.clause", "7", "/clauses/7/")
    plain, gone = actions.SourceOf("Họp thôn"), actions.SourceOf("Tin đồn")
    made = actions.make_commitment(
        actor=shell(), draft=a_draft(cell, head(cell)), sources=[typed_one, plain, gone]
    )
    kept = made.sources.get(label="Nghị quyết 15")
    sign_in(client, signed_in(head(cell)))
    page = f"/commitments/{made.pk}/draft/"
    shown = client.get(page).context["form"].initial["sources"]
    assert shown.splitlines() == ["Nghị quyết 15 | /clauses/7/", "Họp thôn", "Tin đồn"]
    lines = "Nghị quyết 15 | /clauses/7/\nHọp thôn | https://xa.gov.vn/hop\nThông báo 2"
    client.post(page, typed(unit=cell.pk, sources=lines))
    kept.refresh_from_db()
    assert (kept.kind, kept.reference, kept.link) == ("clauses.clause", "7", "/clauses/7/")
    assert list(made.sources.values_list("label", "link")) == [
        ("Nghị quyết 15", "/clauses/7/"),
        ("Họp thôn", "https://xa.gov.vn/hop"),
        ("Thông báo 2", ""),
    ]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("Họp | javascript:alert(1)", "source-link-unknown"),
        ("Họp | //other.example/", "source-link-unknown"),
        ("| https://xa.gov.vn/", "source-without-name"),
        ("Họp\nHọp", "source-named-twice"),
        ("h" * 301, "source-too-long"),
    ],
)
def test_a_source_that_leads_nowhere_is_refused(client, cell, lines, code):
    sign_in(client, signed_in(head(cell)))
    answer = client.post("/commitments/new/", typed(unit=cell.pk, sources=lines))
    assert (answer.status_code, codes(answer)) == (422, [code])


# Given to many -------------------------------------------------------------------------------


def given_paper(*units: Unit, **more) -> dict[str, object]:
    return {
        "pick": [each.pk for each in units],
        "statements": "Rà soát hộ nghèo\nMở sổ theo dõi",
        "kind": "task",
        "starts_on": "2026-11-20",
        "due_on": "2026-12-15",
        "measure": "Có danh sách",
        "solution": "Đi từng nhà",
        "publicity": "internal",
        **more,
    }


def test_what_all_lack_is_said_once_and_units_without_a_head_together(client, cell):
    others = [a_unit(f"Chi bộ {n}", parent=cell.parent, code=f"SH.{n}") for n in (7, 8)]
    sign_in(client, an_actor(Role.OFFICE, cell.parent))
    answer = client.post(
        "/commitments/giving/", given_paper(cell, *others, solution="", measure="")
    )
    assert sorted(codes(answer)) == ["head-missing", "measure-missing", "solution-missing"]
    assert "Chi bộ 7, Chi bộ 8" in answer.content.decode()


def test_units_without_a_head_are_left_out_when_so_ticked(client, cell):
    empty = a_unit("Chi bộ trống", parent=cell.parent, code="SH.9")
    sign_in(client, an_actor(Role.OFFICE, cell.parent))
    nobody = client.post("/commitments/giving/", given_paper(empty, leave_out="on"))
    assert (nobody.status_code, codes(nobody)) == (422, ["nobody-picked"])
    answer = client.post("/commitments/giving/", given_paper(cell, empty, leave_out="on"))
    given = Commitment.objects.all()
    assert [each.unit for each in given] == [cell, cell]
    shown = client.get(answer.url).context["rows"]
    assert {row.pk for row in shown} == {each.pk for each in given}
