"""Sheets that wait for me, and all sheets that I see."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation import clock
from noilam.foundation.web import actor_of, listing

from ..forms.lists import AllSheetsFilter, SheetsFilter
from ..policies import sheets as policies
from ..queries.pages import queue


@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """What I must do now, the late first."""
    actor, today = actor_of(request), clock.today()
    form = SheetsFilter(request.GET, months=queue.months_of(policies.waiting_for(actor)))
    found = queue.my_queue(actor, form.filters(request.GET.get("sort", "")), today)
    if wants_spreadsheet(request):
        return _spreadsheet(request, _("phieu-cho-toi"), queue.lines(found, today))
    shown = listing(request, found)
    context = {"form": form, "listing": shown, "rows": queue.lines(shown.rows, today)}
    return render(request, "scoring/mine.html", context)


@require_GET
def sheets(request: HttpRequest) -> HttpResponseBase:
    actor, today = actor_of(request), clock.today()
    form = _all_filter(request)
    found = queue.all_sheets(actor, form.filters(request.GET.get("sort", "")), today)
    if wants_spreadsheet(request):
        return _spreadsheet(request, _("phieu-cham-diem"), queue.lines(found, today))
    shown = listing(request, found)
    context = {
        "form": form,
        "listing": shown,
        "rows": queue.lines(shown.rows, today),
        "settles": policies.settles_somewhere(actor),
    }
    return render(request, "scoring/sheets.html", context)


def _all_filter(request: HttpRequest) -> AllSheetsFilter:
    actor = actor_of(request)
    visible = policies.visible_sheets(actor)
    return AllSheetsFilter(
        request.GET,
        months=queue.months_of(visible),
        bands=queue.bands_of(visible),
        scores=policies.scores_somewhere(actor),
    )


def _spreadsheet(
    request: HttpRequest, name: str, rows: Sequence[queue.SheetLine]
) -> HttpResponseBase:
    headers = [_("Đơn vị"), _("Tháng"), _("Bước"), _("Hạn"), _("Còn lại"), _("Điểm")]
    headers += [pgettext("column", "Xếp loại"), _("Từng trễ"), _("Cần xem lại")]
    lines: list[list[Any]] = [
        [
            row.unit,
            row.month,
            row.stage,
            row.due,
            row.left,
            row.total,
            row.band,
            row.was_late,
            row.has_look,
        ]
        for row in rows
    ]
    return spreadsheet_response(request, name, headers, lines)
