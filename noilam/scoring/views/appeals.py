"""Appeals: all that I see, and one decided by somebody who took no part before."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from noilam.exchange.web import spreadsheet_response, wants_spreadsheet
from noilam.foundation import clock
from noilam.foundation.access import require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of, listing, problems_in

from ..actions import appeals as actions
from ..forms.deeds import AppealDecisionForm
from ..forms.lists import AppealsFilter
from ..forms.marks import Before, ChangesForm, changes_posted
from ..models import Appeal, Mark
from ..policies import sheets as policies
from ..queries.marks import Standing, standing
from ..queries.pages import appeals as shown
from ..queries.pages.answer_words import points_text
from ..queries.pages.marking import Marking
from ..queries.pages.meanwhile import read_mark
from ..queries.pages.sheet import Told, replies
from ..queries.pages.story import story_of
from ..rules.answers import Typed
from .asked import at_once, base_of, counted, fields_context, open_codes, refuse_unread, stood

STAGE = Mark.Stage.APPEAL


@require_GET
def appeals(request: HttpRequest) -> HttpResponseBase:
    actor, today = actor_of(request), clock.today()
    form = AppealsFilter(request.GET)
    found = shown.appeals(actor, **form.narrowing())
    if wants_spreadsheet(request):
        headers = [_("Đơn vị"), _("Tháng"), _("Ngày nộp"), _("Nội dung"), _("Kết luận"), _("Lý do")]
        rows = [
            [each.unit, each.month, each.filed, each.text, each.state, each.decided]
            for each in shown.lines(found, today)
        ]
        return spreadsheet_response(request, _("khieu-nai-diem"), headers, rows)
    page = listing(request, found)
    context = {"form": form, "listing": page, "rows": shown.lines(page.rows, today)}
    return render(request, "scoring/appeals.html", context)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """The sheet's marks, open for change, with the outcome and its reason below."""
    actor = actor_of(request)
    appeal = get_object_or_404(shown.found(actor), pk=appeal_id)
    require(policies.may_decide_appeal(actor, appeal.sheet), to=_("giải quyết khiếu nại này"))
    held = standing(appeal.sheet)
    before = stood(held, STAGE)
    if request.method == "GET":
        return _show(request, appeal, held, before, before.typed, AppealDecisionForm())
    form = changes_posted(held.criteria, open_codes(held, opens_auto=True), before, request.POST)
    asked = AppealDecisionForm(request.POST)
    try:
        return _act(request, appeal, held, before, form, asked)
    except Refused as refused:
        return _show(request, appeal, held, before, form.typed, asked, refused.problems)


def _act(
    request: HttpRequest,
    appeal: Appeal,
    held: Standing,
    before: Before,
    form: ChangesForm,
    asked: AppealDecisionForm,
) -> HttpResponse:
    if request.POST.get("deed") == "try" and not form.problems:
        return _show(request, appeal, held, before, form.typed, asked, tried=counted(held, form))
    if wrong := at_once(form.problems, problems_in(asked)):
        raise Refused(*wrong)
    with transaction.atomic():
        refuse_unread(request, held)
        actions.decide_appeal(
            actor=actor_of(request), appeal=appeal, changes=form.changes, **asked.cleaned_data
        )
    messages.success(request, _("Đã ghi kết luận và báo cho đơn vị."))
    return redirect(base_of(held.sheet))


def _show(
    request: HttpRequest,
    appeal: Appeal,
    held: Standing,
    before: Before,
    typed: Mapping[str, Typed],
    asked: AppealDecisionForm,
    problems: Sequence[Problem] = (),
    tried: str = "",
) -> HttpResponse:
    story = story_of(held.sheet)
    codes = open_codes(held, opens_auto=True)
    marking = Marking(held, story, STAGE, codes, typed, before.typed, problems)
    title = _("Giải quyết khiếu nại")
    said = Told(title=_("Khiếu nại"), text=appeal.text, by=appeal.filed_by, when="")
    context = fields_context(marking, codes) | {
        "read": read_mark(held.sheet),
        "title": title,
        "button": _("Ghi kết luận"),
        "own_total": points_text(held.self_total.total),
        "is_tried": bool(tried),
        "leads": [said, *replies(story)],
        "more": asked,
    }
    context["total"] = tried or context["total"]
    return render(request, "scoring/judging.html", context, status=422 if problems else 200)
