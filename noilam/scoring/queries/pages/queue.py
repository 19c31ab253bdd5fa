"""Lists of sheets: those that wait for somebody, and all of them; lines ready to be written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, fold

from ...models import SecondLook, Sheet, SheetStep
from ...policies import sheets as policies
from ...rules.months import key_text
from .answer_words import points_text
from .stage_bar import left_text, stage_name

Stage = Sheet.Stage
OVER = (Stage.FIXED, Stage.SET_ASIDE)
ORDERS: Mapping[str, Sequence[Any]] = {
    "unit": ["unit__code", "-month"],
    "-unit": ["-unit__code", "-month"],
    "month": ["month", "unit__code"],
    "-month": ["-month", "unit__code"],
    "due": [F("due_on").asc(nulls_last=True), "unit__code"],
    "-due": [F("due_on").desc(nulls_last=True), "unit__code"],
    "total": [F("total").asc(nulls_last=True), "unit__code"],
    "-total": [F("total").desc(nulls_last=True), "unit__code"],
    "stage": ["stage", "unit__code"],
    "-stage": ["-stage", "unit__code"],
}
# Where the deed that a sheet waits for is done.
DOORS = {
    Stage.SELF_SCORE: "answers/",
    Stage.APPRAISE: "marks/appraisal/",
    Stage.CROSS_CHECK: "marks/cross-check/",
    Stage.REPLY: "deed/reply/",
}


@dataclass(frozen=True)
class Filters:
    """What a reader asked for. Empty fields ask for nothing."""

    words: str = ""
    month: int = 0
    stage: str = ""
    band: str = ""
    is_late: bool = False
    has_look: bool = False
    sort: str = ""


@dataclass(frozen=True)
class SheetLine:
    pk: int
    unit: str
    month: str
    stage: str
    due: str
    left: str
    tone: str
    total: str
    band: str
    was_late: bool
    has_look: bool
    door: str


def my_queue(actor: Actor, filters: Filters, on: date) -> QuerySet[Any]:
    """Sheets that wait for the actor, the late ones first, then by the day they are due."""
    found = _narrowed(actor, policies.waiting_for(actor), filters, on)
    if filters.sort in ORDERS:
        return found.order_by(*ORDERS[filters.sort])
    return found.order_by(F("due_on").asc(nulls_last=True), "unit__code", "month")


def all_sheets(actor: Actor, filters: Filters, on: date) -> QuerySet[Any]:
    """Every sheet that the actor sees, the newest month first."""
    found = _narrowed(actor, policies.visible_sheets(actor), filters, on)
    return found.order_by(*ORDERS.get(filters.sort, ["-month", "unit__code"]))


def _narrowed(actor: Actor, sheets: QuerySet[Sheet], filters: Filters, on: date) -> QuerySet[Any]:
    asked = Q()
    for word in fold(filters.words).split():
        asked &= Q(unit__search_key__contains=word)
    if filters.month:
        asked &= Q(month=filters.month)
    if filters.stage:
        asked &= Q(stage=filters.stage)
    if filters.band:
        asked &= Q(band__code=filters.band)
    found = sheets.filter(asked).annotate(has_look=Exists(_open_looks(actor)), was_late=_was_late())
    if filters.is_late:
        found = found.filter(Q(due_on__lt=on) | Q(was_late=True))
    if filters.has_look:
        found = found.filter(has_look=True)
    return found.select_related("unit", "band")


def _open_looks(actor: Actor) -> QuerySet[SecondLook]:
    """Shown to those who score the sheet; to its unit never as an accusation."""
    looks = SecondLook.objects.filter(sheet=OuterRef("pk"), looked_at=None)
    if not policies.scores_somewhere(actor):
        return looks.none()
    return looks.filter(sheet__in=policies.scored_by(actor).values("pk"))


def _was_late() -> Exists:
    late = SheetStep.objects.filter(sheet=OuterRef("pk"), done_on__gt=F("due_on"), round=1)
    return Exists(late)


def months_of(sheets: QuerySet[Sheet]) -> list[int]:
    """Months that there are sheets of, the newest first."""
    return list(sheets.order_by("-month").values_list("month", flat=True).distinct())


def bands_of(sheets: QuerySet[Sheet]) -> list[tuple[str, str]]:
    """Bands that sheets have got, by code: versions of a set share them."""
    rows = sheets.filter(band__isnull=False).order_by("band__level")
    return list(dict(rows.values_list("band__code", "band__title").distinct()).items())


def lines(found: Iterable[Any], on: date) -> list[SheetLine]:
    return [_line(each, on) for each in found]


def _line(sheet: Any, on: date) -> SheetLine:
    is_over = sheet.stage in OVER
    left, tone = ("", "kept") if is_over else left_text(sheet.due_on, on)
    return SheetLine(
        pk=sheet.pk,
        unit=sheet.unit.name,
        month=key_text(sheet.month),
        stage=stage_name(sheet.stage),
        due="" if is_over else day_text(sheet.due_on),
        left=left or (_("đã chốt {day}").format(day=day_text(sheet.fixed_on)) if is_over else ""),
        tone=tone,
        total=points_text(sheet.total) if sheet.version else "",
        band=sheet.band.title if sheet.band else "",
        was_late=sheet.was_late,
        has_look=sheet.has_look,
        door=DOORS.get(sheet.stage, ""),
    )
