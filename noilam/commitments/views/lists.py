"""Commitments as a list, a board by state and a calendar by due day."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation.web import actor_of, as_of, listing

from .. import policies
from ..forms.filters import FilterForm
from ..queries.pages import list_page


@require_GET
def commitments(request: HttpRequest) -> HttpResponseBase:
    """Fifty a page, filtered and sorted by the address; the same list as a spreadsheet."""
    day, actor, form = as_of(request), actor_of(request), FilterForm(request.GET)
    found = list_page.commitments(actor, form.filters(request.GET.get("sort", "due")), day)
    if form.errors:
        found = found.none()
    if wants_spreadsheet(request):
        return _as_spreadsheet(request, list_page.rows(list(found), day))
    shown = listing(request, found)
    context = {
        "day": day,
        "form": form,
        "listing": shown,
        "rows": list_page.rows(shown.rows, day),
        "may_draft": policies.units_to_write_for(actor).exists(),
    }
    return render(request, "commitments/list.html", context)


def _as_spreadsheet(request: HttpRequest, rows: Sequence[list_page.Row]) -> HttpResponseBase:
    headers = [_("Mã"), _("Nội dung"), _("Loại"), _("Đơn vị"), _("Người chịu trách nhiệm")]
    headers += [_("Hạn hoàn thành"), _("Trạng thái")]
    lines = [
        [row.code, row.statement, row.kind, row.unit, row.person, row.due, row.standing]
        for row in rows
    ]
    return spreadsheet_response(request, _("cam-ket"), headers, lines)
