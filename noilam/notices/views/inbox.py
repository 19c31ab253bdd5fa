"""The inbox of whoever is signed in: reading, acknowledging, choosing how mail comes."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of, listing
from noilam.notices import actions, policies, queries
from noilam.notices.forms import FilterForm, PreferenceForm
from noilam.notices.models import Notice


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = FilterForm(request.GET)
    context = {
        "form": form,
        "listing": listing(request, queries.inbox(actor, form.filters)),
        "counts": queries.counts(actor),
        "may_serve": policies.may_serve(actor),
    }
    return render(request, "notices/inbox.html", context)


@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Mark the ticked ones as read, or all."""
    ticked = [int(each) for each in request.POST.getlist("notice") if each.isdigit()]
    chosen = None if "all" in request.POST else ticked
    actions.mark_read(actor=actor_of(request), notices=chosen)
    return redirect("notices:inbox")


def _find(request: HttpRequest, notice_id: int) -> Notice:
    return get_object_or_404(policies.visible_notices(actor_of(request)), pk=notice_id)


def _show(request: HttpRequest, notice: Notice, problems: Sequence[Problem] = ()) -> HttpResponse:
    context = {"notice": notice, "problems": problems}
    return render(request, "notices/notice.html", context, status=422 if problems else 200)


@require_GET
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    found = _find(request, notice_id)
    if not found.is_read:
        actions.mark_read(actor=actor_of(request), notices=[found.pk])
    return _show(request, found)


@require_POST
def acknowledgement(request: HttpRequest, notice_id: int) -> HttpResponse:
    found = _find(request, notice_id)
    try:
        actions.acknowledge(actor=actor_of(request), notice=found)
    except Refused as refused:
        return _show(request, found, refused.problems)
    messages.success(request, _("Đã ghi: bạn đã nhận thông báo này."))
    return redirect(found)


def _show_preferences(request: HttpRequest, form: PreferenceForm, status: int) -> HttpResponse:
    context = {"form": form, "has_mail_server": bool(settings.EMAIL_HOST)}
    return render(request, "notices/preferences.html", context, status=status)


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if request.method == "GET":
        return _show_preferences(
            request, PreferenceForm.showing(queries.preference_of(actor.id)), status=200
        )
    form = PreferenceForm(request.POST)
    if not form.is_valid():
        return _show_preferences(request, form, status=422)
    actions.set_preference(actor=actor, **form.cleaned_data)
    messages.success(request, _("Đã đổi cách nhận thư."))
    return redirect("notices:preferences")
