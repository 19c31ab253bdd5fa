"""A real server and a real browser, on a day that stands still: what every journey needs.

    def test_…(page, signed_in_as): …

`page` is open on nothing yet; addresses may be relative. `signed_in_as(actor)` gives the browser
that person's session. Facts are made through each package's tests/given.py.
"""

import threading
from contextvars import ContextVar
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from waitress import create_server

from noilam.accounts.models import Account
from noilam.foundation import clock
from noilam.ui.build import build_css
from tests.browser import assert_accessible, visit_bytes

HERE = Path(__file__).resolve().parent
TODAY = date(2026, 11, 20)
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items):
    for item in items:  # all there are, not only those of this folder
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(autouse=True)
def move_to(monkeypatch):
    """The day for all threads, the server's too: TODAY until `move_to(day)`. What a `clock.frozen`
    block wraps happens on the block's own day."""

    def move(day):
        with clock.frozen(day):
            moment = clock.now()
        monkeypatch.setattr(clock, "_held", ContextVar("held_time", default=moment))

    move(TODAY)
    return move


@pytest.fixture(scope="session")
def static_files(tmp_path_factory):
    """As in production: hashed names, compressed, cached for ever."""
    build_css()
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    root = tmp_path_factory.mktemp("static")
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    stores = {"default": default, "staticfiles": storage}
    with override_settings(STATIC_ROOT=root, STORAGES=stores):
        call_command("collectstatic", verbosity=0, interactive=False)
        yield root


@pytest.fixture
def site(static_files, transactional_db):
    """The program's own web server, on the test's database. Yields its address."""
    from django.core.wsgi import get_wsgi_application

    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    yield f"http://localhost:{server.effective_port}"
    server.task_dispatcher.shutdown()
    server.close()
    connections.close_all()


@pytest.fixture
def browser_context(chromium, site):
    opened = []

    def new(viewport=DESK, **options):
        context = chromium.new_context(
            base_url=site, viewport=viewport, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield new
    for context in opened:
        context.close()


@pytest.fixture
def page(browser_context):
    return browser_context().new_page()


@pytest.fixture
def phone(browser_context):
    return browser_context(viewport=PHONE).new_page()


@pytest.fixture
def signed_in_as(page, site):
    """Gives a browser the session of an actor's account: `signed_in_as(actor)` or `(…, phone)`."""

    def sign_in(actor, where=None):
        client = Client()
        client.force_login(Account.objects.get(pk=actor.id))
        cookie = client.cookies["sessionid"].value
        (where or page).context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        return where or page

    return sign_in


@pytest.fixture
def accessible():
    return assert_accessible


@pytest.fixture
def weigh(page):
    return lambda address: visit_bytes(page, address)
