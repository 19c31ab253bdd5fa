"""Closing months: the list, one month with its progress, and the button."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation import clock
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.periods import Month
from noilam.foundation.web import actor_of, listing, wants_fragment

from .. import actions, policies
from ..queries.pages import closing as pages
from ..queries.sheets import month_rules
from ..rules.months import key
from .results import month_asked


@require_GET
def months(request: HttpRequest) -> HttpResponse:
    shown = listing(request, pages.months())
    context = {"listing": shown, "rules": month_rules(clock.today())}
    return render(request, "scoring/months.html", context)


@require_GET
def month(request: HttpRequest, period: str) -> HttpResponseBase:
    found = month_asked(period)
    if wants_spreadsheet(request):
        rows = [
            [each.unit.code, each.unit.name, str(each.get_stage_display()), each.due_on]
            for each in pages.missing(actor_of(request), key(found))
        ]
        headers = [_("Mã"), _("Đơn vị"), _("Đang ở bước"), _("Hạn")]
        return spreadsheet_response(request, _("Phiếu chưa chốt"), headers, rows)
    return _show(request, found)


def _show(request: HttpRequest, found: Month, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    page = pages.month_page(key(found))
    if not (page.due or page.aside or page.closes) and not problems:
        raise Http404
    if wants_fragment(request) and page.progress:
        return render(request, "scoring/_progress.html", {"page": page})
    actor = actor_of(request)
    context = {
        "page": page,
        "problems": problems,
        "may_close": policies.may_close_months(actor),
        "listing": listing(request, pages.missing(actor, key(found))),
    }
    answer = render(request, "scoring/month.html", context, status=422 if problems else 200)
    if wants_fragment(request):
        answer["HX-Refresh"] = "true"  # what was watched is over: the whole page has changed
    return answer


@require_POST
def closing(request: HttpRequest, period: str) -> HttpResponse:
    """The button: the worker closes the month, this page shows how far it is."""
    found = month_asked(period)
    try:
        actions.close_month(actor=actor_of(request), month=found)
    except Refused as refused:
        return _show(request, found, refused.problems)
    messages.success(request, _("Đã giao khóa tháng. Trang này tự cập nhật."))
    return redirect("scoring:month", period)
