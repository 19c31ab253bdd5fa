"""Sets of criteria to be read: the list, one set, two states side by side, the measures."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet, xlsx_response
from noilam.foundation.access import require
from noilam.foundation.text import fold
from noilam.foundation.web import actor_of, listing

from .. import policies
from ..forms.criteria import SetFilterForm
from ..models import CriteriaSet
from ..queries.pages.criteria_compare import Side, comparison, sides, usual
from ..queries.pages.criteria_list import rows, sets
from ..queries.pages.criteria_page import set_page
from ..queries.pages.criteria_words import known_measures
from ..rules.reading import normal
from ..sheets.criteria_files import as_xlsx, as_yaml, template


def set_of(request: HttpRequest, set_id: int) -> CriteriaSet:
    """The set, if it exists for whoever asks."""
    visible = policies.visible_criteria(actor_of(request)).select_related("unit")
    return get_object_or_404(visible, pk=set_id)


@require_GET
def criteria_sets(request: HttpRequest) -> HttpResponseBase:
    """Every set that the reader may see, drafts of others not among them."""
    actor, form = actor_of(request), SetFilterForm(request.GET)
    given = form.filters()
    words = given.pop("q")
    found = sets(actor, words=words, sort=request.GET.get("sort", ""), **given)
    if wants_spreadsheet(request):
        headers = [_("Bộ tiêu chí"), _("Mã"), _("Phiên bản"), _("Đơn vị ban hành")]
        headers += [_("Tình trạng"), _("Áp dụng"), _("Quyết định")]
        lines = [
            [row.title, row.code, row.version, row.unit, row.standing, row.months, row.decision]
            for row in rows(found)
        ]
        return spreadsheet_response(request, _("bo-tieu-chi"), headers, lines)
    shown = listing(request, found)
    may_draft = policies.drafts_somewhere(actor)
    context = {"form": form, "listing": shown, "rows": rows(shown.rows), "may_draft": may_draft}
    return render(request, "scoring/criteria_sets.html", context)


@require_GET
def criteria_set(request: HttpRequest, set_id: int) -> HttpResponse:
    """One set as a document, with where it stands and what may be done."""
    page = set_page(actor_of(request), set_of(request, set_id))
    return render(request, "scoring/criteria_set.html", {"page": page, "document": page.document})


@require_GET
def criteria_file(request: HttpRequest, set_id: int, form: str) -> HttpResponseBase:
    """The set to be kept, changed and brought in again: yaml or xlsx."""
    row = set_of(request, set_id)
    return _as_file(row.content, f"{row.code}-{row.version}", form)


@require_GET
def criteria_template(request: HttpRequest, form: str) -> HttpResponseBase:
    """A small set with every method, to be overwritten."""
    require(policies.drafts_somewhere(actor_of(request)), to=_("nhập bộ tiêu chí"))
    return _as_file(normal(template()), _("mau-bo-tieu-chi"), form)


def _as_file(content: Mapping[str, Any], name: str, form: str) -> HttpResponseBase:
    if form == "xlsx":
        return xlsx_response(as_xlsx(content), name)
    if form != "yaml":
        raise Http404
    response = HttpResponse(as_yaml(content), content_type="application/yaml; charset=utf-8")
    plain = fold(name).replace(" ", "-").encode("ascii", "ignore").decode()
    response["Content-Disposition"] = f'attachment; filename="{plain}.yaml"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def criteria_comparison(request: HttpRequest, set_id: int) -> HttpResponse:
    """?before= and ?after= name two states: r2 is a revision of this set, v1 a version."""
    row = set_of(request, set_id)
    offered = sides(actor_of(request), row)
    keys = usual(row, offered)
    by_key = {each.key: each for each in offered}
    before, after = (
        by_key.get(request.GET.get(name, ""), by_key.get(key))
        for name, key in zip(("before", "after"), keys, strict=True)
    )
    context: dict[str, Any] = {"row": row, "sides": offered, "before": before, "after": after}
    context["found"] = _compared(row, before, after)
    return render(request, "scoring/criteria_comparison.html", context)


def _compared(row: CriteriaSet, before: Side | None, after: Side | None) -> Any:
    return comparison(row, before, after) if before and after and before != after else None


@require_GET
def measures(request: HttpRequest) -> HttpResponseBase:
    """What the system can measure, for whoever drafts criteria."""
    found = known_measures()
    if wants_spreadsheet(request):
        headers = [_("Tên"), _("Chỉ số"), _("Ý nghĩa"), _("Đơn vị"), _("Hợp với cách chấm")]
        names = ("name", "title", "meaning", "unit", "methods")
        lines = [[each[name] for name in names] for each in found]
        return spreadsheet_response(request, _("cac-chi-so"), headers, lines)
    return render(request, "scoring/measures.html", {"measures": found})
