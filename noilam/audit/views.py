"""The trail's pages, for auditors and administrators."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.csv_file import csv_response
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.web import actor_of, listing

from . import actions, policies, queries
from .forms import ErasureForm, FilterForm, HeadForm
from .models import Batch, Entry

HEADS_SHOWN = timedelta(days=365)


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(policies.may_read_trail(actor), to=_("xem nhật ký"))
    return actor


@require_GET
def trail(request: HttpRequest) -> HttpResponseBase:
    actor = _reader(request)
    form = FilterForm(request.GET)
    entries = queries.filtered(actor, form.filters)
    if request.GET.get("format") == "csv":
        return _download(entries.iterator(chunk_size=2000))
    page = listing(request, entries)
    lines = queries.lines(page.rows)
    context = {
        "form": form,
        "listing": page,
        "lines": lines,
        "about": lines[0].subject if lines and form.filters.subject is not None else "",
        "chain": queries.chain(),
        "query": request.GET.urlencode(),
    }
    return render(request, "audit/trail.html", context)


def _download(entries: Iterator[Entry]) -> HttpResponseBase:
    headers = [
        _("Dòng số"),
        _("Lúc"),
        _("Người làm"),
        _("Thay mặt"),
        _("Việc gì"),
        _("Về"),
    ]
    rows = (
        [line.id, line.at, line.who, line.behalf, line.event, line.subject, line.summary]
        for some in _in_parts(entries)
        for line in queries.lines(some)
    )
    return csv_response("nhat-ky", [*headers, _("Chi tiết")], rows)


def _in_parts(entries: Iterator[Entry], size: int = 500) -> Iterator[list[Entry]]:
    while part := list(islice(entries, size)):
        yield part


@require_GET
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    return _show_entry(request, _find(request, entry_id), ErasureForm())


def _find(request: HttpRequest, entry_id: int) -> Entry:
    visible = policies.visible_entries(_reader(request)).select_related("batch")
    return get_object_or_404(visible, pk=entry_id)


def _show_entry(
    request: HttpRequest, entry: Entry, form: ErasureForm, problems: Sequence[Problem] = ()
) -> HttpResponse:
    story = queries.story(entry)
    may_erase = policies.may_erase(actor_of(request)) and entry.batch is not None
    context = {
        "story": story,
        "form": form,
        "problems": problems,
        "may_erase": may_erase and not entry.is_erased,
    }
    status = 422 if problems or form.errors else 200
    return render(request, "audit/entry.html", context, status=status)


@require_POST
def erasure(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = _find(request, entry_id)
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return _show_entry(request, entry, form)
    try:
        actions.erase_entry(actor=actor_of(request), entry=entry, **form.cleaned_data)
    except Refused as refused:
        return _show_entry(request, entry, form, refused.problems)
    messages.success(request, _("Đã xóa nội dung. Dấu niêm phong của dòng này vẫn còn."))
    return redirect(entry)


@require_GET
def heads(request: HttpRequest) -> HttpResponse:
    """One head for each day of the last year, to print and keep."""
    _reader(request)
    today = clock.today()
    batches = queries.heads_by_day(today - HEADS_SHOWN, today)
    context = {"listing": listing(request, batches), "chain": queries.chain(), "form": HeadForm()}
    return render(request, "audit/heads.html", context)


@require_GET
def slip(request: HttpRequest, number: int) -> HttpResponse:
    """One head on a slip of paper, with its code to scan."""
    _reader(request)
    batch = get_object_or_404(Batch.objects.defer("contents"), number=number)
    return render(request, "audit/slip.html", {"slip": queries.slip(batch)})


@require_POST
def verification(request: HttpRequest) -> HttpResponse:
    """Prove the whole trail now, against a head kept elsewhere if one is given."""
    _reader(request)
    form = HeadForm(request.POST)
    head = form.cleaned_data["head"] if form.is_valid() else ""
    report = queries.verify(head or None)
    return render(request, "audit/verification.html", {"report": report, "form": form})
