"""A committee's sitting over a month: read, decide on exceptions, settle the rest in one act."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation.access import require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.periods import Month
from noilam.foundation.web import actor_of, listing, problems_in

from ..actions import deciding
from ..forms.packs import Asked, PackForm, VotesForm, codes_of, pack_form
from ..models import DecisionPack, Mark
from ..policies import sheets as policies
from ..queries.packs import PackPage, pack_of
from ..queries.pages import pack as shown
from ..queries.pages.marking import FieldGroup, Marking
from ..queries.pages.story import Story
from ..rules.months import key_text, month_of, month_text


@require_GET
def packs(request: HttpRequest) -> HttpResponseBase:
    """What is to be settled, and the record of every sitting."""
    actor = actor_of(request)
    found = shown.past_packs(actor)
    if wants_spreadsheet(request):
        headers = [
            _("Đơn vị"),
            _("Tháng"),
            _("Ngày"),
            _("Biên bản"),
            _("Biểu quyết"),
            _("Số phiếu"),
        ]
        lines = [
            [each.unit, each.month, each.decided, each.minutes, each.votes, each.sheets]
            for each in shown.records(found)
        ]
        return spreadsheet_response(request, _("phien-duyet"), headers, lines)
    page = listing(request, found)
    context = {
        "months": shown.months_waiting(actor),
        "listing": page,
        "records": shown.records(page.rows),
    }
    return render(request, "scoring/packs.html", context)


@require_http_methods(["GET", "POST"])
def pack(request: HttpRequest, unit_id: int, month: int) -> HttpResponseBase:
    """Buttons: settle; open a sheet's marks; take sheets out of the rest."""
    actor = actor_of(request)
    unit = get_object_or_404(policies.issuers_seen(actor), pk=unit_id)
    require(policies.may_settle(actor, unit), to=_("ghi phiên duyệt của đơn vị này"))
    page = pack_of(actor, unit, _month(month))
    if wants_spreadsheet(request):
        return _list_file(request, page)
    posted = request.POST if request.method == "POST" else None
    form, votes = pack_form(page, posted), VotesForm(posted)
    if posted is None or posted.get("deed", "settle") != "settle":
        return _show(
            request, page, form, VotesForm(initial=posted.dict()) if posted else VotesForm()
        )
    try:
        settled = _settle(request, page, form, votes)
    except Refused as refused:
        return _show(request, page, form, votes, refused.problems)
    messages.success(request, _("Đã chốt. Đơn vị nhận thông báo kết quả."))
    return redirect("scoring:pack_record", settled.pk)


def _month(key: int) -> Month:
    if not 1 <= key % 100 <= 12 or not 2000 <= key // 100 <= 2200:
        raise Http404
    return month_of(key)


def _settle(request: HttpRequest, page: PackPage, form: PackForm, votes: VotesForm) -> DecisionPack:
    problems = list(form.problems)
    if not votes.is_valid():
        problems += problems_in(votes)
    if problems:
        raise Refused(*problems)
    return deciding.settle_pack(
        actor=actor_of(request),
        unit=page.unit,
        month=page.month,
        list_hash=request.POST.get("list_hash", ""),
        votes=votes.votes(),
        minutes=votes.cleaned_data["minutes"],
        decisions=form.decisions(),
    )


def _show(
    request: HttpRequest,
    page: PackPage,
    form: PackForm,
    votes: VotesForm,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    context = {
        "page": page,
        "month": month_text(page.month),
        "asked": [_alone(each, problems) for each in form.asked],
        "rest": [shown.line_of(each, in_full=False) for each in form.rest],
        "rest_in_words": shown.told_of_rest(form.rest),
        "missing": shown.late_lines(page.missing),
        "votes": votes,
        "problems": problems,
        "rows": {str(each.sheet.pk) for each in page.entries},
    }
    return render(request, "scoring/pack.html", context, status=422 if problems else 200)


def _alone(asked: Asked, problems: Sequence[Problem]) -> dict[str, Any]:
    """One exception with what was typed for it, and its marks where they are opened."""
    entry = asked.entry
    return {
        "line": shown.line_of(entry),
        "decision": asked.decision,
        "reason": asked.reason,
        "is_taken_out": not entry.is_exception,
        "problems": [each for each in problems if each.about == str(entry.sheet.pk)],
        "groups": _fields(asked) if asked.changes and asked.before else [],
    }


def _fields(asked: Asked) -> list[FieldGroup]:
    changes, before = asked.changes, asked.before
    if changes is None or before is None:
        return []
    return Marking(
        standing=asked.entry.held,
        story=Story(),
        until=Mark.Stage.APPEAL,
        open_codes=codes_of(asked.entry.held),
        typed=changes.typed,
        before=before.typed,
        problems=changes.problems,
        prefix=asked.prefix,
    ).groups()


def _list_file(request: HttpRequest, page: PackPage) -> HttpResponseBase:
    """The list as the members take it along."""
    headers = [
        _("Đơn vị"),
        _("Tự chấm"),
        _("Điểm"),
        _("Chênh"),
        pgettext("column", "Xếp loại"),
        _("Xét riêng vì"),
        _("Xem lại lần hai"),
    ]
    lines = [
        [line.unit, line.own, line.total, line.difference, line.band]
        + ["; ".join(line.why), "; ".join(line.looks)]
        for line in map(shown.line_of, [*page.exceptions, *page.rest])
    ]
    return spreadsheet_response(request, _("danh-sach-phien-duyet"), headers, lines)


@require_GET
def record(request: HttpRequest, pack_id: int) -> HttpResponseBase:
    """What a sitting settled, to be printed and signed."""
    actor = actor_of(request)
    seen = policies.visible_packs(actor).select_related("unit")
    found = get_object_or_404(seen, pk=pack_id)
    items = shown.items_of(actor, found)
    if wants_spreadsheet(request):
        return _record_file(request, found, items)
    context = {
        "pack": found,
        "month": key_text(found.month),
        "votes": shown.votes_text(found),
        "items": items,
    }
    return render(request, "scoring/pack_record.html", context)


def _record_file(
    request: HttpRequest, found: DecisionPack, items: Sequence[shown.ItemLine]
) -> HttpResponseBase:
    headers = [
        _("STT"),
        _("Đơn vị"),
        _("Điểm"),
        pgettext("column", "Xếp loại"),
        _("Quyết định"),
        _("Lý do"),
    ]
    headers += [_("Xét riêng"), _("Mã nội dung"), _("Xem lại lần hai")]
    lines = [
        [
            each.number,
            each.unit,
            each.total,
            each.band,
            each.decision,
            each.reason,
            each.is_exception,
            each.content_hash,
            "; ".join(each.looks),
        ]
        for each in items
    ]
    return spreadsheet_response(request, f"phien-duyet-{found.month}", headers, lines)
