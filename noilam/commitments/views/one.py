"""One commitment: its page, its due days counted, its dossier."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from noilam.foundation import clock
from noilam.foundation.text import fold
from noilam.foundation.web import actor_of, as_of
from noilam.ui.pieces import Pair

from .. import policies, queries
from ..models import Commitment
from ..queries.pages import due_page, looks, one_page
from .deeds import DEEDS


@require_GET
def commitment(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """The whole story of one promise, as of a day."""
    day, actor = as_of(request), actor_of(request)
    asked = get_object_or_404(one_page.found(actor, day), pk=commitment_id)
    page, is_today = one_page.commitment_page(actor, asked, day), day == clock.today()
    context = {
        "day": day,
        "page": page,
        "commitment": page.commitment,
        "deeds": [(name, DEEDS[name].title) for name in page.deeds if name in DEEDS],
        "pair": Pair(said=1, **{page.state: 1}) if page.state else None,
        "suffix": "" if is_today else f"?as_of={day.isoformat()}",
        "gaps": queries.gaps(asked) if is_today else [],
        "waits_for_tomorrow": looks.waits_for_tomorrow(asked),
        "may_add": is_today and policies.may_draft(actor, asked.unit, asked.person),
    }
    return render(request, "commitments/commitment.html", context)


@require_GET
def verify_due(request: HttpRequest, commitment_id: int, declaration_id: int) -> HttpResponse:
    """How the verifier's due day was counted, day by day."""
    asked = _visible(request, commitment_id)
    declaration = get_object_or_404(due_page.found_due(asked), pk=declaration_id)
    context = {
        "commitment": asked,
        "declaration": declaration,
        "page": due_page.due_page(declaration),
    }
    return render(request, "commitments/due.html", context)


@require_GET
def dossier_file(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """The whole story as one file for machines and archives, with the hash of its content."""
    asked = _visible(request, commitment_id)
    told = queries.dossier(actor_of(request), asked, as_of(request))
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return _as_file(response, f"{asked.code}.json")


@require_GET
def dossier_paper(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """The same on paper."""
    asked = _visible(request, commitment_id)
    paper = queries.dossier_pdf(actor_of(request), asked, as_of(request))
    response = HttpResponse(paper, content_type="application/pdf")
    return _as_file(response, f"{asked.code}.pdf")


def _visible(request: HttpRequest, commitment_id: int) -> Commitment:
    return get_object_or_404(policies.visible_commitments(actor_of(request)), pk=commitment_id)


def _as_file(response: HttpResponse, name: str) -> HttpResponse:
    """Codes may hold slashes and marks; the name of a file may not."""
    plain = fold(name).replace("/", "-").replace(" ", "-").encode("ascii", "ignore").decode()
    response["Content-Disposition"] = f'attachment; filename="{plain}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
