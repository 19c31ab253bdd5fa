"""Why a total is what it is: the page that stands behind every score."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from noilam.foundation.web import actor_of

from ..queries.pages.explanation import explanation_page
from ..rules.months import key_text
from .asked import base_of, sheet_of


@require_GET
def explanation(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """?version=: one that was fixed; else the last, or the marks so far."""
    sheet = sheet_of(request, sheet_id)
    written = request.GET.get("version", "")
    number = int(written) if written.isdecimal() else None
    page = explanation_page(actor_of(request), sheet, number)
    if page is None:
        raise Http404
    context = {"page": page, "base": base_of(sheet), "month": key_text(sheet.month)}
    return render(request, "scoring/explanation.html", context)
