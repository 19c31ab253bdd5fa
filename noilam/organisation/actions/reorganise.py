"""A unit moves, ends, merges or splits, with everything open decided in the same transaction."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, refuse_if
from noilam.foundation.text import day_text

from .. import open_matters, policies, queries, rules
from ..events import UnitEnded, UnitMoved, UnitsMerged, UnitSplit
from ..models import Unit, UnitEvent
from ..rules import NOTHING_OPEN, Decision, HandOver, Heirs, NewUnit, OpenMatter
from .handing_over import _hand_over, _problems_with_hand_over
from .timelines import (
    _add_parts,
    _found,
    _new_event,
    _renew_ancestry,
    _renew_successions,
    _take_the_pen,
    _write_timeline,
)
from .units import _problems_with_founding, _told


@transaction.atomic
def move_unit(
    *,
    actor: Actor,
    unit: Unit,
    parent: Unit | None,
    on: date,
    decision: Decision,
    hand_over: HandOver = NOTHING_OPEN,
) -> Unit:
    """Set a unit, with all below it, under another from a day."""
    unit = _hold(actor, [unit], [parent])[0]
    matters = open_matters.of_a_transfer(unit, on)
    heirs = Heirs(units=[unit.pk])
    parent_id = parent.pk if parent else None
    known = queries.timelines_with_all_above([unit.pk, *([parent_id] if parent_id else [])])
    new = rules.changed(known[unit.pk].timeline, on, {"parent_id": parent_id})
    refuse_if(
        rules.problems_with_decision(decision, today=clock.today())
        + rules.problems_with_change(known[unit.pk], on, "parent_id", parent_id)
        + rules.problems_with_parents(unit.pk, new, known)
        + _problems_with_hand_over(matters, hand_over, heirs, on)
    )
    event = _new_event(UnitEvent.Kind.MOVED, on, decision, before=[unit.pk], after=[unit.pk])
    before = unit.parent_id
    _set_under(unit, known[unit.pk], parent_id, on, event)
    _renew_ancestry([unit.pk])
    given = _give(actor, matters, hand_over, heirs, {}, event)
    record(
        actor=actor,
        event=UnitMoved(
            **_told(unit, event),
            before={"parent": before},
            after={"parent": parent_id, "handed_over": given},
        ),
    )
    return unit


@transaction.atomic
def end_unit(
    *,
    actor: Actor,
    unit: Unit,
    on: date,
    decision: Decision,
    hand_over: HandOver = NOTHING_OPEN,
) -> Unit:
    """A unit is no more from a day. With no successor, what is open is reassigned or closed."""
    unit = _hold(actor, [unit])[0]
    matters = open_matters.listed(units=[unit], on=on)
    refuse_if(
        rules.problems_with_decision(decision, today=clock.today())
        + _problems_with_endings([unit], on)
        + _problems_with_hand_over(matters, hand_over, Heirs(), on)
    )
    event = _new_event(UnitEvent.Kind.ENDED, on, decision, before=[unit.pk])
    given = _give(actor, matters, hand_over, Heirs(), {}, event)
    _end([unit], on)
    record(actor=actor, event=UnitEnded(**_told(unit, event), after={"handed_over": given}))
    return unit


@transaction.atomic
def merge_units(
    *,
    actor: Actor,
    inputs: Sequence[Unit],
    output: Unit | NewUnit,
    on: date,
    decision: Decision,
    hand_over: HandOver = NOTHING_OPEN,
) -> Unit:
    """Units end on a day and go on as one: a new unit, or one that is there already."""
    existing, new = ([], [output]) if isinstance(output, NewUnit) else ([output], [])
    inputs = _hold(actor, inputs, _parents(new), also=existing)
    matters = open_matters.listed(units=inputs, on=on)
    heirs = Heirs(units=[each.pk for each in existing] + [each.code for each in new])
    known = queries.timelines([each.pk for each in (*inputs, *existing)])
    refuse_if(
        rules.problems_with_decision(decision, today=clock.today())
        + rules.problems_with_merger(
            [known[each.pk] for each in inputs],
            [each.pk for each in existing],
            makes_new=bool(new),
        )
        + [each for unit in existing for each in rules.problems_with_day(known[unit.pk], on)]
        + _problems_with_endings(inputs, on)
        + _problems_with_founding(new, on)
        + _problems_with_hand_over(matters, hand_over, heirs, on)
    )
    event = _new_event(UnitEvent.Kind.MERGED, on, decision, before=[each.pk for each in inputs])
    made = _make(new, existing, event)
    given = _give(actor, matters, hand_over, heirs, made, event)
    _end(inputs, on)
    merged = next(iter(made.values()), None) or existing[0]
    record(
        actor=actor,
        event=UnitsMerged(
            **_told(merged, event),
            inputs=[each.pk for each in inputs],
            after={"name": merged.name, "handed_over": given},
        ),
    )
    return merged


@transaction.atomic
def split_unit(
    *,
    actor: Actor,
    unit: Unit,
    outputs: Sequence[Unit | NewUnit],
    on: date,
    decision: Decision,
    hand_over: HandOver = NOTHING_OPEN,
) -> list[Unit]:
    """A unit goes on as several, new or already there; it ends unless it is one of them."""
    existing = [each for each in outputs if isinstance(each, Unit)]
    new = [each for each in outputs if isinstance(each, NewUnit)]
    goes_on = unit.pk in {each.pk for each in existing}
    unit = _hold(actor, [unit], _parents(new), also=existing)[0]
    matters = open_matters.listed(units=[unit], on=on)
    heirs = Heirs(units=[each.pk for each in existing] + [each.code for each in new])
    known = queries.timelines([unit.pk, *(each.pk for each in existing)])
    refuse_if(
        rules.problems_with_decision(decision, today=clock.today())
        + rules.problems_with_split(known[unit.pk], [known[each.pk] for each in existing], new, on)
        + ([] if goes_on else _problems_with_endings([unit], on))
        + _problems_with_founding(new, on)
        + _problems_with_hand_over(matters, hand_over, heirs, on)
    )
    event = _new_event(UnitEvent.Kind.SPLIT, on, decision, before=[unit.pk])
    made = _make(new, existing, event)
    given = _give(actor, matters, hand_over, heirs, made, event)
    _end([] if goes_on else [unit], on)
    results = [*existing, *made.values()]
    record(
        actor=actor,
        event=UnitSplit(
            **_told(unit, event),
            outputs=[each.pk for each in results],
            after={"names": [each.name for each in results], "handed_over": given},
        ),
    )
    return results


def _parents(new: Sequence[NewUnit]) -> list[Unit | None]:
    found = Unit.objects.in_bulk({each.parent_id for each in new if each.parent_id})
    return [found[each.parent_id] if each.parent_id else None for each in new]


def _hold(
    actor: Actor,
    units: Sequence[Unit],
    parents: Sequence[Unit | None] = (),
    *,
    also: Sequence[Unit] = (),
) -> list[Unit]:
    """Lock, then permit: the units themselves, those that take over, those to stand under."""
    _take_the_pen()
    for each in (*units, *also, *parents):
        require(
            policies.may_change_organisation(actor, each),
            to=_("thay đổi tổ chức của {unit}").format(unit=each or "—"),
        )
    rows = {
        each.pk: each
        for each in Unit.objects.select_for_update()
        .filter(pk__in=[each.pk for each in units])
        .order_by("pk")
    }
    return [rows[each.pk] for each in units]


def _problems_with_endings(units: Sequence[Unit], on: date) -> list[Problem]:
    known = queries.timelines([each.pk for each in units])
    return [
        problem
        for each in units
        for problem in rules.problems_with_ending(
            known[each.pk], on, begins_later=queries.begins_later(each, on)
        )
    ]


def _make(new: Sequence[NewUnit], existing: Sequence[Unit], event: UnitEvent) -> dict[str, Unit]:
    """Found the new units of an event, by code, so that others can be handed over to them."""
    made = {each.code: _found(each, event.effective_on, event) for each in new}
    after = [each.pk for each in (*existing, *made.values())]
    _add_parts(event, after=after)
    _renew_successions()
    if made:
        _renew_ancestry([each.pk for each in made.values()])
    return made


def _give(
    actor: Actor,
    matters: Sequence[OpenMatter],
    given: HandOver,
    heirs: Heirs,
    made: dict[str, Unit],
    event: UnitEvent,
) -> list[dict[str, str]]:
    return _hand_over(
        actor=actor,
        matters=matters,
        given=given,
        heirs=heirs,
        new_units=made,
        on=event.effective_on,
        because=event,
        reason=f"{event.decision_number} ({day_text(event.decided_on)})",
    )


def _set_under(
    unit: Unit, known: rules.Known, parent_id: int | None, on: date, event: UnitEvent
) -> None:
    new = rules.changed(known.timeline, on, {"parent_id": parent_id}, event.pk)
    _write_timeline(unit, known.timeline, new)


def _end(units: Sequence[Unit], on: date) -> None:
    """Cut the timelines. Whoever still stands below would be lost, so that is refused."""
    ids = [each.pk for each in units]
    known = queries.timelines(ids)
    refuse_if(
        [
            problem
            for each in ids
            for problem in rules.problems_with_children_left(
                known[each], queries.living_children(each, on, besides=ids)
            )
        ]
    )
    for each in units:
        timeline = known[each.pk].timeline
        _write_timeline(each, timeline, rules.ended(timeline, on))
    _renew_ancestry(ids)
