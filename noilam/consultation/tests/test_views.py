"""Pages: a consultation's whole way in the browser, refusals, strangers, spreadsheets."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from noilam.accounts.models import Account
from noilam.consultation import actions
from noilam.consultation.models import Comment, Consultation
from noilam.foundation.access import shell
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_person, a_unit, an_actor

from .given import a_comment, a_consultation, a_redraft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]
REGULATION = "Điều 1. Phạm vi\nÁp dụng cho các chi bộ.\n\nĐiều 2. Hiệu lực\nTừ ngày ký."


def sign_in(client, actor):
    client.force_login(Account.objects.get(pk=actor.id))


def as_role(client, role, where):
    sign_in(client, an_actor(role, where))


def asked(unit, **given):
    paper = {
        "title": "Quy chế làm việc",
        "unit": unit.pk,
        "text": REGULATION,
        "closes_on": "2026-11-30",
        "all_below": "on",
    }
    return paper | given


def test_a_text_is_opened_commented_answered_and_edited(client, commune, cell):
    as_role(client, Role.ORGANISING_BOARD, commune)
    page = client.post("/consultations/new/", asked(commune)).url
    opened = Consultation.objects.get()
    assert page == f"/consultations/{opened.pk}/"
    assert opened.invitations.count() == 2

    as_role(client, Role.UNIT_CLERK, cell)
    assert "Góp ý phần này" in client.get(page).text
    said = {"voice": f"unit-{cell.pk}", "text": "Nêu rõ ngày", "wording": "Từ 01/01/2027."}
    client.post(f"{page}comment/?part=dieu-2", said)

    as_role(client, Role.ORGANISING_BOARD, commune)
    answer = {"disposition": "partly", "reason": "Ghi ngày ký"}
    done = client.post(f"{page}answers/?pick=1&back=q=ngay", answer | {"pick": "1"})
    assert done.url == f"{page}comments/?q=ngay"
    text = REGULATION.replace("Từ ngày ký", "Từ 15/01/2027")
    client.post(f"{page}draft/", {"text": text, "note": "Nêu ngày"})

    as_role(client, Role.UNIT_CLERK, cell)
    compared = client.get(f"{page}comparison/").text
    assert "15/01/2027" in compared
    assert "1 phần không đổi" in compared
    told = client.get(f"{page}disposition/").text
    assert "Tiếp thu một phần" in told
    assert "Ghi ngày ký" in told


def test_the_way_a_text_falls_into_parts_is_shown_before_it_is_opened(client, commune):
    as_role(client, Role.OFFICE, commune)
    page = client.post("/consultations/new/", asked(commune, look="1", title=""))

    assert page.status_code == 200
    assert "Văn bản chia thành 2 phần" in page.text
    assert "Áp dụng cho các chi bộ" in page.text
    assert not Consultation.objects.exists()


def test_a_refusal_keeps_what_was_typed_and_names_all_that_is_wrong(client, commune):
    as_role(client, Role.OFFICE, commune)
    wrong = asked(commune, closes_on="2026-11-03", all_below="", title="Quy chế X")
    page = client.post("/consultations/new/", wrong)

    assert page.status_code == 422
    assert "Phải để ít nhất 10 ngày" in page.text
    assert "Chọn ít nhất một đơn vị" in page.text
    assert "Quy chế X" in page.text
    unknown = client.post("/consultations/new/", asked(commune, units="Chi bộ Lạ", people="Ai đó"))
    assert "Không thấy đơn vị “Chi bộ Lạ”" in unknown.text
    assert "Không thấy ai là “Ai đó”" in unknown.text


def test_bodies_are_invited_by_name_or_code_and_the_list_tells_who_spoke(client, commune, cell):
    opened = a_consultation(commune, units=[commune])
    a_comment(opened, commune)
    a_person("Lê Thị Ủy Viên", code="UV1")
    as_role(client, Role.OFFICE, commune)
    client.post(f"/consultations/{opened.pk}/invitation/", {"units": "SH.1", "people": "UV1"})

    silent = client.get(f"/consultations/{opened.pk}/invited/?state=silent").text

    assert "Chi bộ thôn 1" in silent
    assert "Lê Thị Ủy Viên" in silent
    assert '<th scope="row">Đảng bộ xã Sông Hiền' not in silent


def test_deeds_on_a_consultation_are_asked_for_and_refused_in_words(client, commune):
    opened = a_consultation(commune)
    page = f"/consultations/{opened.pk}/"
    as_role(client, Role.OFFICE, commune)

    early = client.post(f"{page}closing/", {"reason": "Đủ rồi"})
    assert "kết thúc sớm nhất ngày 12/11/2026" in early.text
    more = {"closes_on": "2027-01-15", "reason": "Mưa lũ"}
    assert client.post(f"{page}extension/", more).status_code == 302
    assert "trước khi kéo dài: 22/11/2026" in client.get(page).text
    assert client.get(f"{page}nothing/").status_code == 404


def test_the_text_of_another_floor_is_not_edited_here(client, commune):
    opened = a_consultation(commune, about_kind="scoring.set", about_id=7)
    as_role(client, Role.OFFICE, commune)

    assert client.get(f"/consultations/{opened.pk}/draft/").status_code == 404
    assert "Đưa bản dự thảo mới" not in client.get(f"/consultations/{opened.pk}/").text


def label_of(number):
    return (f"Bộ tiêu chí số {number}", "/scoring/sets/7/") if number == 7 else None


def test_what_it_is_a_draft_of_is_told_by_the_floor_that_keeps_it(client, commune, settings):
    settings.REFERENCES = f"{__name__}.NAMES"
    known = a_consultation(commune, about_kind="scoring.set", about_id=7)
    gone = a_consultation(commune, about_kind="scoring.set", about_id=8)
    as_role(client, Role.OFFICE, commune)

    assert "Bộ tiêu chí số 7" in client.get(f"/consultations/{known.pk}/").text
    assert "Dự thảo của" not in client.get(f"/consultations/{gone.pk}/").text


NAMES = {"scoring.set": f"{__name__}.label_of"}


def test_a_comment_is_taken_back_on_its_own_page(client, commune, cell):
    opened = a_consultation(commune, units=[cell])
    a_comment(opened, cell)
    page = f"/consultations/{opened.pk}/comments/1/"
    as_role(client, Role.HEAD, cell)
    assert "Rút ý kiến này" in client.get(page).text

    client.post(f"{page}withdrawal/", {"reason": "Nhầm"})

    told = client.get(page).text
    assert "Đã rút" in told
    assert "Nhầm" in told
    assert "Rút ý kiến này" not in told


def test_an_answer_needs_a_reason_and_keeps_what_was_chosen(client, commune):
    opened = a_consultation(commune)
    a_comment(opened, commune)
    as_role(client, Role.OFFICE, commune)
    page = f"/consultations/{opened.pk}/answers/?pick=1"

    refused = client.post(page, {"pick": "1", "disposition": "rejected"})

    assert refused.status_code == 422
    assert 'value="rejected"' in refused.text
    assert "checked" in refused.text
    assert client.post(page.split("?")[0], {"disposition": "accepted"}).status_code == 422
    assert not Comment.objects.exclude(disposition="").exists()


def test_comments_are_found_by_part_words_whose_and_what_became_of_them(client, commune, cell):
    opened = a_consultation(commune, units=[commune, cell])
    answered = a_comment(opened, cell)
    a_comment(opened, commune, part_key="I.2", text="Chuyển sang mùng năm")
    a_comment(opened, commune, part_key="", text="Nhất trí")
    actions.answer(actor=shell(), comment=answered, disposition="accepted")
    as_role(client, Role.OFFICE, commune)

    def numbers(query):
        found = client.get(f"/consultations/{opened.pk}/comments/{query}")
        return [row.number for row in found.context["rows"]]

    assert numbers("") == [3, 1, 2]
    assert numbers("?sort=-number") == [3, 2, 1]
    assert numbers("?part=I.2") == [2]
    assert numbers("?part=-") == [3]
    assert numbers("?q=mung%20nam") == [2]
    assert numbers("?whose=thon") == [1]
    assert numbers("?state=unanswered") == [3, 2]
    assert numbers("?state=accepted") == [1]


def test_the_disposition_table_leaves_as_a_spreadsheet(client, commune):
    opened = a_consultation(commune)
    said = a_comment(opened, commune)
    taken_back = a_comment(opened, commune, text="Bỏ")
    actions.withdraw_comment(actor=shell(), comment=taken_back)
    actions.answer(actor=shell(), comment=said, disposition="rejected", reason="Trái hướng dẫn")
    as_role(client, Role.OFFICE, commune)

    file = client.get(f"/consultations/{opened.pk}/disposition/?format=xlsx").content

    book = CalamineWorkbook.from_filelike(BytesIO(file))
    head, *lines = book.get_sheet_by_index(0).to_python()
    assert "Tiếp thu, giải trình" in head
    assert [line[1] for line in lines] == ["1. Hoàn thành đúng hạn"]
    assert "Trái hướng dẫn" in lines[0]


def test_comments_about_a_part_that_is_gone_stay_within_reach(client, commune):
    opened = a_consultation(commune)
    a_comment(opened, commune)
    a_redraft(opened, [each for each in _parts(opened) if each.key != "I.1"])
    as_role(client, Role.OFFICE, commune)

    page = client.get(f"/consultations/{opened.pk}/").text

    assert "Ý kiến về những phần không còn trong dự thảo" in page
    assert f"/consultations/{opened.pk}/comments/?part=I.1" in page
    old = client.get(f"/consultations/{opened.pk}/?draft=1").text
    assert "Đây là bản cũ" in old


def _parts(opened):
    return [each.written for each in opened.drafts.last().parts.all()]


def test_strangers_find_nothing_and_readers_do_not_act(client, commune, cell):
    opened = a_consultation(commune, units=[cell])
    a_comment(opened, cell)
    page = f"/consultations/{opened.pk}/"
    as_role(client, Role.HEAD, a_unit("Đảng bộ xã Khác"))
    for part in ("", "comments/", "comments/1/", "disposition/", "comparison/", "invited/"):
        assert client.get(f"{page}{part}").status_code == 404
    as_role(client, Role.AUDITOR, commune)
    for part in ("comment/", "answers/?pick=1", "extension/", "draft/"):
        assert client.get(f"{page}{part}").status_code == 403
    for part in ("comments/9/", "parts/khong-co/", "comparison/?old=1&new=9"):
        assert client.get(f"{page}{part}").status_code == 404
