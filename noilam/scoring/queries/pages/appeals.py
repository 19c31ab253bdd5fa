"""Appeals in a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, fold

from ...models import Appeal, Sheet
from ...policies import sheets as policies
from ...rules.months import key_text
from .stage_bar import left_text

TONES = {Appeal.Outcome.UPHELD: "kept", Appeal.Outcome.PARTLY: "late"}


@dataclass(frozen=True)
class AppealLine:
    pk: int
    sheet_id: int
    unit: str
    month: str
    text: str
    filed: str
    state: str
    tone: str
    decided: str
    is_open: bool


def appeals(actor: Actor, *, words: str = "", state: str = "") -> QuerySet[Any]:
    """`state`: open, or an outcome. Those that wait stand first, by the day they are due."""
    seen = policies.visible_sheets(actor).values("pk")
    asked = Q(sheet__in=seen)
    for word in fold(words).split():
        asked &= Q(sheet__unit__search_key__contains=word)
    if state:
        asked &= Q(outcome="" if state == "open" else state)
    found = Appeal.objects.filter(asked).select_related("sheet__unit")
    return found.order_by("decided_on", "due_on", "pk") if state == "open" else found


def found(actor: Actor) -> QuerySet[Appeal]:
    """Those that an actor may open."""
    sheets = policies.visible_sheets(actor).values("pk")
    return Appeal.objects.filter(sheet__in=sheets).select_related(
        "sheet__unit", "sheet__kind", "sheet__criteria_set__unit", "sheet__band"
    )


def to_decide(actor: Actor) -> QuerySet[Appeal]:
    """Open ones that belong to the actor's body."""
    sheets = policies.appeals_decided_by(actor, Sheet.objects.all()).values("pk")
    return Appeal.objects.filter(outcome="", sheet__in=sheets)


def lines(rows: Iterable[Any], on: date) -> list[AppealLine]:
    return [_line(each, on) for each in rows]


def _line(appeal: Appeal, on: date) -> AppealLine:
    if appeal.outcome:
        state, tone = str(appeal.get_outcome_display()), _tone(appeal.outcome)
    else:
        left, tone = left_text(appeal.due_on, on)
        state = _("chờ quyết định, {left}").format(left=left)
    sheet = appeal.sheet
    return AppealLine(
        pk=appeal.pk,
        sheet_id=sheet.pk,
        unit=sheet.unit.name,
        month=key_text(sheet.month),
        text=appeal.text,
        filed=day_text(appeal.filed_on),
        state=state,
        tone=tone,
        decided=f"{appeal.reason} ({appeal.decided_by})" if appeal.outcome else "",
        is_open=not appeal.outcome,
    )


def _tone(outcome: str) -> str:
    return TONES.get(Appeal.Outcome(outcome), "broken")
