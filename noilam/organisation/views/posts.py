"""Posts taken up, changed and left (with the dry run), and areas in charge."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from noilam.foundation import clock
from noilam.foundation.access import require
from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text
from noilam.foundation.web import actor_of
from noilam.organisation import actions, policies, queries, wizard
from noilam.organisation.forms.people import (
    AppointForm,
    AreaForm,
    ChangePostForm,
    DayForm,
    EndPostForm,
)
from noilam.organisation.models import Appointment, Assignment

from .dry_runs import decide, show_plan
from .people import find_person
from .plain import plain_form, show_form, suggestions
from .units import find_unit


@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit, actor = find_unit(request, unit_id), actor_of(request)
    require(policies.may_change_people(actor, unit), to=_("bổ nhiệm ở {unit}").format(unit=unit))
    form = AppointForm(request.POST or None, actor=actor)
    return plain_form(
        request,
        form,
        lambda: actions.appoint(actor=actor, unit=unit, **form.cleaned_data),
        title=_("Bổ nhiệm ở {unit}").format(unit=unit),
        back=reverse("organisation:unit", args=[unit.pk]),
        **suggestions(request),
    )


def _post(request: HttpRequest, appointment_id: int) -> Appointment:
    """A post in a visible unit that this reader may change."""
    visible = policies.visible_units(actor_of(request))
    posts = Appointment.objects.filter(unit__in=visible).select_related("unit", "person")
    appointment = get_object_or_404(posts, pk=appointment_id)
    require(
        policies.may_change_people(actor_of(request), appointment.unit),
        to=_("thay đổi chức vụ ở {unit}").format(unit=appointment.unit),
    )
    return appointment


@require_http_methods(["GET", "POST"])
def end_post(request: HttpRequest, appointment_id: int) -> HttpResponse:
    appointment = _post(request, appointment_id)
    form = EndPostForm(
        request.POST or None, actor=actor_of(request), initial={"last_day": clock.today()}
    )
    title = _("Thôi giữ chức: {post}, {person}").format(
        post=appointment.post, person=appointment.person
    )
    return _leave(request, appointment, form, actions.end_appointment, title)


@require_http_methods(["GET", "POST"])
def change_post(request: HttpRequest, appointment_id: int) -> HttpResponse:
    appointment = _post(request, appointment_id)
    initial = {
        name: getattr(appointment, name)
        for name in ("post", "leads", "is_acting", "is_concurrent", "managed_by")
    }
    form = ChangePostForm(request.POST or None, actor=actor_of(request), initial=initial)
    title = _("Thay đổi chức vụ: {post}, {person}").format(
        post=appointment.post, person=appointment.person
    )
    return _leave(request, appointment, form, actions.change_appointment, title)


def _leave(
    request: HttpRequest,
    appointment: Appointment,
    form: EndPostForm | ChangePostForm,
    action: Callable[..., Appointment],
    title: str,
) -> HttpResponse:
    """Form, dry run, decisions: as for units."""
    back = reverse("organisation:person", args=[appointment.person_id])
    act = partial(action, actor=actor_of(request), appointment=appointment)
    found: Sequence[Problem] = ()
    if not form.is_valid() or (found := wizard.rehearse(act, **form.deed())):
        return show_form(request, form, found, title=title, back=back, **suggestions(request))
    plan = _plan(appointment, form.deed())
    problems: Sequence[Problem] = ()
    if request.POST.get("step") == "decide" or not plan.matters:
        kept, problems = decide(request, plan, partial(act, **form.deed()))
        if kept:
            messages.success(request, _("Đã ghi, và bàn giao mọi việc đang mở."))
            return redirect("organisation:post_hand_over", kept.pk)
    return show_plan(request, plan, problems, title, back)


def _plan(appointment: Appointment, told: dict[str, Any]) -> wizard.Plan:
    """A changed post is inherited by its holder, a post that is left by the successor."""
    on: date = told["on"] if "on" in told else told["last_day"] + timedelta(days=1)
    successor = appointment.person if "on" in told else told["successor"]
    return wizard.plan_of_leaving(appointment.unit, appointment.person, successor, on)


@require_GET
def post_hand_over(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """The list that is printed, signed and handed over."""
    visible = policies.visible_units(actor_of(request))
    posts = Appointment.objects.filter(unit__in=visible).select_related("unit", "person")
    appointment = get_object_or_404(posts, pk=appointment_id)
    context = {
        "appointment": appointment,
        "items": queries.hand_over_lines(appointment_id=appointment.pk),
        "title": f"{appointment.post}, {appointment.person}",
        "until": day_text(appointment.ends_on),
        "back": reverse("organisation:person", args=[appointment.person_id]),
    }
    return render(request, "organisation/hand_over.html", context)


# Areas --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, person_id: int) -> HttpResponse:
    person, actor = find_person(request, person_id), actor_of(request)
    require(policies.may_register_people(actor), to=_("phân công phụ trách"))
    form = AreaForm(request.POST or None, actor=actor)
    return plain_form(
        request,
        form,
        lambda: actions.assign_area(actor=actor, person=person, **form.cleaned_data),
        title=_("Phân công phụ trách: {person}").format(person=person),
        back=reverse("organisation:person", args=[person.pk]),
        **suggestions(request, people=False),
    )


@require_http_methods(["GET", "POST"])
def end_area(request: HttpRequest, assignment_id: int) -> HttpResponse:
    actor = actor_of(request)
    areas = Assignment.objects.filter(person__in=policies.visible_people(actor))
    area = get_object_or_404(areas.select_related("person"), pk=assignment_id)
    require(policies.may_register_people(actor), to=_("thôi phân công phụ trách"))
    form = DayForm(request.POST or None, initial={"ends_on": clock.today()})
    return plain_form(
        request,
        form,
        lambda: actions.end_assignment(actor=actor, assignment=area, **form.cleaned_data),
        title=_("Thôi phân công: {person}").format(person=area.person),
        back=reverse("organisation:person", args=[area.person_id]),
    )
