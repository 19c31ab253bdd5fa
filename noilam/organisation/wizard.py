"""The dry run: what an event or the end of a post would leave open, and what was chosen for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from noilam.foundation.access import Actor
from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from . import open_matters, queries
from .models import Person, Unit
from .rules import Choice, Deed, HandOver, NewUnit, OpenMatter, list_hash

ASKED_FOR = {"list-changed", "undecided", "heir-missing", "taker-missing", "reason-missing"}
FOR_ALL = "all"


@dataclass(frozen=True)
class Heir:
    """Who may inherit, as a form's choice: u12 (a unit), +XC (a new unit's code), p7 (a person)."""

    token: str
    name: str


@dataclass(frozen=True)
class Line:
    """One open matter, and what was typed for it so far."""

    matter: OpenMatter
    deed: str
    heir: str
    unit: str
    person: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """Everything open, and who may take it."""

    matters: list[OpenMatter]
    heirs: list[Heir]
    suggested: str = ""  # for all, where one choice is the natural one: whoever goes on, keeps

    @property
    def list_hash(self) -> str:
        return list_hash(self.matters)

    def lines(self, typed: Mapping[str, str]) -> list[Line]:
        return [line_of(each, typed) for each in self.matters]


def line_of(matter: OpenMatter, typed: Mapping[str, str]) -> Line:
    def said(name: str) -> str:
        return typed.get(f"{name}:{matter.key}", "")

    return Line(matter, said("deed"), said("heir"), said("unit"), said("person"), said("reason"))


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
    return Plan(matters, [_unit_heir(unit)], suggested=Deed.INHERIT)


def plan_of_end(unit: Unit, deed: Mapping[str, Any]) -> Plan:
    return Plan(open_matters.listed(units=[unit], on=deed["on"]), [])


def plan_of_merger(unit: Unit, deed: Mapping[str, Any]) -> Plan:
    matters = open_matters.listed(units=deed["inputs"], on=deed["on"])
    return Plan(matters, [_unit_heir(deed["output"])])


def plan_of_split(unit: Unit, deed: Mapping[str, Any]) -> Plan:
    matters = open_matters.listed(units=[unit], on=deed["on"])
    return Plan(matters, [_unit_heir(each) for each in deed["outputs"]])


def plan_of_leaving(unit: Unit, person: Person, successor: Person | None, on: date) -> Plan:
    matters = open_matters.listed(units=[unit], person=person, on=on)
    heirs = [Heir(f"p{successor.pk}", str(successor))] if successor else []
    return Plan(matters, heirs, suggested=Deed.INHERIT if successor == person else "")


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
        choices = {each.key: self._choice(each.key) for each in plan.matters}
        return HandOver(
            list_hash=self.typed.get("list_hash", ""),
            choices={key: choice for key, choice in choices.items() if choice},
            for_all=self._choice(FOR_ALL),
        )

    def _choice(self, key: str) -> Choice | None:
        deed = self.typed.get(f"deed:{key}", "")
        if deed not in set(Deed):
            return None
        if deed == Deed.INHERIT:
            return _inherited(self.typed.get(f"heir:{key}", ""))
        unit = self._named("unit", key, queries.units_named)
        person = self._named("person", key, queries.people_named)
        return Choice(
            Deed(deed),
            to_unit=unit.pk if unit else None,
            to_person=person.pk if person else None,
            reason=self.typed.get(f"reason:{key}", ""),
        )

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
