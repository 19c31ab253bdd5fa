"""What may stand open when a unit or an appointment changes, whichever floor it belongs to.

A floor registers one `OpenMatters` by its path in config/open_matters.py:

    OPEN_MATTERS = ["noilam.organisation.own_matters.OPEN", "noilam.commitments.open_matters.OPEN"]

    OPEN = OpenMatters(
        prefix="commitments.",            # what all its keys start with
        list_open=queries.open_matters,   # (unit=None, person=None, on) -> list[OpenMatter]
        inherit=actions.inherit,          # (*, actor, keys, to_unit, to_person, on, reason)
        reassign=actions.reassign,        # (*, actor, keys, to_unit, to_person, on, reason)
        close=actions.close,              # (*, actor, keys, reason, on)
    )

`list_open` tells what would be without a hand from `on`, the first day of the new state: of a
unit, of a person, or (both given) of a person in one unit. `keys` start with the prefix.
`inherit` and `reassign` hand over to a unit, a person or both; None leaves that side as it is.
The change itself was permitted and recorded by the organisation's action, in whose transaction
these run; each records what it changed. They refuse with `Refused`, all problems at once, each
`about` the key of its matter. `reason` names the decision.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from .models import Person, Unit
from .queries import CHILD
from .rules import Choice, HandOver, OpenMatter, list_hash


@dataclass(frozen=True)
class OpenMatters:
    """How one floor lists its open matters, and what may become of them."""

    prefix: str
    list_open: Callable[..., list[OpenMatter]]
    inherit: Callable[..., Any]
    reassign: Callable[..., Any]
    close: Callable[..., Any]


@cache
def registered() -> Sequence[OpenMatters]:
    """Every floor's, in the order of the table: the organisation first, so that people stand
    where they will stand before anything is given to them."""
    return [import_string(path) for path in import_string(settings.OPEN_MATTERS)]


def listed(
    *, units: Sequence[Unit] = (), person: Person | None = None, on: date
) -> list[OpenMatter]:
    """All that stands open, of all floors, in a steady order. A unit below that changes along with
    the one above is nobody's to hand over."""
    asked: list[dict[str, Any]] = [{"unit": unit, "person": person} for unit in units]
    found = {
        matter.key: matter
        for floor in registered()
        for question in asked or [{"unit": None, "person": person}]
        for matter in floor.list_open(**question, on=on)
    }
    change_along = {f"{CHILD}:{unit.pk}" for unit in units}
    return [each for key, each in found.items() if key not in change_along]


def of_a_transfer(unit: Unit, on: date) -> list[OpenMatter]:
    """What a unit takes along when it moves, to be looked through. Units below go with it."""
    return [each for each in listed(units=[unit], on=on) if not each.key.startswith(CHILD)]


def all_alike(matters: Sequence[OpenMatter], choice: Choice) -> HandOver:
    """One choice for everything on a list."""
    return HandOver(list_hash=list_hash(matters), for_all=choice)
