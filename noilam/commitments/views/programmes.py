"""Programmes of work: the tree, one, who owes one, writing one, taking over from above."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say
from noilam.foundation.web import actor_of, as_of, listing, problems_in

from .. import actions, policies, queries
from ..forms.programmes import ProgrammeFilterForm, ProgrammeForm
from ..models import Programme
from ..queries.pages import list_page, programme_pages
from ..queries.pages.looks import method_link

KNOWN_BEFORE = ("unit", "person", "period", "parent")


@require_GET
def programmes(request: HttpRequest) -> HttpResponseBase:
    """Term, year, quarter and month of each unit and person, with what became of each."""
    actor, day, form = actor_of(request), as_of(request), ProgrammeFilterForm(request.GET)
    found = programme_pages.programmes(actor, **form.filters())
    if wants_spreadsheet(request):
        headers = [_("Chương trình"), _("Của ai"), _("Kỳ"), _("Đã nói"), _("Làm đúng hạn")]
        headers += [_("Quá hạn, không làm được")]
        lines = [
            [row.title, row.whose, row.period, row.said, row.kept, row.late]
            for row in programme_pages.programme_rows(found, day)
        ]
        return spreadsheet_response(request, _("chuong-trinh"), headers, lines)
    shown = listing(request, found)
    context = {
        "day": day,
        "form": form,
        "listing": shown,
        "rows": programme_pages.programme_rows(shown.rows, day),
        "may_write": policies.writes_somewhere(actor),
    }
    return render(request, "commitments/programmes.html", context)


@require_GET
def programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """One programme: above and below it, its pair, and its commitments."""
    actor, day = actor_of(request), as_of(request)
    page = programme_pages.programme_page(actor, _found(request, programme_id), day)
    filters = list_page.Filters(programme=page.programme, sort=request.GET.get("sort", ""))
    found = list_page.commitments(actor, filters, day)
    shown = listing(request, found)
    seen = found.exclude(state="").count()
    context = {
        "day": day,
        "page": page,
        "seen": seen,
        "not_bound": shown.page.paginator.count - seen,
        "method": method_link(day, programme=programme_id),
        "listing": shown,
        "rows": list_page.rows(shown.rows, day),
    }
    return render(request, "commitments/programme.html", context)


@require_GET
def owed(request: HttpRequest) -> HttpResponseBase:
    """Units and heads that owe a programme for a running period and have none."""
    actor = actor_of(request)
    found = programme_pages.owed(actor, clock.today())
    if wants_spreadsheet(request):
        headers = [_("Của ai"), _("Kỳ"), _("Hạn phải có")]
        lines = [[row.whose, row.period, row.due] for row in found]
        return spreadsheet_response(request, _("chua-co-chuong-trinh"), headers, lines)
    shown = listing(request, found)
    context = {"listing": shown, "rows": shown.rows, "asked": queries.who_owes(clock.today())}
    return render(request, "commitments/owed.html", context)


@require_http_methods(["GET", "POST"])
def new_programme(request: HttpRequest) -> HttpResponse:
    """?unit=, ?person= (a code), ?period= and ?parent= fill in what is already known."""
    actor = actor_of(request)
    require(policies.writes_somewhere(actor), to=_("ghi chương trình"))
    if request.method == "GET":
        known: dict[str, Any] = {
            name: request.GET[name] for name in KNOWN_BEFORE if name in request.GET
        }
        if not known.keys() & {"unit", "person"}:
            known |= _own_place(actor)
        return _show_form(request, ProgrammeForm(actor, initial=known))
    form = ProgrammeForm(actor, request.POST)
    if not form.is_valid():
        return _show_form(request, form, problems_in(form))
    try:
        written = actions.write_programme(actor=actor, draft=form.draft())
    except Refused as refused:
        return _show_form(request, form, refused.problems)
    return redirect("commitments:programme", written.pk)


def _own_place(actor: Actor) -> dict[str, Any]:
    """The unit the actor likely writes for; else himself."""
    place = queries.likely_place(actor, clock.today())
    if place is None:
        return {}
    return {"unit": place.unit_id} if place.is_written_for else {"person": place.person_code}


def _show_form(
    request: HttpRequest, form: ProgrammeForm, problems: Sequence[Problem] = ()
) -> HttpResponse:
    context = {"form": form, "problems": problems}
    status = 422 if problems else 200
    return render(request, "commitments/programme_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def adoption(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Tick what stands in the programme above, and take it into this one."""
    actor, below = actor_of(request), _found(request, programme_id)
    require(
        policies.may_write_programme(actor, below.unit, below.person),
        to=_("nhận việc vào {title}").format(title=below.title),
    )
    offered = programme_pages.adoptable(actor, below)
    if request.method == "GET":
        return _show_offer(request, below, offered)
    picked = [int(each) for each in request.POST.getlist("pick") if each.isdigit()]
    chosen = list(offered.filter(pk__in=picked))
    if not chosen:
        return _show_offer(
            request, below, offered, [Problem("none-picked", say("Chọn ít nhất một việc."))]
        )
    try:
        actions.adopt_commitments(actor=actor, programme=below, commitments=chosen)
    except Refused as refused:
        return _show_offer(request, below, offered, refused.problems)
    return redirect("commitments:programme", below.pk)


def _show_offer(
    request: HttpRequest, below: Programme, offered: Any, problems: Sequence[Problem] = ()
) -> HttpResponse:
    picked = set(request.POST.getlist("pick"))
    context = {
        "programme": below,
        "offered": [(each, str(each.pk) in picked) for each in offered],
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "commitments/adoption.html", context, status=status)


def _found(request: HttpRequest, programme_id: int) -> Programme:
    visible = policies.visible_programmes(actor_of(request))
    around = visible.select_related("unit", "person", "parent", "parent__parent")
    return get_object_or_404(around, pk=programme_id)
