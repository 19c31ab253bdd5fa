"""A committee's sitting, appeals and the board of those who score, in the browser."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from noilam.accounts.models import Account
from noilam.foundation import clock
from noilam.organisation.models import Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import an_actor
from noilam.scoring.models import Appeal, DecisionPack, Mark, SecondLook, Sheet
from noilam.scoring.queries.pages.meanwhile import read_mark
from noilam.scoring.rules.filling import Change
from noilam.scoring.rules.score import Answer

from . import given

pytestmark = pytest.mark.django_db
SMALLER = Change(answer=Answer(level=200), reason="Biên bản ghi chung chung")
VOTES = {
    "members": "9",
    "present": "8",
    "in_favour": "8",
    "against": "0",
    "abstained": "0",
    "minutes": "Biên bản số 21 ngày 14/12/2026",
}


def sign_in(client, role: Role, unit: Unit) -> None:
    client.force_login(Account.objects.get(pk=an_actor(role, unit).id))


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def sitting(client):
    """Three sheets before a committee: one with a reply, two plain."""
    root, cells = given.a_place(3)
    replied = given.a_checked_sheet(cells[0], B2=SMALLER)
    with clock.frozen(given.CHECKED_ON):
        sign_in(client, Role.HEAD, cells[0])
        page = f"/scoring/sheets/{replied.pk}/deed/reply/"
        client.post(page, {"text": "Kết luận ở trang 3"})
    others = [given.a_checked_sheet(each) for each in cells[1:]]
    with clock.frozen(given.SETTLED_ON):
        sign_in(client, Role.STANDING_COMMITTEE, root)
        yield f"/scoring/packs/{root.pk}/202611/", replied, others


def test_exceptions_are_decided_alone_and_the_rest_in_one_act(client, sitting):
    page, replied, others = sitting
    read = client.get(page)
    shown = text(read)
    assert shown.index("Kết luận ở trang 3") < shown.index("Thông qua cả danh sách")
    sent = {"list_hash": read.context["page"].list_hash, "deed": "settle", **VOTES}

    undecided = client.post(page, sent)
    stale = client.post(page, sent | {f"d{replied.pk}": "approved", "list_hash": "0" * 64})
    settled = client.post(page, sent | {f"d{replied.pk}": "approved"})

    assert undecided.status_code == stale.status_code == 422
    assert f'href="#{replied.pk}"' in text(undecided)
    assert 'value="Biên bản số 21 ngày 14/12/2026"' in text(undecided)
    pack = DecisionPack.objects.get()
    assert settled.url == f"/scoring/packs/records/{pack.pk}/"
    assert {each.stage for each in Sheet.objects.all()} == {"fixed"}
    record = text(client.get(settled.url))
    assert "tán thành 8" in record
    assert "Chi bộ thôn 3" in record
    assert client.get(settled.url + "?format=xlsx").status_code == 200
    assert "Biên bản số 21" in text(client.get("/scoring/packs/"))


def test_a_sitting_takes_one_out_changes_its_marks_and_sends_another_back(client, sitting):
    page, replied, (plain, other) = sitting
    looked = client.post(page, {"deed": "look", "alone": [plain.pk], **VOTES, "members": "11"})
    assert f'name="d{plain.pk}"' in text(looked)
    assert 'value="11"' in text(looked)
    opened = client.post(page, {"deed": f"open:{plain.pk}", "alone": [plain.pk]})
    assert f'name="s{plain.pk}.B2:level"' in text(opened)
    fields = {
        name: value
        for each in opened.context["asked"]
        for group in each["groups"]
        for row in group.rows
        for name, value in _typed(row)
    }
    sent = {
        "list_hash": opened.context["page"].list_hash,
        "deed": "settle",
        "alone": [plain.pk],
        "opened": [plain.pk],
        f"d{plain.pk}": "changed",
        f"d{replied.pk}": "returned",
        f"r{replied.pk}": "Đối chiếu lại biên bản",
        **VOTES,
        **fields,
        f"s{plain.pk}.B2:level": "200",
    }
    bare = client.post(page, sent)
    assert bare.status_code == 422
    unsaid = {"list_hash": sent["list_hash"], "deed": "settle", "alone": [plain.pk], **VOTES}
    silent = client.post(page, unsaid | {f"d{replied.pk}": "approved"})
    assert [each.about for each in silent.context["problems"]] == [str(plain.pk)]
    settled = client.post(page, sent | {f"r{plain.pk}": "Phiên họp xem biên bản"})
    assert settled.status_code == 302, settled.context["problems"]
    stages = dict(Sheet.objects.values_list("pk", "stage"))
    assert stages == {replied.pk: "cross_check", plain.pk: "fixed", other.pk: "fixed"}
    assert Mark.objects.get(sheet=plain, stage="approve").reason == "Phiên họp xem biên bản"


def _typed(row):
    """What a browser would send of a row's fields."""
    typed = row.typed
    for part in ("numerator", "denominator", "value", "times", "level", "note"):
        if value := getattr(typed, part):
            yield f"{row.name}:{part}", value
    if typed.items:
        yield f"{row.name}:item", list(typed.items)
    if typed.no_data:
        yield f"{row.name}:no_data", "1"


def test_what_waits_is_on_the_first_page_of_whom_it_waits_for(client, sitting):
    page, replied, _others = sitting
    shown = text(client.get("/"))
    assert f'href="{page}"' in shown
    assert "3 phiếu" in shown
    sign_in(client, Role.HEAD, replied.unit)
    assert "phiếu" not in text(client.get("/")).split("<main")[1]


def test_a_late_step_is_named_first(client):
    root, (cell,) = given.a_place(1)
    sheet = given.a_submitted_sheet(cell)
    sign_in(client, Role.MEMBER_IN_CHARGE, root)
    with clock.frozen(given.SETTLED_ON):
        shown = text(client.get("/"))
    assert f"/scoring/sheets/{sheet.pk}/marks/appraisal/" in shown
    assert "Đã quá hạn" in shown


def test_only_the_committee_opens_its_sitting(client, sitting):
    page, replied, _others = sitting
    root = replied.criteria_set.unit
    sign_in(client, Role.ORGANISING_BOARD, root)
    assert client.get(page).status_code == 403
    sign_in(client, Role.STANDING_COMMITTEE, given.a_unit("Đảng ủy xã khác"))
    assert client.get(page).status_code == 404
    sign_in(client, Role.STANDING_COMMITTEE, root)
    assert client.get(page.replace("202611", "202613")).status_code == 404


def test_an_appeal_is_filed_by_the_head_and_decided_by_somebody_else(client):
    root, (cell,) = given.a_place(1)
    sheet = given.a_fixed_sheet(cell)
    page = f"/scoring/sheets/{sheet.pk}/"
    with clock.frozen(given.SETTLED_ON + timedelta(days=1)):
        sign_in(client, Role.HEAD, cell)
        assert "deed/appeal/" in text(client.get(page))
        assert client.post(page + "deed/appeal/").status_code == 422
        client.post(page + "deed/appeal/", {"text": "A3: không có việc nào quá hạn"})
        appeal = Appeal.objects.get()
        assert "chờ quyết định" in text(client.get("/scoring/appeals/?state=open"))
        assert client.get(f"/scoring/appeals/{appeal.pk}/").status_code == 403

        sign_in(client, Role.INSPECTION_COMMISSION, root)
        shown = client.get(f"/scoring/appeals/{appeal.pk}/")
        assert "không có việc nào quá hạn" in text(shown)
        fields = {
            name: value
            for group in shown.context["groups"]
            for row in group.rows
            for name, value in _typed(row)
        }
        sent = fields | {"read": read_mark(sheet), "deed": "submit", "outcome": "upheld"}
        without = client.post(f"/scoring/appeals/{appeal.pk}/", sent)
        assert without.status_code == 422
        worse = {"reason": "Đúng", "B2:level": "200", "B2:note": "Biên bản số 4"}
        assert "thấp hơn" in text(client.post(f"/scoring/appeals/{appeal.pk}/", sent | worse))
        met = ["A2.1", "A2.2", "A2.3"]
        why = {"reason": "Đúng", "A2:item": met, "A2:note": "Biên bản số 4"}
        done = client.post(f"/scoring/appeals/{appeal.pk}/", sent | why)
        assert done.url == page
        after = text(client.get(page))
        board = text(client.get("/scoring/own/"))
        sign_in(client, Role.HEAD, cell)
        assert "1/1" in text(client.get("/scoring/own/"))  # whoever is scored sees it too
    sheet.refresh_from_db()
    assert sheet.version == 2
    assert "Bản 2" in after
    assert "Biên bản số 4" in after
    assert "ủy ban" not in board
    assert "1/1" in board


def test_a_sheet_and_its_criteria_lead_to_their_trail(client):
    root, (cell,) = given.a_place(1)
    sheet = given.a_submitted_sheet(cell)
    sign_in(client, Role.AUDITOR, root)
    trail = f"/trail/?kind=sheet&subject={sheet.pk}"
    for page in ("", "criteria/B2/"):
        assert trail.replace("&", "&amp;") in text(client.get(f"/scoring/sheets/{sheet.pk}/{page}"))
    assert "Nộp phiếu tự chấm" in text(client.get(trail))


def test_a_fixed_sheet_is_corrected_with_a_reason(client):
    root, (cell,) = given.a_place(1)
    sheet = given.a_fixed_sheet(cell)
    with clock.frozen(given.SETTLED_ON + timedelta(days=1)):
        sign_in(client, Role.STANDING_COMMITTEE, root)
        page = f"/scoring/sheets/{sheet.pk}/marks/correction/"
        shown = client.get(page)
        fields = {
            name: value
            for group in shown.context["groups"]
            for row in group.rows
            for name, value in _typed(row)
        }
        sent = fields | {"read": read_mark(sheet), "deed": "submit", "B2:level": "200"}
        sent |= {"B2:note": "Nhập nhầm"}
        assert client.post(page, sent).status_code == 422
        assert client.post(page, sent | {"reason": "Nhập nhầm mức"}).status_code == 422
        sent |= {"reason": "Nhập nhầm mức", "minutes": "Biên bản số 22 ngày 15/12/2026"}
        assert client.post(page, sent).status_code == 302
        assert "Biên bản số 22 ngày 15/12/2026" in text(client.get(f"/scoring/sheets/{sheet.pk}/"))
    sheet.refresh_from_db()
    assert sheet.version == 2


def test_what_somebody_found_at_a_second_look_is_told_to_the_sitting(client):
    root, cells = given.a_place(2)
    sheets = [given.a_checked_sheet(each) for each in cells]
    at = datetime(2026, 12, 8, 9, tzinfo=UTC)
    for sheet, note in zip(sheets, ("Đã gọi hỏi bí thư", ""), strict=True):
        SecondLook.objects.create(
            sheet=sheet, kind="copied", raised_at=at, looked_at=at if note else None, note=note
        )
    page = f"/scoring/packs/{root.pk}/202611/"
    with clock.frozen(given.SETTLED_ON):
        sign_in(client, Role.STANDING_COMMITTEE, root)
        read = client.get(page)
        assert [each["line"].pk for each in read.context["asked"]] == [sheets[1].pk]
        assert "Đã gọi hỏi bí thư" in read.context["rest"][0].looks[0]
        assert "Đã gọi hỏi bí thư" in text(read)
        assert "Đã gọi hỏi bí thư" in text(
            client.post(page, {"alone": sheets[0].pk, "deed": "look"})
        )
        pack = given.settled(root)
        record = f"/scoring/packs/records/{pack.pk}/"
        client.get(record)
        with CaptureQueriesContext(connection) as questions:
            assert "Đã gọi hỏi bí thư" in text(client.get(record))
        assert len(questions) <= 12
        sign_in(client, Role.HEAD, root)  # of the sitting's unit, and marks nobody
        assert "Đã gọi hỏi bí thư" not in text(client.get(record))
