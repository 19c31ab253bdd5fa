"""Writing a promise down, and writing a draft anew."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of, problems_in

from .. import actions, policies, queries
from ..forms.draft import DraftForm, written
from ..models import Commitment

SHOWN_WITH_A_DRAFT = ["unit", "person", "verifier", "topic", "programme", "parent"]


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A blank paper; ?kind=, ?unit=, ?programme= and ?parent= fill in what is already known."""
    actor = actor_of(request)
    require(policies.writes_somewhere(actor), to=_("ghi cam kết"))
    if request.method == "GET":
        return _show(request, DraftForm(actor, initial=_known(request)))
    form = DraftForm(actor, request.POST)
    if not form.is_valid():
        return _show(request, form, problems_in(form))
    try:
        commitment = actions.make_commitment(
            actor=actor, draft=form.draft(), sources=form.named_sources()
        )
    except Refused as refused:
        return _show(request, form, refused.problems)
    return redirect("commitments:commitment", commitment.pk)


def _known(request: HttpRequest) -> dict[str, Any]:
    known: dict[str, Any] = {
        name: request.GET[name]
        for name in ("kind", "unit", "programme", "parent")
        if name in request.GET
    }
    if "unit" not in known:
        known |= _own_place(actor_of(request))
    urgent = known.get("kind") == Commitment.Kind.URGENT_MATTER
    return {"starts_on": clock.today(), "for_year": clock.today().year if urgent else None, **known}


def _own_place(actor: Actor) -> dict[str, Any]:
    """Where the actor likely writes; who may only promise for himself there, with his name."""
    place = queries.likely_place(actor, clock.today())
    if place is None:
        return {}
    if place.is_written_for:
        return {"unit": place.unit_id}
    return {"unit": place.unit_id, "person": place.person_code}


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """A draft, whole, to be written anew."""
    actor = actor_of(request)
    drafts = policies.visible_commitments(actor).select_related(*SHOWN_WITH_A_DRAFT)
    commitment = get_object_or_404(drafts, pk=commitment_id)
    require(
        policies.may_draft(actor, commitment.unit, commitment.person),
        to=_("sửa cam kết {code}").format(code=commitment.code),
    )
    if request.method == "GET":
        return _show(request, DraftForm(actor, initial=written(commitment)), (), commitment)
    form = DraftForm(actor, request.POST)
    if not form.is_valid():
        return _show(request, form, problems_in(form), commitment)
    try:
        actions.change_draft(
            actor=actor, commitment=commitment, draft=form.draft(), sources=form.named_sources()
        )
    except Refused as refused:
        return _show(request, form, refused.problems, commitment)
    return redirect("commitments:commitment", commitment.pk)


def _show(
    request: HttpRequest,
    form: DraftForm,
    problems: Sequence[Problem] = (),
    commitment: Commitment | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "problems": problems,
        "commitment": commitment,
        "parent": form.part_of(),
    }
    return render(request, "commitments/draft.html", context, status=422 if problems else 200)
