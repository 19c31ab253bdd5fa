"""Signing in with a password or a card, and out."""

from typing import Any
from urllib.parse import quote, unquote

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from noilam.accounts import actions, queries, rules
from noilam.accounts.backends import CARD
from noilam.accounts.forms import CardForm, PasswordForm, SignInForm
from noilam.accounts.lockout import may_try_again_at
from noilam.accounts.models import Account
from noilam.accounts.sessions import ABOUT
from noilam.foundation import clock
from noilam.foundation.errors import Problem
from noilam.foundation.web import wants_fragment

NAME_COOKIE = "noilam_name"
A_YEAR = 365 * 24 * 60 * 60
PASSWORDS = "noilam.accounts.backends.PasswordBackend"  # noqa: S105  a path, no password


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if wants_fragment(request):  # a session that ended under an open page: sign in on a whole one
        return HttpResponseClientRedirect(settings.LOGIN_REDIRECT_URL)
    if request.user.is_authenticated:
        return redirect(next_page(request, settings.LOGIN_REDIRECT_URL))
    remembered = unquote(request.COOKIES.get(NAME_COOKIE, ""))
    initial = {"username": remembered, "remember": bool(remembered)}
    form = SignInForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return _door(request, form)
    given = form.cleaned_data
    found = authenticate(request, username=given["username"], password=given["password"])
    if not isinstance(found, Account):
        return _door(request, form, [rules.unknown_sign_in()])
    response = enter(request, found, next_page(request, settings.LOGIN_REDIRECT_URL))
    if given["remember"]:
        _keep(response, NAME_COOKIE, quote(given["username"]))
    else:
        response.delete_cookie(NAME_COOKIE)
    return response


def _door(
    request: HttpRequest, form: SignInForm, problems: list[Problem] | None = None
) -> HttpResponse:
    page = {
        "form": form,
        "problems": problems,
        "next": next_page(request, settings.LOGIN_REDIRECT_URL),
    }
    return render(request, "accounts/sign_in.html", page, status=422 if form.is_bound else 200)


def next_page(request: HttpRequest, otherwise: str) -> str:
    """Where to go after: the page that was asked for, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else otherwise


def enter(request: HttpRequest, account: Account, to: str) -> HttpResponseRedirect:
    """Begin a session under a new key, note the device, speak the account's language."""
    login(request, account, backend=PASSWORDS)
    request.session[ABOUT] = {
        "started_at": clock.now().isoformat(),
        "seen_on": clock.today().isoformat(),
        "device": rules.device_words(request.headers.get("User-Agent", "")),
    }
    response = HttpResponseRedirect(to)
    _keep(response, settings.LANGUAGE_COOKIE_NAME, account.language)
    return response


def _keep(response: HttpResponse, name: str, text: str) -> None:
    response.set_cookie(
        name,
        text,
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def card_entry(request: HttpRequest) -> HttpResponse:
    """Type the code that stands on the card."""
    form = CardForm(request.POST or None)
    if form.is_valid():
        return redirect("accounts:card", form.cleaned_data["code"] or "-")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/card_entry.html", {"form": form}, status=status)


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Where a card's QR leads: choose a password, and in. Looking spends nothing."""
    holder = authenticate(request, username=CARD, card_secret=code)
    found = queries.card_for(code) if isinstance(holder, Account) else None
    if found is None or not isinstance(holder, Account):
        return _dead_card(request, code)
    form = PasswordForm(request.POST or None, account=holder)
    if form.is_valid():
        actor = queries.actor_for(holder)
        account = actions.use_card(actor=actor, card=found, password=form.cleaned_data["password"])
        return enter(request, account, settings.LOGIN_REDIRECT_URL)
    page = {"form": form, "account": holder}
    return render(request, "accounts/card.html", page, status=422 if form.is_bound else 200)


def _dead_card(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.card_for(code)
    problems = [rules.unknown_card()]
    if found is not None:
        problems = rules.problems_with_card(
            is_spent=found.spent_at is not None or not found.account.is_active,
            expires_on=found.expires_on,
            on=clock.today(),
        )
    page = {"form": CardForm(), "problems": problems}
    return render(request, "accounts/card_entry.html", page, status=422)


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]
) -> HttpResponse:
    """Too many vain tries (settings.AXES_LOCKOUT_CALLABLE): say when to try again."""
    again_at = may_try_again_at(request, credentials)
    page = {"again_at": again_at and timezone.localtime(again_at)}
    return render(request, "accounts/locked_out.html", page, status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGIN_URL)
