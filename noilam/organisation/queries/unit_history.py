"""What became of a unit: its events, and every version as it was recorded."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text

from .. import policies
from ..models import HandOverItem, Unit, UnitEvent, UnitVersion
from .unit_list import kind_name
from .unit_page import Crumb


@dataclass(frozen=True)
class EventLine:
    """One event of a unit, as a line of its chain."""

    id: int
    kind: str
    day: date
    decision: str
    note: str
    before: list[Crumb]
    after: list[Crumb]
    recorded_at: datetime
    handed_over: bool


@dataclass(frozen=True)
class VersionLine:
    name: str
    kind: str
    parent: str
    starts: str
    ends: str
    recorded_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True)
class History:
    unit: Unit
    events: list[EventLine]
    versions: list[VersionLine]


def unit_history(actor: Actor, unit: Unit) -> History:
    """The units that an event names lead on, as far as the reader may see them."""
    events = list(
        UnitEvent.objects.filter(pk__in=unit.event_parts.values("event"))
        .prefetch_related("parts__unit")
        .order_by("effective_on", "pk")
    )
    named = {part.unit_id for each in events for part in each.parts.all()}
    open_ids = {unit.pk}
    if named - open_ids:
        seen = policies.visible_units(actor).filter(pk__in=named)
        open_ids.update(seen.values_list("pk", flat=True))
    handed = set(
        HandOverItem.objects.filter(event__in=unit.event_parts.values("event")).values_list(
            "event", flat=True
        )
    )
    versions = unit.versions.select_related("kind", "parent").order_by("starts_on", "recorded_at")
    return History(
        unit=unit,
        events=[
            event_line(each, handed_over=each.pk in handed, seen_from=unit.pk, open_ids=open_ids)
            for each in events
        ],
        versions=[_version_line(each) for each in versions],
    )


def event_line(
    event: UnitEvent,
    *,
    open_ids: Collection[int],
    handed_over: bool = False,
    seen_from: int | None = None,
) -> EventLine:
    """`seen_from`: on that unit's own page an event of it alone need not name it."""
    sides: dict[str, list[Crumb]] = {"before": [], "after": []}
    for part in event.parts.all():
        sides[part.side].append(Crumb(part.unit_id, part.unit.name, part.unit_id in open_ids))
    decision = event.decision_number
    if event.decided_on:
        decision = _("{number} ngày {day}").format(number=decision, day=day_text(event.decided_on))
    alone = {each.id for side in sides.values() for each in side} == {seen_from}
    return EventLine(
        id=event.pk,
        kind=event_name(event.kind),
        day=event.effective_on,
        decision=decision,
        note=event.note,
        before=[] if alone else sides["before"],
        after=[] if alone else sides["after"],
        recorded_at=event.recorded_at,
        handed_over=handed_over,
    )


def event_name(kind: str) -> str:
    """What happened, in the reader's language."""
    return str(_(UnitEvent.Kind(kind).label))


def _version_line(version: UnitVersion) -> VersionLine:
    return VersionLine(
        name=version.name,
        kind=kind_name(version.kind),
        parent=str(version.parent or ""),
        starts=day_text(version.starts_on),
        ends=day_text(version.ends_on),
        recorded_at=version.recorded_at,
        superseded_at=version.superseded_at,
    )


def last_event_of(unit: Unit) -> UnitEvent:
    return UnitEvent.objects.filter(parts__unit=unit).order_by("-pk")[0]
