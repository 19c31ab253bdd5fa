"""A month of scoring, from a draft of criteria to a closed month that an outsider scores again."""

import re
import subprocess
import sys
from datetime import date

import pytest

from noilam.cli.main import main
from noilam.commitments.models import Commitment
from noilam.commitments.tests.given import a_commitment, judged
from noilam.foundation import jobs
from noilam.foundation.access import shell, worker
from noilam.organisation.models import Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_unit, an_actor, office
from noilam.scoring import actions
from noilam.scoring.jobs import open_months, take_facts
from noilam.scoring.models import CriteriaSet, DecisionPack, Sheet
from noilam.scoring.tests import given
from tests.browser import reach
from tests.journeys.conftest import PHONE

ASKED_ON, ISSUED_ON = date(2026, 10, 12), date(2026, 10, 27)
APPEALED_ON, DECIDED_ON, CLOSED_ON = date(2026, 12, 15), date(2026, 12, 17), date(2026, 12, 21)
ABOUT_A2 = "A2: kế hoạch nên tính theo quý."


@pytest.fixture
def place(site, move_to):
    move_to(ASKED_ON)
    commune = a_unit("Đảng bộ xã Sông Hiền", code="SH")
    for number, name in enumerate(("Một", "Hai", "Ba"), start=1):
        a_unit(f"Chi bộ thôn {name}", code=f"SH.{number}", parent=commune, kind="party_cell")
    a_commitment(Unit.objects.get(code="SH.1"), due_on=given.MONTH.first_day)
    return commune


@pytest.fixture
def people(place):
    cell = Unit.objects.get(code="SH.1")
    return {
        "clerk": an_actor(Role.UNIT_CLERK, cell),
        "head": an_actor(Role.HEAD, cell, a_head(cell, "Trần Văn Hứa")),
        "in charge": an_actor(Role.MEMBER_IN_CHARGE, place),
        "board": an_actor(Role.ORGANISING_BOARD, place),
        "committee": an_actor(Role.STANDING_COMMITTEE, place),
        "commission": an_actor(Role.INSPECTION_COMMISSION, place),
        "office": office(place),
        "anyone": an_actor(Role.STAFF, cell),
    }


@pytest.fixture
def as_(browser_context, signed_in_as, people):
    """A browser of one's own for each, kept: `as_("clerk", viewport=PHONE)`."""
    opened = {}

    def open_as(who, **kinds):
        if who not in opened:
            opened[who] = signed_in_as(people[who], browser_context(**kinds).new_page())
        return opened[who]

    return open_as


def send(page, button=".primary"):
    page.locator(f"main form button{button}").last.click()
    page.wait_for_load_state()


def text_of(page):
    return page.locator("main").inner_text()


def test_a_month_is_scored_settled_appealed_and_closed(as_, place, move_to, tmp_path):
    _criteria_are_asked_about_and_issued(as_, place, move_to)
    move_to(given.MONTH.first_day)
    open_months(actor=worker())
    judged(Commitment.objects.get())
    move_to(given.MONTH.next.first_day)
    take_facts(actor=worker())
    others = [Sheet.objects.get(unit__code=code) for code in ("SH.2", "SH.3")]
    move_to(given.FILLED_ON)
    sheet = _the_unit_scores_itself_on_a_phone(as_)
    move_to(given.APPRAISED_ON)
    _judged(as_("in charge"), f"{sheet}marks/appraisal/", "B2", "[name='B2:level'][value='200']")
    move_to(given.CHECKED_ON)
    _judged(as_("board"), f"{sheet}marks/cross-check/", "A2", "[value='A2.2']")
    _the_head_replies(as_, sheet)
    _the_others_come_as_far(others[:1], move_to)
    move_to(given.SETTLED_ON)
    _the_committee_settles_only_what_it_read(as_, others[1:], move_to)
    move_to(APPEALED_ON)
    _the_head_appeals_from_the_notice(as_, sheet)
    move_to(DECIDED_ON)
    _the_commission_upholds(as_)
    move_to(CLOSED_ON)
    _the_office_closes_the_month(as_)
    _the_unit_reads_why(as_, sheet)
    _whoever_works_there_sees_the_result(as_)
    _an_outsider_scores_it_again(tmp_path / "open")


def _criteria_are_asked_about_and_issued(as_, place, move_to):
    address = f"/criteria/{given.a_draft_set(place).pk}/"
    board, clerk, committee = as_("board"), as_("clerk", viewport=PHONE), as_("committee")
    board.goto(f"{address}consultation/")
    send(board)
    board.get_by_role("link", name="Lấy ý kiến").last.wait_for()

    clerk.goto("/")
    clerk.get_by_role("link", name="Góp ý: ").first.click()
    clerk.get_by_role("link", name=re.compile("^Góp ý phần này: .*Kế hoạch rõ người")).click()
    clerk.fill("[name=text]", ABOUT_A2)
    send(clerk)

    board.goto("/")
    board.get_by_role("link", name="Trả lời ý kiến: ").click()
    board.get_by_label("Chọn ý kiến số 1").check()
    send(board)
    assert ABOUT_A2 in text_of(board)
    board.get_by_label("Không tiếp thu", exact=True).check()
    board.fill("[name=reason]", "Chi bộ sinh hoạt hằng tháng.")
    send(board)

    move_to(ISSUED_ON)
    committee.goto(f"{address}issue/")
    send(committee)
    assert "quyết định" in committee.get_by_role("alert").inner_text()
    committee.fill("[name=decision_number]", "21-QĐ/ĐU")
    committee.fill("[name=guidance]", "05-HD/ĐU ngày 26/10/2026")
    send(committee)
    assert CriteriaSet.objects.get().status == "issued"


def _the_unit_scores_itself_on_a_phone(as_):
    """An incomplete sheet is refused whole, with what was typed; then it is completed."""
    clerk = as_("clerk")
    clerk.goto("/")
    clerk.get_by_role("link", name="Tự chấm tháng 11/2026").first.click()
    sheet = re.sub("answers/.*", "", clerk.url)
    clerk.get_by_label("Ban hành đúng hạn").check()
    clerk.get_by_label("Mỗi việc có người chủ trì").check()
    clerk.fill("[name='A3:times']", "0")
    clerk.fill("[name='B1:value']", "92,5")
    clerk.locator("[name='B3:no_data']").check()
    send(clerk)
    gaps = clerk.get_by_role("alert").inner_text()
    assert all(each in gaps for each in ("A2: thiếu minh chứng", "B2: chưa chấm", "B3: ghi vì sao"))
    assert clerk.input_value("[name='B1:value']") == "92,5"
    assert "1/1" in text_of(clerk)  # what the system found is shown and cannot be typed
    assert clerk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    clerk.get_by_label("Nhiều ý kiến, có kết luận từng việc").check()
    clerk.fill("[name='B3:note']", "Trong tháng không khảo sát")
    for code, where in given.EVIDENCE.items():
        clerk.get_by_role("button", name=f"Lưu và kèm minh chứng {code}").click()
        clerk.fill("[name=text]", where)
        send(clerk)
        clerk.get_by_role("link", name="Về phiếu tự chấm").click()
    send(clerk)
    assert Sheet.objects.get(unit__code="SH.1").stage == "appraise"
    return sheet


def _judged(page, address, code, field, typed=None):
    """One mark seen otherwise: refused without a reason, taken with it. Nothing typed: the field
    is pressed."""
    page.goto(address)
    page.get_by_text(f"Sửa {code}").click()
    if typed is None:
        page.locator(field).click()
    else:
        page.fill(field, typed)
    send(page)
    assert "lý do" in page.get_by_role("alert").inner_text()
    page.fill(f"[name='{code}:note']", f"Biên bản chưa đủ cho {code}")
    send(page)
    assert page.get_by_role("alert").count() == 0


def _the_head_replies(as_, sheet):
    head = as_("head")
    head.goto("/")
    head.get_by_role("link", name="Giải trình tháng 11/2026").first.click()
    assert "Biên bản chưa đủ cho A2" in text_of(head)
    head.fill("[name=text]", "Mỗi việc có người chủ trì, ghi ở phụ lục.")
    send(head)
    assert Sheet.objects.get(unit__code="SH.1").stage == "approve"


def _the_others_come_as_far(sheets, move_to):
    """As the machine itself: what people do has been seen."""
    for sheet in sheets:
        move_to(given.FILLED_ON)
        for code, text in given.EVIDENCE.items():
            actions.give_evidence(actor=shell(), sheet=sheet, code=code, text=text)
        marks = {"answers": given.ANSWERS, "times": {}, "notes": given.NOTES}
        actions.submit_self_score(actor=shell(), sheet=sheet, **marks)
        actions.appraise(actor=shell(), sheet=sheet, changes={})
        actions.cross_check(actor=shell(), sheet=sheet, changes={})


def _the_committee_settles_only_what_it_read(as_, late, move_to):
    committee = as_("committee")
    committee.goto("/")
    committee.get_by_role("link", name="Phiên duyệt điểm tháng 11/2026").click()
    _voted(committee)
    _the_others_come_as_far(late, move_to)
    move_to(given.SETTLED_ON)
    send(committee)
    assert "thay đổi" in committee.get_by_role("alert").inner_text()
    assert committee.input_value("[name=minutes]") == "Biên bản số 21"

    send(committee)
    pack = DecisionPack.objects.get()
    assert list(pack.items.order_by("pk").values_list("is_exception", flat=True)).count(True) == 1
    assert Sheet.objects.filter(stage="fixed").count() == 3
    assert "có mặt 8/9" in text_of(committee)


def _voted(page):
    """The exception approved as it stands, the rest in one act."""
    page.get_by_label("Phê duyệt", exact=True).check()
    _counted(page)


def _counted(page):
    page.fill("[name=members]", "9")
    page.fill("[name=present]", "8")
    page.fill("[name=in_favour]", "8")
    page.fill("[name=minutes]", "Biên bản số 21")


def _the_head_appeals_from_the_notice(as_, sheet):
    head = as_("head")
    head.goto("/")
    head.get_by_role("link", name="Điểm tháng 11/2026 của Chi bộ thôn Một").first.click()
    assert "khiếu nại đến hết ngày" in text_of(head)
    head.get_by_role("button", name="Tôi đã nhận thông báo này").click()
    head.get_by_role("link", name="Mở việc này").click()
    head.get_by_role("link", name="Khiếu nại").first.click()
    head.fill("[name=text]", "A2: phụ lục kế hoạch ghi đủ người chủ trì.")
    send(head)
    assert "phụ lục kế hoạch" in text_of(head)


def _the_commission_upholds(as_):
    commission = as_("commission")
    commission.goto("/")
    commission.get_by_role("link", name="Giải quyết khiếu nại điểm tháng 11/2026").click()
    commission.get_by_text("Sửa A2").click()
    commission.locator("[name='A2:item'][value='A2.2']").check()
    commission.fill("[name='A2:note']", "Phụ lục ghi đủ")
    commission.get_by_label("Chấp nhận", exact=True).check()
    commission.fill("[name=reason]", "Đã xem phụ lục")
    send(commission)
    assert Sheet.objects.get(unit__code="SH.1").version == 2


def _the_office_closes_the_month(as_):
    desk = as_("office")
    desk.goto("/scoring/close/")
    desk.get_by_role("link", name="11/2026").click()
    desk.get_by_role("button", name="Khóa tháng").click()
    desk.get_by_role("heading", name="Đang khóa tháng").wait_for()
    jobs.run_pending()
    desk.get_by_role("button", name="Khóa lại").wait_for()
    assert "3/3" in text_of(desk)


def _the_unit_reads_why(as_, sheet):
    clerk = as_("clerk")
    clerk.goto(sheet)
    assert "26,4" in text_of(clerk)
    assert "Vì sao chưa phải 27?" in text_of(clerk)
    clerk.get_by_role("link", name="Giải thích từng điểm").click()
    assert "Nếu khác đi" in text_of(clerk)


def _whoever_works_there_sees_the_result(as_):
    """Of all units that are scored alike, over the months; but no sheet at work."""
    anyone = as_("anyone")
    anyone.goto("/scoring/board/")
    anyone.get_by_role("link", name="Chi bộ thôn Một").first.click()
    assert "26,4" in text_of(anyone)
    anyone.goto("/scoring/heatmap/")
    assert "Chi bộ thôn Hai" in text_of(anyone)


def _an_outsider_scores_it_again(folder):
    assert main(["export", "open-data", str(folder), "--lang", "vi"]) == 0
    done = subprocess.run(
        [sys.executable, "-I", "verify_score.py", "."], cwd=folder, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout[:4]) == (0, "Khớp"), done.stderr


# Where the focus goes in turn, and what is pressed or typed there.
BY_KEYBOARD = [
    ("[value='A2.1']", "Space"),
    ("[value='A2.2']", "Space"),
    ("#A2 summary", "Enter"),
    ("[name='A2:note']", "Kế hoạch số 12"),
    ("[name='A3:times']", "0"),
    ("[name='B1:value']", "92"),
    ("#B1 summary", "Enter"),
    ("[name='B1:note']", "Danh sách ngày 05/11"),
    ("[name='B2:level']", "Space"),
    ("[name='B3:no_data']", "Space"),
    ("#B3 summary", "Enter"),
    ("[name='B3:note']", "Không khảo sát"),
    ("[value='submit']", "Enter"),
]


def test_a_sheet_goes_its_way_by_keyboard_and_without_scripts(as_, place, move_to):
    move_to(ISSUED_ON)
    given.an_issued_set(place, given.MONTH)
    move_to(given.MONTH.first_day)
    open_months(actor=worker())
    move_to(given.MONTH.next.first_day)
    take_facts(actor=worker())
    clerk, judge, committee = (
        as_(who, java_script_enabled=False) for who in ("clerk", "in charge", "committee")
    )
    move_to(given.FILLED_ON)
    _filled_by_keyboard(clerk)
    sheet = Sheet.objects.get(unit__code="SH.1")
    assert sheet.stage == "appraise"
    move_to(given.APPRAISED_ON)
    _judged(judge, f"/scoring/sheets/{sheet.pk}/marks/appraisal/", "A3", "[name='A3:times']", "1")
    actions.cross_check(actor=shell(), sheet=sheet, changes={})
    move_to(given.SETTLED_ON)
    _settled_with_another_mark(committee, sheet.pk)
    sheet.refresh_from_db()
    assert (sheet.stage, sheet.total) == ("fixed", 1380)


def _filled_by_keyboard(page):
    page.goto("/")
    reach(page, "a[href$='/answers/']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for field, keys in BY_KEYBOARD[:-1]:
        reach(page, field)
        if keys in ("Space", "Enter"):
            page.keyboard.press(keys)
        else:
            page.keyboard.type(keys)
    reach(page, BY_KEYBOARD[-1][0])
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _settled_with_another_mark(page, pk):
    """A sheet taken out of the rest and fixed with another mark, its fields drawn on request."""
    page.goto("/")
    page.get_by_role("link", name="Phiên duyệt điểm tháng 11/2026").click()
    page.get_by_label("Xét riêng Chi bộ thôn Một").check()
    send(page, "[value=look]")
    page.get_by_role("button", name="Ghi điểm khác Chi bộ thôn Một").click()
    page.get_by_text("B2. Chất lượng thảo luận").click()
    page.locator(f"[name='s{pk}.B2:level'][value='200']").check()
    page.fill(f"[name='s{pk}.B2:note']", "Kết luận chung chung")
    page.fill("[name=members]", "9")
    send(page)
    assert "có mặt" in page.get_by_role("alert").inner_text().lower()
    assert page.locator(f"[name='s{pk}.B2:level'][value='200']").is_checked()
    page.get_by_label("Lý do, Chi bộ thôn Một").fill("Xem lại biên bản")
    _counted(page)
    send(page)
