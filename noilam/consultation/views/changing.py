"""What the body that asks does with a consultation that is under way: one form for each deed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say
from noilam.foundation.web import actor_of, problems_in

from .. import actions, policies
from ..forms import BodiesForm, DraftForm, ExtensionForm, ReasonForm
from ..models import Consultation
from ..queries import one
from ..rules import as_text, split_into_parts, with_keys_of


@dataclass(frozen=True)
class Deed:
    """A title, a button, a form, and what it does."""

    title: str
    button: str
    form: Callable[..., forms.Form]
    act: Callable[[Actor, Consultation, Any], object]
    begins_with: Callable[[Consultation], dict[str, Any]] = lambda _consultation: {}
    asks_actor: bool = False


def _invite(actor: Actor, consultation: Consultation, form: BodiesForm) -> object:
    bodies = form.bodies(consultation.unit)
    return actions.invite(actor=actor, consultation=consultation, **bodies)


def _extend(actor: Actor, consultation: Consultation, form: forms.Form) -> object:
    return actions.extend(actor=actor, consultation=consultation, **form.cleaned_data)


def _close(actor: Actor, consultation: Consultation, form: forms.Form) -> object:
    return actions.close_consultation(actor=actor, consultation=consultation, **form.cleaned_data)


def _publish(actor: Actor, consultation: Consultation, form: forms.Form) -> object:
    before = one.newest_parts(consultation)
    parts = with_keys_of(before, split_into_parts(form.cleaned_data["text"]))
    note = form.cleaned_data["note"]
    return actions.publish_draft(actor=actor, consultation=consultation, parts=parts, note=note)


def _as_it_reads(consultation: Consultation) -> dict[str, Any]:
    return {"text": as_text(one.newest_parts(consultation))}


DEEDS: Mapping[str, Deed] = {
    "draft": Deed(say("Đưa bản dự thảo mới"), say("Đưa lên"), DraftForm, _publish, _as_it_reads),
    "invitation": Deed(say("Mời thêm nơi góp ý"), say("Mời"), BodiesForm, _invite, asks_actor=True),
    "extension": Deed(say("Kéo dài lấy ý kiến"), say("Kéo dài"), ExtensionForm, _extend),
    "closing": Deed(say("Kết thúc trước hạn"), say("Kết thúc"), ReasonForm, _close),
}


@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, consultation_id: int, name: str) -> HttpResponse:
    """Ask for a deed, or do it and go back to the consultation."""
    if name not in DEEDS:
        raise Http404
    asked, actor = DEEDS[name], actor_of(request)
    found = get_object_or_404(one.found(actor), pk=consultation_id)
    require(policies.may_change(actor, found), to=gettext(asked.title).lower())
    if name == "draft" and found.about_kind:
        raise Http404  # its text is kept, edited and published by another floor
    known = {"actor": actor} if asked.asks_actor else {}
    if request.method == "GET":
        return _show(request, found, asked, asked.form(initial=asked.begins_with(found), **known))
    form = asked.form(request.POST, **known)
    if not form.is_valid():
        return _show(request, found, asked, form, problems_in(form))
    try:
        asked.act(actor, found, form)
    except Refused as refused:
        return _show(request, found, asked, form, refused.problems)
    return redirect("consultation:consultation", found.pk)


def _show(
    request: HttpRequest,
    consultation: Consultation,
    asked: Deed,
    form: forms.Form,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    context = {"consultation": consultation, "deed": asked, "form": form, "problems": problems}
    status = 422 if problems else 200
    return render(request, "consultation/deed.html", context, status=status)
