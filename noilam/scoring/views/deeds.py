"""Small deeds on a sheet: reply, return, appeal; evidence; a second look."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from noilam.files.actions import store_upload
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say
from noilam.foundation.web import actor_of, problems_in, worded

from ..actions import appeals, second_looks, stages
from ..actions import evidence as evidence_actions
from ..forms.deeds import AppealForm, EvidenceForm, LookForm, ReplyForm, ReturnForm
from ..models import MarkEvidence, SecondLook, Sheet
from ..policies import sheets as policies
from ..queries.criteria import criteria_of
from ..queries.pages.sheet import sheet_page
from ..rules.months import key_text
from ..rules.stages import places_back
from .asked import base_of, moved_on, sheet_of
from .criterion import show_criterion


@dataclass(frozen=True)
class Deed:
    """What is asked, who may, what is then done with what was typed. `at`: where the sheet stands
    then; empty: its form knows."""

    title: str
    button: str
    done: str
    at: str
    form: Callable[[Sheet, Any], forms.Form]
    is_open: Callable[[Actor, Sheet], bool]
    act: Callable[..., object]


def _return_form(sheet: Sheet, posted: Any) -> forms.Form:
    return ReturnForm(posted, places=places_back(criteria_of(sheet.criteria_set), sheet.stage))


DEEDS: Mapping[str, Deed] = {
    "reply": Deed(
        say("Giải trình"),
        say("Gửi giải trình"),
        say("Đã gửi giải trình."),
        Sheet.Stage.REPLY,
        lambda _sheet, posted: ReplyForm(posted),
        policies.may_reply,
        stages.reply,
    ),
    "return": Deed(
        say("Trả lại phiếu"),
        say("Trả lại phiếu"),
        say("Đã trả lại phiếu."),
        "",
        _return_form,
        policies.may_return,
        stages.return_sheet,
    ),
    "appeal": Deed(
        say("Khiếu nại kết quả"),
        say("Gửi khiếu nại"),
        say("Đã gửi khiếu nại."),
        Sheet.Stage.FIXED,
        lambda _sheet, posted: AppealForm(posted),
        policies.may_appeal,
        appeals.file_appeal,
    ),
}


@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, sheet_id: int, name: str) -> HttpResponse:
    if name not in DEEDS:
        raise Http404
    asked, actor, sheet = DEEDS[name], actor_of(request), sheet_of(request, sheet_id)
    require(asked.is_open(actor, sheet), to=gettext(asked.title).lower())
    if asked.at and (gone := moved_on(request, sheet, asked.at)):
        return gone
    form = asked.form(sheet, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _show(request, asked, sheet, form)
    if not form.is_valid():
        return _show(request, asked, sheet, form, problems_in(form))
    try:
        asked.act(actor=actor, sheet=sheet, **form.cleaned_data)
    except Refused as refused:
        return _show(request, asked, sheet, form, refused.problems)
    messages.success(request, gettext(asked.done))
    return redirect(base_of(sheet))


def _show(
    request: HttpRequest,
    asked: Deed,
    sheet: Sheet,
    form: forms.Form,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    context = {
        "title": gettext(asked.title),
        "button": gettext(asked.button),
        "form": form,
        "problems": problems,
        "page": sheet_page(actor_of(request), sheet, clock.today()),
        "month": key_text(sheet.month),
        "base": base_of(sheet),
    }
    return render(request, "scoring/deed.html", context, status=422 if problems else 200)


# Evidence and second looks ------------------------------------------------------------------


@require_POST
def give_evidence(request: HttpRequest, sheet_id: int, code: str) -> HttpResponse:
    """A file or words for one criterion."""
    actor, sheet = actor_of(request), sheet_of(request, sheet_id)
    require(policies.may_self_score(actor, sheet), to=gettext("kèm minh chứng cho phiếu này"))
    form = EvidenceForm(request.POST, request.FILES)
    problems = [] if form.is_valid() else problems_in(form)
    if not problems:
        try:
            _store(actor, sheet, code, form)
            messages.success(request, gettext("Đã kèm minh chứng."))
            return redirect("scoring:criterion", sheet.pk, code)
        except Refused as refused:
            problems = list(refused.problems)
    return show_criterion(request, sheet, code, form, problems)


@transaction.atomic
def _store(actor: Actor, sheet: Sheet, code: str, form: EvidenceForm) -> None:
    """A file that is then refused is not kept either."""
    upload = form.cleaned_data["file"]
    evidence_actions.give_evidence(
        actor=actor,
        sheet=sheet,
        code=code,
        file=store_upload(actor=actor, upload=upload) if upload else None,
        text=form.cleaned_data["text"],
    )


@require_POST
def take_back_evidence(request: HttpRequest, sheet_id: int, evidence_id: int) -> HttpResponse:
    sheet = sheet_of(request, sheet_id)
    rows = MarkEvidence.objects.filter(sheet=sheet).select_related("criterion")
    found = get_object_or_404(rows, pk=evidence_id)
    code = found.criterion.code
    try:
        evidence_actions.take_back_evidence(actor=actor_of(request), evidence=found)
    except Refused as refused:
        return show_criterion(request, sheet, code, EvidenceForm(), refused.problems)
    messages.success(request, gettext("Đã rút minh chứng. Dòng ấy vẫn còn trong lịch sử."))
    return redirect("scoring:criterion", sheet.pk, code)


@require_POST
def look_again(request: HttpRequest, look_id: int) -> HttpResponse:
    """Somebody has looked, and says what he saw."""
    actor = actor_of(request)
    seen = policies.visible_sheets(actor).values("pk")
    rows = SecondLook.objects.filter(sheet__in=seen).select_related("sheet__criteria_set")
    found = get_object_or_404(rows, pk=look_id)
    require(policies.may_look_again(actor, found), to=gettext("xem lại phiếu này"))
    form = LookForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Ghi đã thấy gì rồi bấm lại."))
        return redirect(base_of(found.sheet))
    try:
        second_looks.look_again(actor=actor, second_look=found, **form.cleaned_data)
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, worded(problem))
    return redirect(base_of(found.sheet))
