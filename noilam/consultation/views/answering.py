"""Answering one comment, or several in one breath."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from noilam.foundation.access import require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of

from .. import actions, policies
from ..forms import AnswerForm
from ..keys import comments_link
from ..models import Comment, Consultation
from ..queries import one
from ..queries.comments import rows

MOST_AT_ONCE = 200


@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """?pick=3&pick=7 names the comments by their numbers; ?back= the list one came from."""
    actor = actor_of(request)
    found = get_object_or_404(one.found(actor), pk=consultation_id)
    require(
        policies.may_answer(actor, found), to=_("trả lời ý kiến về {title}").format(title=found)
    )
    picked = _picked(request, found)
    if request.method == "GET":
        return _show(request, found, picked, AnswerForm(initial=_earlier(picked)))
    form = AnswerForm(request.POST)
    form.is_valid()  # what cannot be read is refused by the rules, with everything else
    try:
        number = actions.answer_many(
            actor=actor,
            consultation=found,
            comments=picked,
            disposition=form.cleaned_data.get("disposition", ""),
            reason=form.cleaned_data.get("reason", ""),
        )
    except Refused as refused:
        return _show(request, found, picked, form, refused.problems)
    done = ngettext("Đã trả lời {number} ý kiến.", "Đã trả lời {number} ý kiến.", number)
    messages.success(request, done.format(number=number))
    return redirect(f"{comments_link(found.pk)}?{request.GET.get('back') or UNANSWERED}")


UNANSWERED = urlencode({"state": "unanswered"})


def _picked(request: HttpRequest, found: Consultation) -> QuerySet[Comment]:
    """Those ticked, as they were asked for: in the address, or again in what was sent."""
    named = request.POST.getlist("pick") or request.GET.getlist("pick")
    numbers = [int(each) for each in named[:MOST_AT_ONCE] if each.isdigit() and len(each) < 10]
    return found.comments.filter(number__in=numbers).order_by("number")


def _earlier(picked: QuerySet[Comment]) -> dict[str, Any]:
    """A single comment's earlier answer is where its new one starts from."""
    if len(picked) != 1:
        return {}
    last = picked[0].answers.filter(superseded_at=None).first()
    return {"disposition": last.disposition, "reason": last.reason} if last else {}


def _show(
    request: HttpRequest,
    consultation: Consultation,
    picked: QuerySet[Comment],
    form: AnswerForm,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    context = {
        "consultation": consultation,
        "rows": rows(consultation, picked),
        "form": form,
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "consultation/answers.html", context, status=status)
