"""What waits for somebody on Hôm nay: drafts to comment on, comments to answer. One question."""

from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, F, Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noilam.foundation.access import Actor
from noilam.rulebook.queries import value
from noilam.ui.pieces import Waiting

from .. import policies
from ..keys import comments_link, consultation_link
from .about import open_on
from .voices import has_spoken


def waiting(actor: Actor, day: date) -> list[Waiting]:
    """For config/today.py."""
    if actor.is_machine:
        return []
    asked = policies.invitations_of(actor).filter(open_on(day, "consultation__"), ~has_spoken())
    to_answer: Any = policies.answerable(actor).annotate(
        number=Count("comments", filter=Q(comments__withdrawn_at=None, comments__disposition=""))
    )
    text = CharField()
    lines = (
        asked.order_by()
        .annotate(
            what=Value("comment", output_field=text),
            about=F("consultation"),
            title=F("consultation__title"),
            closes=F("consultation__closes_on"),
            number=Value(1),
        )
        .values_list("what", "about", "title", "closes", "number", "unit__name")
        .union(
            to_answer.filter(number__gt=0)
            .order_by()
            .annotate(what=Value("answer", output_field=text), about=F("pk"), closes=F("closes_on"))
            .values_list("what", "about", "title", "closes", "number", "unit__name"),
            all=True,
        )
    )
    soon = day + timedelta(days=value("consultation.reminder_days_before", day))
    return [_worded(*line, soon) for line in lines.order_by("closes", "about")]


def _worded(
    what: str, pk: int, title: str, closes_on: date, number: int, unit: str | None, soon: date
) -> Waiting:
    if what == "comment":
        return Waiting(
            group="soon" if closes_on <= soon else "other",
            title=_("Góp ý: {what}").format(what=title),
            link=consultation_link(pk),
            due_on=closes_on,
            detail=_("thay {unit}").format(unit=unit) if unit else "",
        )
    waits = ngettext("{number} ý kiến chờ trả lời", "{number} ý kiến chờ trả lời", number)
    return Waiting(
        group="other",
        title=_("Trả lời ý kiến: {what}").format(what=title),
        link=f"{comments_link(pk)}?state=unanswered",
        detail=waits.format(number=number),
        count=number,
    )
