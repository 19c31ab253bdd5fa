"""A unit is founded, renamed, changes its kind or its place. None of these leaves a matter open."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused, refuse_if
from noilam.foundation.text import tidy

from .. import policies, queries, rules
from ..events import UnitFounded, UnitRelocated, UnitRenamed, UnitRetyped
from ..models import Place, Unit, UnitEvent, UnitKind
from .timelines import (
    _add_parts,
    _found,
    _new_event,
    _renew_ancestry,
    _take_the_pen,
    _write_timeline,
)


@transaction.atomic
def found_unit(
    *,
    actor: Actor,
    code: str,
    name: str,
    kind: str,
    parent: Unit | None,
    founded_on: date,
    place: Place | None = None,
    decision: rules.Decision = rules.UNDECIDED,
) -> Unit:
    """Bring a unit into being from a day, under another unit or under none.

    A founding long ago may lack its decision; one given must be dated in the past.
    """
    _take_the_pen()
    require(
        policies.may_change_organisation(actor, parent),
        to=_("thành lập đơn vị dưới {unit}").format(unit=parent or "—"),
    )
    new = rules.NewUnit(
        code=tidy(code),
        name=tidy(name),
        kind=kind,
        parent_id=parent.pk if parent else None,
        place_id=place.pk if place else None,
    )
    refuse_if(
        rules.problems_with_decision_day(decision, today=clock.today())
        + _problems_with_founding([new], founded_on)
    )
    event = _new_event(UnitEvent.Kind.FOUNDED, founded_on, decision)
    unit = _found(new, founded_on, event)
    _finish(event, before=[], after=[unit])
    record(actor=actor, event=UnitFounded(**_told(unit, event), after=_facts(new)))
    return unit


@transaction.atomic
def rename_unit(*, actor: Actor, unit: Unit, name: str, on: date, decision: rules.Decision) -> Unit:
    """Give a unit another name from a day; the old name stays true of the days before."""
    unit, known = _open_for_change(actor, unit, _("đổi tên {unit}"))
    before, event = _change(unit, known, on, "name", tidy(name), UnitEvent.Kind.RENAMED, decision)
    record(
        actor=actor,
        event=UnitRenamed(
            **_told(unit, event), before={"name": before}, after={"name": tidy(name)}
        ),
    )
    return unit


@transaction.atomic
def retype_unit(*, actor: Actor, unit: Unit, kind: str, on: date, decision: rules.Decision) -> Unit:
    """Give a unit another kind from a day: a chi bộ cơ sở becomes a đảng bộ cơ sở."""
    unit, known = _open_for_change(actor, unit, _("đổi loại hình {unit}"))
    kinds = {each.pk: each.identifier for each in UnitKind.objects.all()}
    new_kind = next((pk for pk, identifier in kinds.items() if identifier == kind), None)
    if new_kind is None:
        raise Refused(*rules.problems_with_kind(kind, kinds.values()))
    before, event = _change(unit, known, on, "kind_id", new_kind, UnitEvent.Kind.RETYPED, decision)
    record(
        actor=actor,
        event=UnitRetyped(
            **_told(unit, event), before={"kind": kinds[before]}, after={"kind": kind}
        ),
    )
    return unit


@transaction.atomic
def relocate_unit(
    *, actor: Actor, unit: Unit, place: Place | None, on: date, decision: rules.Decision
) -> Unit:
    """Set a unit in another place of the map from a day."""
    unit, known = _open_for_change(actor, unit, _("đổi địa bàn {unit}"))
    place_id = place.pk if place else None
    before, event = _change(
        unit, known, on, "place_id", place_id, UnitEvent.Kind.RELOCATED, decision
    )
    record(
        actor=actor,
        event=UnitRelocated(
            **_told(unit, event), before={"place": before}, after={"place": place_id}
        ),
    )
    return unit


def _open_for_change(actor: Actor, unit: Unit, deed: str) -> tuple[Unit, rules.Known]:
    _take_the_pen()
    require(policies.may_change_organisation(actor, unit), to=deed.format(unit=unit))
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    return unit, queries.timelines([unit.pk])[unit.pk]


def _change(
    unit: Unit,
    known: rules.Known,
    on: date,
    fact: str,
    value: Any,
    kind: str,
    decision: rules.Decision,
) -> tuple[Any, UnitEvent]:
    """Make one fact so from a day. Returns what it was before, and the event."""
    refuse_if(
        rules.problems_with_decision(decision, today=clock.today())
        + rules.problems_with_change(known, on, fact, value)
    )
    event = _new_event(kind, on, decision, before=[unit.pk], after=[unit.pk])
    was = rules.on_day(known.timeline, on)
    _write_timeline(
        unit, known.timeline, rules.changed(known.timeline, on, {fact: value}, event.pk)
    )
    return (was.facts[fact] if was else None), event


def _problems_with_founding(new: Sequence[rules.NewUnit], on: date) -> list[Problem]:
    """All that stands against units that an event is about to make."""
    codes = {each.code for each in new if Unit.objects.filter(code__iexact=each.code).exists()}
    kinds = set(UnitKind.objects.values_list("identifier", flat=True))
    parents = queries.timelines_with_all_above([each.parent_id for each in new if each.parent_id])
    problems = rules.problems_with_twins(new)
    for each in new:
        problems += rules.problems_with_new_unit(each, codes_in_use=codes, kinds=kinds)
        stretch = rules.Stretch(on, None, {"parent_id": each.parent_id})
        problems += rules.problems_with_parents(0, [stretch], parents)
    return problems


def _finish(event: UnitEvent, *, before: Sequence[Unit], after: Sequence[Unit]) -> None:
    """Name the units an event took and made, and renew the lines of ancestry it changed."""
    _add_parts(event, before=[each.pk for each in before], after=[each.pk for each in after])
    _renew_ancestry({each.pk for each in (*before, *after)})


def _facts(new: rules.NewUnit) -> dict[str, Any]:
    return {
        "code": new.code,
        "name": new.name,
        "kind": new.kind,
        "parent": new.parent_id,
        "place": new.place_id,
    }


def _told(unit: Unit, event: UnitEvent) -> dict[str, Any]:
    """What every event about a unit says."""
    return {
        "subject_id": unit.pk,
        "event_id": event.pk,
        "effective_on": event.effective_on,
        "decision_number": event.decision_number,
        "decided_on": event.decided_on,
        "note": event.note,
    }
