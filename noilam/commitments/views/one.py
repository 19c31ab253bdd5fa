"""One commitment, and the method behind the figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from noilam.foundation.web import actor_of, as_of
from noilam.ui.pieces import Pair

from .. import queries, rules
from ..queries.pages import one_page
from .deeds import DEEDS


@require_GET
def commitment(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """The whole story of one promise, as of a day."""
    day, actor = as_of(request), actor_of(request)
    asked = get_object_or_404(one_page.found(actor, day), pk=commitment_id)
    page = one_page.commitment_page(actor, asked, day)
    context = {
        "day": day,
        "page": page,
        "commitment": asked,
        "deeds": [(name, DEEDS[name].title) for name in page.deeds if name in DEEDS],
        "pair": Pair(said=1, **{page.state: 1}) if page.state else None,
    }
    return render(request, "commitments/commitment.html", context)


@require_GET
def method(request: HttpRequest) -> HttpResponse:
    """Cách tính: the definition in words, and the arithmetic for the whole visible place."""
    day = as_of(request)
    figures = queries.figures_of(on=day, actor=actor_of(request))
    context = {
        "day": day,
        "explanation": rules.explanation(),
        "workings": rules.workings(figures),
        "figures": figures,
    }
    return render(request, "commitments/method.html", context)
