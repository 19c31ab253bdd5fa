"""What every test stands on, in packages and in tests/ alike."""

import os

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

from noilam.foundation import translations
from tests import template_database
from tests.browser import FLAGS
from tests.machine import packages

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "client", "admin_client"}


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="Run only tests that touch the database: what a second database has to prove.",
    )


def pytest_configure(config):
    translations.compile_changed()
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # else whitenoise warns of each request


def touches_the_database(item):
    return item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames)


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        skipped = [item for item in items if not touches_the_database(item)]
        items[:] = [item for item in items if touches_the_database(item)]
        config.hook.pytest_deselected(items=skipped)
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction"):  # rows written by migrations must survive it
            kept = mark.kwargs | {"serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(*mark.args, **kept), append=False)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    """Whether the test database is there already, but for migrations of this very hour."""
    return template_database.lay()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_keepdb, django_db_blocker):
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            template_database.keep()
    # The browser's loop has a connection of its own, which must restore those rows too.
    made = connections[DEFAULT_DB_ALIAS]
    if hasattr(made, "_test_serialized_contents"):
        type(made)._test_serialized_contents = made._test_serialized_contents


@pytest.fixture
def transactional_db(django_db_serialized_rollback, transactional_db):
    """As pytest-django's, but rows written by migrations come back for the next test."""


@pytest.fixture(autouse=True)
def each_event_is_told_in_words(monkeypatch):
    """Whatever a test has happen, the trail has a word for all that it carries."""
    from noilam.audit import actions  # Django is set up by now
    from tests.trail_words import untold

    entry_of = actions._entry

    def told(actor, event):
        entry = entry_of(actor, event)
        if missing := untold(entry.event, entry.details):
            pytest.fail(f"no word in trail_words.py: {missing}")
        return entry

    monkeypatch.setattr(actions, "_entry", told)


@pytest.fixture
def on_postgresql(db):
    return connection.vendor == "postgresql"


@pytest.fixture(scope="session")
def chromium():
    """One real browser for the whole run; each test opens a context of its own."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=packages.chromium(), args=FLAGS)
        yield browser
        browser.close()
