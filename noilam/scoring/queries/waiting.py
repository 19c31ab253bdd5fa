"""What of a month waits for somebody on Hôm nay, counted: one pile for each step and month."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Min, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noilam.foundation.access import Actor
from noilam.foundation.periods import Month
from noilam.organisation.policies import holds_anywhere
from noilam.ui.pieces import Waiting
from noilam.ui.waiting import Row, Together

from ..models import Sheet
from ..policies import sheets as policies
from ..rules.months import key, key_text
from .pages.appeals import to_decide
from .pages.queue import DOORS
from .pages.stage_bar import stage_name

Stage = Sheet.Stage
APPEAL = "appeal"


def parts(actor: Actor, day: date) -> list[Any]:
    """Sheets at a step of mine, months before my committee, appeals."""
    begun = policies.waiting_for(actor).exclude(  # a duty once the month is over
        stage=Stage.SELF_SCORE, month__gte=key(Month.of(day))
    )
    steps = begun.exclude(stage=Stage.APPROVE)
    found = [
        _piles(steps.filter(due_on__lt=day), Min("pk")),
        _piles(steps.filter(Q(due_on=None) | Q(due_on__gte=day)), Min("pk")),
        _piles(begun.filter(stage=Stage.APPROVE), F("criteria_set__unit")),
    ]
    return [*found, _appeals(actor)] if holds_anywhere(actor, policies.DECIDERS) else found


def _piles(sheets: Any, of: Any) -> Any:
    """Steps of a month: how many sheets, when the first is due; the name of one, for one alone."""
    rows = sheets.order_by().annotate(what=F("stage"), in_month=_text("month"))
    if isinstance(of, F):
        rows = rows.annotate(of=of).values("what", "in_month", "of")
    else:
        rows = rows.values("what", "in_month").annotate(of=of)
    rows = rows.annotate(
        code=Value("", output_field=CharField()),
        named=Min("unit__name"),
        due=Min("due_on"),
        number=Count("pk"),
    )
    return rows.values_list("what", "of", "code", "named", "in_month", "due", "number")


def _appeals(actor: Actor) -> Any:
    rows = to_decide(actor).order_by()
    return rows.annotate(
        what=Value(APPEAL, output_field=CharField()),
        code=Value("", output_field=CharField()),
        in_month=_text("sheet__month"),
        due=F("due_on"),
        number=Value(1),
    ).values_list("what", "pk", "code", "sheet__unit__name", "in_month", "due", "number")


def _text(column: str) -> Cast:
    return Cast(column, CharField(max_length=6))


def worded(rows: Sequence[Row], day: date) -> Iterator[Waiting]:
    for row in rows:
        title, link, otherwise = _said(row)
        is_late = row.due is not None and row.due < day
        yield Waiting("late" if is_late else otherwise, title, link, row.due, count=row.number)


waiting = Together(parts, worded)  # for config/today.py


def _said(row: Row) -> tuple[str, str, str]:
    """Its words, where to go, and its group while it is not late."""
    in_month = int(row.unit or 0)
    month = key_text(in_month)
    if row.what == APPEAL:
        title = _("Giải quyết khiếu nại điểm tháng {month}: {unit}")
        link = reverse("scoring:appeal", args=[row.pk])
        return title.format(month=month, unit=row.title), link, "approve"
    if row.what == Stage.APPROVE:
        title = ngettext(
            "Phiên duyệt điểm tháng {month}: {number} phiếu",
            "Phiên duyệt điểm tháng {month}: {number} phiếu",
            row.number,
        )
        link = reverse("scoring:pack", args=[row.pk, in_month])
        return title.format(month=month, number=row.number), link, "approve"
    step = stage_name(row.what)
    if row.number == 1:
        title = _("{step} tháng {month}: {unit}")
        link = f"/scoring/sheets/{row.pk}/{DOORS[Stage(row.what)]}"
        return title.format(step=step, month=month, unit=row.title), link, "soon"
    title = _("{step} tháng {month}: {number} phiếu chấm điểm")
    link = f"{reverse('scoring:mine')}?stage={row.what}"
    return title.format(step=step, month=month, number=row.number), link, "soon"
