"""Marks seen otherwise by those above a unit: appraisal, cross-check, a correction afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say
from noilam.foundation.web import actor_of, problems_in

from ..actions import deciding
from ..actions import stages as actions
from ..forms.deeds import CorrectionForm
from ..forms.marks import Before, ChangesForm, changes_posted
from ..models import Mark, Sheet
from ..policies import sheets as policies
from ..queries.marks import Standing, standing
from ..queries.pages.answer_words import points_text
from ..queries.pages.marking import Marking
from ..queries.pages.meanwhile import meanwhile, read_mark
from ..queries.pages.sheet import replies, sent_back
from ..queries.pages.story import story_of
from ..rules import filling
from ..rules.answers import Typed
from .asked import (
    at_once,
    base_of,
    counted,
    fields_context,
    moved_on,
    open_codes,
    refuse_unread,
    sheet_of,
    stood,
)


@dataclass(frozen=True)
class Deed:
    """`stage`: whose marks are written, `at`: where the sheet stands then. `is_open`: who may."""

    title: str
    button: str
    done: str
    at: str
    stage: str
    is_open: Callable[[Actor, Sheet], bool]
    opens_auto: bool
    act: Callable[..., object]
    form: type[CorrectionForm] | None = None


DEEDS: Mapping[str, Deed] = {
    "appraisal": Deed(
        say("Thẩm định"),
        say("Xác nhận thẩm định"),
        say("Đã thẩm định."),
        Sheet.Stage.APPRAISE,
        Mark.Stage.APPRAISE,
        policies.may_appraise,
        False,
        actions.appraise,
    ),
    "cross-check": Deed(
        say("Thẩm tra"),
        say("Xác nhận thẩm tra"),
        say("Đã thẩm tra."),
        Sheet.Stage.CROSS_CHECK,
        Mark.Stage.CROSS_CHECK,
        policies.may_cross_check,
        True,
        actions.cross_check,
    ),
    "correction": Deed(
        say("Sửa điểm đã chốt"),
        say("Chốt bản sửa"),
        say("Đã chốt bản sửa và báo cho đơn vị."),
        Sheet.Stage.FIXED,
        Mark.Stage.APPEAL,
        policies.may_correct,
        True,
        deciding.correct_sheet,
        CorrectionForm,
    ),
}


@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, sheet_id: int, name: str) -> HttpResponse:
    """Buttons: try (count it, write nothing), submit."""
    if name not in DEEDS:
        raise Http404
    deed, sheet = DEEDS[name], sheet_of(request, sheet_id)
    require(deed.is_open(actor_of(request), sheet), to=gettext(deed.title).lower())
    if gone := moved_on(request, sheet, deed.at):
        return gone
    held = standing(sheet)
    before = stood(held, deed.stage)
    if request.method == "GET":
        return _show(request, deed, held, before, before.typed)
    form = changes_posted(held.criteria, open_codes(held, deed.opens_auto), before, request.POST)
    try:
        return _act(request, deed, held, before, form)
    except Refused as refused:
        return _show(request, deed, held, before, form.typed, refused.problems)


def _act(
    request: HttpRequest, deed: Deed, held: Standing, before: Before, form: ChangesForm
) -> HttpResponse:
    asked = deed.form(request.POST) if deed.form else None
    wrong = at_once(form.problems, _rules_say(held, deed, form) if form.problems else [])
    wrong += problems_in(asked) if asked else []
    if wrong:
        raise Refused(*wrong)
    if request.POST.get("deed") == "try":
        return _show(request, deed, held, before, form.typed, tried=counted(held, form))
    with transaction.atomic():
        refuse_unread(request, held)
        more = asked.cleaned_data if asked else {}
        deed.act(actor=actor_of(request), sheet=held.sheet, changes=form.changes, **more)
    messages.success(request, gettext(deed.done))
    return redirect(base_of(held.sheet))


def _rules_say(held: Standing, deed: Deed, form: ChangesForm) -> list[Problem]:
    return filling.problems_with_changes(
        held.criteria, held.kind, form.changes, may_change_auto=deed.opens_auto
    )


def _show(
    request: HttpRequest,
    deed: Deed,
    held: Standing,
    before: Before,
    typed: Mapping[str, Typed],
    problems: Sequence[Problem] = (),
    tried: str = "",
) -> HttpResponse:
    story, sheet, actor = story_of(held.sheet), held.sheet, actor_of(request)
    codes = open_codes(held, deed.opens_auto)
    read = request.POST.get("read", "")
    theirs = meanwhile(actor, sheet, held.criteria, read).theirs if read else None
    marking = Marking(held, story, deed.stage, codes, typed, before.typed, problems, theirs)
    context: dict[str, Any] = fields_context(marking, codes) | {
        "read": read_mark(sheet),
        "title": gettext(deed.title),
        "button": gettext(deed.button),
        "own_total": points_text(held.self_total.total),
        "is_tried": bool(tried),
        "leads": [*sent_back(story)[:1], *replies(story)],
        "may_return": deed.form is None and policies.may_return(actor, sheet),
        "more": deed.form(request.POST or None) if deed.form else None,
    }
    context["total"] = tried or context["total"]
    return render(request, "scoring/judging.html", context, status=422 if problems else 200)
