"""Doors to roles: per unit, per sign-in; and to stand-ins."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from noilam.accounts.models import Account
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of
from noilam.organisation import actions, policies
from noilam.organisation.forms.grants import AccountGrantForm, StandInForm, UnitGrantForm
from noilam.organisation.models import Grant, StandIn, Unit
from noilam.organisation.queries import grants as reads
from noilam.organisation.queries.stand_ins import stand_in_lines


def _unit(request: HttpRequest, unit_id: int) -> Unit:
    """A unit whose roles the reader may give; 404 for one he may not even see."""
    actor = actor_of(request)
    unit = get_object_or_404(policies.visible_units(actor), pk=unit_id)
    require(policies.may_grant(actor, unit), to=_("cấp vai trò ở {unit}").format(unit=unit))
    return unit


@require_http_methods(["GET", "POST"])
def unit_grants(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit, actor = _unit(request, unit_id), actor_of(request)
    form = UnitGrantForm(request.POST or None, actor=actor, initial=_today())
    problems: Sequence[Problem] = ()
    if form.is_valid():
        try:
            actions.grant_role(actor=actor, unit=unit, **form.deed())
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("Đã cấp vai trò."))
            return redirect("organisation:unit_grants", unit.pk)
    lines = reads.grants_of_unit(unit.pk, clock.today())
    page = {"unit": unit, "lines": lines, "form": form, "problems": problems}
    return render(request, "organisation/unit_grants.html", page, status=_status(form))


@require_http_methods(["GET", "POST"])
def account_grants(request: HttpRequest, account_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(policies.grants_somewhere(actor), to=_("cấp vai trò"))
    account = get_object_or_404(Account, pk=account_id)
    form = AccountGrantForm(request.POST or None, actor=actor, initial=_today())
    problems: Sequence[Problem] = ()
    if form.is_valid():
        try:
            actions.grant_role(actor=actor, account=account, **form.deed())
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("Đã cấp vai trò."))
            return redirect("organisation:account_grants", account.pk)
    lines = reads.grants_of_account(account.pk, clock.today())
    page = {"account": account, "lines": lines, "form": form, "problems": problems}
    return render(request, "organisation/account_grants.html", page, status=_status(form))


def _today() -> dict[str, Any]:
    return {"starts_on": clock.today()}


def _status(form: Any) -> int:
    return 422 if form.is_bound else 200


@require_POST
def revoke(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Take a role back, from the page of its unit or of its account."""
    grant = get_object_or_404(Grant, pk=grant_id)
    _unit(request, grant.unit_id)
    actions.revoke_grant(actor=actor_of(request), grant=grant)
    messages.success(request, _("Đã bỏ vai trò từ hôm nay."))
    if request.POST.get("from") == "account":
        return redirect("organisation:account_grants", grant.account_id)
    return redirect("organisation:unit_grants", grant.unit_id)


# Stand-ins ----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def own_stand_ins(request: HttpRequest) -> HttpResponse:
    """Who acts for me while I am away."""
    return _stand_ins(request, actor_of(request), get_object_or_404(Account, pk=request.user.pk))


@require_http_methods(["GET", "POST"])
def stand_ins(request: HttpRequest, account_id: int) -> HttpResponse:
    """Who acts for somebody below, arranged by his head or office."""
    actor, absent = actor_of(request), get_object_or_404(Account, pk=account_id)
    return _stand_ins(request, actor, absent)


def _stand_ins(request: HttpRequest, actor: Actor, absent: Account) -> HttpResponse:
    may_arrange = policies.may_arrange_stand_in(actor, absent.pk)
    if request.method == "POST" or absent.pk != actor.id:
        require(may_arrange, to=_("cử người làm thay {name}").format(name=absent))
    form = StandInForm(request.POST or None, initial=_today())
    problems: Sequence[Problem] = ()
    if form.is_valid():
        try:
            actions.appoint_stand_in(actor=actor, absent=absent, **form.deed())
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("Đã cử người làm thay; hai bên được báo."))
            return redirect(request.path)
    page = {
        "absent": absent,
        "is_own": absent.pk == actor.id,
        "lines": stand_in_lines(actor, absent.pk, clock.today()),
        "may_arrange": may_arrange,
        "form": form,
        "problems": problems,
    }
    return render(request, "organisation/stand_ins.html", page, status=_status(form))


@require_POST
def end_stand_in(request: HttpRequest, absence_id: int) -> HttpResponse:
    actor, absence = actor_of(request), get_object_or_404(StandIn, pk=absence_id)
    actions.end_stand_in(actor=actor, absence=absence)
    messages.success(request, _("Việc làm thay đã kết thúc."))
    if actor.id in (absence.absent_id, absence.stand_in_id):
        return redirect("organisation:own_stand_ins")
    return redirect("organisation:stand_ins", absence.absent_id)
