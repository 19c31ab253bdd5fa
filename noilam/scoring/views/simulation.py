"""Past months under a draft: asked for, watched while it runs, read when it is done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation.access import require
from noilam.foundation.errors import Refused
from noilam.foundation.text import number_text
from noilam.foundation.web import actor_of, bare_problems_in, listing

from .. import actions, policies
from ..forms.criteria import SimulationForm
from ..models import Simulation
from ..queries.drafts import OPEN
from ..queries.pages.criteria_list import month_text
from ..queries.pages.simulation import changes, full_of, simulation_page, unit_lines
from ..queries.simulating import months_to_simulate
from .criteria import set_of


@require_http_methods(["GET", "POST"])
def ask_simulation(request: HttpRequest, set_id: int) -> HttpResponse:
    """Choose months that were fixed; the worker scores them under the draft."""
    row, actor = set_of(request, set_id), actor_of(request)
    require(policies.may_draft_criteria(actor, row.unit), to=_("chạy thử bộ tiêu chí này"))
    found = months_to_simulate(row)
    choices = [(str(each.key), _month_choice(each.key, each.sheets)) for each in found]
    form = SimulationForm(choices, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"row": row, "form": form, "months": found, "problems": ()}
    if request.method == "POST":
        context["problems"] = bare_problems_in(form)
        if form.is_valid():
            try:
                made = actions.ask_simulation(actor=actor, criteria_set=row, months=form.keys())
                return redirect("scoring:simulation", made.pk)
            except Refused as refused:
                context["problems"] = refused.problems
    status = 422 if context["problems"] else 200
    return render(request, "scoring/ask_simulation.html", context, status=status)


def _month_choice(key: int, sheets: int) -> str:
    return _("{month} ({sheets} phiếu)").format(month=month_text(key), sheets=number_text(sheets))


def _found(request: HttpRequest, simulation_id: int) -> Simulation:
    visible = policies.visible_simulations(actor_of(request))
    around = visible.select_related("criteria_set__unit", "revision")
    return get_object_or_404(around, pk=simulation_id)


@require_GET
def simulation(request: HttpRequest, simulation_id: int) -> HttpResponseBase:
    """Before and after on one scale; who gains, who loses; what tells nobody apart."""
    page = simulation_page(_found(request, simulation_id))
    if wants_spreadsheet(request):
        headers = [_("Mã"), _("Tiêu chí"), _("Điểm tối đa"), _("Bình quân, %"), _("Tối đa, %")]
        headers += [
            _("0 điểm, %"),
            _("Độ tản"),
            _("Không số liệu"),
            _("Vì sao không chạy thử được"),
        ]
        lines = [
            [each.code, each.title, each.points, each.mean, each.full]
            + [each.zero, each.deviation, each.empty, each.why_not]
            for each in (*page.criteria, *page.left_out)
        ]
        return spreadsheet_response(request, _("chay-thu-tieu-chi"), headers, lines)
    row = page.simulation.criteria_set
    may_ask = row.status in OPEN and policies.may_draft_criteria(actor_of(request), row.unit)
    context = {"page": page, "row": row, "may_ask": may_ask}
    return render(request, "scoring/simulation.html", context)


@require_GET
def simulation_units(request: HttpRequest, simulation_id: int) -> HttpResponseBase:
    """Every unit, who loses most first. ?which= gains, losses, same."""
    simulation, which = _found(request, simulation_id), request.GET.get("which", "")
    found = changes(simulation, which)
    if wants_spreadsheet(request):
        headers = [_("Đơn vị"), _("Số tháng"), _("Đã chấm"), _("Theo dự thảo"), _("Thay đổi")]
        lines = (
            [each.unit, each.sheets, each.then, each.draft, each.moved]
            for each in unit_lines(found)
        )
        return spreadsheet_response(request, _("chay-thu-don-vi"), headers, lines)
    shown = listing(request, found)
    context = {
        "simulation": simulation,
        "row": simulation.criteria_set,
        "listing": shown,
        "rows": unit_lines(shown.rows, full=full_of(simulation)),
        "which": which,
        "ways": _ways(),
    }
    return render(request, "scoring/simulation_units.html", context)


def _ways() -> list[tuple[str, str]]:
    return [
        ("", _("Tất cả")),
        ("losses", _("Giảm điểm")),
        ("gains", _("Tăng điểm")),
        ("same", _("Không đổi")),
    ]
