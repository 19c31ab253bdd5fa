"""Pages about units: the list, the tree, one unit, its history."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation import clock
from noilam.foundation.text import say
from noilam.foundation.web import actor_of, as_of, listing
from noilam.organisation import policies, queries
from noilam.organisation.forms.units import UnitFilterForm
from noilam.organisation.models import Unit, UnitVersion
from noilam.organisation.rules import Reading

READINGS = [
    (Reading.AS_WAS, say("như ngày đó")),
    (Reading.AS_IS, say("theo tổ chức hôm nay")),
    (Reading.RESTATED, say("quy về đơn vị hôm nay")),
]


def find_unit(request: HttpRequest, unit_id: int) -> Unit:
    """A unit this reader may know of; any other does not exist."""
    units = policies.visible_units(actor_of(request)).select_related("kind")
    return get_object_or_404(units, pk=unit_id)


def day_suffix(day: date) -> str:
    """Keeps another day's page among pages of that day; today needs nothing."""
    return "" if day == clock.today() else f"?as_of={day.isoformat()}"


@require_GET
def unit_list(request: HttpRequest) -> HttpResponseBase:
    actor, day = actor_of(request), as_of(request)
    form = UnitFilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows = queries.unit_list(
        actor,
        day,
        words=given.get("q", ""),
        kind=given.get("kind", ""),
        grouping=int(given.get("grouping") or 0) or None,
        under=given.get("under"),
        status=given.get("status", ""),
        sort=request.GET.get("sort", ""),
    )
    if wants_spreadsheet(request):
        return _download(request, rows)
    page = listing(request, rows)
    context = {
        "form": form,
        "day": day,
        "suffix": day_suffix(day),
        "listing": page,
        "rows": queries.unit_rows(page.rows, day),
        "under": _name_of(given.get("under"), day),
        "may_found": policies.may_group_units(actor),
    }
    return render(request, "organisation/units.html", context)


def _name_of(unit_id: int | None, day: date) -> str:
    return queries.names_on([unit_id], day).get(unit_id, "") if unit_id else ""


def _download(request: HttpRequest, rows: QuerySet[UnitVersion]) -> HttpResponseBase:
    headers = [
        _("Mã"),
        _("Tên đơn vị"),
        _("Loại"),
        _("Cấp trên"),
        _("Người đứng đầu"),
        _("Ngày thành lập"),
        _("Ngày kết thúc"),
    ]
    lines = queries.unit_rows(rows, as_of(request))
    return spreadsheet_response(
        request,
        _("don-vi"),
        headers,
        [
            [each.code, each.name, each.kind, each.parent, each.head, each.founded, each.ended]
            for each in lines
        ],
    )


@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    actor, day = actor_of(request), as_of(request)
    top = request.GET.get("unit", "")
    unit = find_unit(request, int(top)) if top.isdigit() else None
    rows = queries.tree(actor, day, unit.pk if unit else None)
    return render(
        request,
        "organisation/tree.html",
        {"rows": rows, "day": day, "top": unit, "suffix": day_suffix(day)},
    )


@require_GET
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    actor, day = actor_of(request), as_of(request)
    asked = request.GET.get("reading", "")
    reading = Reading(asked) if asked in set(Reading) else Reading.AS_WAS
    page = queries.unit_page(actor, find_unit(request, unit_id), day, reading)
    context = {"page": page, "day": day, "suffix": day_suffix(day), "readings": READINGS}
    return render(request, "organisation/unit.html", context)


@require_GET
def history(request: HttpRequest, unit_id: int) -> HttpResponse:
    page = queries.unit_history(actor_of(request), find_unit(request, unit_id))
    may_change = policies.may_change_organisation(actor_of(request), page.unit)
    context = {"page": page, "unit": page.unit, "may_change": may_change}
    return render(request, "organisation/history.html", context)
