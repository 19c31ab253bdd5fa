"""Consultations, comments by the thousand, the disposition table, who was asked: as lists."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation import clock
from noilam.foundation.web import actor_of, listing

from .. import policies
from ..forms import CommentFilterForm, ListFilterForm
from ..models import Comment, Consultation, Part
from ..queries import comments as said
from ..queries import lists, one


@require_GET
def consultations(request: HttpRequest) -> HttpResponseBase:
    """All that the reader may see; the same list as a spreadsheet."""
    actor, day, form = actor_of(request), clock.today(), ListFilterForm(request.GET)
    found = lists.consultations(actor, day, **form.filters(), sort=request.GET.get("sort", ""))
    if wants_spreadsheet(request):
        headers = [_("Dự thảo"), _("Nơi hỏi ý kiến"), _("Từ ngày"), _("Đến hết ngày"), _("Bản số")]
        headers += [_("Ý kiến"), _("Chưa trả lời"), _("Tình trạng")]
        lines = [
            [row.title, row.unit, row.opened, row.closes, row.draft]
            + [row.told, row.unanswered, row.stage]
            for row in lists.rows(found, day)
        ]
        return spreadsheet_response(request, _("lay-y-kien"), headers, lines)
    shown = listing(request, found)
    context = {
        "form": form,
        "listing": shown,
        "rows": lists.rows(shown.rows, day),
        "may_open": policies.opens_somewhere(actor),
    }
    return render(request, "consultation/list.html", context)


@require_GET
def comments(request: HttpRequest, consultation_id: int) -> HttpResponseBase:
    """Fifty comments a page, filtered by the address; several may be picked to be answered."""
    actor, found = actor_of(request), _found(request, consultation_id)
    form = CommentFilterForm(request.GET, parts=_parts(found))
    asked = said.comments(found, form.filters(request.GET.get("sort", "")))
    if wants_spreadsheet(request):
        return _as_spreadsheet(request, _("y-kien"), found, asked)
    shown = listing(request, asked)
    context = {
        "consultation": found,
        "form": form,
        "listing": shown,
        "rows": said.rows(found, shown.rows, is_whole=request.GET.get("size") == "all"),
        "may_answer": policies.may_answer(actor, found),
        "query": shown.query,
    }
    return render(request, "consultation/comments.html", context)


@require_GET
def disposition(request: HttpRequest, consultation_id: int) -> HttpResponseBase:
    """Bảng tổng hợp, tiếp thu, giải trình: what was said about each part, what became of it."""
    found = _found(request, consultation_id)
    asked = said.disposition(found)
    if wants_spreadsheet(request):
        return _as_spreadsheet(request, _("tong-hop-tiep-thu-giai-trinh"), found, asked)
    shown = listing(request, asked)
    rows = said.rows(found, shown.rows, is_whole=request.GET.get("size") == "all")
    context = {
        "consultation": found,
        "listing": shown,
        "parts": said.by_part(rows),
        "day": clock.today(),
        "is_cut": any(row.is_cut for row in rows),
    }
    return render(request, "consultation/disposition.html", context)


@require_GET
def invited(request: HttpRequest, consultation_id: int) -> HttpResponseBase:
    """Who was asked, and who has spoken."""
    found = _found(request, consultation_id)
    state = request.GET.get("state", "")
    asked = one.invited(found, state)
    if wants_spreadsheet(request):
        headers = [_("Được hỏi"), _("Loại"), _("Mời ngày"), _("Ý kiến")]
        lines = [
            [row.name, row.kind, row.invited, row.comments]
            for row in one.invited_rows(found, asked)
        ]
        return spreadsheet_response(request, _("noi-duoc-hoi"), headers, lines)
    shown = listing(request, asked)
    context = {
        "consultation": found,
        "listing": shown,
        "rows": one.invited_rows(found, shown.rows),
        "state": state,
        "may_change": policies.may_change(actor_of(request), found),
    }
    return render(request, "consultation/invited.html", context)


def _found(request: HttpRequest, consultation_id: int) -> Consultation:
    return get_object_or_404(one.found(actor_of(request)), pk=consultation_id)


def _parts(consultation: Consultation) -> list[tuple[str, str]]:
    """Keys and titles of the newest draft."""
    parts = Part.objects.filter(draft__in=consultation.drafts.order_by("-number").values("pk")[:1])
    return list(parts.order_by("order").values_list("key", "title"))


def _as_spreadsheet(
    request: HttpRequest, name: str, consultation: Consultation, found: QuerySet[Comment]
) -> HttpResponseBase:
    rows = said.rows(consultation, found, is_whole=True)
    return spreadsheet_response(request, name, said.sheet_headers(), said.sheet_lines(rows))
