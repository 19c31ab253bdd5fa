"""A real browser, for what only a browser can tell."""

import os

import pytest

from noilam.ui import build

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def a_menu_that_asks_nobody(settings):
    settings.NAVIGATION = "noilam.ui.tests.gallery.MENU"


@pytest.fixture(scope="session", autouse=True)
def stylesheet():
    return build.build_css()
