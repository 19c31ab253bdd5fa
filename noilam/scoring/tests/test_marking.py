"""Marks through the browser: filled in, refused, seen otherwise, replied to, sent back."""

from decimal import Decimal

import pytest

from noilam.accounts.models import Account
from noilam.foundation import clock
from noilam.organisation.models import Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import an_actor
from noilam.scoring import actions
from noilam.scoring.models import Mark, Sheet
from noilam.scoring.queries.pages.meanwhile import read_mark
from noilam.scoring.rules.score import Answer

from . import given

pytestmark = pytest.mark.django_db
WHOLE = {
    "A2:item": ["A2.1", "A2.2"],
    "A3:times": "0",
    "B1:value": "92",
    "B2:level": "400",
    "B3:no_data": "1",
    "B3:note": "Trong tháng không khảo sát",
}


def sign_in(client, role: Role, unit: Unit) -> None:
    client.force_login(Account.objects.get(pk=an_actor(role, unit).id))


def text(response) -> str:
    return response.content.decode()


def page_of(sheet: Sheet) -> str:
    return f"/scoring/sheets/{sheet.pk}/"


def sent(sheet: Sheet, deed: str, **fields):
    return {"read": read_mark(sheet), "deed": deed, **fields}


@pytest.fixture
def place():
    return given.a_place(1)


@pytest.fixture
def sheet(place) -> Sheet:
    opened = given.a_sheet(place[1][0])
    with clock.frozen(given.FILLED_ON):
        yield opened


def test_a_unit_fills_saves_and_hands_in_its_sheet(client, place, sheet):
    sign_in(client, Role.UNIT_CLERK, sheet.unit)
    page = page_of(sheet)

    saved = client.post(page + "answers/", sent(sheet, "save", **{"B1:value": "92"}))
    assert saved.url == page + "answers/"
    assert 'value="92"' in text(client.get(page + "answers/"))
    for code in ("A2", "B1"):
        client.post(page + f"criteria/{code}/evidence/", {"text": "Sổ của chi bộ"})
    handed_in = client.post(page + "answers/", sent(sheet, "submit", **WHOLE))

    assert handed_in.url == page
    sheet.refresh_from_db()
    assert sheet.stage == Sheet.Stage.APPRAISE
    shown = text(client.get(page))
    assert "đạt 2/3 nội dung" in shown
    assert "minh chứng 1" in shown


def test_all_that_is_missing_is_said_at_once_beside_its_criterion_and_nothing_typed_is_lost(
    client, sheet
):
    sign_in(client, Role.UNIT_CLERK, sheet.unit)
    typed = {"B1:value": "rất cao", "A3:times": "2,5", "B2:note": "Chờ biên bản", "P1:times": "3"}
    answer = client.post(page_of(sheet) + "answers/", sent(sheet, "submit", **typed))
    shown = text(answer)
    assert answer.status_code == 422
    for code in ("A2", "A3", "B1", "B2", "B3", "P1"):
        assert f'<a href="#{code}">' in shown, code
    assert 'value="rất cao"' in shown
    assert "Chờ biên bản</textarea>" in shown
    assert not Mark.objects.filter(stage=Mark.Stage.SELF_SCORE).exists()


def test_evidence_is_given_from_the_form_without_losing_what_was_typed(client, sheet):
    sign_in(client, Role.UNIT_CLERK, sheet.unit)
    page = page_of(sheet)
    on_the_way = client.post(page + "answers/", sent(sheet, "evidence:B1", **{"B1:value": "92"}))
    assert on_the_way.url == page + "criteria/B1/"
    refused = client.post(on_the_way.url + "evidence/")
    assert refused.status_code == 422
    client.post(on_the_way.url + "evidence/", {"text": "Danh sách điểm danh"})
    shown = sheet.evidence.get()
    assert "Danh sách điểm danh" in text(client.get(on_the_way.url))
    client.post(f"{page}evidence/{shown.pk}/taking-back/")
    assert "<s>Danh sách điểm danh</s>" in text(client.get(on_the_way.url)).replace("<s> ", "<s>")


def test_what_somebody_else_wrote_meanwhile_is_shown_before_it_is_written_over(client, sheet):
    clerk = an_actor(Role.UNIT_CLERK, sheet.unit)
    sign_in(client, Role.HEAD, sheet.unit)
    opened = sent(sheet, "save", **{"B1:value": "80"})
    actions.save_answers(
        actor=clerk, sheet=sheet, answers={"B1": Answer(value=Decimal(92))}, times={}, notes={}
    )

    refused = client.post(page_of(sheet) + "answers/", opened)

    assert refused.status_code == 422
    assert f"{clerk.label} ghi lúc" in text(refused)
    assert 'value="80"' in text(refused)
    again = client.post(page_of(sheet) + "answers/", sent(sheet, "save", **{"B1:value": "80"}))
    assert again.status_code == 302


def test_a_form_that_was_never_read_writes_nothing(client, sheet):
    sign_in(client, Role.HEAD, sheet.unit)
    assert client.post(page_of(sheet) + "answers/").status_code == 422


def test_an_appraiser_changes_one_mark_with_a_reason_and_the_rest_stays(client, place):
    sheet = given.a_submitted_sheet(place[1][0])
    sign_in(client, Role.MEMBER_IN_CHARGE, place[0])
    page = page_of(sheet) + "marks/appraisal/"
    kept = {key: value for key, value in WHOLE.items() if not key.startswith("B3:note")}
    with clock.frozen(given.APPRAISED_ON):
        bare = client.post(page, sent(sheet, "submit", **kept | {"B2:level": "200"}))
        tried = client.post(page, sent(sheet, "try", **kept | {"B2:level": "200"}))
        reason = {"B2:level": "200", "B2:note": "Biên bản ghi chung chung"}
        done = client.post(page, sent(sheet, "submit", **kept | reason))
    assert bare.status_code == 422
    assert "ghi lý do" in text(bare)
    assert "Tính thử" in text(tried)
    assert done.status_code == 302
    assert [m.criterion.code for m in Mark.objects.filter(stage="appraise")] == ["B2"]
    assert "Biên bản ghi chung chung" in text(client.get(page_of(sheet)))


def test_a_reason_beside_a_mark_that_stays_is_not_lost(client, place):
    sheet = given.a_submitted_sheet(place[1][0])
    sign_in(client, Role.MEMBER_IN_CHARGE, place[0])
    kept = WHOLE | {"B3:note": "", "B2:note": "Xem lại biên bản"}
    with clock.frozen(given.APPRAISED_ON):
        page = page_of(sheet) + "marks/appraisal/"
        answer = client.post(page, sent(sheet, "submit", **kept))
    assert answer.status_code == 422
    assert "điểm chưa đổi" in text(answer)


def test_a_reply_stands_beside_the_marks_it_speaks_of(client, place):
    change = given.Change(answer=Answer(level=200), reason="Biên bản chung chung")
    sheet = given.a_checked_sheet(place[1][0], B2=change)
    sign_in(client, Role.HEAD, sheet.unit)
    with clock.frozen(given.CHECKED_ON):
        assert client.post(page_of(sheet) + "deed/reply/").status_code == 422
        client.post(page_of(sheet) + "deed/reply/", {"text": "Biên bản có kết luận ở trang 3"})
        shown = text(client.get(page_of(sheet)))
    assert "Ý kiến của đơn vị" in shown
    assert shown.index("Biên bản có kết luận ở trang 3") < shown.index("<table")


def test_a_sheet_sent_back_says_why_on_top(client, place):
    sheet = given.a_submitted_sheet(place[1][0])
    sign_in(client, Role.MEMBER_IN_CHARGE, place[0])
    with clock.frozen(given.APPRAISED_ON):
        page = page_of(sheet) + "deed/return/"
        empty = client.post(page, {"to": "self_score", "reason": " "})
        client.post(page, {"to": "self_score", "reason": "Thiếu danh sách điểm danh"})
        sign_in(client, Role.UNIT_CLERK, sheet.unit)
        shown = text(client.get(page_of(sheet) + "answers/"))
    assert empty.status_code == 422
    assert shown.index("Thiếu danh sách điểm danh") < shown.index('name="read"')


def test_strangers_find_nothing_and_readers_may_not_mark(client, place, sheet):
    page = page_of(sheet)
    sign_in(client, Role.AUDITOR, place[0])
    assert client.get(page).status_code == 200
    for below in ("answers/", "file.xlsx", "upload/", "marks/appraisal/", "deed/reply/"):
        assert client.get(page + below).status_code == 403, below
    assert client.get(page + "deed/nothing-such/").status_code == 404
    assert client.get(page + "criteria/Z9/").status_code == 404
    sign_in(client, Role.HEAD, given.a_unit("Đảng ủy xã khác"))
    for below in ("", "answers/", "criteria/A1/"):
        assert client.get(page + below).status_code == 404


def test_my_queue_leads_to_the_deed_the_late_first(client, place, sheet):
    sign_in(client, Role.UNIT_CLERK, sheet.unit)
    shown = text(client.get("/scoring/mine/"))
    assert f'href="{page_of(sheet)}answers/"' in shown
    assert "còn 1 ngày" in shown
    listed = client.get("/scoring/mine/?format=csv&stage=self_score")
    lines = b"".join(listed.streaming_content).decode().splitlines()
    assert len(lines) == 2
