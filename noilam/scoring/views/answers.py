"""The unit's own marks: filled in on one page, saved as often as wanted, handed in once."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from noilam.foundation.access import require
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of

from ..actions import stages as actions
from ..forms.marks import (
    SelfScoreForm,
    own_criteria,
    self_score_posted,
)
from ..models import Mark, Sheet
from ..policies import sheets as policies
from ..queries.evidence import shown_codes
from ..queries.marks import Standing, standing
from ..queries.pages.marking import Marking
from ..queries.pages.meanwhile import meanwhile, read_mark
from ..queries.pages.sheet import sent_back
from ..queries.pages.story import story_of
from ..queries.pages.typed import typed_by_unit
from ..rules import filling
from ..rules.answers import Typed
from .asked import at_once, base_of, fields_context, moved_on, refuse_unread, sheet_of

SELF = Mark.Stage.SELF_SCORE


@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """27 criteria on one page. Buttons: save, submit, or save and go on to evidence."""
    actor, sheet = actor_of(request), sheet_of(request, sheet_id)
    require(policies.may_self_score(actor, sheet), to=_("tự chấm phiếu này"))
    if gone := moved_on(request, sheet, Sheet.Stage.SELF_SCORE):
        return gone
    held = standing(sheet)
    if request.method == "GET":
        return _show(request, held, typed_by_unit(held))
    form = self_score_posted(held.criteria, held.kind, request.POST)
    try:
        return _act(request, held, form)
    except Refused as refused:
        return _show(request, held, form.typed, refused.problems)


def _act(request: HttpRequest, held: Standing, form: SelfScoreForm) -> HttpResponse:
    deed, sheet = request.POST.get("deed", "save"), held.sheet
    if form.problems:
        raise Refused(*at_once(form.problems, _rules_say(held, form, deed)))
    act = actions.submit_self_score if deed == "submit" else actions.save_answers
    with transaction.atomic():
        refuse_unread(request, held)
        act(
            actor=actor_of(request),
            sheet=sheet,
            answers=form.answers,
            times=form.times,
            notes=form.notes,
        )
    return _went_well(request, sheet, deed)


def _went_well(request: HttpRequest, sheet: Sheet, deed: str) -> HttpResponse:
    what, _colon, code = deed.partition(":")
    if what == "evidence":
        return redirect("scoring:criterion", sheet.pk, code)
    if what == "submit":
        messages.success(request, _("Đã nộp phiếu tự chấm. Bước tiếp theo: thẩm định."))
        return redirect(base_of(sheet))
    messages.success(request, _("Đã lưu nháp. Chưa nộp."))
    return redirect("scoring:answers", sheet.pk)


def _rules_say(held: Standing, form: SelfScoreForm, deed: str) -> list[Problem]:
    """What else would be refused, so that everything is said at once."""
    criteria, kind = held.criteria, held.kind
    given = {code: each for code, each in form.answers.items() if each}
    found = filling.problems_with_answers(criteria, kind, form.answers, form.times, form.notes)
    if deed == "submit":
        found += filling.problems_with_submission(
            criteria, kind, given, form.times, form.notes, shown_codes(held)
        )
    return found


def _show(
    request: HttpRequest,
    held: Standing,
    typed: Mapping[str, Typed],
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    story, sheet = story_of(held.sheet), held.sheet
    codes = [each.code for each in own_criteria(held.criteria, held.kind)]
    codes += [each.code for each in held.criteria.extras()]
    read = request.POST.get("read", "")
    since = meanwhile(actor_of(request), sheet, held.criteria, read) if read else None
    marking = Marking(
        held, story, SELF, codes, typed, {}, problems, since.theirs if since else None
    )
    context = fields_context(marking, codes) | {
        "read": read_mark(sheet),
        "sent_back": sent_back(story)[:1],
    }
    return render(request, "scoring/answers.html", context, status=422 if problems else 200)
