"""The committee's own board: those who score, by role and unit."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation import clock
from noilam.foundation.web import actor_of

from ..queries.pages import own_board


@require_GET
def board(request: HttpRequest) -> HttpResponseBase:
    """One issuing unit at a time: ?unit=, else the first that the reader sees."""
    units = own_board.issuers(actor_of(request))
    asked = request.GET.get("unit", "")
    unit = next((each for each in units if str(each.pk) == asked), units[0] if units else None)
    page = own_board.own_board(unit, clock.today())
    if wants_spreadsheet(request):
        return _spreadsheet(request, page)
    context = {"page": page, "units": units}
    return render(request, "scoring/own_board.html", context)


def _spreadsheet(request: HttpRequest, page: own_board.OwnBoard) -> HttpResponseBase:
    headers = [
        _("Tháng"),
        *page.titles,
        pgettext("column", "Trả lại"),
        _("Khiếu nại chấp nhận"),
        _("Sửa sai"),
    ]
    lines: list[list[Any]] = [
        [
            each.month,
            *(text for _step, text in each.cells),
            each.returned,
            each.appeals,
            each.corrections,
        ]
        for each in page.months
    ]
    return spreadsheet_response(request, _("viec-cua-nguoi-cham"), headers, lines)
