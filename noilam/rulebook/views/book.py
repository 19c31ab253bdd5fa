"""The book on the web: the list, one rule, a change with its preview, its adoption."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from noilam.exchange.web import spreadsheet_response
from noilam.foundation.access import require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of, as_of, bare_problems_in, listing
from noilam.rulebook import actions, policies, rules
from noilam.rulebook.defaults import BY_KEY
from noilam.rulebook.forms import ChangeForm, ListFilters, ReadingForm, ReasonForm
from noilam.rulebook.models import RuleDraft, RuleVersion
from noilam.rulebook.queries import impact, pages
from noilam.rulebook.rules import Definition


@require_GET
def rules_list(request: HttpRequest) -> HttpResponseBase:
    day, filters = as_of(request), ListFilters(request.GET)
    rows = pages.rules_on(
        day,
        area=request.GET.get("area", ""),
        mark=request.GET.get("mark", ""),
        words=request.GET.get("q", ""),
        sort=request.GET.get("sort", ""),
    )
    if request.GET.get("format"):
        return _as_spreadsheet(request, rows)
    context = {
        "day": day,
        "filters": filters,
        "listing": listing(request, rows),
        "drafts": pages.drafts_waiting(),
    }
    return render(request, "rulebook/rules.html", context)


def _as_spreadsheet(request: HttpRequest, rows: Sequence[pages.RuleRow]) -> HttpResponseBase:
    headers = [_("Mã"), _("Quy định"), _("Mảng"), _("Giá trị"), _("Từ ngày"), _("Căn cứ")]
    headers.append(_("Đối chiếu"))
    lines = [
        [row.key, row.title, row.area, row.value, row.since, row.citation, row.mark_text]
        for row in rows
    ]
    return spreadsheet_response(request, _("so-quy-dinh"), headers, lines)


@require_GET
def one_rule(request: HttpRequest, key: str) -> HttpResponse:
    return _show_rule(request, _definition(key))


def _show_rule(
    request: HttpRequest, definition: Definition, problems: Sequence[Problem] = (), **more: Any
) -> HttpResponse:
    day = as_of(request)
    context = {
        "day": day,
        "page": pages.rule_page(definition, actor_of(request), day),
        "problems": problems,
        "reading": ReadingForm(),
        **more,
    }
    return render(request, "rulebook/rule.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Write a change, see what it would move, then put it forward."""
    definition = _definition(key)
    require(policies.may_draft(actor_of(request)), to=_("lập bản sửa đổi quy định"))
    if request.method == "GET":
        return _show_change(request, ChangeForm(definition, initial=_as_now(definition, request)))
    form = ChangeForm(definition, request.POST)
    if not form.is_valid():
        return _show_change(request, form, bare_problems_in(form))
    fields = form.draft()
    if request.POST.get("step") != "save":
        return _show_change(request, form, impact.problems_with_draft(**fields), preview=True)
    try:
        draft = actions.draft_rule_change(actor=actor_of(request), **fields)
    except Refused as refused:
        return _show_change(request, form, refused.problems)
    messages.success(request, _("Đã lập bản sửa đổi. Người khác sẽ ban hành."))
    return redirect("rulebook:draft", draft_id=draft.pk)


def _as_now(definition: Definition, request: HttpRequest) -> dict[str, Any]:
    stored = impact.value_in_force(definition.key, as_of(request))
    values = {} if stored is None else rules.typed(definition, stored)
    return {**values, "mark": rules.Mark.OWN.value}


def _show_change(
    request: HttpRequest,
    form: ChangeForm,
    problems: Sequence[Problem] = (),
    preview: bool = False,
) -> HttpResponse:
    key, moved = form.definition.key, None
    if preview and not problems:
        span = (form.cleaned_data["valid_from"], form.cleaned_data["valid_to"])
        would = impact.change_of_value(key, form.value, *span)
        moved = impact.preview(actor_of(request), would)
    context = {
        "form": form,
        "problems": problems,
        "preview": moved,
        "page": pages.rule_page(form.definition, actor_of(request), as_of(request)),
    }
    return render(request, "rulebook/change.html", context, status=422 if problems else 200)


@require_GET
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    return _show_draft(request, _draft(draft_id))


@require_POST
def adoption(request: HttpRequest, draft_id: int) -> HttpResponse:
    found = _draft(draft_id)
    try:
        actions.adopt_rule_version(
            actor=actor_of(request),
            draft=found,
            recalculate=request.POST.getlist("recalculate"),
            seen=request.POST.get("seen", ""),
        )
    except Refused as refused:
        return _show_draft(request, _draft(draft_id), refused.problems)
    messages.success(request, _("Đã ban hành. Giá trị cũ còn nguyên trong lịch sử."))
    return redirect("rulebook:rule", key=found.key)


@require_POST
def withdrawal(request: HttpRequest, draft_id: int) -> HttpResponse:
    found, form = _draft(draft_id), ReasonForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        actions.withdraw_rule_draft(actor=actor_of(request), draft=found, reason=reason)
    except Refused as refused:
        return _show_draft(request, _draft(draft_id), refused.problems, form)
    messages.success(request, _("Đã rút bản sửa đổi."))
    return redirect("rulebook:rule", key=found.key)


@require_POST
def reading(request: HttpRequest, version_id: int) -> HttpResponse:
    version = get_object_or_404(RuleVersion, pk=version_id, key__in=BY_KEY)
    form = ReadingForm(request.POST)
    problems: Sequence[Problem] = () if form.is_valid() else bare_problems_in(form)
    if not problems:
        try:
            actions.confirm_original(actor=actor_of(request), version=version, **form.cleaned_data)
        except Refused as refused:
            problems = refused.problems
    if problems:
        return _show_rule(request, BY_KEY[version.key], problems, reading=form)
    messages.success(request, _("Đã ghi: văn bản gốc đã được đối chiếu."))
    return redirect("rulebook:rule", key=version.key)


def _show_draft(
    request: HttpRequest,
    found: RuleDraft,
    problems: Sequence[Problem] = (),
    reason: ReasonForm | None = None,
) -> HttpResponse:
    context = {
        "page": pages.draft_page(found, actor_of(request)),
        "problems": problems,
        "reason": reason or ReasonForm(),
    }
    return render(request, "rulebook/draft.html", context, status=422 if problems else 200)


def _definition(key: str) -> Definition:
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def _draft(draft_id: int) -> RuleDraft:
    drafts = RuleDraft.objects.select_related("version")
    return get_object_or_404(drafts, pk=draft_id, key__in=BY_KEY)
