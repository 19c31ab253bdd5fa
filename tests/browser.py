"""What only a real browser can tell: accessibility, and how many bytes a visit costs."""

from contextlib import contextmanager

from django.conf import settings

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
LANGUAGES = ("vi", "en")
LOOKS = ("light", "dark")
FIRST_VISIT_BYTES = 100 * 1024
REPEAT_VISIT_BYTES = 15 * 1024


def violations(page):
    """What axe finds on the page as it stands: rule, and the first element at fault."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found]


def assert_accessible(page):
    """No violation in either language, light or dark."""
    found = {}
    for language in LANGUAGES:
        speak(page, language)
        for look in LOOKS:
            page.emulate_media(color_scheme=look)
            if faults := violations(page):
                found[language, look] = faults
    speak(page, LANGUAGES[0])
    assert not found, found


def speak(page, language):
    """Reload the page in a language, as its switch would."""
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": page.url}
    page.context.add_cookies([cookie])
    page.reload()


@contextmanager
def weighing(page):
    """Bytes over the wire while the block runs: `with weighing(page) as weight: …; weight()`."""
    seen = []
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: seen.append(event["encodedDataLength"]))
    try:
        yield lambda: sum(seen)
    finally:
        wire.detach()


def visit_bytes(page, address):
    """(first visit with an empty cache, repeat visit) of an address, everything it asks for."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.clearBrowserCache")
    wire.detach()
    with weighing(page) as weight:
        page.goto(address, wait_until="networkidle")
        first = weight()
    with weighing(page) as weight:
        page.goto(address, wait_until="networkidle")
        return first, weight()


def reach(page, what, most=90):
    """Tab until the focus is on it: a selector, inside `main`."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(`main ${what}`)", what):
            return
    raise AssertionError(f"no way to {what} by keyboard")
