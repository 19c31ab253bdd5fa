"""What waits for somebody: approval, one by one or a list in one sitting; verdicts; decisions."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation import clock
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say
from noilam.foundation.web import actor_of, listing, problems_in

from .. import actions, queries
from ..forms.desks import DeskForm, SittingForm, YearForm
from ..models import Commitment
from ..queries.pages import desks, list_page


@require_GET
def approvals(request: HttpRequest) -> HttpResponseBase:
    """Proposals on my desk: open one, or tick several for one sitting."""
    form = DeskForm(request.GET)
    found = form.narrowed(desks.to_approve(actor_of(request)))
    if wants_spreadsheet(request):
        return _spreadsheet(request, _("cho-duyet"), desks.proposals(list(found)))
    shown = listing(request, found)
    context = {"form": form, "listing": shown, "rows": desks.proposals(shown.rows)}
    return render(request, "commitments/approvals.html", context)


@require_http_methods(["GET", "POST"])
def sitting(request: HttpRequest) -> HttpResponse:
    """A whole list before those who sit: read it, then approve exactly what was read."""
    on_desk = desks.to_approve(actor_of(request)).order_by("unit__code", "code")
    if request.method == "GET":
        return _show_sitting(request, _picked(request, on_desk), SittingForm())
    chosen = list(on_desk.filter(pk__in=_numbers(request.POST.getlist("pick"))))
    form = SittingForm(request.POST)
    if not form.is_valid():
        return _show_sitting(request, chosen, form, problems_in(form))
    if problems := _gone(request, chosen):
        return _show_sitting(request, chosen, form, problems)
    try:
        actions.approve_many(
            actor=actor_of(request),
            commitments=chosen,
            list_hash=request.POST.get("list_hash", ""),
            **form.cleaned_data,
        )
    except Refused as refused:
        return _show_sitting(request, chosen, form, refused.problems)
    return redirect("commitments:approvals")


def _gone(request: HttpRequest, chosen: Sequence[Commitment]) -> list[Problem]:
    """What was on the list and has since left the desk: nobody approves a shorter list unread."""
    if chosen and len(chosen) == len(_numbers(request.POST.getlist("pick"))):
        return []
    message = say("Danh sách đã thay đổi từ lúc đọc. Đọc lại danh sách dưới đây rồi thông qua.")
    return [Problem("list-changed", message)]


def _picked(request: HttpRequest, on_desk: Any) -> list[Commitment]:
    """Those ticked; none ticked is all that the desk's filters show."""
    picked = _numbers(request.GET.getlist("pick"))
    if picked:
        return list(on_desk.filter(pk__in=picked))
    return list(DeskForm(request.GET).narrowed(on_desk))


def _numbers(written: Sequence[str]) -> set[int]:
    return {int(each) for each in written if each.isdigit()}


def _show_sitting(
    request: HttpRequest,
    chosen: list[Commitment],
    form: SittingForm,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    context = {
        "commitments": chosen,
        "units": len({each.unit_id for each in chosen}),
        "list_hash": queries.list_hash(chosen),
        "form": form,
        "problems": problems,
    }
    return render(request, "commitments/sitting.html", context, status=422 if problems else 200)


@require_GET
def urgent(request: HttpRequest) -> HttpResponseBase:
    """Urgent matters registered for a year: how many, by which units, and how they stand."""
    actor, form = actor_of(request), YearForm(request.GET)
    year = form.chosen()
    found = list_page.commitments(
        actor,
        list_page.Filters(
            kind=Commitment.Kind.URGENT_MATTER,
            year=year,
            sort=request.GET.get("sort", "unit"),
            **form.narrowing(),
        ),
        clock.today(),
    ).exclude(status=Commitment.Status.DRAFT)
    found = found.none() if form.errors else found
    if wants_spreadsheet(request):
        rows = list_page.rows(list(found), clock.today())
        headers = [_("Mã"), _("Nội dung"), _("Đơn vị"), _("Người chịu trách nhiệm")]
        headers += [_("Hạn hoàn thành"), _("Trạng thái")]
        lines = [
            [row.code, row.statement, row.unit, row.person, row.due, row.standing] for row in rows
        ]
        return spreadsheet_response(request, _("viec-cap-bach"), headers, lines)
    shown = listing(request, found)
    context = {
        "form": form,
        "year": year,
        "registration": desks.registration(actor, year),
        "on_desk": desks.to_approve(actor).filter(kind="urgent_matter", for_year=year).count(),
        "listing": shown,
        "rows": list_page.rows(shown.rows, clock.today()),
    }
    return render(request, "commitments/urgent.html", context)


@require_GET
def verifications(request: HttpRequest) -> HttpResponseBase:
    """Deeds declared done that wait for my verdict, the one due first on top."""
    form = DeskForm(request.GET)
    found = form.narrowed(desks.to_verify(actor_of(request)))
    today = clock.today()
    if wants_spreadsheet(request):
        return _spreadsheet(request, _("cho-xac-nhan"), desks.claims(list(found), today))
    shown = listing(request, found)
    context = {"form": form, "listing": shown, "rows": desks.claims(shown.rows, today)}
    return render(request, "commitments/verifications.html", context)


@require_GET
def requests(request: HttpRequest) -> HttpResponseBase:
    """Requests for time and causes named that wait for my decision, the oldest first."""
    found = desks.open_requests(actor_of(request))
    if wants_spreadsheet(request):
        return _spreadsheet(request, _("cho-quyet-dinh"), found)
    shown = listing(request, found)
    context = {"listing": shown, "rows": shown.rows}
    return render(request, "commitments/requests.html", context)


@require_GET
def progress(request: HttpRequest) -> HttpResponseBase:
    """What is under way and mine to report on, each with its deeds beside it."""
    form = DeskForm(request.GET)
    found = form.narrowed(desks.under_way(actor_of(request)))
    today = clock.today()
    if wants_spreadsheet(request):
        return _spreadsheet(request, _("tien-do"), desks.reports(list(found), today))
    shown = listing(request, found)
    context = {"form": form, "listing": shown, "rows": desks.reports(shown.rows, today)}
    return render(request, "commitments/progress.html", context)


def _spreadsheet(request: HttpRequest, name: str, rows: Sequence[desks.Matter]) -> HttpResponseBase:
    headers = [_("Mã"), _("Nội dung"), _("Loại"), _("Đơn vị"), _("Người chịu trách nhiệm")]
    headers += [_("Ngày"), _("Ghi chú")]
    lines = [
        [row.code, row.statement, row.kind, row.unit, row.person, row.first, row.detail]
        for row in rows
    ]
    return spreadsheet_response(request, name, headers, lines)
