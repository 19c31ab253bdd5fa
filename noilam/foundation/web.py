"""Small HTTP conveniences shared by all views: who asks, as of when, fragments, list filters."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext

from . import clock, periods
from .access import Actor
from .errors import Problem
from .text import say

PAGE_SIZES = (50, 100, 200)
ON_PAPER = 1_000  # rows of a list that may be shown at once, to be printed


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, put on the request by accounts' middleware."""
    return request.actor  # type: ignore[attr-defined]


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asked, and so wants a piece of the page rather than all of it."""
    return request.headers.get("HX-Request") == "true"


def as_of(request: HttpRequest) -> date:
    """The day a page speaks of: ?as_of=2026-03-31, else today. An unreadable day is today."""
    try:
        return date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        return clock.today()


def unread_day(request: HttpRequest) -> str:
    """What was typed as the day of a page and cannot be read, if so."""
    typed = request.GET.get("as_of", "").strip()
    try:
        date.fromisoformat(typed)
    except ValueError:
        return typed[:40]
    return ""


def worded(problem: Problem) -> str:
    """A problem in the reader's language."""
    return problem.text(gettext)


def problems_in(form: BaseForm) -> list[Problem]:
    """What a form could not read, each with its field's label, as problems like any other."""
    return [
        Problem("unreadable", say("{label}: {message}"), name, {"label": label, "message": each})
        for name, found in form.errors.items()
        for label in [form.fields[name].label if name in form.fields else ""]
        for each in found
    ]


def bare_problems_in(form: BaseForm) -> list[Problem]:
    """The same where each message stands beside its field, which names it."""
    return [
        Problem("unreadable", str(message), about=name)
        for name, messages in form.errors.items()
        for message in messages
    ]


@dataclass(frozen=True)
class Listing:
    """One page of a list whose filters, order and page live in the URL."""

    page: Page[Any]
    query: str  # the URL's query without page and sort, ready to be followed by &page=2

    @property
    def rows(self) -> list[Any]:
        return list(self.page.object_list)


def listing(request: HttpRequest, rows: QuerySet[Any] | list[Any]) -> Listing:
    """Cut a list into pages by ?page= and ?size= (PAGE_SIZES, or all of a list that fits on paper).

    Out of range is the last page.
    """
    size = request.GET.get("size", "")
    wanted = int(size) if size.isdigit() and int(size) in PAGE_SIZES else PAGE_SIZES[0]
    wanted = ON_PAPER if size == "all" else wanted
    query = request.GET.copy()
    query.pop("page", None)
    return Listing(Paginator(rows, wanted).get_page(request.GET.get("page")), query.urlencode())


class PeriodConverter:
    """Lets a URL carry a period: path("<period:period>/")."""

    regex = r"\d{4}(?:-(?:\d{2}-\d{2}|\d{2}|Q[1-4]|\d{4}))?"

    def to_python(self, value: str) -> periods.Period:
        return periods.parse(value)

    def to_url(self, value: periods.Period) -> str:
        return str(value)
