"""Hôm nay and search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from noilam.foundation import clock, web

from . import queries


def today(request: HttpRequest) -> HttpResponse:
    """What I must do now, then how the place stands."""
    actor, day = web.actor_of(request), clock.today()
    groups = queries.what_waits(actor, day)
    waiting = sum(group.count for group in groups)
    request.menu_counts = {"insight:today": waiting}  # type: ignore[attr-defined]
    page = {
        "day": day,
        "groups": groups,
        "waiting": waiting,
        "panels": queries.panels("today", actor, None, day),
    }
    return render(request, "insight/today.html", page)


def search(request: HttpRequest) -> HttpResponse:
    """One box over everything; ?kind= shows all hits of one kind, in pages."""
    text, kind = request.GET.get("q", ""), request.GET.get("kind", "")
    hits = queries.search(web.actor_of(request), text, kind)
    listing = web.listing(request, hits[0].found) if kind and hits else None
    page = {"text": text, "kind": kind, "hits": hits, "listing": listing}
    return render(request, "insight/search.html", page)
