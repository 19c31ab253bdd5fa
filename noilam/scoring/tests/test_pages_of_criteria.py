"""Pages of criteria: read, edited piece by piece, brought in, compared, opened, issued."""

from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.foundation.periods import Month
from noilam.organisation.models import Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_unit
from noilam.scoring import actions
from noilam.scoring.models import CriteriaSet

from .given import (
    a_content,
    a_draft_set,
    an_issued_set,
)
from .pages import BYTES, QUERIES, codes, cost, sign_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 20)
EXAMPLE = Path(__file__).resolve().parents[2] / "demo" / "criteria.yaml"


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def root() -> Unit:
    return a_unit("Đảng bộ xã Sông Hiền", code="SH")


# Reading --------------------------------------------------------------------------------------


def test_a_large_set_reads_as_a_document_within_the_budget_of_a_page(client, root):
    content = yaml.safe_load(EXAMPLE.read_text("utf-8"))
    draft = actions.draft_criteria(actor=shell(), unit=root, content=content)
    sign_in(client, root)
    issued = an_issued_set(
        root, Month(2027, 1), code="TC-KHAC", applies_to_org_types=["grassroots_committee_org"]
    )
    pages = [f"/criteria/{draft.pk}/", f"/criteria/{draft.pk}/edit/", f"/criteria/{issued.pk}/"]
    for address in [*pages, "/criteria/"]:
        queries, size = cost(client, address)
        assert (queries <= QUERIES, size <= BYTES) == (True, True), (address, queries, size)


def test_a_criterion_waiting_for_its_measure_is_marked_so(client, root):
    content = a_content()
    content["sections"][0]["criteria"][0]["source"] = "auto:meetings.held"
    issued = an_issued_set(root, Month(2027, 1), sections=content["sections"])
    sign_in(client, root, Role.HEAD)
    shown = client.get(f"/criteria/{issued.pk}/").content.decode()
    assert "chấm tay vì chỉ số chưa có" in shown
    assert "meetings.held" in shown


def test_the_list_is_filtered_by_what_is_in_force(client, root):
    held = an_issued_set(root, Month(2026, 12))
    a_draft_set(root, code="TC-KHAC")
    sign_in(client, root)
    rows = client.get("/criteria/?status=in_force").context["rows"]
    assert [each.pk for each in rows] == [held.pk]
    assert [each.code for each in client.get("/criteria/?q=khac").context["rows"]] == ["TC-KHAC"]
    assert client.get("/criteria/?format=csv").status_code == 200


def test_a_draft_is_hidden_from_those_it_would_score(client, root):
    draft = a_draft_set(root)
    below = a_unit("Chi bộ 1", code="SH.1", parent=root, kind="party_cell")
    sign_in(client, below, Role.HEAD)
    assert client.get(f"/criteria/{draft.pk}/").status_code == 404


@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
def test_a_set_taken_away_as_a_file_comes_back_the_same(client, root, kind):
    issued = an_issued_set(root, Month(2027, 1))
    sign_in(client, root)
    file = SimpleUploadedFile(
        f"bo.{kind}", client.get(f"/criteria/{issued.pk}/file.{kind}").content
    )
    looked = client.post("/criteria/import/", {"unit": root.pk, "file": file})
    assert looked.context["problems"] == ()
    assert not CriteriaSet.objects.filter(version=2).exists()
    kept = {"unit": root.pk, "content": looked.context["content"], "step": "save"}
    saved = client.post("/criteria/import/", kept)
    assert saved.status_code == 302
    assert CriteriaSet.objects.get(version=2).structure_hash == issued.structure_hash


def test_a_file_that_is_wrong_is_refused_with_all_that_is_wrong(client, root):
    content = a_content()
    content["sections"][0]["max"] = 17
    content["bands"][2]["from"] = 5
    file = SimpleUploadedFile("bo.yaml", yaml.safe_dump(content).encode())
    sign_in(client, root)
    answer = client.post("/criteria/import/", {"unit": root.pk, "file": file})
    assert answer.status_code == 422
    assert {"sum", "not-from-0"} <= set(codes(answer))
    broken = SimpleUploadedFile("bo.yaml", b"a: [1")
    assert codes(client.post("/criteria/import/", {"unit": root.pk, "file": broken})) == [
        "not-yaml"
    ]


def test_a_template_to_fill_is_a_set_that_could_be_issued(client, root):
    sign_in(client, root)
    file = SimpleUploadedFile("mau.xlsx", client.get("/criteria/template.xlsx").content)
    looked = client.post("/criteria/import/", {"unit": root.pk, "file": file})
    assert looked.context["problems"] == ()


def test_a_file_for_an_open_draft_shows_what_it_would_change(client, root):
    draft = a_draft_set(root)
    content = a_content(title="Tên khác hẳn")
    file = SimpleUploadedFile("bo.yaml", yaml.safe_dump(content).encode())
    sign_in(client, root)
    looked = client.post("/criteria/import/", {"unit": root.pk, "file": file})
    assert looked.context["draft"] == draft
    assert "<ins>Tên khác hẳn</ins>" in looked.content.decode()


# Editing --------------------------------------------------------------------------------------


def typed(**given) -> dict[str, object]:
    written = {"method": "checklist", "section": "A", "code": "A2", "title": "Kế hoạch rõ việc"}
    written |= {"max_points": "4,5", "source": "manual", "no_data": "exclude"}
    return written | {"items": "A2.1 | Đúng hạn | 2\nA2.2 | Rõ người | 2,5"} | given


def test_one_criterion_is_edited_and_what_is_left_to_put_right_is_told(client, root):
    draft = a_draft_set(root)
    sign_in(client, root)
    saved = client.post(f"/criteria/{draft.pk}/edit/criterion/A2/", typed())
    assert saved.status_code == 302
    draft.refresh_from_db()
    edited = draft.content["sections"][0]["criteria"][1]
    assert (edited["max"], edited["items"][1]["points"]) == (4.5, 2.5)
    assert draft.revisions.count() == 2
    shown = client.get(f"/criteria/{draft.pk}/edit/").content.decode()
    assert "Còn 1 điều phải sửa trước khi ban hành" in shown


def test_what_cannot_be_read_is_refused_and_kept_on_the_page(client, root):
    draft = a_draft_set(root)
    sign_in(client, root)
    answer = client.post(f"/criteria/{draft.pk}/edit/criterion/A2/", typed(items="Đúng hạn, 2"))
    assert answer.status_code == 422
    assert "Đúng hạn, 2" in answer.content.decode()
    assert draft.revisions.count() == 1


def test_what_is_never_scored_is_refused_in_the_editor_too(client, root):
    draft = a_draft_set(root)
    sign_in(client, root)
    title = "Số đơn thư nhận được trong tháng"
    answer = client.post(f"/criteria/{draft.pk}/edit/criterion/A2/", typed(title=title))
    assert answer.status_code == 422
    assert draft.revisions.count() == 1


def test_a_criterion_changes_its_method_on_a_form_of_that_method(client, root):
    draft = a_draft_set(root)
    sign_in(client, root)
    shown = client.get(f"/criteria/{draft.pk}/edit/criterion/A2/?method=deduct").content.decode()
    assert ('name="per"' in shown, 'name="items"' in shown) == (True, False)
    measured = {"method": "deduct", "per": "0,5", "unit": "việc", "source": "mixed"}
    measured |= {"measure": "commitments.overdue_over", "argument": "15", "max_points": "4"}
    assert (
        client.post(f"/criteria/{draft.pk}/edit/criterion/A2/", typed(**measured)).status_code
        == 302
    )
    draft.refresh_from_db()
    edited = draft.content["sections"][0]["criteria"][1]
    assert edited["source"] == "mixed:commitments.overdue_over:15"
    assert "items" not in edited


def test_pieces_are_added_moved_and_taken_away(client, root):
    draft = a_draft_set(root)
    sign_in(client, root)
    base = f"/criteria/{draft.pk}/edit"
    client.post(f"{base}/part/section/", {"code": "C", "title": "Nhóm mới", "max_points": "5"})
    client.post(f"{base}/part/penalty/", {"code": "M3", "title": "Bỏ sinh hoạt", "points": "1"})
    for deed in ("up:criterion:B1", "remove:criterion:A2", "remove:bonus:P1", "up:section:C"):
        assert client.post(f"{base}/order/", {"deed": deed}).status_code == 302
    draft.refresh_from_db()
    found = {
        each["code"]: [one["code"] for one in each["criteria"]]
        for each in draft.content["sections"]
    }
    assert found == {"A": ["A1", "A3", "B1"], "C": ["C1"], "B": ["B2", "B3", "B4"]}
    assert list(found) == ["A", "C", "B"]
    assert [each["code"] for each in draft.content["penalty"]["items"]] == ["M1", "M2", "M3"]
    assert client.post(f"{base}/order/", {"deed": "up:criterion:NO"}).status_code == 404


@pytest.mark.parametrize("what", ["frame", "bands", "steps"])
def test_what_is_not_changed_on_a_form_comes_back_as_it_was(client, root, what):
    draft = a_draft_set(root)
    sign_in(client, root)
    address = f"/criteria/{draft.pk}/edit/whole/{what}/"
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {
        name: form.fields[name].prepare_value(value)
        for name, value in sent.items()
        if value is not None
    }
    answer = client.post(address, sent)
    assert codes(answer) == ["no-change"]


def test_a_new_set_asks_for_what_is_still_blank(client, root):
    sign_in(client, root)
    typed_set = {"unit": root.pk, "code": "TC-QUY", "title": "Bộ mới", "max_points": "100"}
    answer = client.post("/criteria/new/", typed_set | {"kinds": ["party_cell"]})
    made = CriteriaSet.objects.get(code="TC-QUY")
    assert answer.url == f"/criteria/{made.pk}/edit/"
    problems = client.get(answer.url).context["page"].problems
    assert [each.code for each in problems] == ["blank"]
    assert client.post("/criteria/new/", typed_set).status_code == 422


def test_the_next_version_begins_as_the_issued_one(client, root):
    issued = an_issued_set(root, Month(2026, 12))
    sign_in(client, root)
    answer = client.post(f"/criteria/{issued.pk}/next/")
    draft = CriteriaSet.objects.get(version=2)
    assert answer.url == f"/criteria/{draft.pk}/edit/"
    assert client.post(f"/criteria/{issued.pk}/next/").status_code == 422  # one draft at a time


def test_two_versions_are_compared_word_by_word(client, root):
    issued = an_issued_set(root, Month(2026, 12))
    sign_in(client, root)
    client.post(f"/criteria/{issued.pk}/next/")
    draft = CriteriaSet.objects.get(version=2)
    content = deepcopy(draft.content)
    content["sections"][0]["criteria"][0] |= {"max": 8, "title": "Việc đã hứa làm xong đúng hạn"}
    actions.revise_criteria(actor=shell(), criteria_set=draft, content=content, note="Hạ điểm")
    page = client.get(f"/criteria/{draft.pk}/comparison/")
    found, shown = page.context["found"], page.content.decode()
    assert (found.is_comparable, found.lowered, found.lowered_count) == (False, "2", 1)
    assert "<del>nhận </del>" in shown
    same = client.get(f"/criteria/{draft.pk}/comparison/?before=v1&after=r1").context["found"]
    assert same.is_comparable


# Comment, decision, end -----------------------------------------------------------------------


def test_a_draft_is_opened_to_those_it_would_score(client, root):
    below = a_unit("Chi bộ 1", code="SH.1", parent=root, kind="party_cell")
    draft = a_draft_set(root)
    sign_in(client, root)
    offered = client.get(f"/criteria/{draft.pk}/consultation/").context["form"]
    first = offered["closes_on"].value().isoformat()
    asked = {"closes_on": first, "all_below": "on", "note": "Thang điểm đã hợp lý chưa"}
    assert client.post(f"/criteria/{draft.pk}/consultation/", asked).status_code == 302
    draft.refresh_from_db()
    assert draft.status == CriteriaSet.Status.CONSULTATION
    sign_in(client, below, Role.HEAD)
    assert client.get(f"/criteria/{draft.pk}/").status_code == 200


def test_the_decision_is_recorded_by_another_hand_and_says_what_is_missing(client, root):
    draft = a_draft_set(root)
    sign_in(client, root, Role.STANDING_COMMITTEE)
    address = f"/criteria/{draft.pk}/issue/"
    refused = client.post(address, {"first_month": "2027-01"})
    assert {"decision-number", "decided-on", "guidance", "not-consulted"} <= set(codes(refused))
    decision = {"decision_number": "21-QĐ/ĐU", "decided_on": "2026-12-18", "guidance": "05-HD/ĐU"}
    decision |= {"first_month": "2027-01", "consulted_elsewhere": "Báo cáo tổng hợp số 8"}
    assert client.post(address, decision).status_code == 302
    draft.refresh_from_db()
    assert (draft.status, draft.first_month) == (CriteriaSet.Status.ISSUED, 202701)


def test_an_unfinished_draft_is_not_issued(client, root):
    draft = a_draft_set(root)
    content = deepcopy(draft.content)
    content["sections"][0]["criteria"][0]["max"] = 9
    actions.revise_criteria(actor=shell(), criteria_set=draft, content=content, note="Đang sửa")
    with pytest.raises(Refused) as refused:
        actions.issue_criteria(
            actor=shell(),
            criteria_set=draft,
            decision_number="21-QĐ/ĐU",
            decided_on=TODAY,
            guidance="05-HD/ĐU",
            first_month=Month(2027, 1),
            consulted_elsewhere="Báo cáo số 8",
        )
    assert "sum" in [each.code for each in refused.value.problems]


def test_a_draft_is_dropped_with_a_reason(client, root):
    draft = a_draft_set(root)
    sign_in(client, root)
    assert client.post(f"/criteria/{draft.pk}/drop/", {}).status_code == 422
    client.post(f"/criteria/{draft.pk}/drop/", {"reason": "Chờ hướng dẫn mới"})
    draft.refresh_from_db()
    assert draft.status == CriteriaSet.Status.DROPPED
