"""What waits for somebody on Hôm nay: drafts to comment on, comments to answer."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, F, Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noilam.foundation.access import Actor
from noilam.rulebook.queries import value
from noilam.ui.pieces import Waiting
from noilam.ui.waiting import Row, Together

from .. import policies
from ..keys import comments_link, consultation_link
from .about import open_on
from .voices import has_spoken


def parts(actor: Actor, day: date) -> list[Any]:
    asked = policies.invitations_of(actor).filter(open_on(day, "consultation__"), ~has_spoken())
    to_answer: Any = policies.answerable(actor).annotate(
        number=Count("comments", filter=Q(comments__withdrawn_at=None, comments__disposition=""))
    )
    return [
        asked.order_by()
        .annotate(
            what=_text("comment"),
            about=F("consultation"),
            code=_text(""),
            title=F("consultation__title"),
            due=F("consultation__closes_on"),
            number=Value(1),
        )
        .values_list("what", "about", "code", "title", "unit__name", "due", "number"),
        to_answer.filter(number__gt=0)
        .order_by()
        .annotate(what=_text("answer"), code=_text(""), due=F("closes_on"))
        .values_list("what", "pk", "code", "title", "unit__name", "due", "number"),
    ]


def _text(said: str) -> Value:
    return Value(said, output_field=CharField())


def worded(rows: Sequence[Row], day: date) -> Iterator[Waiting]:
    soon = day + timedelta(days=value("consultation.reminder_days_before", day))
    return (_worded(row, soon) for row in rows)


waiting = Together(parts, worded)  # for config/today.py


def _worded(row: Row, soon: date) -> Waiting:
    if row.what == "comment":
        return Waiting(
            group="soon" if row.due and row.due <= soon else "other",
            title=_("Góp ý: {what}").format(what=row.title),
            link=consultation_link(row.pk),
            due_on=row.due,
            detail=_("thay {unit}").format(unit=row.unit) if row.unit else "",
        )
    waits = ngettext("{number} ý kiến chờ trả lời", "{number} ý kiến chờ trả lời", row.number)
    return Waiting(
        group="other",
        title=_("Trả lời ý kiến: {what}").format(what=row.title),
        link=f"{comments_link(row.pk)}?state=unanswered",
        detail=waits.format(number=row.number),
        count=row.number,
    )
