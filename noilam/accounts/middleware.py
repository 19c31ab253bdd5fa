"""Puts on each request who acts, as plain values, and the language he reads."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor

from . import queries
from .models import Account
from .rules import Absence
from .sessions import ABOUT

STAND_IN = "stand_in"  # session entry: the id of the absence the reader stands in for

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Vietnamese unless the reader chose otherwise; his browser's language decides nothing.

    The choice is kept with the account, and in a cookie for pages before the sign-in.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            request.LANGUAGE_CODE = known
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", known)
        return response


class ActorMiddleware:
    """request.actor: the signed-in account, perhaps standing in for another; None for a visitor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        actor: Actor | None = None
        if isinstance(account, Account):
            actor = queries.actor_for(account, _absence(request, account))
            _note_day(request)
        request.actor = actor  # type: ignore[attr-defined]
        return self.get_response(request)


def absences_for(account: Account) -> list[Absence]:
    """For whom the account may act today, asked of the floor that knows (settings.STAND_INS)."""
    return list(import_string(settings.STAND_INS)(account.pk, clock.today()))


def _absence(request: HttpRequest, account: Account) -> Absence | None:
    """The absence chosen for this session, while it lasts; an ended one falls away at once."""
    chosen = request.session.get(STAND_IN)
    if chosen is None:
        return None
    for each in absences_for(account):
        if each.id == chosen:
            return each
    del request.session[STAND_IN]
    messages.info(request, _("Việc làm thay đã kết thúc. Bạn đang làm việc cho chính mình."))
    return None


def _note_day(request: HttpRequest) -> None:
    """Note the day a device was last seen, once a day: its owner tells his sessions apart by it."""
    about = request.session.get(ABOUT)
    today = clock.today().isoformat()
    if about and about.get("seen_on") != today:
        request.session[ABOUT] = {**about, "seen_on": today}
