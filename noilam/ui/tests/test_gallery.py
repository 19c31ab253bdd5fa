"""The look itself, in a real browser: readable by everybody, light to carry, fit for a phone."""

import gzip
import threading
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from waitress.server import create_server

WIDTHS = {"desk": 1440, "phone": 360}
KILOBYTE = 1024
FIRST_VISIT, REPEAT_VISIT = 100 * KILOBYTE, 15 * KILOBYTE


@pytest.fixture(scope="module")
def server():
    """The gallery on a port of its own. It may not open the database: looks cost no query."""
    with override_settings(ROOT_URLCONF="noilam.ui.tests.gallery"):
        served = create_server(
            StaticFilesHandler(get_wsgi_application()), host="127.0.0.1", port=0, threads=4
        )
        threading.Thread(target=served.run, daemon=True).start()
        yield f"http://localhost:{served.effective_port}"
        served.close()


@pytest.fixture
def open_page(chromium, server):
    """Opens an address of the gallery; keyword arguments are the browser's own."""
    opened = []

    def visit(address="/gallery/", *, width="desk", **kinds):
        size = {"width": WIDTHS[width], "height": 800}
        context = chromium.new_context(viewport=size, locale="vi-VN", **kinds)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        answer = page.goto(server + address)
        assert answer.ok, answer.status
        return page

    yield visit
    for context in opened:
        context.close()


@pytest.mark.parametrize(
    ("address", "look", "width"),
    [
        ("/gallery/", "light", "desk"),
        ("/gallery/", "light", "phone"),
        ("/gallery/", "dark", "desk"),
        ("/gallery/", "dark", "phone"),
        ("/bare/", "light", "phone"),
        ("/bare/", "dark", "desk"),
    ],
)
def test_axe_finds_nothing(open_page, address, look, width):
    page = open_page(address, width=width, color_scheme=look)

    found = Axe().run(page).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []


@pytest.mark.parametrize("address", ["/gallery/", "/bare/"])
def test_a_phone_never_scrolls_sideways(open_page, address):
    page = open_page(address, width="phone")

    assert page.evaluate("document.documentElement.scrollWidth") == WIDTHS["phone"]


def test_a_phone_opens_and_closes_the_menu_without_a_script(open_page):
    page = open_page(width="phone", java_script_enabled=False)
    menu = page.locator("#menu")
    assert not menu.is_visible()

    page.get_by_role("link", name="Trình đơn").first.click()
    assert menu.is_visible()
    page.get_by_role("link", name="Đóng trình đơn").click()

    assert not menu.is_visible()


@pytest.mark.parametrize("name", ["Nộp minh chứng", "Lọc", "Ghi cam kết", "Hôm nay", "Trình đơn"])
def test_targets_are_large_enough_for_a_finger(open_page, name):
    page = open_page(width="phone", has_touch=True, is_mobile=True)
    target = page.locator("a:visible, button:visible").filter(has_text=name).last

    assert target.bounding_box()["height"] >= 44


def test_the_first_key_leads_past_the_menu(open_page):
    page = open_page()

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Đến nội dung chính"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.locator("main :focus").count() == 1


def test_the_slash_key_leads_to_the_search_box(open_page):
    page = open_page()

    page.keyboard.press("/")

    assert page.locator(":focus").get_attribute("name") == "q"


def test_a_chosen_filter_acts_at_once_and_keeps_its_place(open_page):
    page = open_page("/gallery/?sort=-due")

    page.focus("#id_by-person")
    page.select_option("#id_by-person", "1")
    page.wait_for_url("**/gallery/?sort=-due&by-person=1")

    assert page.locator(":focus").get_attribute("name") == "by-person"
    assert page.locator("#id_by-person").input_value() == "1"


def test_filters_work_without_a_script(open_page):
    page = open_page(java_script_enabled=False)

    page.select_option("#id_by-person", "1")
    page.get_by_role("button", name="Lọc").click()

    assert "by-person=1" in page.url


def test_a_deed_that_cannot_be_taken_back_asks_once_more(open_page):
    page = open_page("/gallery/")
    asked = []
    page.on("dialog", lambda box: (asked.append(box.message), box.dismiss()))

    page.get_by_role("button", name="Rút cam kết").click()

    assert asked == ["Rút?"]
    assert page.url.endswith("/gallery/")


def test_nothing_is_refused_by_the_content_security_policy(open_page):
    page = open_page("/bare/")
    complaints = []
    page.on("console", lambda line: complaints.append(line.text))

    page.goto(page.url.replace("bare", "gallery"))

    assert complaints == []


def test_paper_shows_the_page_without_its_menu(open_page):
    page = open_page(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")

    assert not page.locator("#menu").is_visible()
    assert page.locator("h1").is_visible()
    ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    assert ink == "rgb(0, 0, 0)"


def squeezed(path):
    with open(finders.find(path), "rb") as file:
        return len(gzip.compress(file.read()))


def test_a_page_is_light_to_carry_the_first_time_and_after(server):
    address = urlsplit(server)
    asked = HTTPConnection(address.hostname, address.port)
    asked.request("GET", "/gallery/", headers={"Accept-Encoding": "gzip"})
    page = len(asked.getresponse().read())
    kept = ["ui/built/noilam.css", "ui/noilam.js", "ui/logo.svg", "django_htmx/htmx-2.min.js"]

    assert page < REPEAT_VISIT
    assert page + sum(squeezed(path) for path in kept) < FIRST_VISIT / 2
