"""A text pasted here is opened for comment."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from noilam.foundation.access import require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of, problems_in

from .. import actions, policies
from ..forms import OpenForm
from ..queries.one import first_last_day
from ..rules import PartText, split_into_parts


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Paste a text, see how it falls into parts, choose whom to ask and until when."""
    actor = actor_of(request)
    require(policies.opens_somewhere(actor), to=_("mở lấy ý kiến"))
    if request.method == "GET":
        return _show(request, OpenForm(actor=actor, initial={"closes_on": first_last_day()}))
    form = OpenForm(request.POST, actor=actor)
    parts = split_into_parts(request.POST.get("text", ""))
    if "look" in request.POST:
        return _show(request, form, parts=parts)
    if not form.is_valid():
        return _show(request, form, problems_in(form))
    given: dict[str, Any] = {name: form.cleaned_data[name] for name in OWN}
    given |= form.bodies(given["unit"])
    try:
        opened = actions.open_consultation(actor=actor, parts=parts, **given)
    except Refused as refused:
        return _show(request, form, refused.problems)
    return redirect("consultation:consultation", opened.pk)


OWN = ("title", "unit", "note", "closes_on")


def _show(
    request: HttpRequest,
    form: OpenForm,
    problems: Sequence[Problem] = (),
    parts: Sequence[PartText] = (),
) -> HttpResponse:
    context = {"form": form, "problems": problems, "parts": parts}
    status = 422 if problems else 200
    return render(request, "consultation/new.html", context, status=status)
