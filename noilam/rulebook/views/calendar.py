"""The calendar on the web: the year, days declared and withdrawn with a preview, the count."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from noilam.exchange.web import spreadsheet_response
from noilam.foundation import clock
from noilam.foundation.access import require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of, bare_problems_in
from noilam.rulebook import actions, policies, queries, rules
from noilam.rulebook.forms import CountForm, DaysForm, WithdrawDayForm
from noilam.rulebook.queries import impact, public_days
from noilam.rulebook.queries.year import YearPage, count_page, year_page
from noilam.rulebook.rules import Change


@require_GET
def this_year(request: HttpRequest) -> HttpResponse:
    return redirect("rulebook:year", year=clock.today().year)


@require_GET
def year(request: HttpRequest, year: int) -> HttpResponseBase:
    if not date.min.year < year < date.max.year:
        raise Http404
    page = year_page(year, clock.today())
    if request.GET.get("format"):
        return _as_spreadsheet(request, page)
    may_declare = policies.may_declare_days(actor_of(request))
    context = {
        "page": page,
        "may_declare": may_declare,
        "before": str(year - 1),
        "after": str(year + 1),
    }
    return render(request, "rulebook/year.html", context)


def _as_spreadsheet(request: HttpRequest, page: YearPage) -> HttpResponseBase:
    headers = [_("Ngày"), _("Thứ"), _("Tên"), _("Loại"), _("Nguồn"), _("Căn cứ")]
    lines = [
        [each.text, each.weekday, each.name, each.kind, each.origin, each.citation]
        for month in page.months
        for each in month.named
    ]
    name = _("lich-lam-viec-{year}").format(year=page.year)
    return spreadsheet_response(request, name, headers, lines)


@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """Write days off and days worked, see what they would move, then confirm."""
    form = DaysForm(_posted(request), initial=request.GET.dict())

    def act(**confirmed: Any) -> None:
        kept = {name: form.cleaned_data[name] for name in ("citation", "reason")}
        actions.declare_days(actor=actor_of(request), days=form.days(), **kept, **confirmed)

    def look() -> tuple[Sequence[Problem], Change]:
        problems = impact.problems_with_days(form.days(), form.cleaned_data["citation"])
        return problems, impact.change_of_days(form.days())

    return _previewed(request, form, "rulebook/declare.html", look, act)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take a declared day back, after seeing what that would move."""
    form = WithdrawDayForm(_posted(request), initial=request.GET.dict())

    def act(**confirmed: Any) -> None:
        actions.withdraw_day(actor=actor_of(request), **form.cleaned_data, **confirmed)

    def look() -> tuple[Sequence[Problem], Change]:
        day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
        problems = rules.problems_with_withdrawal(day, impact.declared_days(), reason)
        return problems, impact.change_of_days([impact.public_standing(day)])

    return _previewed(request, form, "rulebook/withdraw.html", look, act)


def _previewed(
    request: HttpRequest,
    form: forms.Form,
    template: str,
    look: Callable[[], tuple[Sequence[Problem], Change]],
    act: Callable[..., None],
) -> HttpResponse:
    """Type, look, confirm: the three steps of every change to the calendar."""
    require(policies.may_declare_days(actor_of(request)), to=_("sửa lịch làm việc"))
    if request.method == "GET":
        return render(request, template, {"form": form, "problems": ()})
    if not form.is_valid():
        context = {"form": form, "problems": bare_problems_in(form)}
        return render(request, template, context, status=422)
    refused = _confirmed(request, act) if request.POST.get("step") == "save" else ()
    if request.POST.get("step") == "save" and not refused:
        messages.success(request, _("Đã ghi vào lịch làm việc."))
        return redirect("rulebook:calendar")
    found, change = look()
    seen = None if found else impact.preview(actor_of(request), change)
    context = {"form": form, "problems": refused or found, "preview": seen}
    return render(request, template, context, status=422 if context["problems"] else 200)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _confirmed(request: HttpRequest, act: Callable[..., None]) -> Sequence[Problem]:
    try:
        act(recalculate=request.POST.getlist("recalculate"), seen=request.POST.get("seen", ""))
    except Refused as refused:
        return refused.problems
    return ()


@require_GET
def differences(request: HttpRequest) -> HttpResponse:
    """What the newest public list says otherwise than the stored calendar."""
    require(policies.may_declare_days(actor_of(request)), to=_("sửa lịch làm việc"))
    context = {"differences": public_days.differences()}
    return render(request, "rulebook/differences.html", context)


@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """Count days and show the working. Nothing is stored; the address holds the question."""
    if "start" not in request.GET:
        form = CountForm(initial=CountForm.starting_values(clock.today()))
        return render(request, "rulebook/count.html", {"form": form, "problems": ()})
    form = CountForm(request.GET)
    problems = bare_problems_in(form) if not form.is_valid() else _problems_with_count(form)
    page = None if problems else count_page(_counted(form))
    context = {"form": form, "problems": problems, "page": page}
    return render(request, "rulebook/count.html", context, status=422 if problems else 200)


def _problems_with_count(form: CountForm) -> list[Problem]:
    asked = form.cleaned_data
    return rules.problems_with_count(asked["start"], asked["amount"], form.suspensions())


def _counted(form: CountForm) -> rules.Deadline:
    asked = form.cleaned_data
    return rules.deadline(
        asked["start"],
        asked["amount"],
        asked["unit"],
        queries.calendar(asked["start"]),
        moves_on_last_day_off=asked["moves"],
        suspensions=form.suspensions(),
    )
