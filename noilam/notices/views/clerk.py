"""The clerk's pages: who has to be told on paper, by telephone or by text message."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.csv_file import csv_response
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of, listing
from noilam.notices import actions, policies, queries
from noilam.notices.forms import CallForm, DeliveryFilterForm, MissedCallForm, PaperForm
from noilam.notices.models import Notice


def _clerk(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(policies.may_serve(actor), to=_("xem danh sách giao thông báo"))
    return actor


@require_GET
def deliveries(request: HttpRequest) -> HttpResponseBase:
    return _show_deliveries(request)


def _show_deliveries(request: HttpRequest, problems: Sequence[Problem] = ()) -> HttpResponseBase:
    actor = _clerk(request)
    form = DeliveryFilterForm(request.GET)
    people = queries.people_to_tell(actor, form.wanted)
    if request.GET.get("format") == "csv":
        return _download(queries.deliveries(actor, list(people), form.wanted, shown=None))
    shown = listing(request, people)
    context = {
        "form": form,
        "listing": shown,
        "rows": queries.deliveries(actor, shown.rows, form.wanted),
        "unread_days": queries.unread_days(),
        "has_gateway": bool(settings.SMS_WEBHOOK_URL),
        "problems": problems,
    }
    return render(request, "notices/deliveries.html", context, status=422 if problems else 200)


def _download(rows: list[queries.Delivery]) -> HttpResponseBase:
    headers = [_("Người nhận"), _("Điện thoại"), _("Thông báo"), _("Ngày gửi"), _("Gọi không gặp")]
    lines = (
        [row.recipient, row.phone, line.subject, line.queued_on, line.missed_calls]
        for row in rows
        for line in row.notices
    )
    return csv_response("giao-thong-bao", headers, lines)


@require_POST
def texts(request: HttpRequest) -> HttpResponseBase:
    """Queue text messages for the ticked lines."""
    actor = _clerk(request)
    ticked = [int(each) for each in request.POST.getlist("notice") if each.isdigit()]
    try:
        count = actions.queue_texts(actor=actor, notices=ticked)
    except Refused as refused:
        return _show_deliveries(request, refused.problems)
    words = ngettext("Đã xếp {count} tin nhắn chờ gửi.", "Đã xếp {count} tin nhắn chờ gửi.", count)
    messages.success(request, words.format(count=count))
    return redirect("notices:deliveries")


def _find(request: HttpRequest, notice_id: int) -> Notice:
    found = policies.served_notices(_clerk(request)).select_related("recipient")
    return get_object_or_404(found, pk=notice_id)


def _show(
    request: HttpRequest,
    notice: Notice,
    problems: Sequence[Problem] = (),
    **posted: Form,
) -> HttpResponse:
    """The three forms of one notice; the one that was sent keeps what was typed."""
    story = queries.story(actor_of(request), notice)
    fresh = {"served_on": clock.today(), "by": actor_of(request).label}
    forms = {
        "paper_form": PaperForm(initial=fresh, prefix="paper", others=story.others),
        "call_form": CallForm(initial=fresh, prefix="call", others=story.others),
        "missed_form": MissedCallForm(initial=fresh, prefix="missed"),
    }
    context = {"story": story, "problems": problems, **forms, **posted}
    return render(request, "notices/delivery.html", context, status=422 if posted else 200)


@require_GET
def delivery(request: HttpRequest, notice_id: int) -> HttpResponse:
    return _show(request, _find(request, notice_id))


@require_GET
def slip(request: HttpRequest, notice_id: int) -> HttpResponse:
    """An A5 sheet, folded so that only the name shows: one notice, or all that wait (?all=1).

    It is printed in the recipient's language.
    """
    notice = _find(request, notice_id)
    others = queries.story(actor_of(request), notice).others if "all" in request.GET else []
    context = {"notice": notice, "notices": [notice, *others]}
    return render(request, "notices/slip.html", context)


@require_POST
def paper(request: HttpRequest, notice_id: int) -> HttpResponse:
    notice, actor = _find(request, notice_id), actor_of(request)
    others = queries.story(actor, notice).others
    form = PaperForm(request.POST, request.FILES, prefix="paper", others=others)
    if not form.is_valid():
        return _show(request, notice, paper_form=form)
    try:
        actions.serve_on_paper(actor=actor, notices=form.notices(notice), **form.service)
    except Refused as refused:
        return _show(request, notice, refused.problems, paper_form=form)
    messages.success(request, _("Đã ghi việc giao tận tay."))
    return redirect("notices:deliveries")


@require_POST
def call(request: HttpRequest, notice_id: int) -> HttpResponse:
    notice, actor = _find(request, notice_id), actor_of(request)
    others = queries.story(actor, notice).others
    form = CallForm(request.POST, prefix="call", others=others)
    if not form.is_valid():
        return _show(request, notice, call_form=form)
    try:
        actions.serve_by_call(actor=actor, notices=form.notices(notice), **form.service)
    except Refused as refused:
        return _show(request, notice, refused.problems, call_form=form)
    messages.success(request, _("Đã ghi việc báo qua điện thoại."))
    return redirect("notices:deliveries")


@require_POST
def missed_call(request: HttpRequest, notice_id: int) -> HttpResponse:
    notice = _find(request, notice_id)
    form = MissedCallForm(request.POST, prefix="missed")
    if not form.is_valid():
        return _show(request, notice, missed_form=form)
    try:
        actions.note_missed_call(actor=actor_of(request), notice=notice, **form.cleaned_data)
    except Refused as refused:
        return _show(request, notice, refused.problems, missed_form=form)
    messages.info(request, _("Đã ghi: gọi nhưng không gặp. Thông báo vẫn còn trong danh sách."))
    return redirect("notices:delivery", notice_id)
