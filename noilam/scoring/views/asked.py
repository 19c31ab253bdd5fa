"""What the doors of a sheet share: the sheet found, its address, the forms of its marks drawn."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of, worded

from ..forms.marks import Before, ChangesForm, own_criteria
from ..models import Sheet
from ..queries.marks import Standing
from ..queries.pages.answer_words import points_text
from ..queries.pages.marking import Marking
from ..queries.pages.meanwhile import meanwhile
from ..queries.pages.sheet import found
from ..queries.pages.typed import typed_before
from ..rules import score
from ..rules.months import key_text
from ..rules.stages import problems_with_place


def sheet_of(request: HttpRequest, sheet_id: int) -> Sheet:
    """The sheet, if it exists for whoever asks."""
    return get_object_or_404(found(actor_of(request)), pk=sheet_id)


def base_of(sheet: Sheet) -> str:
    return reverse("scoring:sheet", args=[sheet.pk])


def moved_on(request: HttpRequest, sheet: Sheet, stage: str) -> HttpResponse | None:
    """Back to the sheet with a word, where it no longer stands at the step that a form is for.

    What was sent goes on to the action, which says the same and loses nothing of it.
    """
    problems = problems_with_place(sheet.stage, stage)
    if request.method != "GET" or not problems:
        return None
    for each in problems:
        messages.warning(request, worded(each))
    return redirect(base_of(sheet))


def refuse_unread(request: HttpRequest, held: Standing) -> None:
    """Inside the transaction of the deed: the sheet is held, so nobody writes in between.

    Refused: somebody wrote since the form was opened.
    """
    sheet = Sheet.objects.select_for_update(of=("self",)).get(pk=held.sheet.pk)
    read = request.POST.get("read", "")
    since = meanwhile(actor_of(request), sheet, held.criteria, read)
    if since.problems:
        raise Refused(*since.problems)


def at_once(problems: Sequence[Problem], more: Sequence[Problem]) -> list[Problem]:
    """All problems of a form, and those of the rules on what could be read; none twice."""
    named = {each.about for each in problems}
    return [*problems, *(each for each in more if each.about not in named)]


def fields_context(marking: Marking, open_codes: Collection[str]) -> dict[str, Any]:
    """What the pages of marks show, whatever the step."""
    sheet = marking.standing.sheet
    return {
        "sheet": sheet,
        "month": key_text(sheet.month),
        "base": base_of(sheet),
        "groups": marking.groups(),
        "problems": marking.problems,
        "rows": frozenset(open_codes) | set(marking.standing.criteria.by_code),
        "total": points_text(marking.standing.total().total),
    }


# Marks seen otherwise ------------------------------------------------------------------------


def counted(held: Standing, form: ChangesForm) -> str:
    """The total as it would be."""
    answers, times = held.answers(), held.times()
    answers |= {code: each.answer for code, each in form.changes.items() if each.answer}
    times |= {c: each.times for c, each in form.changes.items() if each.times is not None}
    total = score.total_of(held.criteria, held.kind, answers, times, held.values)
    return points_text(total.total)


def open_codes(held: Standing, opens_auto: bool) -> list[str]:
    """Criteria, bonuses and penalties whose marks may be changed."""
    applying = (each for each in held.criteria.criteria() if each.applies_to(held.kind))
    within = applying if opens_auto else own_criteria(held.criteria, held.kind)
    return [*(each.code for each in within), *(each.code for each in held.criteria.extras())]


def stood(held: Standing, stage: str) -> Before:
    """The marks that this stage looks at, its own earlier ones included, with their reasons."""
    own = held.changed(stage)
    notes = {code: mark.reason for code, mark in own.items()}
    answers, times = held.answers(stage), held.times(stage)
    typed = typed_before(held.criteria, answers, times, notes)
    return Before(answers, times, typed, frozenset(own))
