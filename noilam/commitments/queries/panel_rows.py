"""A few lines about a unit or a person, for the panels on their pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from noilam.foundation.access import Actor
from noilam.organisation.models import Person, Unit

from .. import policies
from ..rules import State
from .figures import held_on
from .pages import list_page
from .pages.chain import Step
from .standing import said_by, with_state
from .story import last_steps

SHOWN = 6
STEPS = 7  # lines of the chain that fit beside a table
# What presses first: late, then what runs out, then what waits for others, then what is done.
PRESSING = [State.LATE, State.RUNNING, State.CLAIMED, State.BROKEN, State.KEPT_LATE, State.KEPT]


@dataclass(frozen=True)
class Pressing:
    """The words that press most, and the first of them from the word to the deed."""

    rows: list[list_page.Row]
    chain: list[Step]


def pressing(
    actor: Actor,
    on: date,
    *,
    unit: Unit | None = None,
    person: Person | None = None,
) -> Pressing:
    """Of a unit itself, with one chain; or of a person."""
    whose = {"held__unit": unit} if unit else {"held__person": person}
    held = held_on(policies.visible_commitments(actor, said_by(on)), on).filter(**whose)
    places = [When(state=state.value, then=Value(n)) for n, state in enumerate(PRESSING)]
    stated: QuerySet[Any] = with_state(held, on).annotate(
        place=Case(*places, default=Value(len(PRESSING)))
    )
    ordered = stated.order_by("place", "then_due_on", "code").select_related("unit", "person")
    found = list(ordered[:SHOWN])
    rows = list_page.rows([_as_columns(each) for each in found], on)
    return Pressing(rows, last_steps(found[0], on, STEPS) if found and unit else [])


def _as_columns(commitment: Any) -> tuple[Any, ...]:
    """A row as the list page reads it: `unit__name` is the name of its unit."""

    def told(name: str) -> Any:
        value = commitment
        for step in name.split("__"):
            value = getattr(value, step, None)
        return value

    return tuple(told(name) for name in list_page.COLUMNS)
