"""One's own account: whom I act for, my devices, my language, my password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from noilam.accounts import actions, queries
from noilam.accounts.forms import ChangePasswordForm, ContactForm, LanguageForm
from noilam.accounts.middleware import STAND_IN, absences_for
from noilam.accounts.models import Account
from noilam.accounts.sessions import stored_key
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.web import actor_of

from .sign_in import A_YEAR, next_page


def _account(request: HttpRequest) -> Account:
    """The one signed in. Pages of others' accounts are the administrators'."""
    return request.user  # type: ignore[return-value]


def _self(request: HttpRequest) -> Actor:
    """One's own matters are done in one's own name, also while standing in for another."""
    return queries.actor_for(_account(request))


def _this_key(request: HttpRequest) -> str:
    return stored_key(request.session.session_key or "")


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    own = _account(request)
    return _show(request, own, ContactForm(initial={"email": own.email, "phone": own.phone}))


def _show(request: HttpRequest, own: Account, contact_form: ContactForm) -> HttpResponse:
    page = {
        "contact_form": contact_form,
        "account": own,
        "absences": absences_for(own),
        "sessions": queries.sessions_of(own, _this_key(request)),
        "language_form": LanguageForm(initial={"language": own.language}),
        "panels": queries.panels(actor_of(request), own, clock.today()),
    }
    status = 422 if contact_form.is_bound else 200
    return render(request, "accounts/account.html", page, status=status)


@require_POST
def contact(request: HttpRequest) -> HttpResponse:
    """Where one's own letters go. The user name stays, even where it is the old number."""
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _show(request, _account(request), form)
    actions.change_own_contact(actor=_self(request), account=_account(request), **form.cleaned_data)
    messages.success(request, _("Đã ghi thư điện tử và điện thoại."))
    return redirect("accounts:account")


@require_POST
def stand_in(request: HttpRequest) -> HttpResponse:
    """Act for an absent colleague, or for oneself again."""
    chosen = request.POST.get("absence", "")
    current = {str(each.id): each for each in absences_for(_account(request))}
    request.session.pop(STAND_IN, None)
    if chosen in current:
        request.session[STAND_IN] = current[chosen].id
        messages.success(request, _("Bạn đang làm thay {name}.").format(name=current[chosen].label))
        return redirect(settings.LOGIN_REDIRECT_URL)
    if chosen:
        messages.error(request, _("Việc làm thay này không còn hiệu lực."))
    return redirect("accounts:account")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Chosen beside the menu or on one's own page: kept with the account, and in this browser."""
    form = LanguageForm(request.POST)
    response = redirect(next_page(request, reverse("accounts:account")))
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        actions.choose_language(actor=_self(request), account=_account(request), language=chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=A_YEAR, httponly=True, samesite="Lax"
        )
    return response


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one other session, or all others. This one ends by signing out."""
    own, this = _account(request), _this_key(request)
    others = [each.handle for each in queries.sessions_of(own, this) if not each.is_this_one]
    wanted = request.POST.get("session", "")
    keys = [each for each in others if wanted in (each, "others")]
    ended = actions.end_sessions(actor=_self(request), account=own, keys=keys)
    messages.success(request, _("Đã kết thúc {ended} phiên.").format(ended=ended))
    return redirect("accounts:account")


@never_cache
@sensitive_post_parameters("current", "password", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    own = _account(request)
    form = ChangePasswordForm(request.POST or None, account=own)
    if form.is_valid():
        given = form.cleaned_data
        # Through the guarded door: a session left open is no place to guess the password.
        if authenticate(request, username=own.username, password=given["current"]):
            actions.set_password(actor=_self(request), account=own, password=given["password"])
            update_session_auth_hash(request, own)
            messages.success(request, _("Đã đổi mật khẩu. Các phiên khác đã kết thúc."))
            return redirect("accounts:account")
        form.add_error("current", _("Mật khẩu đang dùng không đúng. Hãy gõ lại."))
    status = 422 if form.is_bound else 200
    return render(request, "accounts/password.html", {"form": form}, status=status)
