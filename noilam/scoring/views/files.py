"""A sheet as a workbook: taken along, filled in offline, handed in, looked at before it is kept."""

import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from noilam.exchange.web import xlsx_response
from noilam.files.inspection import inspect
from noilam.foundation import clock
from noilam.foundation.access import require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.rulings import ruling
from noilam.foundation.web import actor_of, problems_in

from ..forms.deeds import UploadForm
from ..forms.marks import fields_of, own_criteria, self_score_form
from ..models import Sheet
from ..policies import sheets as policies
from ..queries.marks import Standing, standing
from ..queries.pages.meanwhile import read_mark
from ..rules import filling
from ..rules.answers import Typed
from ..rules.months import key_text
from ..sheets import answer_book
from ..sheets.answer_reading import Filled, read_book
from ..sheets.answers import book_of, differences
from .asked import at_once, base_of, sheet_of


def _own(request: HttpRequest, sheet_id: int) -> Sheet:
    sheet = sheet_of(request, sheet_id)
    require(policies.may_self_score(actor_of(request), sheet), to=_("tự chấm phiếu này"))
    return sheet


@require_GET
def sheet_file(request: HttpRequest, sheet_id: int) -> HttpResponseBase:
    """Its answers so far, to be filled in offline; locked where it is not the unit's to write."""
    sheet = _own(request, sheet_id)
    file = io.BytesIO()
    answer_book.write(file, book_of(standing(sheet)))
    return xlsx_response(file.getvalue(), f"tu-cham-{sheet.unit.code}-{sheet.month}")


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Nothing is written: what differs is shown, and kept by the button below it."""
    sheet = _own(request, sheet_id)
    if request.method == "GET":
        return _show(request, sheet, UploadForm())
    form, held = UploadForm(request.POST, request.FILES), standing(sheet)
    try:
        filled = _filled(form, held)
    except Refused as refused:
        return _show(request, sheet, form, refused.problems)
    return _preview(request, held, filled)


def _filled(form: UploadForm, held: Standing) -> Filled:
    """The file inspected and read. Refused: with all that is wrong with it."""
    if not form.is_valid():
        raise Refused(*problems_in(form))
    most = ruling("files.max_megabytes", clock.today())
    seen = inspect(form.cleaned_data["file"], max_megabytes=most, allowed={"xlsx"})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "phieu.xlsx"
        path.write_bytes(seen.received)
        filled = read_book(path, book_of(held))
    own = {each.code for each in own_criteria(held.criteria, held.kind)}
    typed = {code: each for code, each in filled.typed.items() if code in own}
    typed |= {each.code: filled.typed.get(each.code, Typed()) for each in held.criteria.extras()}
    read = self_score_form(held.criteria, held.kind, typed)
    rules = filling.problems_with_answers(
        held.criteria, held.kind, read.answers, read.times, read.notes
    )
    if problems := [*filled.problems, *at_once(read.problems, rules)]:
        raise Refused(*problems)
    return Filled(typed)


def _preview(request: HttpRequest, held: Standing, filled: Filled) -> HttpResponse:
    fields = [pair for code, typed in filled.typed.items() for pair in fields_of(code, typed)]
    context: dict[str, Any] = {
        "sheet": held.sheet,
        "month": key_text(held.sheet.month),
        "base": base_of(held.sheet),
        "read": read_mark(held.sheet),
        "fields": fields,
        "differences": differences(held, filled.typed),
    }
    return render(request, "scoring/upload_preview.html", context)


def _show(
    request: HttpRequest, sheet: Sheet, form: UploadForm, problems: Sequence[Problem] = ()
) -> HttpResponse:
    context = {
        "sheet": sheet,
        "month": key_text(sheet.month),
        "base": base_of(sheet),
        "form": form,
        "problems": problems,
    }
    return render(request, "scoring/upload.html", context, status=422 if problems else 200)
