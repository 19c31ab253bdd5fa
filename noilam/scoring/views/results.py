"""Pages of results: scoreboard, heatmap, one unit through its months."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation.periods import Month, parse
from noilam.foundation.web import actor_of, listing, wants_fragment
from noilam.organisation.models import Unit
from noilam.organisation.policies import inside_units

from .. import policies
from ..queries import results
from ..queries.pages import board as boards
from ..queries.pages import board_table
from ..queries.pages import heatmap as heat
from ..queries.pages import results_looks as looks
from ..queries.pages import trend as trends
from ..rules.months import key


def month_asked(written: str) -> Month:
    """ "2026-11". What is no month does not exist."""
    try:
        month = parse(written)
    except ValueError:
        raise Http404 from None
    if isinstance(month, Month) and 2000 <= month.year <= 2200:
        return month
    raise Http404


def _filters(request: HttpRequest) -> dict[str, str]:
    level = request.GET.get("level", "")
    return {
        "words": request.GET.get("q", "")[:100],
        "kind": request.GET.get("kind", ""),
        "level": level if level in {*looks.LEVEL_CHOICES, looks.MISSING} else "",
        "sort": request.GET.get("sort", ""),
    }


def _board_unit(request: HttpRequest) -> Unit | None:
    """?unit=, of those whose board the reader may open; else the highest of them."""
    actor, asked = actor_of(request), request.GET.get("unit", "")
    if not asked:
        return boards.first_unit(actor)
    if not asked.isdigit():
        raise Http404
    return get_object_or_404(policies.board_units(actor).select_related("kind"), pk=asked)


@require_GET
def board(request: HttpRequest) -> HttpResponseBase:
    """A unit in a month with the units right below it, each with all under it."""
    unit = _board_unit(request)
    closed = results.closed_months()
    written = request.GET.get("month", "")
    month = key(month_asked(written)) if written else (closed[0] if closed else None)
    if unit is None or month is None:
        return render(request, "scoring/board.html", {"unit": unit, "months": []})
    page = boards.board(actor_of(request), unit, month, boards.Filters(**_filters(request)))
    if wants_spreadsheet(request):
        name = _("Bảng điểm {month} {unit}").format(month=page.month_name, unit=unit.name)
        return spreadsheet_response(request, name, boards.headers(), (r.plain() for r in page.rows))
    asked, shown = _filters(request), listing(request, page.rows)
    context = {
        "page": page,
        "unit": unit,
        "asked": asked,
        "kind_options": looks.options(page.kinds, asked["kind"]),
        "level_options": looks.level_options(page.keys, asked["level"]),
        "hidden": [("unit", unit.pk), ("month", looks.month_link(month))],
        "listing": shown,
        "body": board_table.drawn(shown.rows, looks.month_link(month)),
    }
    return render(request, "scoring/board.html", context | _months_around(month, closed))


def _months_around(month: int, closed: list[int]) -> dict[str, Any]:
    """The months closed before and after, and whether this one was."""
    before, after = [m for m in closed if m < month], [m for m in closed if m > month]
    return {
        "months": closed,
        "is_closed": month in closed,
        "month": looks.month_link(month),
        "before": looks.month_link(before[0]) if before else "",
        "after": looks.month_link(after[-1]) if after else "",
    }


@require_GET
def heatmap(request: HttpRequest) -> HttpResponseBase:
    """Units by twelve months; the whole of it as a spreadsheet."""
    actor, written = actor_of(request), request.GET.get("to", "")
    window = heat.window(key(month_asked(written)) if written else None)
    under = _board_unit(request)
    if window is None or under is None:
        return render(request, "scoring/heatmap.html", {"page": None})
    asked = heat.Filters(under=under, **_filters(request))
    question = heat.question(actor, asked, window)
    if wants_spreadsheet(request):
        rows = heat.table(question, window)
        return spreadsheet_response(request, _("Bảng nhiệt"), heat.table_headers(window), rows)
    shown = listing(request, question.units())
    page = heat.heatmap(actor, heat.read(question, shown.rows), question, asked, window)
    context = {
        "page": page,
        "listing": shown,
        "under": under,
        "asked": asked,
        "kind_options": looks.options(heat.kinds(), asked.kind),
        "level_options": looks.level_options(page.keys, asked.level),
        "hidden": [("unit", under.pk), *([("to", written)] if written else [])],
    }
    return render(request, "scoring/heatmap.html", context)


@require_GET
def unit(request: HttpRequest, unit_id: int) -> HttpResponseBase:
    """One unit through its closed months."""
    actor = actor_of(request)
    found = get_object_or_404(policies.result_units(actor).select_related("kind"), pk=unit_id)
    inside = inside_units(actor).filter(pk=unit_id).exists()
    if wants_fragment(request):
        page = trends.trend(actor, found, inside, trends.SHORT)
        return render(request, "scoring/_unit_months.html", {"page": page})
    page = trends.trend(actor, found, inside)
    if wants_spreadsheet(request):
        rows = (each.plain for each in page.rows)
        return spreadsheet_response(request, found.name, trends.headers(), rows)
    return render(request, "scoring/unit_months.html", {"page": page, "unit": found})
