"""The dry run: what an event or the end of a post would leave open, and what was chosen for it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from noilam.foundation.access import Actor
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from . import open_matters, queries
from .models import Person, Unit
from .rules import (
    Choice,
    Deed,
    HandOver,
    NewUnit,
    OpenMatter,
    UnitToken,
    gives_up,
    list_hash,
)

ASKED_FOR = {"list-changed", "undecided", "heir-missing", "taker-missing", "reason-missing"}
ASKED_FOR |= {"holder-leaves"}
FOR_ALL = "all"
Takers = Mapping[str, Person]  # who would take a matter, by its key
NOBODY: Takers = {}


@dataclass(frozen=True)
class Heir:
    """Who may inherit, as a form's choice: u12 (a unit), +XC (a new unit's code), p7 (a person)."""

    token: str
    name: str


@dataclass(frozen=True)
class Line:
    """One open matter, what was typed for it so far, and whether that is wrong."""

    matter: OpenMatter
    deed: str
    heir: str
    unit: str
    person: str
    reason: str
    is_wrong: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything open, and who may take it."""

    matters: list[OpenMatter]
    heirs: list[Heir]
    on: date
    suggested: str = ""  # for all, where one choice is the natural one: whoever goes on, keeps

    @property
    def list_hash(self) -> str:
        return list_hash(self.matters)

    @property
    def keys(self) -> set[str]:
        return {each.key for each in self.matters}

    @property
    def sole_heir(self) -> str:
        return self.heirs[0].token if len(self.heirs) == 1 else ""

    def lines(
        self, typed: Mapping[str, str], problems: Sequence[Problem] = (), takers: Takers = NOBODY
    ) -> list[Line]:
        """`takers`: who is offered for what would be left with nobody."""
        wrong = {each.about for each in problems}
        return [
            _offering(replace(line, is_wrong=line.matter.key in wrong), typed, takers)
            for line in (line_of(each, typed) for each in self.matters)
        ]


def line_of(matter: OpenMatter, typed: Mapping[str, str]) -> Line:
    def said(name: str) -> str:
        return typed.get(f"{name}:{matter.key}", "")

    return Line(matter, said("deed"), said("heir"), said("unit"), said("person"), said("reason"))


def _offering(line: Line, typed: Mapping[str, str], takers: Takers) -> Line:
    """What all are given is chosen for the line, with the natural taker beside it."""
    person = takers.get(line.matter.key)
    if person is None or line.person:
        return line
    if not line.deed:
        deed, heir, unit = (typed.get(f"{each}:{FOR_ALL}", "") for each in ("deed", "heir", "unit"))
        line = replace(line, deed=deed, heir=heir, unit=unit)
    return replace(line, person=person.code)


def natural_takers(plan: Plan, given: HandOver, problems: Sequence[Problem]) -> Takers:
    """For what would be left with nobody: whoever is to lead the unit that receives it."""
    left = {each.about for each in problems if each.code == "holder-leaves"}
    if not left:
        return NOBODY
    receiving = {key: _receiving(plan, given.choice_for(key)) for key in left}
    heads = _heads_to_be(plan, given, set(receiving.values()))
    return {key: heads[unit] for key, unit in receiving.items() if unit in heads}


def _receiving(plan: Plan, choice: Choice | None) -> UnitToken | None:
    if choice and choice.to_unit:
        return choice.to_unit
    return _inherited(plan.sole_heir).to_unit


def _heads_to_be(
    plan: Plan, given: HandOver, units: Collection[UnitToken | None]
) -> dict[UnitToken, Person]:
    """Who leads on the day: whoever does already, or whose post goes on there."""
    standing = queries.heads_of([each for each in units if isinstance(each, int)], plan.on)
    own = {queries.appointment_key(post.pk): post for post in standing.values()}
    matters = {each.key: each for each in plan.matters}
    heads: dict[UnitToken, Person] = {
        post.unit_id: post.person
        for key, post in own.items()
        if key not in matters or not gives_up(matters[key], given.choice_for(key))
    }
    for key, post in queries.leading_posts(matters).items():
        choice = given.choice_for(key)
        unit = _receiving(plan, choice)
        if choice and unit and not gives_up(matters[key], choice):
            heads[unit] = post.person
    return heads


def rehearse(deed: Callable[..., Any], **arguments: Any) -> list[Problem]:
    """Do it and take it back: what stands against it, apart from matters still to be decided."""
    try:
        with transaction.atomic():
            deed(**arguments)
            transaction.set_rollback(True)
    except Refused as refused:
        return [each for each in refused.problems if each.code not in ASKED_FOR]
    return []


def plan_of_move(unit: Unit, deed: Mapping[str, Any]) -> Plan:
    matters = open_matters.of_a_transfer(unit, deed["on"])
    return Plan(matters, [_unit_heir(unit)], deed["on"], suggested=Deed.INHERIT)


def plan_of_end(unit: Unit, deed: Mapping[str, Any]) -> Plan:
    return Plan(open_matters.listed(units=[unit], on=deed["on"]), [], deed["on"])


def plan_of_merger(unit: Unit, deed: Mapping[str, Any]) -> Plan:
    matters = open_matters.listed(units=deed["inputs"], on=deed["on"])
    return Plan(matters, [_unit_heir(deed["output"])], deed["on"])


def plan_of_split(unit: Unit, deed: Mapping[str, Any]) -> Plan:
    matters = open_matters.listed(units=[unit], on=deed["on"])
    return Plan(matters, [_unit_heir(each) for each in deed["outputs"]], deed["on"])


def plan_of_leaving(unit: Unit, person: Person, successor: Person | None, on: date) -> Plan:
    matters = open_matters.listed(units=[unit], person=person, on=on)
    heirs = [Heir(f"p{successor.pk}", str(successor))] if successor else []
    return Plan(matters, heirs, on, suggested=Deed.INHERIT if successor == person else "")


def _unit_heir(unit: Unit | NewUnit) -> Heir:
    token = f"+{unit.code}" if isinstance(unit, NewUnit) else f"u{unit.pk}"
    return Heir(token, unit.name)


class Reading:
    """Turns what was typed on the dry run into a hand-over; names what cannot be read."""

    def __init__(self, actor: Actor, typed: Mapping[str, str]) -> None:
        self.actor = actor
        self.typed = typed
        self.problems: list[Problem] = []
        self._found: dict[tuple[str, str], Any] = {}

    def hand_over(self, plan: Plan) -> HandOver:
        choices = {each.key: self._choice(each.key, plan) for each in plan.matters}
        return HandOver(
            list_hash=self.typed.get("list_hash", ""),
            choices={key: choice for key, choice in choices.items() if choice},
            for_all=self._choice(FOR_ALL, plan),
        )

    def _choice(self, key: str, plan: Plan) -> Choice | None:
        deed = self.typed.get(f"deed:{key}", "")
        if deed not in set(Deed):
            return None
        if deed == Deed.INHERIT:
            return self._inherited(key, plan)
        unit = self._named("unit", key, queries.units_named)
        person = self._named("person", key, queries.people_named)
        return Choice(
            Deed(deed),
            to_unit=unit.pk if unit else None,
            to_person=person.pk if person else None,
            reason=self.typed.get(f"reason:{key}", ""),
        )

    def _inherited(self, key: str, plan: Plan) -> Choice:
        """By the unit that follows; a person named beside it answers there."""
        choice = _inherited(self.typed.get(f"heir:{key}", ""))
        if key == FOR_ALL or any(each.token.startswith("p") for each in plan.heirs):
            return choice
        person = self._named("person", key, queries.people_named)
        return replace(choice, to_person=person.pk) if person else choice

    def _named(
        self, what: str, key: str, find: Callable[[Actor, str], Sequence[Any]]
    ) -> Any | None:
        typed = self.typed.get(f"{what}:{key}", "").strip()
        if not typed:
            return None
        if (what, typed) not in self._found:
            found = find(self.actor, typed)
            self._found[what, typed] = found[0] if len(found) == 1 else None
        if self._found[what, typed] is None:
            self.problems.append(
                Problem(
                    "taker-unknown",
                    say("Không nhận ra “{typed}”. Ghi mã đơn vị hoặc mã người."),
                    about=key,
                    values={"typed": typed},
                )
            )
        return self._found[what, typed]


def _inherited(token: str) -> Choice:
    kind, rest = token[:1], token[1:]
    if kind == "+":
        return Choice(Deed.INHERIT, to_unit=rest)
    if kind == "u" and rest.isdigit():
        return Choice(Deed.INHERIT, to_unit=int(rest))
    if kind == "p" and rest.isdigit():
        return Choice(Deed.INHERIT, to_person=int(rest))
    return Choice(Deed.INHERIT)
