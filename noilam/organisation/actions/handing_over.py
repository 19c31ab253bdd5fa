"""Applying what was decided for each open matter, in the transaction of what made it needed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from noilam.foundation.access import Actor
from noilam.foundation.errors import Problem, Refused, refuse_if
from noilam.foundation.text import day_text, say

from .. import open_matters, queries, rules
from ..models import Appointment, HandOverItem, Person, Unit, UnitEvent
from ..rules import Choice, Deed, HandOver, Heirs, OpenMatter, UnitToken


def _problems_with_hand_over(
    matters: Sequence[OpenMatter],
    given: HandOver,
    heirs: Heirs,
    on: date,
    ending: Collection[int] = (),
) -> list[Problem]:
    """What is undecided, and what would be left with somebody who no longer holds any post.
    `ending`: posts that end by the change itself."""
    problems = rules.problems_with_handover(matters, given, heirs=heirs)
    if any(each.code == "list-changed" for each in problems):
        return problems
    given_up = [
        int(each.key.rpartition(":")[2])
        for each in matters
        if each.key.startswith(f"{queries.APPOINTMENT}:")
        and rules.gives_up(each, given.choice_for(each.key))
    ]
    leaving = queries.without_post_after([*ending, *given_up], on)
    return problems + rules.problems_with_leaving(matters, given, heirs=heirs, leaving=leaving)


@dataclass(frozen=True)
class _Decided:
    """A choice with its takers found."""

    deed: Deed
    to_unit: Unit | None
    to_person: Person | None
    reason: str


def _hand_over(
    *,
    actor: Actor,
    matters: Sequence[OpenMatter],
    given: HandOver,
    heirs: Heirs,
    new_units: Mapping[str, Unit],
    on: date,
    because: UnitEvent | Appointment,
    reason: str,
) -> list[dict[str, str]]:
    """Hand over, reassign or close every matter; keep the list. Returns it in plain words."""
    choices = {each.key: given.choice_for(each.key) for each in matters}
    units, persons = _takers([each for each in choices.values() if each], heirs, on)
    units.update(new_units.items())
    decided = {
        key: _decided(choice, heirs, units, persons, reason)
        for key, choice in choices.items()
        if choice
    }
    _apply(actor, matters, decided, on)
    return _keep(matters, decided, because, on)


def _takers(
    choices: Sequence[Choice], heirs: Heirs, on: date
) -> tuple[dict[UnitToken, Unit], dict[int, Person]]:
    """Every unit and person named as a taker. Each must be there on the day."""
    unit_ids = {each.to_unit for each in choices} | set(heirs.units)
    units = Unit.objects.in_bulk([each for each in unit_ids if isinstance(each, int)])
    persons = Person.objects.in_bulk(
        {each.to_person for each in choices if each.to_person} | set(heirs.persons)
    )
    refuse_if(
        [
            Problem(
                "taker-not-there",
                say("{unit} không hoạt động vào ngày {day}. Chọn đơn vị khác để giao."),
                about="hand_over",
                values={"unit": unit.name, "day": day_text(on)},
            )
            for unit in units.values()
            if unit.founded_on > on or (unit.ended_on and unit.ended_on <= on)
        ]
    )
    return {**units}, persons


def _decided(
    choice: Choice,
    heirs: Heirs,
    units: Mapping[UnitToken, Unit],
    persons: Mapping[int, Person],
    reason: str,
) -> _Decided:
    to_unit, to_person = choice.to_unit, choice.to_person
    if choice.deed is Deed.INHERIT:
        to_unit, to_person = to_unit or heirs.sole_unit, to_person or heirs.sole_person
    if choice.deed is Deed.CLOSE:
        to_unit = to_person = None
    return _Decided(
        deed=choice.deed,
        to_unit=units[to_unit] if to_unit else None,
        to_person=persons[to_person] if to_person else None,
        reason=choice.reason.strip() or reason,
    )


def _apply(
    actor: Actor, matters: Sequence[OpenMatter], decided: Mapping[str, _Decided], on: date
) -> None:
    """Floor by floor; what all of them refuse is told at once."""
    problems: list[Problem] = []
    for floor in open_matters.registered():
        groups: dict[_Decided, list[str]] = {}
        for matter in matters:
            what = decided[matter.key]
            if matter.key.startswith(floor.prefix) and not _stays(matter, what):
                groups.setdefault(what, []).append(matter.key)
        for what, keys in groups.items():
            try:
                _apply_group(actor, floor, keys, what, on)
            except Refused as refused:
                problems += refused.problems
    refuse_if(problems)


def _stays(matter: OpenMatter, what: _Decided) -> bool:
    """Who goes on inherits his own matters: nothing changes hands."""
    if what.deed is not Deed.INHERIT:
        return False
    same_unit = what.to_unit is None or what.to_unit.pk == matter.unit_id
    same_person = what.to_person is None or what.to_person.pk == matter.person_id
    return same_unit and same_person


def _apply_group(
    actor: Actor,
    floor: open_matters.OpenMatters,
    keys: Sequence[str],
    what: _Decided,
    on: date,
) -> None:
    if what.deed is Deed.CLOSE:
        floor.close(actor=actor, keys=keys, reason=what.reason, on=on)
        return
    give = floor.inherit if what.deed is Deed.INHERIT else floor.reassign
    give(
        actor=actor,
        keys=keys,
        to_unit=what.to_unit,
        to_person=what.to_person,
        on=on,
        reason=what.reason,
    )


def _keep(
    matters: Sequence[OpenMatter],
    decided: Mapping[str, _Decided],
    because: UnitEvent | Appointment,
    on: date,
) -> list[dict[str, str]]:
    """The hand-over list, as worded on the day, to be printed and kept."""
    units = queries.names_on({each.unit_id for each in matters if each.unit_id}, on)
    persons = Person.objects.in_bulk({each.person_id for each in matters if each.person_id})
    items = [
        HandOverItem(
            event=because if isinstance(because, UnitEvent) else None,
            appointment=because if isinstance(because, Appointment) else None,
            key=matter.key,
            kind=matter.kind,
            label=matter.label,
            from_unit=units.get(matter.unit_id or 0, ""),
            from_person=str(persons.get(matter.person_id or 0, "")),
            due_on=matter.due_on,
            deed=decided[matter.key].deed,
            to_unit=str(decided[matter.key].to_unit or ""),
            to_person=str(decided[matter.key].to_person or ""),
            reason=decided[matter.key].reason,
        )
        for matter in matters
    ]
    HandOverItem.objects.bulk_create(items)
    return [
        {"key": each.key, "deed": each.deed, "to_unit": each.to_unit, "to_person": each.to_person}
        for each in items
    ]
