"""One commitment or a checklist to many units in one act: choose the units, then write it once."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say
from noilam.foundation.web import actor_of, problems_in
from noilam.organisation.models import Unit
from noilam.organisation.queries import heads_of, living_on

from .. import actions, policies
from ..forms.giving import ChecklistForm, TakersForm


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Without ?pick= the choice of units; with it the paper to be written."""
    actor = actor_of(request)
    require(policies.gives_somewhere(actor), to=_("giao việc cho đơn vị"))
    if request.method == "GET":
        takers = _takers(request, actor)
        if not takers:
            return _choose(request, actor)
        return _write(request, takers, ChecklistForm(initial={"starts_on": clock.today()}))
    takers = list(_givable(actor).filter(pk__in=_numbers(request.POST.getlist("pick"))))
    if not takers:
        return _choose(request, actor, [_nobody()])
    form = ChecklistForm(request.POST)
    if not form.is_valid():
        return _write(request, takers, form, problems_in(form))
    try:
        given = actions.give_to_many(
            actor=actor,
            drafts=form.drafts(),
            takers=[actions.Taker(unit) for unit in _kept(takers, form)],
            sources=form.named_sources(),
        )
    except Refused as refused:
        return _write(request, takers, form, refused.problems)
    if not given:
        return _write(request, takers, form, [_nobody()])
    first, last = given[0].pk, given[-1].pk
    return redirect(f"{reverse('commitments:list')}?given={first}-{last}&sort=code")


def _kept(takers: Sequence[Unit], form: ChecklistForm) -> list[Unit]:
    """All, or if so ticked those with a head."""
    if not form.cleaned_data["leave_out"]:
        return list(takers)
    heads = heads_of([each.pk for each in takers], clock.today())
    return [each for each in takers if each.pk in heads]


def _nobody() -> Problem:
    return Problem("nobody-picked", say("Chọn ít nhất một đơn vị để giao việc."))


def _givable(actor: Actor) -> QuerySet[Unit]:
    return policies.units_to_give_to(actor).filter(living_on(clock.today())).order_by("code")


def _numbers(written: Sequence[str]) -> set[int]:
    return {int(each) for each in written if each.isdigit()}


def _takers(request: HttpRequest, actor: Actor) -> list[Unit]:
    """Those ticked, or with ?all=1 every unit that the filters show."""
    if picked := _numbers(request.GET.getlist("pick")):
        return list(_givable(actor).filter(pk__in=picked))
    if request.GET.get("all"):
        return list(TakersForm(request.GET).narrowed(_givable(actor)))
    return []


def _choose(request: HttpRequest, actor: Actor, problems: Sequence[Problem] = ()) -> HttpResponse:
    form = TakersForm(request.GET)
    units = list(form.narrowed(_givable(actor)).select_related("kind"))
    context = {"form": form, "units": units, "problems": problems}
    status = 422 if problems else 200
    return render(request, "commitments/takers.html", context, status=status)


def _write(
    request: HttpRequest,
    takers: Sequence[Unit],
    form: ChecklistForm,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    heads = heads_of([each.pk for each in takers], clock.today())
    context = {
        "form": form,
        "takers": [(each, heads.get(each.pk)) for each in takers],
        "headless": sum(each.pk not in heads for each in takers),
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "commitments/giving.html", context, status=status)
