"""The list of consultations, and what of it waits for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, fold, say
from noilam.ui.pieces import Found

from .. import policies
from ..keys import consultation_link
from ..models import Comment, Draft
from ..rules import Stage, stage
from .about import NOT_WITHDRAWN, UNANSWERED, open_on
from .voices import has_spoken

ORDERS = {
    "closes": ["closes_on", "pk"],
    "opened": ["opened_on", "pk"],
    "title": ["search_key", "pk"],
    "unit": ["unit__name", "-opened_on", "pk"],
}
STAGES = {
    Stage.OPEN: (say("Đang lấy ý kiến"), "claimed"),
    Stage.ANSWERING: (say("Hết hạn, đang trả lời"), "late"),
    Stage.DONE: (say("Đã xong"), "kept"),
}
COLUMNS = ["pk", "title", "unit__name", "opened_on", "closes_on", "closed_on"]
COUNTED = ["told", "unanswered", "draft"]


@dataclass(frozen=True)
class Row:
    """One consultation in a list."""

    pk: int
    link: str
    title: str
    unit: str
    opened: str
    closes: str
    draft: int
    told: int
    unanswered: int
    stage: str
    tone: str


def consultations(
    actor: Actor, day: date, *, words: str = "", state: str = "", sort: str = ""
) -> QuerySet[Any, Any]:
    """Visible consultations that fit, as tuples of COLUMNS and COUNTED; `rows` makes them readable.

    `state`: a stage, or "mine" for those that wait for the actor's comment.
    """
    found = policies.visible_consultations(actor).filter(_of_state(actor, state, day))
    for word in fold(words).split():
        found = found.filter(search_key__contains=word)
    order = ORDERS.get(sort.removeprefix("-"), ["-opened_on", "-pk"])
    if sort.startswith("-"):
        order = [name.removeprefix("-") if name[0] == "-" else f"-{name}" for name in order]
    counted: Any = found.annotate(
        told=_number(Comment.objects.filter(NOT_WITHDRAWN)),
        unanswered=_number(Comment.objects.filter(UNANSWERED)),
        draft=_last_draft(),
    )
    return counted.order_by(*order).values_list(*COLUMNS, *COUNTED)


def _of_state(actor: Actor, state: str, day: date) -> Q:
    waits = Q(Exists(Comment.objects.filter(UNANSWERED, consultation=OuterRef("pk"))))
    asked = policies.invitations_of(actor).filter(~has_spoken()).values("consultation")
    return {
        Stage.OPEN.value: open_on(day),
        Stage.ANSWERING.value: ~open_on(day) & waits,
        Stage.DONE.value: ~open_on(day) & ~waits,
        "mine": open_on(day) & Q(pk__in=asked),
    }.get(state, Q())


def _number(comments: QuerySet[Comment]) -> Coalesce:
    of_each = comments.filter(consultation=OuterRef("pk")).order_by().values("consultation")
    counted = of_each.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _last_draft() -> Subquery:
    of_each = Draft.objects.filter(consultation=OuterRef("pk")).order_by().values("consultation")
    last = of_each.annotate(last=Max("number")).values("last")
    return Subquery(last, output_field=IntegerField())


def rows(values: Iterable[Any], day: date) -> list[Row]:
    lines = []
    for pk, title, unit, opened_on, closes_on, closed_on, told, unanswered, draft in values:
        is_open = closed_on is None and day <= closes_on
        word, tone = stage_word(is_open, unanswered)
        lines.append(
            Row(
                pk=pk,
                link=consultation_link(pk),
                title=title,
                unit=unit,
                opened=day_text(opened_on),
                closes=day_text(closed_on or closes_on),
                draft=draft or 0,
                told=told,
                unanswered=unanswered,
                stage=word,
                tone=tone,
            )
        )
    return lines


def stage_word(is_open: bool, unanswered: int) -> tuple[str, str]:
    """What a page calls the stage, and its tone."""
    word, tone = STAGES[stage(is_open, unanswered)]
    return _(word), tone


def consultations_found(actor: Actor, words: Iterable[str], limit: int) -> list[Found]:
    """For config/search.py: consultations whose title holds all the words."""
    holding = Q()
    for word in words:
        holding &= Q(search_key__contains=word)
    found = policies.visible_consultations(actor).filter(holding).select_related("unit")
    return [
        Found(
            kind=_("Lấy ý kiến"),
            title=each.title,
            link=consultation_link(each.pk),
            detail=f"{each.unit} · {day_text(each.opened_on)} – {day_text(each.closes_on)}",
        )
        for each in found.order_by("-opened_on", "-pk")[:limit]
    ]
