"""Components. One tag each, no logic: looks only."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.forms.widgets import CheckboxInput
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from noilam.foundation import clock, web
from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, number_text
from noilam.ui.pair import in_words, legend, pair_svg
from noilam.ui.pieces import Pair, Panel

register = template.Library()


@register.filter
def vnday(day: date | None) -> str:
    """31/03/2026. A moment becomes its day in the office's own zone."""
    if isinstance(day, datetime):
        day = timezone.localtime(day) if timezone.is_aware(day) else day
    return day_text(day)


@register.filter
def vnmoment(moment: datetime | None) -> str:
    """31/03/2026 14:05, in the office's own zone."""
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}" if moment else ""


@register.filter
def vnnumber(number: int | float | Decimal | None) -> str:
    """1.284 or 84,5."""
    return number_text(number)


@register.filter
def worded(problem: Problem | str) -> str:
    """A problem in the reader's language."""
    return web.worded(problem) if isinstance(problem, Problem) else str(problem)


@register.simple_tag
def tag(text: object, tone: str = "calm") -> SafeString:
    """A word on a wash. Tones: kept, claimed, late, broken, calm."""
    return format_html('<span class="tag {}">{}</span> ', tone, text)  # read without the sheet too


@register.simple_tag
def pair(
    value: Pair,
    label: str = "",
    big: bool = False,
    legend_below: bool | None = None,
    scale: int = 0,
) -> SafeString:
    """The pair with its legend (big ones have one unless told otherwise)."""
    drawing = pair_svg(value, label, big=big, scale=scale)
    if legend_below if legend_below is not None else big:
        return format_html('<div class="paired">{}{}</div>', drawing, legend(value))
    return drawing


@register.simple_tag
def pair_words(value: Pair, label: str = "") -> str:
    """The pair as a sentence."""
    return in_words(value, label)


@register.simple_block_tag
def panel(
    content: str, title: str, link: str = "", link_text: str = "", aside: str = ""
) -> SafeString:
    """A sheet of paper with a heading, and what may stand at its right: a link or a few words."""
    if link:
        right = format_html('<a href="{}">{}</a>', link, link_text or _("Xem tất cả"))
    else:
        right = format_html('<span class="small">{}</span>', aside) if aside else SafeString("")
    return format_html(
        '<section class="sheet"><header><h2>{}</h2>{}</header>{}</section>', title, right, content
    )


@register.simple_tag(takes_context=True)
def show_panel(context: Context, value: Panel) -> str:
    """Another floor's piece of this page, drawn by its own template from its own values."""
    return render_to_string(value.template, dict(value.context), request=context["request"])


@register.simple_block_tag
def empty(content: str, title: str = "") -> SafeString:
    """What a list says when it holds nothing: why, and what to do next."""
    heading = format_html("<b>{}</b>", title) if title else SafeString("")
    return format_html('<div class="empty">{}{}</div>', heading, content)


@register.simple_tag
def problems(
    found: Sequence[Problem | str] | None, form: Any = None, rows: Collection[str] = ()
) -> str:
    """All reasons for a refusal at once, read out by screen readers; each leads to its field, or
    to the row of that id."""
    lines = [
        {"text": worded(each), "at": _place(getattr(each, "about", ""), form, rows)}
        for each in found or ()
    ]
    return render_to_string("ui/_problems.html", {"lines": lines}) if lines else ""


def _place(about: str, form: Any, rows: Collection[str] = ()) -> str:
    """The id of the field a problem is about, if the form on this page has one of that name."""
    if about in rows:
        return about
    return form[about].id_for_label if form is not None and about in form.fields else ""


@register.simple_tag
def field(bound: BoundField, hint: str = "", label: str = "") -> str:
    """Label, hint, the field and its error, tied together for screen readers."""
    if hint:
        bound.help_text = hint
    if label:
        bound.label = label
    widget = bound.field.widget
    shape = "tick" if isinstance(widget, CheckboxInput) else "set" if bound.use_fieldset else "line"
    if bound.is_hidden:
        return str(bound)
    return render_to_string("ui/_field.html", {"field": bound, "shape": shape})


@register.simple_block_tag(takes_context=True)
def filters(context: Context, content: str) -> str:
    """A list's filters: a GET form, so that a filtered list has an address of its own."""
    query = _query(context)
    kept = [(name, query[name]) for name in ("sort", "size") if name in query]
    filtered = any(value for name, value in query.items() if name not in ("sort", "size", "page"))
    request = context["request"]
    return render_to_string(
        "ui/_filters.html",
        {"content": content, "kept": kept, "filtered": filtered, "path": request.path},
    )


def _query(context: Context) -> QueryDict:
    return context["request"].GET


def _address(context: Context, **changes: str) -> str:
    """This page's address with some of its query changed; always back to the first page."""
    query = _query(context).copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def column(context: Context, key: str, title: str, kind: str = "") -> SafeString:
    """A table's head cell that sorts by `key`: ?sort=key upwards, ?sort=-key downwards."""
    now = _query(context).get("sort", "")
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    mark = {"ascending": " ▲", "descending": " ▼"}.get(order, " ↕")
    link = _address(context, sort=f"-{key}" if now == key else key)
    said = format_html(' aria-sort="{}"', order) if order else SafeString("")
    return format_html(
        '<th scope="col" class="{}"{}><a class="sort" href="{}">{}'
        '<span aria-hidden="true">{}</span></a></th>',
        kind,
        said,
        link,
        title,
        mark,
    )


@register.simple_tag(takes_context=True)
def downloads(context: Context) -> str:
    """Take this very list away: Excel, CSV, paper."""
    addresses = {name: _address(context, format=name) for name in ("xlsx", "csv")}
    return render_to_string("ui/_downloads.html", addresses)


@register.simple_tag(takes_context=True)
def pager(context: Context, listing: web.Listing) -> str:
    """How many there are, and the pages of the list. May stand above and below it."""
    page = listing.page
    request = context["request"]
    request.pagers = getattr(request, "pagers", 0) + 1  # two landmarks need two names
    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return render_to_string(
        "ui/_pager.html",
        {
            "page": page,
            "numbers": numbers,
            "query": f"{listing.query}&" if listing.query else "",
            "is_second": request.pagers > 1,
            "whole": _address(context, size="all") if _fits_on_paper(page) else "",
        },
    )


def _fits_on_paper(page: Page[Any]) -> bool:
    return page.has_other_pages() and page.paginator.count <= web.ON_PAPER


@register.simple_tag(takes_context=True)
def as_of(context: Context, day: date) -> str:
    """The day a page speaks of, and a way to another day."""
    kept = [(k, v) for k, v in _query(context).items() if k not in ("as_of", "page")]
    now = _query(context).copy()
    now.pop("as_of", None)
    path = context["request"].path
    values = {"day": day, "today": clock.today(), "kept": kept, "path": path}
    values["unread"] = web.unread_day(context["request"])
    return render_to_string(
        "ui/_as_of.html", {**values, "now": f"{path}?{now.urlencode()}" if now else path}
    )
