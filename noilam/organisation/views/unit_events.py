"""Forms of what happens to a unit: founded, renamed, retyped, and what needs a dry run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem
from noilam.foundation.text import say, tidy
from noilam.foundation.web import actor_of
from noilam.organisation import actions, policies, queries, wizard
from noilam.organisation.forms.units import (
    CensusForm,
    DecisionForm,
    EndForm,
    FoundForm,
    MergeForm,
    MoveForm,
    RelocateForm,
    RenameForm,
    RetypeForm,
    SplitForm,
)
from noilam.organisation.models import Unit, UnitEvent

from .dry_runs import decide, show_plan
from .plain import attempt, plain_form, suggestions
from .units import find_unit


@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(policies.may_group_units(actor), to=_("thành lập đơn vị"))
    under = request.GET.get("under", "")
    parent = find_unit(request, int(under)) if under.isdigit() else None
    form = FoundForm(
        request.POST or None, actor=actor, day=clock.today(), initial={"parent": parent}
    )
    done, problems = attempt(form, lambda: actions.found_unit(actor=actor, **form.deed()))
    if done:
        messages.success(request, _("Đã thành lập đơn vị."))
        made = get_object_or_404(Unit, code=tidy(form.cleaned_data["code"]))
        return redirect("organisation:unit", made.pk)
    return _show_form(request, form, problems, _("Thành lập đơn vị"), parent)


@dataclass(frozen=True)
class _Simple:
    """An event that leaves nothing open: one form, one action."""

    title: str
    form: Callable[..., DecisionForm]
    action: Callable[..., Unit]
    needs_day: bool = False


SIMPLE: Mapping[str, _Simple] = {
    "rename": _Simple(say("Đổi tên"), RenameForm, actions.rename_unit),
    "retype": _Simple(say("Đổi loại hình"), RetypeForm, actions.retype_unit),
    "relocate": _Simple(say("Đổi địa bàn"), RelocateForm, actions.relocate_unit, True),
}


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, unit_id: int, deed: str) -> HttpResponse:
    unit, event = _changeable(request, unit_id), SIMPLE[deed]
    actor, more = actor_of(request), {"day": clock.today()} if event.needs_day else {}
    form = event.form(request.POST or None, actor=actor, **more)
    done, problems = attempt(form, lambda: event.action(actor=actor, unit=unit, **form.deed()))
    if done:
        messages.success(request, _("Đã ghi sự kiện."))
        return redirect("organisation:history", unit.pk)
    return _show_form(request, form, problems, _(event.title), unit)


def _changeable(request: HttpRequest, unit_id: int) -> Unit:
    unit = find_unit(request, unit_id)
    require(
        policies.may_change_organisation(actor_of(request), unit),
        to=_("thay đổi tổ chức của {unit}").format(unit=unit),
    )
    return unit


def _show_form(
    request: HttpRequest,
    form: DecisionForm,
    problems: Sequence[Problem],
    title: str,
    unit: Unit | None,
) -> HttpResponse:
    context = {
        "form": form,
        "problems": problems,
        "title": title,
        "unit": unit,
        **suggestions(request, people=False),
    }
    status = 422 if form.is_bound else 200
    return render(request, "organisation/event_form.html", context, status=status)


# Events that need a dry run -----------------------------------------------------------------


@dataclass(frozen=True)
class _Planned:
    """An event that may leave matters open: form, dry run, decisions, then the action."""

    title: str
    form: Callable[..., DecisionForm]
    action: Callable[..., Any]
    plan: Callable[[Unit, Mapping[str, Any]], wizard.Plan]
    has_neighbours: bool = False


def _merge(*, actor: Actor, unit: Unit, **deed: Any) -> Unit:
    """The unit whose page it is, is among the inputs already."""
    return actions.merge_units(actor=actor, **deed)


PLANNED: Mapping[str, _Planned] = {
    "move": _Planned(say("Chuyển cấp trên"), MoveForm, actions.move_unit, wizard.plan_of_move),
    "end": _Planned(say("Kết thúc hoạt động"), EndForm, actions.end_unit, wizard.plan_of_end),
    "merge": _Planned(say("Sáp nhập"), MergeForm, _merge, wizard.plan_of_merger, True),
    "split": _Planned(say("Chia tách"), SplitForm, actions.split_unit, wizard.plan_of_split, True),
}


@require_http_methods(["GET", "POST"])
def reorganise(request: HttpRequest, unit_id: int, deed: str) -> HttpResponse:
    """Form, then the dry run, then the decisions: each step a POST to the same address."""
    unit, event, actor = _changeable(request, unit_id), PLANNED[deed], actor_of(request)
    more = {"unit": unit, "day": clock.today()} if event.has_neighbours else {}
    form = event.form(request.POST or None, actor=actor, **more)
    if not form.is_valid():
        return _show_form(request, form, (), _(event.title), unit)
    told = form.deed()
    act = partial(event.action, actor=actor, unit=unit)
    if found := wizard.rehearse(act, **told):
        return _show_form(request, form, found, _(event.title), unit)
    plan = event.plan(unit, told)
    problems: Sequence[Problem] = ()
    if request.POST.get("step") == "decide":
        done, problems = decide(request, plan, partial(act, **told))
        if done:
            messages.success(request, _("Đã ghi sự kiện và bàn giao mọi việc đang mở."))
            return redirect("organisation:event_hand_over", queries.last_event_of(unit).pk)
    title = f"{_(event.title)}: {unit}"
    return show_plan(request, plan, problems, title, reverse("organisation:unit", args=[unit.pk]))


@require_GET
def event_hand_over(request: HttpRequest, event_id: int) -> HttpResponse:
    """The list that is printed, signed and handed over."""
    visible = policies.visible_units(actor_of(request))
    seen = UnitEvent.objects.filter(parts__unit__in=visible).distinct()
    event = get_object_or_404(seen.prefetch_related("parts__unit"), pk=event_id)
    parts = [each.unit_id for each in event.parts.all()]
    open_ids = list(visible.filter(pk__in=parts).values_list("pk", flat=True))
    line = queries.event_line(event, open_ids=open_ids)
    opened = [each for each in (*line.after, *line.before) if each.is_open]
    context = {
        "event": line,
        "items": queries.hand_over_lines(event_id=event.pk),
        "title": line.kind,
        "back": reverse("organisation:unit", args=[opened[0].id]),
    }
    return render(request, "organisation/hand_over.html", context)


# Counting -----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def census(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit, actor = find_unit(request, unit_id), actor_of(request)
    require(
        policies.may_change_people(actor, unit), to=_("ghi số liệu của {unit}").format(unit=unit)
    )
    form = CensusForm(request.POST or None, initial={"counted_on": clock.today()})
    return plain_form(
        request,
        form,
        lambda: actions.count_census(
            actor=actor,
            unit=unit,
            counted_on=form.cleaned_data["counted_on"],
            totals=form.totals,
        ),
        title=_("Ghi số liệu"),
        back=reverse("organisation:unit", args=[unit.pk]),
        template="organisation/census.html",
        unit=unit,
    )
