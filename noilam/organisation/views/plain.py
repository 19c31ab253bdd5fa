"""A plain form: show it, do the deed, or show it again with every reason for the refusal."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of
from noilam.organisation import queries


def attempt(form: Form, act: Callable[[], Any]) -> tuple[bool, Sequence[Problem]]:
    """Do the deed if the form can be read. Whether it was done, and what stood against it."""
    if not form.is_valid():
        return False, ()
    try:
        act()
    except Refused as refused:
        return False, refused.problems
    return True, ()


def plain_form(
    request: HttpRequest,
    form: Form,
    act: Callable[[], Any],
    *,
    title: str,
    back: str,
    **more: Any,
) -> HttpResponse:
    """The whole life of a form that leads back to the page it came from."""
    done, problems = attempt(form, act)
    if done:
        messages.success(request, _("Đã ghi."))
        return redirect(back)
    return show_form(request, form, problems, title=title, back=back, **more)


def show_form(
    request: HttpRequest,
    form: Form,
    problems: Sequence[Problem],
    *,
    title: str,
    back: str,
    template: str = "organisation/form.html",
    **more: Any,
) -> HttpResponse:
    """What was typed stays; a refusal is 422."""
    context = {"form": form, "problems": problems, "title": title, "back": back, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)


def suggestions(request: HttpRequest, *, people: bool = True) -> dict[str, Any]:
    """The browser's lists of units and people to choose from while typing."""
    actor, day = actor_of(request), clock.today()
    lists: dict[str, Any] = {"units": queries.unit_choices(actor, day)}
    if people:
        lists["people"] = queries.people_choices(actor, day)
    return lists
