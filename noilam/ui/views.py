"""The reader's own choices about looks: light or dark. (The language is Django's own view.)"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from .context import THEME_COOKIE, THEMES

A_YEAR = 365 * 24 * 60 * 60


def back_to(request: HttpRequest) -> str:
    """Where a form says it came from, if that is one of our own pages."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"


@login_not_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    response = redirect(back_to(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(THEME_COOKIE, theme, max_age=A_YEAR, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response
