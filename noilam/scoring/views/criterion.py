"""One criterion of a sheet, on a page of its own."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from noilam.audit.policies import may_read_trail
from noilam.foundation.errors import Problem
from noilam.foundation.web import actor_of

from ..forms.deeds import EvidenceForm
from ..models import Sheet
from ..policies import sheets as policies
from ..queries.pages.criterion import criterion_page
from ..rules.months import key_text
from .asked import base_of, sheet_of

OPEN = (Sheet.Stage.SELF_SCORE, Sheet.Stage.REPLY)


@require_GET
def criterion(request: HttpRequest, sheet_id: int, code: str) -> HttpResponse:
    return show_criterion(request, sheet_of(request, sheet_id), code, EvidenceForm())


def show_criterion(
    request: HttpRequest,
    sheet: Sheet,
    code: str,
    form: EvidenceForm,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    actor = actor_of(request)
    page = criterion_page(actor, sheet, code)
    if page is None:
        raise Http404
    may_give = sheet.stage in OPEN and policies.may_self_score(actor, sheet)
    context = {
        "sheet": sheet,
        "page": page,
        "month": key_text(sheet.month),
        "base": base_of(sheet),
        "form": form,
        "problems": problems,
        "may_give": may_give,
        "is_filling": may_give and sheet.stage == Sheet.Stage.SELF_SCORE,
        "may_read_trail": may_read_trail(actor),
    }
    return render(request, "scoring/criterion.html", context, status=422 if problems else 200)
