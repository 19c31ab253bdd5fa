"""The second step of an event: everything open, and what is decided for it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of
from noilam.organisation import wizard

from .plain import suggestions

NOT_CARRIED = {"csrfmiddlewaretoken", "step", "list_hash"}
TYPED_HERE = ("deed:", "heir:", "unit:", "person:", "reason:")


def decide(
    request: HttpRequest, plan: wizard.Plan, act: Callable[..., Any]
) -> tuple[Any, Sequence[Problem]]:
    """Read what was chosen and do the deed with it: what it gave, or what stood against it."""
    reading = wizard.Reading(actor_of(request), request.POST)
    hand_over = reading.hand_over(plan)
    if reading.problems:
        return None, reading.problems
    try:
        return act(hand_over=hand_over), ()
    except Refused as refused:
        return None, refused.problems


def show_plan(
    request: HttpRequest,
    plan: wizard.Plan,
    problems: Sequence[Problem],
    title: str,
    back: str,
) -> HttpResponse:
    """The dry run: everything open, with what was typed for it so far."""
    typed = request.POST
    given = wizard.Reading(actor_of(request), typed).hand_over(plan)
    takers = wizard.natural_takers(plan, given, problems)
    carried = [
        (name, value)
        for name, values in typed.lists()
        if name not in NOT_CARRIED and not name.startswith(TYPED_HERE)
        for value in values
    ]
    for_all = {name.rstrip(":"): typed.get(f"{name}{wizard.FOR_ALL}", "") for name in TYPED_HERE}
    if typed.get("step") != "decide":
        for_all["deed"] = plan.suggested
    context = {
        "plan": plan,
        "lines": plan.lines(typed, problems, takers),
        "for_all": for_all,
        "carried": carried,
        "problems": problems,
        "title": title,
        "back": back,
        **suggestions(request),
    }
    status = 422 if problems else 200
    return render(request, "organisation/dry_run.html", context, status=status)
