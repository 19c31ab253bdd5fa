"""The browser's door to imports: hand in, look at what was found, confirm, take back."""

import io
from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from noilam.exchange import actions, policies, queries, registry, writing
from noilam.exchange.forms import FileForm, MeaningForm, ProblemsFilter, ReasonForm, RunsFilter
from noilam.exchange.models import Alias, Run
from noilam.exchange.queries import pages
from noilam.exchange.sheet import Sheet
from noilam.exchange.web import spreadsheet_response, wants_spreadsheet, xlsx_response
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of, listing, wants_fragment


def _clerk(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(policies.may_import_anything(actor), to=_("nhập bảng tính"))
    return actor


def _sheet(kind: str) -> Sheet:
    if kind not in registry.kinds():
        raise Http404
    return registry.sheet(kind)


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    return _show_cards(request, _clerk(request))


def _show_cards(
    request: HttpRequest, actor: Actor, problems: Sequence[Problem] = ()
) -> HttpResponse:
    context = {
        "cards": queries.cards(actor),
        "form": FileForm(auto_id=False),
        "runs": queries.run_lines(list(pages.runs(actor, {})[:5])),
        "problems": problems,
    }
    return render(request, "exchange/imports.html", context, status=422 if problems else 200)


@require_POST
def files(request: HttpRequest, kind: str) -> HttpResponse:
    """A file is handed in: keep it, have it checked, show the run."""
    actor, sheet = _clerk(request), _sheet(kind)
    require(policies.may_import(actor, kind), to=_("nhập tệp loại này"))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        problem = Problem("no-file", _("Chọn một tệp có nội dung rồi bấm Kiểm tra."), "file")
        return _show_cards(request, actor, [problem])
    try:
        upload = form.cleaned_data["file"]
        run = actions.receive_file(actor=actor, kind=sheet.kind, upload=upload)
    except Refused as refused:
        return _show_cards(request, actor, refused.problems)
    return redirect("exchange:run", run.pk)


@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    actor, sheet = _clerk(request), _sheet(kind)
    require(policies.may_import(actor, kind), to=_("nhập tệp loại này"))
    headers = [column.label for column in sheet.columns]
    if request.GET.get("format") == "csv":
        example = [[column.example for column in sheet.columns]]
        return spreadsheet_response(request, _(sheet.title), headers, example)
    file = io.BytesIO()
    writing.write_template_xlsx(file, sheet, queries.drop_downs(actor, sheet))
    return xlsx_response(file.getvalue(), _("Mẫu {title}").format(title=_(sheet.title)))


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Everything of a kind that the reader sees, as a file that imports to no change."""
    actor, sheet = actor_of(request), _sheet(kind)
    require(policies.may_export(actor, kind), to=_("xuất bảng này"))
    headers = [column.label for column in sheet.columns]
    return spreadsheet_response(request, _(sheet.title), headers, sheet.export(actor))


@require_GET
def runs(request: HttpRequest) -> HttpResponseBase:
    actor = _clerk(request)
    kinds = queries.kinds_in_words(actor)
    form = RunsFilter(request.GET, kinds=kinds)
    filters = form.cleaned_data if form.is_valid() else {}
    found = pages.runs(actor, filters)
    if wants_spreadsheet(request):
        lines = queries.run_lines(list(found))
        headers = [_("Tệp"), _("Bảng"), _("Tình trạng"), _("Lúc"), _("Ai nhập")]
        rows = ([line.file, line.kind, line.status, line.at, line.by] for line in lines)
        return spreadsheet_response(request, _("Các lần nhập"), headers, rows)
    page = listing(request, found)
    context = {"form": form, "listing": page, "lines": queries.run_lines(page.rows)}
    return render(request, "exchange/runs.html", context)


def _find(request: HttpRequest, run_id: int) -> Run:
    return get_object_or_404(policies.visible_runs(_clerk(request)), pk=run_id)


@require_GET
def run(request: HttpRequest, run_id: int) -> HttpResponseBase:
    found = _find(request, run_id)
    if wants_spreadsheet(request):
        return _problems_file(request, found)
    if wants_fragment(request):
        return _standing(request, found)
    return _show_run(request, found, ReasonForm())


def _problems_file(request: HttpRequest, found: Run) -> HttpResponseBase:
    headers = [_("Dòng"), _("Ô"), _("Cột"), _("Cần sửa gì")]
    lines = queries.problem_lines(found)
    rows = ([line.row, line.cell, line.column, line.text] for line in lines)
    return spreadsheet_response(request, _("Lỗi trong tệp"), headers, rows)


def _standing(request: HttpRequest, found: Run) -> HttpResponse:
    """How far it has come; once it is there, the whole page is drawn anew."""
    page = queries.run_page(actor_of(request), found)
    response = render(request, "exchange/_standing.html", {"page": page})
    if not found.is_under_way:
        response["HX-Refresh"] = "true"
    return response


def _show_run(
    request: HttpRequest, found: Run, form: ReasonForm, problems: Sequence[Problem] = ()
) -> HttpResponse:
    page = queries.run_page(actor_of(request), found)
    chosen = ProblemsFilter(request.GET, columns=list(page.columns_at_fault))
    filters = chosen.cleaned_data if chosen.is_valid() else {}
    lines = queries.problem_lines(found, **filters)
    context = {
        "page": page,
        "filter": chosen,
        "listing": listing(request, lines),
        "form": form,
        "problems": problems,
    }
    return render(request, "exchange/run.html", context, status=422 if problems else 200)


@require_POST
def confirmation(request: HttpRequest, run_id: int) -> HttpResponse:
    found = _find(request, run_id)
    try:
        actions.confirm_run(actor=actor_of(request), run=found)
    except Refused as refused:
        return _show_run(request, found, ReasonForm(), refused.problems)
    return redirect("exchange:run", found.pk)


@require_POST
def meaning(request: HttpRequest, run_id: int) -> HttpResponse:
    """Remember what a header or a name means, and look the file through again."""
    found, actor = _find(request, run_id), actor_of(request)
    form = MeaningForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(Problem("no-choice", _("Chọn một mục trong danh sách."), "chosen"))
        actions.choose_meaning(actor=actor, kind=found.kind, **form.cleaned_data)
        actions.begin_check(actor=actor, run=found)
    except Refused as refused:
        return _show_run(request, found, ReasonForm(), refused.problems)
    return redirect("exchange:run", found.pk)


@require_POST
def undoing(request: HttpRequest, run_id: int) -> HttpResponse:
    found = _find(request, run_id)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.take_back(actor=actor_of(request), run=found, reason=reason)
    except Refused as refused:
        return _show_run(request, found, form, refused.problems)
    messages.success(request, _("Đã hoàn lại toàn bộ lần nhập này."))
    return redirect("exchange:run", found.pk)


@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """What was chosen before, to look through and to forget."""
    kinds = dict(queries.kinds_in_words(_clerk(request)))
    page = listing(request, Alias.objects.filter(kind__in=kinds))
    context = {"listing": page, "lines": [(each, kinds[each.kind]) for each in page.rows]}
    return render(request, "exchange/words.html", context)


@require_POST
def forgetting(request: HttpRequest, alias_id: int) -> HttpResponse:
    kinds = dict(queries.kinds_in_words(_clerk(request)))
    alias = get_object_or_404(Alias, pk=alias_id, kind__in=kinds)
    actions.forget_meaning(actor=actor_of(request), alias=alias)
    messages.success(request, _("Đã quên lựa chọn này; lần sau sẽ hỏi lại."))
    return redirect(reverse("exchange:words"))
