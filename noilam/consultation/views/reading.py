"""One consultation, one of its parts, one comment, two of its drafts compared."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from noilam.foundation import clock
from noilam.foundation.web import Listing, actor_of

from .. import policies
from ..forms import ReasonForm
from ..models import Consultation, Draft, Part
from ..queries import comments, one, parts
from ..queries import comparison as comparing

PARTS_ON_A_PAGE = 30


@require_GET
def consultation(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """What is asked, of whom, until when; the parts with what was said about each."""
    actor, found = actor_of(request), _found(request, consultation_id)
    page = one.consultation_page(actor, found, clock.today(), request.GET.get("draft", ""))
    shown = _cut(request, page.draft.parts.all(), PARTS_ON_A_PAGE)
    context = {
        "consultation": found,
        "page": page,
        "listing": shown,
        "rows": parts.part_rows(found.pk, shown.rows, page.said),
        "gone": one.gone_parts(found, page),
    }
    return render(request, "consultation/consultation.html", context)


@require_GET
def part(request: HttpRequest, consultation_id: int, part_key: str) -> HttpResponse:
    """One part in full, as it reads in the last draft that has it, with the way to comment."""
    actor, found = actor_of(request), _found(request, consultation_id)
    last = _last_of_that_key(found, part_key)
    is_open = found.window.is_open(clock.today())
    context = {
        "consultation": found,
        "row": parts.part_row(found.pk, last, parts.told(found)),
        "draft": last.draft,
        "may_comment": is_open and policies.may_comment(actor, found),
    }
    return render(request, "consultation/part.html", context)


@require_GET
def said(request: HttpRequest, consultation_id: int, comment_number: int) -> HttpResponse:
    """One comment: the part as it read then, what was said, every answer so far."""
    actor, found = actor_of(request), _found(request, consultation_id)
    comment = get_object_or_404(found.comments, number=comment_number)
    is_open = found.window.is_open(clock.today())
    context = {
        "consultation": found,
        "comment": comment,
        "standing": comments.standing(comment),
        "part": parts.part_of(comment),
        "answers": comment.answers.order_by("-pk"),
        "may_answer": policies.may_answer(actor, found) and not comment.withdrawn_at,
        "may_withdraw": is_open
        and not comment.withdrawn_at
        and policies.may_withdraw(actor, comment),
        "form": ReasonForm(),
    }
    return render(request, "consultation/said.html", context)


@require_GET
def comparison(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """?old=1&new=2, else the last two; ?part= shows one part whole."""
    found = _found(request, consultation_id)
    drafts = list(found.drafts.all())
    old, new = _chosen(request, drafts)
    compared = comparing.comparison(old, new)
    only = request.GET.get("part", "")
    changes = [each for each in compared.changes if not only or each.part.key == only]
    shown = _cut(request, changes, comparing.CHANGES_ON_A_PAGE)
    context = {
        "consultation": found,
        "drafts": drafts,
        "compared": compared,
        "listing": shown,
        "rows": comparing.change_rows(compared, shown.rows, is_whole=bool(only)),
        "only": only,
    }
    return render(request, "consultation/comparison.html", context)


def _chosen(request: HttpRequest, drafts: list[Draft]) -> tuple[Draft, Draft]:
    """Two drafts by their numbers; a number that there is not does not exist."""
    by_number = {str(each.number): each for each in drafts}
    first, last = drafts[max(len(drafts) - 2, 0)], drafts[-1]
    try:
        old = by_number[request.GET.get("old") or str(first.number)]
        return old, by_number[request.GET.get("new") or str(last.number)]
    except KeyError:
        raise Http404 from None


def _cut(request: HttpRequest, rows: Any, size: int) -> Listing:
    """Pages of long texts, shorter than those of a list of lines."""
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(rows, size).get_page(request.GET.get("page"))
    return Listing(page, query.urlencode())


def _last_of_that_key(found: Consultation, key: str) -> Part:
    """As it reads in the last draft that has it."""
    rows = Part.objects.filter(draft__consultation=found, key=key)
    last = rows.select_related("draft").order_by("-draft__number").first()
    if last is None:
        raise Http404
    return last


def _found(request: HttpRequest, consultation_id: int) -> Consultation:
    return get_object_or_404(one.found(actor_of(request)), pk=consultation_id)
