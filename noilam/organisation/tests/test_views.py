"""Pages: what they show, who may not see them, and what they cost."""

from datetime import date

import pytest
from django.urls import reverse

from noilam.accounts.models import Account
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.organisation import actions, queries
from noilam.organisation.models import Grouping, HandOverItem, Unit
from noilam.organisation.roles import Role

from .given import DECISION, a_person, an_actor

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
QUERIES = 12


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


def sign_in(client, role: Role, unit: Unit) -> None:
    client.force_login(Account.objects.get(pk=an_actor(role, unit).id))


def commune(name: str) -> Unit:
    return Unit.objects.get(name=f"Đảng bộ xã {name}")


def shown(response) -> str:
    return response.content.decode()


PAGES = [
    "/units/",
    "/units/?q=muong&kind=commune_committee&status=all&sort=-name&as_of=2026-01-01",
    "/units/tree/",
    "/units/{unit}/",
    "/units/{unit}/?as_of=2021-05-01",
    "/units/{unit}/history/",
    "/units/{unit}/rename/",
    "/units/{unit}/merge/",
    "/units/{unit}/split/",
    "/units/{unit}/census/",
    "/units/{unit}/appointments/new/",
    "/units/new/",
    "/people/",
    "/people/?q=bi&status=heads&unit=SH&post=thu",
    "/people/{person}/",
    "/people/{person}/edit/",
    "/people/{person}/assignments/new/",
    "/people/new/",
    "/organisation/appointments/{post}/end/",
    "/organisation/groupings/",
    "/organisation/groupings/new/",
    "/organisation/places/",
    "/organisation/places/new/",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_shown_within_its_budget(
    client, district, page, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("noilam.rulebook.queries.book.CHECK_SECONDS", 3600)  # asked once a second
    sign_in(client, Role.OFFICE, district)
    head = queries.head_of(commune("Mường Sa"), TODAY)
    address = page.format(unit=head.unit_id, person=head.person_id, post=head.pk)
    client.get(address)
    with django_assert_max_num_queries(QUERIES):
        response = client.get(address)
    assert response.status_code == 200, response.content


def test_a_unit_page_says_what_it_was_on_the_day(client, district):
    unit = commune("Mường Sa")
    actions.rename_unit(
        actor=shell(), unit=unit, name="Đảng bộ xã Sa Mới", on=date(2024, 1, 1), decision=DECISION
    )
    sign_in(client, Role.OFFICE, district)
    then = shown(client.get(f"/units/{unit.pk}/?as_of=2023-12-31"))
    now = shown(client.get(f"/units/{unit.pk}/"))
    assert "<h1>Đảng bộ xã Mường Sa</h1>" in then
    assert "<h1>Đảng bộ xã Sa Mới</h1>" in now
    for page in (then, now):
        assert "Huyện uỷ Sông Hiền" in page
        assert "4 chi bộ trực thuộc" in page
        assert "Bí thư Mường Sa" in page


def test_the_list_filters_sorts_and_is_taken_away(client, district):
    sign_in(client, Role.OFFICE, district)
    found = shown(client.get("/units/?q=khe que&kind=commune_committee"))
    assert "Đảng bộ xã Khe Quế" in found
    assert "Mường Sa</a>" not in found
    sheet = client.get("/units/?format=csv&kind=commune_committee")
    assert sheet["Content-Type"].startswith("text/csv")
    assert b"".join(sheet.streaming_content).decode().count("Đảng bộ xã") == 3
    assert client.get("/people/?format=xlsx").status_code == 200
    assert "Không có đơn vị nào khớp" in shown(client.get("/units/?q=zzz"))


def test_the_tree_nests_and_looks_back(client, district):
    sign_in(client, Role.OFFICE, district)
    page = shown(client.get("/units/tree/")).partition("<main")[2]
    assert page.count("<details") == page.count("</details>") == 4
    assert page.count("Chi bộ 1") == 3
    assert "chưa có đơn vị nào" in shown(client.get("/units/tree/?as_of=2019-01-01"))


def test_a_clerk_sees_his_unit_and_others_do_not_exist_for_him(client, district):
    own, other = commune("Mường Sa"), commune("Khe Quế")
    sign_in(client, Role.UNIT_CLERK, own)
    assert client.get(f"/units/{own.pk}/").status_code == 200
    head = queries.head_of(other, TODAY)
    for address in (
        f"/units/{other.pk}/",
        f"/units/{other.pk}/history/",
        f"/units/{other.pk}/merge/",
        f"/people/{head.person_id}/",
        f"/organisation/appointments/{head.pk}/end/",
        f"/units/tree/?unit={other.pk}",
    ):
        assert client.get(address).status_code == 404, address
    assert "Khe Quế" not in shown(client.get("/units/"))
    assert "Khe Quế" not in shown(client.get("/people/?status=all"))


def test_who_may_see_but_not_change_is_told_so(client, district):
    unit = commune("Mường Sa")
    head = queries.head_of(unit, TODAY)
    sign_in(client, Role.AUDITOR, district)
    for address in (
        f"/units/{unit.pk}/rename/",
        f"/units/{unit.pk}/end/",
        f"/units/{unit.pk}/census/",
        f"/units/{unit.pk}/appointments/new/",
        f"/organisation/appointments/{head.pk}/change/",
        f"/people/{head.person_id}/edit/",
        "/units/new/",
        "/people/new/",
        "/organisation/groupings/new/",
        "/organisation/places/new/",
    ):
        assert client.get(address).status_code == 403, address
        assert client.post(address).status_code == 403, address


def test_a_visitor_is_sent_to_the_door(client, district):
    response = client.get(f"/units/{district.pk}/")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:sign_in"))


def test_a_refused_form_keeps_what_was_typed_and_says_every_reason(client, district):
    sign_in(client, Role.OFFICE, district)
    response = client.post(
        "/units/new/",
        {
            "code": "SH",
            "name": "Chi bộ mới",
            "kind": "party_cell",
            "parent": "SH",
            "on": "01/01/2019",
        },
    )
    page = shown(response)
    assert response.status_code == 422
    assert "Mã SH đã dùng cho đơn vị khác" in page
    assert "thành lập ngày 01/01/2020" in page
    assert 'value="Chi bộ mới"' in page


def test_an_unknown_parent_is_named_with_what_to_do(client, district):
    sign_in(client, Role.OFFICE, district)
    response = client.post(
        "/units/new/",
        {"code": "X", "name": "X", "kind": "party_cell", "parent": "Xã Lạ", "on": "2024-01-01"},
    )
    assert response.status_code == 422
    assert "Không thấy đơn vị “Xã Lạ”" in shown(response)


def test_the_office_founds_and_renames_by_form(client, district):
    sign_in(client, Role.OFFICE, district)
    response = client.post(
        "/units/new/",
        {
            "code": "TX",
            "name": "Chi bộ Trạm y tế",
            "kind": "party_cell",
            "parent": "huyen uy song hien",
            "on": "2024-01-01",
        },
    )
    unit = Unit.objects.get(code="TX")
    assert response["Location"] == f"/units/{unit.pk}/"
    client.post(
        f"/units/{unit.pk}/rename/",
        {
            "name": "Chi bộ Y tế",
            "on": "2025-01-01",
            "decision_number": "3-QĐ/HU",
            "decided_on": "2024-12-20",
        },
    )
    unit.refresh_from_db()
    assert unit.name == "Chi bộ Y tế"
    assert "3-QĐ/HU ngày 20/12/2024" in shown(client.get(f"/units/{unit.pk}/history/"))


EVENT = {"on": "2026-07-01", "decision_number": "9-QĐ/HU", "decided_on": "2026-06-01"}


def list_hash_of(page: str) -> str:
    return page.split('name="list_hash" value="')[1].split('"')[0]


def test_a_merger_goes_through_its_dry_run_to_a_list_that_prints(client, district):
    one, other = commune("Mường Sa"), commune("Khe Quế")
    sign_in(client, Role.OFFICE, district)
    told = EVENT | {
        "inputs": [str(other.pk)],
        "code": "MK",
        "name": "Đảng bộ xã Mường Khe",
        "kind": "commune_committee",
        "parent": "SH",
    }
    dry = client.post(f"/units/{one.pk}/merge/", told)
    page = shown(dry)
    assert dry.status_code == 200
    assert "Còn 10 mục đang mở" in page
    assert not Unit.objects.filter(code="MK").exists()

    decided = told | {"step": "decide", "list_hash": list_hash_of(page)}
    half = client.post(f"/units/{one.pk}/merge/", decided)
    assert half.status_code == 422
    assert shown(half).count("Chưa quyết định:") == 10

    head = queries.head_of(other, TODAY)
    done = client.post(
        f"/units/{one.pk}/merge/",
        decided
        | {
            "deed:all": "inherit",
            f"deed:{queries.APPOINTMENT}:{head.pk}": "close",
            f"reason:{queries.APPOINTMENT}:{head.pk}": "Nghỉ hưu",
        },
    )
    merged = Unit.objects.get(code="MK")
    assert queries.children(merged, TODAY).count() == 8
    printed = shown(client.get(done["Location"]))
    assert "Nghỉ hưu" in printed
    assert printed.count("<tr>") == 11
    assert "Bí thư Mường Sa" in shown(client.get(f"/units/{merged.pk}/"))


def test_a_split_asks_which_part_inherits_each_matter(client, district):
    unit, other = commune("Mường Sa"), commune("Khe Quế")
    sign_in(client, Role.OFFICE, district)
    told = EVENT | {
        "outputs": [str(other.pk)],
        "code_1": "SB",
        "name_1": "Đảng bộ xã Sa Bắc",
    }
    page = shown(client.post(f"/units/{unit.pk}/split/", told))
    decided = told | {"step": "decide", "list_hash": list_hash_of(page)}
    unclear = client.post(f"/units/{unit.pk}/split/", decided | {"deed:all": "inherit"})
    assert unclear.status_code == 422
    assert shown(unclear).count("Ai kế thừa") == 5
    done = client.post(
        f"/units/{unit.pk}/split/", decided | {"deed:all": "inherit", "heir:all": "+SB"}
    )
    assert done.status_code == 302
    assert queries.children(Unit.objects.get(code="SB"), TODAY).count() == 4


def test_a_dry_run_that_no_longer_holds_is_shown_again(client, district):
    unit = commune("Mường Sa")
    sign_in(client, Role.OFFICE, district)
    page = shown(client.post(f"/units/{unit.pk}/move/", EVENT | {"parent": "Đảng bộ xã Khe Quế"}))
    actions.appoint(
        actor=shell(),
        person=a_person(),
        unit=unit,
        post="Phó Bí thư",
        leads=False,
        starts_on=date(2026, 1, 1),
    )
    answer = client.post(
        f"/units/{unit.pk}/move/",
        EVENT
        | {
            "parent": "Đảng bộ xã Khe Quế",
            "step": "decide",
            "list_hash": list_hash_of(page),
            "deed:all": "inherit",
        },
    )
    assert answer.status_code == 422
    assert "đã thay đổi so với lúc xem trước" in shown(answer)
    assert "Phó Bí thư" in shown(answer)
    again = client.post(
        f"/units/{unit.pk}/move/",
        EVENT
        | {
            "parent": "Đảng bộ xã Khe Quế",
            "step": "decide",
            "list_hash": list_hash_of(shown(answer)),
            "deed:all": "inherit",
        },
    )
    assert again.status_code == 302
    assert queries.ancestors(unit, TODAY)[0] == commune("Khe Quế")


def test_a_dry_run_names_an_unknown_taker(client, district):
    unit = commune("Mường Sa")
    sign_in(client, Role.OFFICE, district)
    page = shown(client.post(f"/units/{unit.pk}/end/", EVENT))
    answer = client.post(
        f"/units/{unit.pk}/end/",
        EVENT
        | {
            "step": "decide",
            "list_hash": list_hash_of(page),
            "deed:all": "reassign",
            "unit:all": "Xã Lạ",
        },
    )
    assert answer.status_code == 422
    assert "Không nhận ra “Xã Lạ”" in shown(answer)
    assert 'value="Xã Lạ"' in shown(answer)


def test_a_head_is_followed_by_another_through_the_pages(client, district):
    unit = commune("Mường Sa")
    old = queries.head_of(unit, TODAY)
    new = a_person("Vũ Thị Mới", code="VTM")
    actions.assign_area(actor=shell(), person=old.person, unit=unit, starts_on=date(2025, 1, 1))
    sign_in(client, Role.ORGANISING_BOARD, district)
    told = {"last_day": "2026-10-31", "basis": "QĐ 8", "successor": "VTM"}
    address = f"/organisation/appointments/{old.pk}/end/"
    page = shown(client.post(address, told))
    assert "Còn 1 mục đang mở" in page
    done = client.post(
        address,
        told | {"step": "decide", "list_hash": list_hash_of(page), "deed:all": "inherit"},
    )
    assert HandOverItem.objects.get().to_person == "Vũ Thị Mới"
    assert "Vũ Thị Mới" in shown(client.get(done["Location"]))
    client.post(
        f"/units/{unit.pk}/appointments/new/",
        {"person": "vu thi moi", "post": "Bí thư", "leads": "on", "starts_on": "2026-11-01"},
    )
    assert queries.head_of(unit, TODAY).person == new
    assert "Bí thư" in shown(client.get(f"/people/{new.pk}/"))


def test_groups_and_places_are_kept_by_form(client, district):
    sign_in(client, Role.OFFICE, district)
    client.post("/organisation/groupings/new/", {"code": "C1", "kind": "cluster", "name": "Cụm 1"})
    listed = shown(client.get("/organisation/groupings/"))
    assert "Cụm 1" in listed
    group = Grouping.objects.get().pk
    client.post(
        f"/organisation/groupings/{group}/members/new/",
        {"unit": "Đảng bộ xã Mường Sa", "starts_on": "2025-01-01"},
    )
    page = shown(client.get(f"/organisation/groupings/{group}/"))
    assert "Đảng bộ xã Mường Sa" in page
    assert "Cụm 1" in shown(client.get(f"/units/{commune('Mường Sa').pk}/"))
    client.post(
        "/organisation/places/new/",
        {"code": "P1", "name": "Thôn Nà Lèng", "level": "village", "on": "2020-01-01"},
    )
    assert "Thôn Nà Lèng" in shown(client.get("/organisation/places/"))
