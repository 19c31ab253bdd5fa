"""A clerk brings a file in: check, choose, confirm; with and without JavaScript, on a phone."""

import pytest

from noilam.exchange.models import Run
from noilam.exchange.tests.given import a_workbook
from noilam.foundation import jobs
from noilam.organisation.models import Unit
from noilam.organisation.tests.given import a_unit, office

HEAD = ["STT", "Mã", "Tên đơn vị", "Loại", "Mã cấp trên", "Ngày thành lập"]
ROW = [1, "X.1", "Chi bộ Một", "Chi bộ trực thuộc", "X", "1/7/2025"]


@pytest.fixture
def clerk(site):
    return office(a_unit("Đảng uỷ xã Mẫu", code="X"))


@pytest.fixture
def file(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"

    def write(*rows):
        return a_workbook(tmp_path / "Đơn vị.xlsx", [HEAD, *rows])

    return write


def hand_in(page, path):
    page.goto("/import/")
    page.set_input_files("#file-units", path)
    page.locator("form:has(#file-units) button").click()


def test_a_clerk_imports_a_file_and_takes_it_back(page, signed_in_as, clerk, file, accessible):
    signed_in_as(clerk)
    page.goto("/import/")
    accessible(page)
    hand_in(page, file(ROW))
    page.get_by_role("status").wait_for()
    accessible(page)

    jobs.run_pending()
    page.get_by_role("button", name="Nhập tất cả").click()  # htmx drew the page anew by itself
    jobs.run_pending()
    page.get_by_role("heading", name="Đã nhập").wait_for()
    assert Unit.objects.get(code="X.1").name == "Chi bộ Một"
    accessible(page)

    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Lý do hoàn lại").fill("Nhầm tệp")
    page.get_by_role("button", name="Hoàn lại").click()
    page.get_by_role("heading", name="Đã hoàn lại").wait_for()
    assert not Unit.objects.filter(code="X.1").exists()


def test_problems_read_well_on_a_phone(phone, signed_in_as, clerk, file, accessible):
    for code in ("X.2", "X.3"):
        a_unit("Chi bộ Chợ", code=code, parent=Unit.objects.get(code="X"), kind="party_cell")
    signed_in_as(clerk, phone)
    hand_in(phone, file([1, "T.1", None, "Hội", "Chi bộ Chợ", "32/1/2025"]))
    jobs.run_pending()
    phone.get_by_role("heading", name="Cần sửa").wait_for()
    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.goto("/import/runs/")
    accessible(phone)


def test_an_import_needs_no_javascript(browser_context, signed_in_as, clerk, file):
    page = signed_in_as(clerk, browser_context(java_script_enabled=False).new_page())
    hand_in(page, file(ROW))
    jobs.run_pending()
    page.goto(f"/import/runs/{Run.objects.get().pk}/")
    page.get_by_role("button", name="Nhập tất cả").click()
    jobs.run_pending()
    page.goto(f"/import/runs/{Run.objects.get().pk}/")
    assert page.get_by_role("heading", name="Đã nhập").is_visible()
