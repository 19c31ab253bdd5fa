"""What becomes of a set: begun, brought in from a file, opened to comment, issued, dropped."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from noilam.foundation import clock
from noilam.foundation.access import require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say
from noilam.foundation.web import actor_of, bare_problems_in
from noilam.rulebook.queries import value

from .. import actions, policies
from ..forms.criteria import ConsultForm, DropForm, IssueForm, UploadForm
from ..forms.draft import NewSetForm
from ..models import CriteriaSet
from ..queries.criteria import kind_names
from ..queries.drafts import open_draft_of, units_scored
from ..queries.pages.criteria_compare import between
from ..queries.pages.criteria_page import issue_page, problems_of
from ..rules.installing import as_wished
from ..rules.reading import normal, read
from ..sheets.criteria_files import content_of
from .criteria import set_of


@require_http_methods(["GET", "POST"])
def new_set(request: HttpRequest) -> HttpResponse:
    """A draft that could hold, to be filled in the editor."""
    actor = actor_of(request)
    require(policies.drafts_somewhere(actor), to=_("soạn bộ tiêu chí"))
    form = NewSetForm(actor, request.POST if request.method == "POST" else None)
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        problems = bare_problems_in(form)
        if form.is_valid():
            try:
                unit = form.cleaned_data["unit"]
                made = actions.draft_criteria(actor=actor, unit=unit, content=form.content())
                return redirect("scoring:edit_set", made.pk)
            except Refused as refused:
                problems = refused.problems
    context = {"form": form, "problems": problems}
    return render(request, "scoring/new_set.html", context, status=422 if problems else 200)


@require_POST
def next_version(request: HttpRequest, set_id: int) -> HttpResponse:
    """A draft that begins as this set is; measures that it waited for are asked for again."""
    row = set_of(request, set_id)
    try:
        made = actions.draft_criteria(
            actor=actor_of(request),
            unit=row.unit,
            content=as_wished(row.content),
            note=_("Từ phiên bản {version}").format(version=row.version),
        )
    except Refused as refused:
        return _refused(request, row, refused)
    return redirect("scoring:edit_set", made.pk)


def _refused(request: HttpRequest, row: CriteriaSet, refused: Refused) -> HttpResponse:
    context = {"row": row, "problems": refused.problems}
    return render(request, "scoring/set_refused.html", context, status=422)


# From a file ------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def import_set(request: HttpRequest) -> HttpResponse:
    """Look at a file, then save it: as a new draft, or as the next revision of the open one."""
    actor = actor_of(request)
    require(policies.drafts_somewhere(actor), to=_("nhập bộ tiêu chí"))
    if request.method == "GET":
        return _show_upload(request, UploadForm(actor, initial={"unit": _first_unit(actor)}))
    form = UploadForm(actor, request.POST, request.FILES)
    if not form.is_valid():
        return _show_upload(request, form, bare_problems_in(form))
    try:
        content = _uploaded(form)
    except Refused as refused:
        return _show_upload(request, form, refused.problems)
    return _looked_at(request, form, content)


def _first_unit(actor: Any) -> Any:
    units = list(policies.units_to_draft_for(actor)[:2])
    return units[0].pk if len(units) == 1 else None


def _uploaded(form: UploadForm) -> Any:
    """What stands in the file, or in the hidden field where it was looked at before."""
    if upload := form.cleaned_data["file"]:
        return content_of(upload)
    try:
        return json.loads(form.cleaned_data["content"])
    except ValueError:
        raise _no_file() from None


def _no_file() -> Refused:
    return Refused(Problem("no-file", say("Chọn một tệp YAML hoặc Excel."), about="file"))


def _looked_at(request: HttpRequest, form: UploadForm, content: Any) -> HttpResponse:
    unit, kinds = form.cleaned_data["unit"], kind_names()
    _criteria, problems = read(content, kinds)
    if problems:
        return _show_upload(request, form, problems)
    made = normal(content, kinds)
    draft = open_draft_of(unit, made["code"])
    if request.POST.get("step") == "save":
        return _save_upload(request, form, draft, made)
    found = between(draft.content, made) if draft else None
    looked = {"content": json.dumps(made), "draft": draft, "found": found, "title": made["title"]}
    return _show_upload(request, form, (), **looked)


def _save_upload(
    request: HttpRequest, form: UploadForm, draft: CriteriaSet | None, content: Any
) -> HttpResponse:
    actor, note = actor_of(request), form.cleaned_data["note"]
    try:
        if draft is None:
            unit = form.cleaned_data["unit"]
            kept = actions.draft_criteria(actor=actor, unit=unit, content=content, note=note)
        else:
            note = note or _("Nhập từ tệp")
            kept = actions.revise_criteria(
                actor=actor, criteria_set=draft, content=content, note=note
            )
    except Refused as refused:
        return _show_upload(request, form, refused.problems)
    messages.success(request, _("Đã nhập thành dự thảo."))
    return redirect("scoring:criteria_set", kept.pk)


def _show_upload(
    request: HttpRequest, form: forms.Form, problems: Sequence[Problem] = (), **more: Any
) -> HttpResponse:
    context = {"form": form, "problems": problems, **more}
    return render(request, "scoring/import_set.html", context, status=422 if problems else 200)


# Comment, decision, end -------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def consult(request: HttpRequest, set_id: int) -> HttpResponse:
    row, actor = set_of(request, set_id), actor_of(request)
    require(policies.may_draft_criteria(actor, row.unit), to=_("lấy ý kiến về bộ tiêu chí này"))
    posted = request.POST if request.method == "POST" else None
    form = ConsultForm(actor, posted, initial={"closes_on": _first_last_day()})

    def act() -> None:
        given = form.cleaned_data
        scored = list(units_scored(row)) if given["all_below"] else []
        units = {each.pk: each for each in [*scored, *given["units"]]}
        actions.consult_on_criteria(
            actor=actor,
            criteria_set=row,
            closes_on=given["closes_on"],
            units=list(units.values()),
            people=given["people"],
            note=given["note"],
        )

    more = {"scored": units_scored(row).count()}
    return _decided(request, row, form, "scoring/consult_form.html", act, more)


def _first_last_day() -> date:
    """The earliest day on which the rulebook lets a consultation close."""
    today = clock.today()
    return today + timedelta(days=value("consultation.min_days", today))


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, set_id: int) -> HttpResponse:
    """The decision of the committee, with what stands in its way."""
    row, actor = set_of(request, set_id), actor_of(request)
    require(policies.may_issue_criteria(actor, row), to=_("ban hành bộ tiêu chí này"))
    form = IssueForm(
        request.POST if request.method == "POST" else None, initial={"decided_on": clock.today()}
    )

    def act() -> None:
        actions.issue_criteria(actor=actor, criteria_set=row, **form.decision())

    more = {"page": issue_page(row), "wrong": problems_of(row)}
    return _decided(request, row, form, "scoring/issue_form.html", act, more)


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, set_id: int) -> HttpResponse:
    row, actor = set_of(request, set_id), actor_of(request)
    require(policies.may_draft_criteria(actor, row.unit), to=_("bỏ dự thảo này"))
    form = DropForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        actions.drop_criteria(actor=actor, criteria_set=row, reason=form.cleaned_data["reason"])

    return _decided(request, row, form, "scoring/drop_form.html", act, {})


def _decided(
    request: HttpRequest, row: CriteriaSet, form: forms.Form, template: str, act: Any, more: Any
) -> HttpResponse:
    """Show the form; or do what it says, or say why not."""
    context: dict[str, Any] = {"row": row, "form": form, "problems": (), **more}
    if request.method == "GET":
        return render(request, template, context)
    context["problems"] = bare_problems_in(form)
    if form.is_valid():
        try:
            act()
            return redirect("scoring:criteria_set", row.pk)
        except Refused as refused:
            context["problems"] = refused.problems
    return render(request, template, context, status=422)
