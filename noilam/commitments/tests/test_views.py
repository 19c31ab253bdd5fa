"""Pages of words and deeds: what they show, who may not see them, and what they cost."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from noilam.accounts.models import Account
from noilam.commitments import actions
from noilam.commitments.models import Commitment, Programme, Topic
from noilam.foundation import clock, periods
from noilam.foundation.access import shell
from noilam.organisation.models import Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_person, a_unit, an_actor

from .given import DUE, TODAY, a_commitment, a_draft, a_proposal, declared, judged, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]
QUERIES = 12


@pytest.fixture
def commune() -> Unit:
    root = a_unit("Đảng bộ xã Sông Hiền", code="SH")
    a_head(root, "Lê Thị Mẫu")
    for number in range(1, 4):
        cell = a_unit(f"Chi bộ thôn {number}", parent=root, code=f"SH.{number}")
        a_head(cell, f"Bí thư Thôn {number}")
    return root


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def head(code: str):
    return unit(code).appointments.get(leads=True).person


def sign_in(client, actor) -> None:
    client.force_login(Account.objects.get(pk=actor.id))


def as_role(client, role: Role, where: Unit) -> None:
    sign_in(client, an_actor(role, where))


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def busy(commune) -> Commitment:
    """A commune in the middle of its work. Answers a commitment with everything around it."""
    topic = actions.name_topic(actor=shell(), name="Môi trường")
    source = actions.SourceOf(label="Nghị quyết 15, mục II.3")
    with clock.frozen(TODAY - timedelta(days=60)):
        term = actions.write_programme(
            actor=shell(),
            draft=actions.ProgrammeDraft(
                title="Chương trình nhiệm kỳ", period=periods.parse("2025-2030"), unit=commune
            ),
        )
        actions.write_programme(
            actor=shell(),
            draft=actions.ProgrammeDraft(
                title="Chương trình năm 2026",
                period=periods.parse("2026"),
                unit=unit("SH.1"),
                parent=term,
            ),
        )
        big = actions.make_commitment(
            actor=shell(),
            draft=a_draft(
                unit("SH.1"),
                head("SH.1"),
                due_on=TODAY - timedelta(days=5),
                topic=topic,
                programme=term,
                milestones=[("Xong điểm một", TODAY - timedelta(days=20))],
            ),
            sources=[source],
        )
        actions.propose(actor=shell(), commitment=big)
        actions.approve(actor=shell(), commitment=big, verifier=head("SH"))
        waiting = a_commitment(unit("SH.2"), head("SH.2"), verifier=head("SH"))
        declared(waiting)
        asked = a_commitment(unit("SH.2"), head("SH.2"), verifier=head("SH"))
        actions.request_extension(
            actor=signed_in(head("SH.2")),
            commitment=asked,
            due_on=DUE + timedelta(days=30),
            reason="Chờ mặt bằng",
        )
        judged(a_commitment(unit("SH.3"), head("SH.3"), verifier=head("SH")))
    for number in range(3):
        a_proposal(
            unit(f"SH.{number + 1}"),
            head(f"SH.{number + 1}"),
            kind=Commitment.Kind.URGENT_MATTER,
            for_year=2026,
        )
    big.refresh_from_db()
    return big


PAGES = [
    "/commitments/",
    "/commitments/?q=rac&state=late&kind=task&unit=SH.1&person=thon 1&sort=-due",
    "/commitments/?due_from=2026-01-01&due_to=2026-12-31&topic=Môi trường&as_of=2026-10-01",
    "/commitments/?state=open&programme={programme}&sort=unit",
    "/commitments/board/",
    "/commitments/board/?unit=SH.1&as_of=2026-10-01",
    "/commitments/calendar/",
    "/commitments/calendar/?month=2026-12",
    "/commitments/mine/",
    "/commitments/mine/?state=proposed",
    "/commitments/source/{source}/",
    "/commitments/topic/{topic}/",
    "/commitments/new/",
    "/commitments/new/?kind=urgent_matter",
    "/commitments/new/?parent={commitment}&unit={unit}",
    "/commitments/giving/",
    "/commitments/giving/?all=1",
    "/commitments/giving/?q=thon&kind=commune_committee",
    "/commitments/progress/",
    "/commitments/approval/",
    "/commitments/approval/?kind=urgent_matter&q=rac",
    "/commitments/sitting/",
    "/commitments/sitting/?kind=urgent_matter&for_year=2026",
    "/commitments/urgent/",
    "/commitments/urgent/?year=2025",
    "/commitments/verification/",
    "/commitments/requests/",
    "/commitments/{commitment}/",
    "/commitments/{commitment}/?as_of=2026-10-01",
    "/commitments/{commitment}/reassignment/",
    "/commitments/{commitment}/withdrawal/",
    "/programmes/",
    "/programmes/?year=2026&q=song hien",
    "/programmes/new/?unit={unit}&period=2026-Q4",
    "/programmes/owed/",
    "/programmes/{programme}/",
    "/programmes/{nested}/adoption/",
    "/method/",
]


def test_every_page_answers_within_its_queries(client, commune, busy):
    """All on one world, because building it costs more than reading all pages of it."""
    sitter = an_actor(Role.STANDING_COMMITTEE, commune, head("SH"))
    an_actor(Role.OFFICE, commune, head("SH"))
    sign_in(client, sitter)
    client.get("/commitments/")  # what a process learns once is not a page's cost
    known = {
        "commitment": busy.pk,
        "source": busy.sources.get().pk,
        "topic": Topic.objects.get().pk,
        "unit": unit("SH.1").pk,
        "programme": Programme.objects.get(period="2025-2030").pk,
        "nested": Programme.objects.get(period="2026").pk,
    }
    found = {}
    for page in PAGES:
        address = page.format(**known)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        if response.status_code != 200 or len(asked) > QUERIES:
            found[address] = (response.status_code, len(asked))
    assert not found


def test_a_promise_is_written_proposed_approved_done_and_verified_in_the_browser(client, commune):
    """The whole way from a word to a verified deed, each step by the one whose it is."""
    checker = a_person("Đỗ Thị Kiểm")
    performer, approver = signed_in(head("SH.1")), signed_in(head("SH"))
    sign_in(client, performer)
    written = {
        "statement": "Xóa điểm rác đầu thôn",
        "kind": "task",
        "unit": unit("SH.1").pk,
        "person": head("SH.1").code,
        "starts_on": "2026-11-20",
        "due_on": "2026-12-31",
        "measure": "Không còn rác",
        "solution": "Thu gom",
        "weight": "1",
        "publicity": "internal",
        "milestones": "01/12/2026 – dọn xong nửa đầu",
        "sources": "Nghị quyết 15, mục II.3",
    }
    page = client.post("/commitments/new/", written)
    made = Commitment.objects.get()
    assert page.url == f"/commitments/{made.pk}/"
    client.post(f"{page.url}proposal/")
    sign_in(client, approver)
    client.post(f"{page.url}approval/", {"verifier": checker.code})
    sign_in(client, performer)
    client.post(f"{page.url}progress/", {"note": "Đã dọn một nửa"})
    client.post(f"{page.url}milestones/{made.milestones.get().pk}/")
    client.post(f"{page.url}done/", {"text": "Biên bản số 4"})
    sign_in(client, signed_in(checker))
    client.post(f"{page.url}verification/", {"verdict": "achieved", "reason": "Đã xem"})
    made.refresh_from_db()
    assert made.status == Commitment.Status.VERIFIED
    assert made.milestones.get().reached_on == TODAY
    shown = text(client.get(page.url))
    assert "Biên bản số 4" in shown
    assert "Đã làm đúng hạn" in shown


def test_a_refusal_keeps_what_was_typed(client, commune):
    sign_in(client, signed_in(head("SH.1")))
    draft = {"statement": "", "kind": "task", "solution": "Thu gom hằng tuần"}
    answer = client.post("/commitments/new/", draft | {"unit": unit("SH.1").pk, "weight": "1"})
    assert answer.status_code == 422
    assert "Thu gom hằng tuần" in text(answer)
    assert not Commitment.objects.exists()


def test_a_deed_that_is_refused_says_why_and_keeps_the_words(client, busy):
    sign_in(client, signed_in(head("SH.1")))
    asked = {"due_on": "2026-12-30", "reason": "Chờ kinh phí của huyện"}
    answer = client.post(f"/commitments/{busy.pk}/extension/", asked)
    assert answer.status_code == 422  # the due day is past already
    assert "Chờ kinh phí của huyện" in text(answer)


def test_strangers_find_nothing_and_visitors_are_asked_to_sign_in(client, busy):
    assert client.get(f"/commitments/{busy.pk}/").status_code == 302
    stranger = a_unit("Đảng bộ xã Khác")
    as_role(client, Role.HEAD, stranger)
    for page in ("", "progress/", "dossier.json", "draft/"):
        assert client.get(f"/commitments/{busy.pk}/{page}").status_code == 404
    assert busy.code not in text(client.get("/commitments/"))


def test_whoever_may_see_but_not_decide_is_told_so(client, commune, busy):
    as_role(client, Role.AUDITOR, commune)
    for page in ("approval/", "withdrawal/", "progress/", "draft/"):
        assert client.get(f"/commitments/{busy.pk}/{page}").status_code == 403
    assert client.get("/commitments/giving/").status_code == 403
    assert client.get(f"/commitments/{busy.pk}/nothing-such/").status_code == 404


def test_lists_go_out_as_spreadsheets_with_their_filters(client, commune, busy):
    as_role(client, Role.STANDING_COMMITTEE, commune)
    lines = b"".join(client.get("/commitments/?format=csv&state=late").streaming_content)
    assert busy.code in lines.decode()
    assert "Quá hạn" not in lines.decode().splitlines()[0]
    assert len(lines.decode().splitlines()) == 2
    for page in (
        "commitments/mine", "commitments/approval", "commitments/urgent", "commitments/progress",
        "commitments/verification", "commitments/requests", "programmes", "programmes/owed",
    ):  # fmt: skip
        response = client.get(f"/{page}/?format=xlsx")
        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]


def test_a_list_is_as_of_the_day_in_its_address(client, commune, busy):
    as_role(client, Role.STANDING_COMMITTEE, commune)
    assert "quá hạn 5 ngày" in text(client.get("/commitments/?q=" + busy.code))
    then = (TODAY - timedelta(days=10)).isoformat()
    page = text(client.get(f"/commitments/?q={busy.code}&as_of={then}"))
    assert "quá hạn" not in page
    assert f"?as_of={then}" in page


def test_a_list_is_approved_in_one_sitting_exactly_as_it_was_read(client, commune, busy):
    sitter = an_actor(Role.STANDING_COMMITTEE, commune)
    sign_in(client, sitter)
    proposals = list(Commitment.objects.filter(status="proposed"))
    page = client.get("/commitments/sitting/?kind=urgent_matter")
    assert page.context["units"] == 3
    sent = {
        "list_hash": page.context["list_hash"],
        "pick": [each.pk for each in proposals],
        "body": "Ban thường vụ",
        "verifier": head("SH").code,
    }
    wrong = client.post("/commitments/sitting/", sent | {"list_hash": "0" * 64})
    assert wrong.status_code == 422
    assert "Ban thường vụ" in text(wrong)
    short = client.post("/commitments/sitting/", sent | {"pick": [*sent["pick"], busy.pk]})
    assert short.status_code == 422
    assert client.post("/commitments/sitting/", sent).status_code == 302
    assert Commitment.objects.filter(kind="urgent_matter", status="in_force").count() == 3


def test_one_checklist_goes_to_many_units_in_one_act(client, commune):
    as_role(client, Role.OFFICE, commune)
    cells = [unit(f"SH.{number}").pk for number in range(1, 4)]
    paper = {
        "pick": cells,
        "statements": "Rà soát hộ nghèo\nLập danh sách đảng viên",
        "kind": "task",
        "starts_on": "2026-11-20",
        "due_on": "2026-12-15",
        "measure": "Có danh sách",
        "solution": "",
        "publicity": "internal",
    }
    refused = client.post("/commitments/giving/", paper)
    assert refused.status_code == 422
    assert "Rà soát hộ nghèo" in text(refused)
    assert not Commitment.objects.exists()
    client.post("/commitments/giving/", paper | {"solution": "Đi từng nhà"})
    assert Commitment.objects.filter(status="proposed").count() == 6
    assert client.post("/commitments/giving/", paper | {"pick": []}).status_code == 422


def test_a_programme_takes_over_what_stands_above_it(client, commune, busy):
    sign_in(client, an_actor(Role.OFFICE, commune))
    nested = Programme.objects.get(period="2026")
    page = f"/programmes/{nested.pk}/adoption/"
    assert client.post(page).status_code == 422
    assert client.post(page, {"pick": [busy.pk]}).url == f"/programmes/{nested.pk}/"
    busy.refresh_from_db()
    assert busy.programme == nested


def test_a_programme_is_written_and_whoever_owes_one_is_listed(client, commune):
    sign_in(client, an_actor(Role.OFFICE, commune))
    assert "Chi bộ thôn 1" in text(client.get("/programmes/owed/"))
    draft = {"title": "", "period": "2026", "unit": unit("SH.1").pk}
    assert client.post("/programmes/new/", draft).status_code == 422
    client.post("/programmes/new/", draft | {"title": "Chương trình năm"})
    assert Programme.objects.get().unit == unit("SH.1")
    assert "Chi bộ thôn 1" not in text(client.get("/programmes/owed/"))


def test_what_is_waited_for_is_named_by_codes_that_the_reader_knows(client, busy):
    sign_in(client, signed_in(head("SH.1")))
    other = Commitment.objects.filter(unit=busy.unit).exclude(pk=busy.pk).get()
    page = f"/commitments/{busy.pk}/waits/"
    assert client.post(page, {"waits_for": "KHONG-CO"}).status_code == 422
    client.post(page, {"waits_for": other.code})
    assert busy.waits_for.get().on == other


def test_a_commitment_is_handed_to_another_person(client, commune, busy):
    sign_in(client, an_actor(Role.OFFICE, commune))
    taker = a_person("Phạm Văn Nhận")
    client.post(f"/commitments/{busy.pk}/reassignment/", {"person": taker.code, "reason": "QĐ 12"})
    busy.refresh_from_db()
    assert busy.person == taker


def test_the_dossier_leaves_as_a_file_and_on_paper(client, commune, busy):
    as_role(client, Role.STANDING_COMMITTEE, commune)
    told = json.loads(client.get(f"/commitments/{busy.pk}/dossier.json").content)
    assert told["commitment"]["code"] == busy.code
    assert told["hash"]
    assert client.get(f"/commitments/{busy.pk}/dossier.pdf").content.startswith(b"%PDF")


def test_a_calendar_month_that_is_none_does_not_exist(client, commune):
    as_role(client, Role.HEAD, commune)
    for month in ("2026", "never", "2026-13"):
        assert client.get(f"/commitments/calendar/?month={month}").status_code == 404
