"""Commitments as a list, a board by state and a calendar by due day; one's own; of one source."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from noilam.exchange.policies import may_import_anything
from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation import clock
from noilam.foundation.periods import Month, parse
from noilam.foundation.web import actor_of, as_of, listing

from .. import policies, queries
from ..forms.filters import FilterForm
from ..models import Source, Topic
from ..queries.below import pair_of
from ..queries.pages import board as boards
from ..queries.pages import list_page
from ..queries.pages.looks import method_link, period_text


@require_GET
def commitments(request: HttpRequest) -> HttpResponseBase:
    """Fifty a page, filtered and sorted by the address; the same list as a spreadsheet."""
    form, found, day = _asked(request)
    if wants_spreadsheet(request):
        return _as_spreadsheet(request, list_page.rows(list(found), day))
    shown = listing(request, found)
    context = {
        "day": day,
        "form": form,
        "listing": shown,
        "rows": list_page.rows(shown.rows, day),
        "may_draft": policies.writes_somewhere(actor_of(request)),
        "may_import": may_import_anything(actor_of(request)),
        "suffix": _suffix(day),
        **_views(request),
    }
    return render(request, "commitments/list.html", context)


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The same commitments in columns by state."""
    form, found, day = _asked(request)
    context = {
        "day": day,
        "form": form,
        "columns": boards.board(found, day),
        "suffix": _suffix(day),
        "others": _other_address(request, "state"),
        **_views(request),
    }
    return render(request, "commitments/board.html", context)


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The same commitments by due day: a month, and under it what falls due."""
    form, found, day = _asked(request)
    month = _month(request, day)
    context = {
        "day": day,
        "form": form,
        "month": month,
        "month_title": period_text(str(month)),
        "weeks": boards.weeks(found, month, clock.today()),
        "before": _other_address(request, "month", str(month.previous)),
        "after": _other_address(request, "month", str(month.next)),
        "suffix": _suffix(day),
        **_views(request),
    }
    return render(request, "commitments/calendar.html", context)


@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """What I answer for, or my unit does where I lead or write for it; the open ones first."""
    day, actor, form = as_of(request), actor_of(request), FilterForm(request.GET)
    state = request.GET.get("state", "open")
    asked = form.filters(request.GET.get("sort", ""))
    found = list_page.commitments(actor, list_page.narrowed(asked, mine=True, state=state), day)
    if wants_spreadsheet(request):
        return _as_spreadsheet(request, list_page.rows(list(found), day))
    shown = listing(request, found)
    context = {
        "day": day,
        "listing": shown,
        "rows": list_page.rows(shown.rows, day),
        "state": state,
        "suffix": _suffix(day),
        "may_draft": policies.writes_somewhere(actor),
    }
    return render(request, "commitments/mine.html", context)


@require_GET
def source(request: HttpRequest, source_id: int) -> HttpResponseBase:
    """All that came from one word: its pair and its commitments."""
    seen = policies.visible_commitments(actor_of(request)).values("pk")
    named = get_object_or_404(Source.objects.filter(commitment__in=seen), pk=source_id)
    filters = list_page.Filters(source=named.label, sort=request.GET.get("sort", ""))
    context = {"title": named.label, "link": named.link, "what": _("Nguồn"), "query": "source"}
    return _gathered(request, filters, context | {"value": named.label})


@require_GET
def topic(request: HttpRequest, topic_id: int) -> HttpResponseBase:
    """All of one field of work: its pair and its commitments."""
    named = get_object_or_404(Topic, pk=topic_id)
    filters = list_page.Filters(topic=named.name, sort=request.GET.get("sort", ""))
    context = {"title": named.name, "what": _("Lĩnh vực"), "query": "topic"}
    return _gathered(request, filters, context | {"value": named.name})


def _gathered(
    request: HttpRequest, filters: list_page.Filters, context: dict[str, Any]
) -> HttpResponseBase:
    day, actor = as_of(request), actor_of(request)
    found = list_page.commitments(actor, filters, day)
    if wants_spreadsheet(request):
        return _as_spreadsheet(request, list_page.rows(list(found), day))
    shown = listing(request, found)
    topic = Topic.objects.filter(name=filters.topic).first() if filters.topic else None
    named = ("", filters.source) if filters.source else None
    asks = None if policies.sees_every_commitment(actor) else actor
    figures = queries.figures_of(source=named, topic=topic, on=day, actor=asks)
    context |= {
        "day": day,
        "listing": shown,
        "rows": list_page.rows(shown.rows, day),
        "figures": figures,
        "pair": pair_of(figures),
        "method": method_link(day, **{context["query"]: context["value"]}),
        "suffix": _suffix(day),
    }
    return render(request, "commitments/gathered.html", context)


def _asked(request: HttpRequest) -> tuple[FilterForm, QuerySet[Any], date]:
    """The filter form and what it finds; a name that nobody bears finds nothing."""
    day, form = as_of(request), FilterForm(request.GET)
    filters = form.filters(request.GET.get("sort", ""))
    found = list_page.commitments(actor_of(request), filters, day)
    return form, found.none() if form.errors else found, day


def _month(request: HttpRequest, day: date) -> Month:
    """?month=2026-11, else the month of the day. What is no month does not exist."""
    written = request.GET.get("month")
    if not written:
        return Month.of(day)
    try:
        month = parse(written)
        if isinstance(month, Month) and 2000 <= month.year <= 2200:
            return month
    except ValueError:
        pass
    raise Http404


def _suffix(day: date) -> str:
    """Keeps another day's list among pages of that day; today needs nothing."""
    return "" if day == clock.today() else f"?as_of={day.isoformat()}"


def _other_address(request: HttpRequest, name: str, value: str = "") -> str:
    """This page's filters with one of them changed, or left open for a value to follow."""
    query = request.GET.copy()
    query.pop("page", None)
    query.pop(name, None)
    kept = query.urlencode()
    return f"?{kept}&{name}={value}" if kept else f"?{name}={value}"


def _views(request: HttpRequest) -> dict[str, str]:
    """The same filters on the other two pages."""
    query = request.GET.copy()
    for name in ("page", "size", "month", "format"):
        query.pop(name, None)
    return {"query": f"?{query.urlencode()}" if query else ""}


def _as_spreadsheet(request: HttpRequest, rows: Sequence[list_page.Row]) -> HttpResponseBase:
    headers = [_("Mã"), _("Nội dung"), _("Loại"), _("Đơn vị"), _("Người chịu trách nhiệm")]
    headers += [_("Hạn hoàn thành"), _("Trạng thái")]
    lines = [
        [row.code, row.statement, row.kind, row.unit, row.person, row.due, row.standing]
        for row in rows
    ]
    return spreadsheet_response(request, _("cam-ket"), headers, lines)
