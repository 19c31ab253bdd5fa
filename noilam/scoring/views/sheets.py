"""A unit's sheet of a month: its marks, whose turn it is, what may be done now."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from noilam.audit.policies import may_read_trail
from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation import clock
from noilam.foundation.text import say
from noilam.foundation.web import actor_of

from ..models import Sheet
from ..queries.pages.explanation import why_now
from ..queries.pages.sheet import SheetPage, sheet_page
from ..rules.months import key_text
from .asked import base_of, sheet_of

# What may be done -> how its button is called, and its address below the sheet's own.
DEEDS: Mapping[str, tuple[str, str]] = {
    "return": (say("Trả lại phiếu"), "deed/return/"),
    "correction": (say("Sửa điểm đã chốt"), "marks/correction/"),
    "appeal": (say("Khiếu nại"), "deed/appeal/"),
    "reply": (say("Giải trình"), "deed/reply/"),
    "answers": (say("Tự chấm"), "answers/"),
    "appraisal": (say("Thẩm định"), "marks/appraisal/"),
    "cross_check": (say("Thẩm tra"), "marks/cross-check/"),
}


@dataclass(frozen=True)
class Button:
    title: str
    link: str


@require_GET
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponseBase:
    actor, found = actor_of(request), sheet_of(request, sheet_id)
    page = sheet_page(actor, found, clock.today())
    if wants_spreadsheet(request):
        return _spreadsheet(request, page)
    context = {
        "page": page,
        "month": key_text(found.month),
        "base": base_of(found),
        "deeds": _buttons(page),
        "explained": why_now(page.standing) if page.standing.total().total is not None else None,
        "may_read_trail": may_read_trail(actor),
    }
    return render(request, "scoring/sheet.html", context)


def _buttons(page: SheetPage) -> list[Button]:
    """In the order of DEEDS: what is most likely meant stands last, and is drawn strong."""
    base = base_of(page.sheet)
    found = [
        Button(_(title), base + at) for name, (title, at) in DEEDS.items() if name in page.deeds
    ]
    if "pack" in page.deeds:
        found.append(Button(_("Mở phiên duyệt"), _pack(page.sheet)))
    if "decide_appeal" in page.deeds:
        waiting = next(each for each in page.appeals if each.is_open)
        found.append(
            Button(_("Giải quyết khiếu nại"), reverse("scoring:appeal", args=[waiting.pk]))
        )
    return found


def _pack(sheet: Sheet) -> str:
    return reverse("scoring:pack", args=[sheet.criteria_set.unit_id, sheet.month])


def _spreadsheet(request: HttpRequest, page: SheetPage) -> HttpResponseBase:
    headers = [
        pgettext("code", "Mục"),
        _("Tiêu chí"),
        _("Tối đa"),
        *page.columns,
        _("Câu trả lời"),
        _("Ghi chú"),
    ]
    lines = [
        [
            row.code,
            row.title,
            row.most,
            *(cell.points for cell in row.cells),
            row.answer,
            "; ".join(said.text for said in row.says),
        ]
        for group in page.groups
        for row in group.rows
    ]
    name = f"phieu-{page.sheet.unit.code}-{page.sheet.month}"
    return spreadsheet_response(request, name, headers, lines)
