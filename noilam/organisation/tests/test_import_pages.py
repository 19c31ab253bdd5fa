"""Imports in the browser: check, choose, confirm, progress, take back; who may not."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from noilam.accounts.models import Account
from noilam.exchange import reporting
from noilam.exchange.jobs import apply_run, check_run, drop_old_files
from noilam.exchange.models import Alias, Run
from noilam.exchange.tests.given import a_workbook
from noilam.foundation import clock, jobs
from noilam.foundation.access import worker
from noilam.organisation.models import Unit
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_unit, an_actor, office

pytestmark = pytest.mark.django_db
IMPORTS = "/import/"
HEAD = ["STT", "Mã", "Tên đơn vị", "Loại", "Mã cấp trên", "Ngày thành lập"]
CELL = [1, "X.1", "Chi bộ Một", "Chi bộ trực thuộc", "X", "1/7/2025"]


@pytest.fixture(autouse=True)
def today(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    with clock.frozen(date(2026, 11, 20)):
        yield


@pytest.fixture
def unit():
    return a_unit("Đảng uỷ xã Mẫu", code="X")


@pytest.fixture
def browser(unit):
    return signed_in(office(unit))


def signed_in(actor):
    client = Client()
    client.force_login(Account.objects.get(pk=actor.id), "noilam.accounts.backends.PasswordBackend")
    return client


def handed_in(client, tmp_path, *rows, kind="units", head=HEAD):
    path = a_workbook(tmp_path / "đơn vị.xlsx", [head, *rows])
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(f"{IMPORTS}{kind}/files/", {"file": file})


def test_a_file_is_checked_confirmed_imported_and_taken_back(browser, tmp_path):
    page = handed_in(browser, tmp_path, CELL)
    run = Run.objects.get()
    assert page.headers["Location"] == reverse("exchange:run", args=[run.pk])
    assert "http-equiv" in browser.get(page.headers["Location"]).content.decode()

    jobs.run_pending()
    text = browser.get(page.headers["Location"]).content.decode()
    assert "Nhập tất cả" in text
    assert "STT" in text
    assert not Unit.objects.filter(code="X.1").exists()

    browser.post(reverse("exchange:confirmation", args=[run.pk]))
    jobs.run_pending()
    run.refresh_from_db()
    assert (run.status, run.stored_as, run.new) == ("applied", "", 1)
    assert Unit.objects.get(code="X.1").name == "Chi bộ Một"

    browser.post(reverse("exchange:undoing", args=[run.pk]), {"reason": "Nhầm tệp"})
    assert not Unit.objects.filter(code="X.1").exists()
    assert "Nhầm tệp" in browser.get(page.headers["Location"]).content.decode()


def test_problems_are_listed_filtered_and_exported(browser, tmp_path):
    handed_in(browser, tmp_path, [1, "X.1", None, "Hội", "X", "32/1/2020"], CELL)
    jobs.run_pending()
    run = Run.objects.get()
    link = reverse("exchange:run", args=[run.pk])
    text = browser.get(link).content.decode()
    assert "Chưa nhập gì" in text
    assert "F2" in text
    filtered = browser.get(link, {"column": "founded_on"}).content.decode()
    assert ">D2<" in text
    assert ">D2<" not in filtered
    export = b"".join(browser.get(link, {"format": "csv"}).streaming_content).decode()
    assert "F2" in export
    refusal = browser.post(reverse("exchange:confirmation", args=[run.pk]))
    assert refusal.status_code == 422


def test_a_name_is_chosen_once_and_remembered(browser, unit, tmp_path):
    for code in ("X.1", "X.2"):
        a_unit("Chi bộ Chợ", code=code, parent=unit, kind="subordinate_cell")
    row = [1, "X.3", "Tổ Một", "Thôn", "Chi bộ Chợ", "1/7/2025"]
    page = handed_in(browser, tmp_path, row)
    jobs.run_pending()
    run = Run.objects.get()
    text = browser.get(page.headers["Location"]).content.decode()
    assert "X.2 – Chi bộ Chợ" in text

    choice = {"what": "unit", "typed": "Chi bộ Chợ", "chosen": "X.2"}
    browser.post(reverse("exchange:meaning", args=[run.pk]), choice)
    jobs.run_pending()
    run.refresh_from_db()
    assert (run.status, run.problems) == ("checked", [])

    handed_in(browser, tmp_path, [1, "X.4", *row[2:]])
    jobs.run_pending()
    assert Run.objects.first().status == "checked"
    assert "chi bo cho" in browser.get(reverse("exchange:words")).content.decode()
    browser.post(reverse("exchange:forgetting", args=[Alias.objects.get().pk]))
    assert not Alias.objects.exists()


def test_a_header_is_chosen_once_and_remembered(browser, tmp_path):
    head = ["STT", "Ký hiệu", *HEAD[2:]]
    handed_in(browser, tmp_path, CELL, head=head)
    jobs.run_pending()
    run = Run.objects.get()
    assert run.problems[0]["code"] == "header-missing"
    choice = {"what": "header", "typed": "Ký hiệu", "chosen": "code"}
    browser.post(reverse("exchange:meaning", args=[run.pk]), choice)
    jobs.run_pending()
    run.refresh_from_db()
    assert (run.status, run.ignored_columns) == ("checked", ["STT"])


def test_what_is_no_spreadsheet_is_refused_in_words(browser):
    file = SimpleUploadedFile("bảng.pdf", b"%PDF")
    page = browser.post(f"{IMPORTS}units/files/", {"file": file})
    assert page.status_code == 422
    assert ".xlsx" in page.content.decode()
    assert browser.post(f"{IMPORTS}units/files/", {}).status_code == 422


def test_a_file_that_cannot_be_read_keeps_its_reason(browser):
    file = SimpleUploadedFile("bảng.xlsx", b"PK\x03\x04junk")
    browser.post(f"{IMPORTS}units/files/", {"file": file})
    jobs.run_pending()
    assert [each["code"] for each in Run.objects.get().problems] == ["not-a-workbook"]


def test_a_run_that_was_killed_begins_again_and_is_done_once(browser, tmp_path):
    handed_in(browser, tmp_path, CELL)
    run = Run.objects.get()
    check_run(actor=worker(), run_id=run.pk)
    check_run(actor=worker(), run_id=run.pk)  # handed out again: nothing more to look at
    browser.post(reverse("exchange:confirmation", args=[run.pk]))
    apply_run(actor=worker(), run_id=run.pk)
    apply_run(actor=worker(), run_id=run.pk)
    assert Unit.objects.filter(code="X.1").count() == 1
    assert run.parts.count() == 1


def test_progress_is_seen_from_outside_the_transaction(browser, tmp_path):
    page = handed_in(browser, tmp_path, CELL)
    run = Run.objects.get()
    reporting.reporter(run.pk)(500, 2000)
    fragment = browser.get(page.headers["Location"], headers={"HX-Request": "true"})
    assert 'value="500"' in fragment.content.decode()
    jobs.run_pending()
    done = browser.get(page.headers["Location"], headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"


def test_a_file_that_nobody_confirmed_is_dropped_after_a_week(browser, tmp_path):
    handed_in(browser, tmp_path, CELL)
    jobs.run_pending()
    run = Run.objects.get()
    assert default_storage.exists(run.stored_as)
    with clock.frozen(date(2026, 11, 28)):
        drop_old_files(actor=worker())
    run.refresh_from_db()
    assert run.stored_as == ""
    refusal = browser.post(reverse("exchange:confirmation", args=[run.pk]))
    assert "Chọn lại tệp" in refusal.content.decode()


def test_templates_and_exports_are_downloads(browser, unit):
    for address in ("units/template/", "units/export/"):
        for ending in ("xlsx", "csv"):
            page = browser.get(f"{IMPORTS}{address}", {"format": ending})
            assert page.headers["Content-Disposition"].startswith("attachment")


def test_strangers_see_no_imports_and_no_runs_of_others(browser, tmp_path):
    handed_in(browser, tmp_path, CELL)
    run = Run.objects.get()
    clerk = signed_in(an_actor(Role.UNIT_CLERK, a_unit("Xã Khác")))
    assert clerk.get(reverse("exchange:run", args=[run.pk])).status_code == 404
    assert clerk.post(f"{IMPORTS}units/files/", {}).status_code == 403
    auditor = signed_in(an_actor(Role.AUDITOR, a_unit("Xã Ba")))
    assert auditor.get(IMPORTS).status_code == 403
    assert Client().get(IMPORTS).status_code == 302


@pytest.mark.parametrize("address", [IMPORTS, "/import/runs/", "/import/words/"])
def test_pages_ask_few_questions(browser, tmp_path, address, django_assert_max_num_queries):
    for _each in range(3):
        handed_in(browser, tmp_path, CELL)
    jobs.run_pending()
    with django_assert_max_num_queries(12):
        browser.get(address)


def test_a_runs_page_asks_few_questions(browser, tmp_path, django_assert_max_num_queries):
    rows = [[n, f"X.{n}", None, "Hội", "X", None] for n in range(60)]
    handed_in(browser, tmp_path, *rows)
    jobs.run_pending()
    with django_assert_max_num_queries(12):
        browser.get(reverse("exchange:run", args=[Run.objects.get().pk]))
