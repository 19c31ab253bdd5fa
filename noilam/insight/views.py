"""Hôm nay and search."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from noilam.commitments.policies import writes_somewhere
from noilam.exchange.policies import may_import_anything
from noilam.foundation import clock, web

from . import queries


def today(request: HttpRequest) -> HttpResponse:
    """What I must do now, then how the place stands. ?group=late shows all of one group."""
    actor, day = web.actor_of(request), clock.today()
    groups = queries.what_waits(actor, day)
    waiting = sum(group.count for group in groups)
    request.menu_counts = {"insight:today": waiting}  # type: ignore[attr-defined]
    if key := request.GET.get("group", ""):
        return _one_group(request, groups, key)
    panels = queries.panels("today", actor, day)
    has_begun = any(not panel.is_empty for panel in panels)
    page = {
        "day": day,
        "groups": groups,
        "waiting": waiting,
        "steps": [] if has_begun else queries.first_steps(actor),
        "may_write": writes_somewhere(actor),
        "may_import": may_import_anything(actor),
        "panels": panels,
    }
    return render(request, "insight/today.html", page)


def _one_group(request: HttpRequest, groups: list[queries.Group], key: str) -> HttpResponse:
    if key not in dict(queries.GROUPS):
        raise Http404
    group = next((each for each in groups if each.key == key), None)
    listing = web.listing(request, group.todos) if group else None
    page = {"title": queries.group_title(key), "group": group, "listing": listing}
    return render(request, "insight/group.html", page)


def search(request: HttpRequest) -> HttpResponse:
    """One box over everything; ?kind= shows all hits of one kind, in pages."""
    text, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    hits, listing = queries.search(web.actor_of(request), text, kind), None
    if kind and hits:
        listing = web.listing(request, hits[0].shown)
        hits = [queries.Hits(kind, listing.rows)]
    page = {"text": text, "kind": kind, "hits": hits, "listing": listing}
    return render(request, "insight/search.html", page)
