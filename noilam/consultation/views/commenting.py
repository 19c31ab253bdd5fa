"""Saying something about a part, and taking it back."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from noilam.foundation.access import require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of, problems_in, worded

from .. import actions, policies
from ..forms import CommentForm, ReasonForm
from ..models import Consultation, Part
from ..queries import one


@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """?part= names the part; without it, the comment is about the whole draft."""
    actor = actor_of(request)
    found = get_object_or_404(one.found(actor), pk=consultation_id)
    require(policies.may_comment(actor, found), to=_("góp ý cho {title}").format(title=found.title))
    voices = one.voices(actor, found)
    if request.method == "GET":
        return _show(request, found, CommentForm(voices=voices))
    form = CommentForm(request.POST, voices=voices)
    if not form.is_valid():
        return _show(request, found, form, problems_in(form))
    try:
        made = actions.comment(
            actor=actor, consultation=found, part_key=request.GET.get("part", ""), **form.said()
        )
    except Refused as refused:
        return _show(request, found, form, refused.problems)
    messages.success(request, _("Đã ghi ý kiến số {number}.").format(number=made.number))
    return redirect("consultation:consultation", found.pk)


def _show(
    request: HttpRequest,
    consultation: Consultation,
    form: CommentForm,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    newest = consultation.drafts.order_by("-number").values("pk")[:1]
    key = request.GET.get("part", "")
    context = {
        "consultation": consultation,
        "part": Part.objects.filter(draft__in=newest, key=key).first() if key else None,
        "form": form,
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "consultation/comment.html", context, status=status)


@require_POST
def withdrawal(request: HttpRequest, consultation_id: int, comment_number: int) -> HttpResponse:
    """One press on the comment's page; a refusal is told there."""
    actor = actor_of(request)
    found = get_object_or_404(one.found(actor), pk=consultation_id)
    comment = get_object_or_404(found.comments, number=comment_number)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.withdraw_comment(actor=actor, comment=comment, reason=reason)
    except Refused as refused:
        for problem in refused.problems:
            messages.warning(request, worded(problem))
    return redirect("consultation:said", found.pk, comment.number)
