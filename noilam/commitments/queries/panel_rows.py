"""A few lines about a unit or a person, for the panels on their pages."""

from datetime import date
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from noilam.foundation.access import Actor
from noilam.organisation.models import Person, Unit

from .. import policies
from ..models import Commitment
from ..rules import State
from .figures import held_on
from .pages import list_page
from .pages.chain import Step
from .standing import said_by, with_state
from .story import story

SHOWN = 6
STEPS = 7  # lines of the chain that fit beside a table
# What presses first: late, then what runs out, then what waits for others, then what is done.
PRESSING = [State.LATE, State.RUNNING, State.CLAIMED, State.BROKEN, State.KEPT_LATE, State.KEPT]


def pressing(
    actor: Actor, on: date, *, unit: Unit | None = None, person: Person | None = None
) -> list[list_page.Row]:
    """The words of a unit itself or of a person that press most."""
    whose = {"held__unit": unit} if unit else {"held__person": person}
    held = held_on(policies.visible_commitments(actor, said_by(on)), on).filter(**whose)
    places = [When(state=state.value, then=Value(n)) for n, state in enumerate(PRESSING)]
    stated: QuerySet[Any] = with_state(held, on).annotate(
        place=Case(*places, default=Value(len(PRESSING)))
    )
    rows = stated.order_by("place", "then_due_on", "code").values_list(*list_page.COLUMNS)
    return list_page.rows(list(rows[:SHOWN]), on)


def chain(rows: list[list_page.Row], on: date) -> list[Step]:
    """The first of the lines, from the word to the deed."""
    if not rows:
        return []
    commitment = with_state(Commitment.objects.filter(pk=rows[0].pk), on).get()
    return story(commitment, on)[-STEPS:]
