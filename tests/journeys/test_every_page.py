"""Every page there is, opened in a real browser: readable by everybody, light, fit for a phone."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from noilam.accounts.queries import actor_for
from noilam.organisation.roles import Role
from tests import matrix
from tests.browser import FIRST_VISIT_BYTES, REPEAT_VISIT_BYTES, violations, visit_bytes
from tests.journeys.conftest import PHONE
from tests.world import a_world

# Who opens what: the first of these whom docs/roles.md lets in.
ASKERS = [
    (Role.OFFICE, "ancestor"),
    (Role.STANDING_COMMITTEE, "ancestor"),
    (Role.HEAD, "own"),
    (Role.STAFF, "own"),
    (Role.ADMINISTRATOR, "own"),
    ("read_trail", "own"),
    ("erase_trail", "own"),
]
NO_PAGE = re.compile(r"\.(pdf|json|xlsx|csv|yaml)$|/export/$|/template/$|/files/")
# The first language in the look of most; the other pairs are left to `make proof`.
SEEN = [("vi", "light")]
OTHERWISE_SEEN = [
    pytest.param(pair, marks=pytest.mark.proof)
    for pair in [("en", "dark"), ("vi", "dark"), ("en", "light")]
]

ALL_IS_THERE = "() => !document.querySelector('.htmx-request')"  # what pages fetch afterwards

# How wide the page is, and the innermost element that makes it so.
WIDEST = """() => [document.documentElement.scrollWidth, [...document.querySelectorAll("main *")]
  .filter(each => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest(".scroll"))
  .map(each => each.outerHTML.slice(0, 120)).pop()]"""


@pytest.fixture
def world(site, tmp_path, settings):  # the fixture lends them for this one test
    settings.MEDIA_ROOT = tmp_path / "media"
    return a_world()


def pages(world):
    """Each page's address, by who opens it."""
    found = {}
    for asked in matrix.questions():
        who = next((each for each in ASKERS if asked.expected(*each) == 200), None)
        if asked.way == "GET" and who:
            names = matrix.addresses()[asked.name]
            address = reverse(asked.name, kwargs=world.kwargs(asked.address, names, asked.given))
            if not NO_PAGE.search(address):
                found.setdefault(who, []).append(address)
    return found


def look_through(world, signed_in_as, browser_context, look, only=None, **kinds):
    """Calls `look(page, address)` on every page, and gathers what it finds wrong."""
    wrong, seen = {}, 0
    for (role, relation), addresses in pages(world).items():
        page = browser_context(**kinds).new_page()
        signed_in_as(actor_for(world.somebody(role, relation)), page)
        said = []
        page.on("console", lambda line, said=said: said.append(line.text))
        for address in addresses:
            if only and address not in only:
                continue
            said.clear()
            faults = look(page, address)
            seen += 1
            if faults or said:
                wrong[address] = faults, list(said)
    assert seen == len(only) if only else seen > 60
    assert not wrong, "\n".join(f"{address}: {what}" for address, what in wrong.items())


@pytest.mark.parametrize("seen", [*SEEN, *OTHERWISE_SEEN], ids="-".join)
def test_axe_finds_nothing(world, signed_in_as, browser_context, site, seen):
    language, brightness = seen
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site}

    def look(page, address):
        page.context.add_cookies([cookie])
        page.goto(address)
        page.wait_for_function(ALL_IS_THERE)
        assert page.evaluate("document.documentElement.lang") == language
        return violations(page)

    look_through(world, signed_in_as, browser_context, look, color_scheme=brightness)


def test_a_phone_never_scrolls_sideways(world, signed_in_as, browser_context):
    def look(page, address):
        page.goto(address)
        page.wait_for_function(ALL_IS_THERE)
        width, widest = page.evaluate(WIDEST)
        return f"{width} px wide: {widest}" if width > PHONE["width"] else ""

    look_through(world, signed_in_as, browser_context, look, viewport=PHONE)


def test_the_main_pages_are_light(world, signed_in_as, browser_context):
    """All pages load the same parts; tests/test_pages.py weighs what each brings itself."""

    def look(page, address):
        first, again = visit_bytes(page, address)
        is_light = first <= FIRST_VISIT_BYTES and again <= REPEAT_VISIT_BYTES
        return "" if is_light else f"{first} bytes, again {again}"

    ids = world.ids
    main = {"/", "/commitments/", "/commitments/new/", "/import/", "/search/"}
    main |= {f"/units/{ids['unit_id']}/", f"/commitments/{ids['commitment_id']}/"}
    main |= {f"/scoring/sheets/{ids['sheet_id']}/answers/", "/scoring/board/"}
    look_through(world, signed_in_as, browser_context, look, only=main)
