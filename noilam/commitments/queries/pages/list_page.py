"""The list of commitments: filters that live in the URL, and rows ready to be written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, fold
from noilam.organisation.models import Person, Unit
from noilam.organisation.queries import subtree

from ... import policies
from ...models import Commitment, Programme
from ...rules import State
from ..figures import held_on, in_programme
from ..standing import with_state
from .looks import soon_days, standing

# Unless asked otherwise: declared, drafts and what is in force, then what is over. The names of the
# standings happen to sort that way, and an index holds them so.
FIRST_THINGS_FIRST = ["status", "due_on", "code"]
ORDERS = {
    "due": ["due_on", "code"],
    "-due": ["-due_on", "code"],
    "code": ["code"],
    "-code": ["-code"],
    "said": ["statement", "code"],
    "-said": ["-statement", "code"],
    "unit": ["unit__name", "due_on", "code"],
    "-unit": ["-unit__name", "due_on", "code"],
    "person": ["person__sort_key", "due_on", "code"],
    "-person": ["-person__sort_key", "due_on", "code"],
}
COLUMNS = [
    "pk",
    "code",
    "statement",
    "kind",
    "unit_id",
    "unit__name",
    "person_id",
    "person__full_name",
    "status",
    "state",
    "then_due_on",
    "due_on",
]


@dataclass(frozen=True)
class Filters:
    """What a reader asked for. Empty fields ask for nothing."""

    words: str = ""
    state: str = ""
    kind: str = ""
    pace: str = ""
    unit: Unit | None = None
    person: Person | None = None
    programme: Programme | None = None
    topic: str = ""
    source: str = ""
    due_from: date | None = None
    due_to: date | None = None
    year: int | None = None
    mine: bool = False
    given: tuple[int, int] | None = None  # first and last of what one act gave to many
    sort: str = ""


def narrowed(filters: Filters, **more: Any) -> Filters:
    """The same filters and some more."""
    return replace(filters, **more)


@dataclass(frozen=True)
class Row:
    """One line, with nothing left to look up or to format."""

    pk: int
    code: str
    statement: str
    kind: str
    about: str  # kind and code in one, for the line below the statement
    unit_id: int | None
    unit: str
    person_id: int | None
    person: str
    due: str
    standing: str
    tone: str


def commitments(actor: Actor, filters: Filters, on: date) -> QuerySet[Any]:
    """The visible commitments that fit, as tuples of COLUMNS; `rows` makes them readable."""
    found = policies.visible_commitments(actor).filter(_plain(filters), recurrence="")
    if filters.unit or filters.person:
        found = _of_holders(found, filters, on)
    if filters.given:
        first, last = filters.given
        giver = Commitment.objects.filter(pk=first).values("proposed_by")
        found = found.filter(pk__range=(first, last), proposed_by__in=giver)
    if filters.mine:
        found = found.filter(policies.answered_by(actor))
    stated: Any = with_state(found, on)
    if filters.state in _NOT_IN_FORCE:
        stated = stated.filter(status=filters.state)
    elif filters.state == "open":
        stated = stated.filter(state__in=[State.RUNNING, State.LATE, State.CLAIMED])
    elif filters.state:
        stated = stated.filter(state=filters.state)
    order = ORDERS.get(filters.sort, FIRST_THINGS_FIRST)
    return stated.order_by(*order).values_list(*COLUMNS)


_NOT_IN_FORCE = {Commitment.Status.DRAFT, Commitment.Status.PROPOSED}


def _plain(filters: Filters) -> Q:
    """The filters that ask the row itself."""
    wanted: Mapping[str, Any] = {
        "kind": filters.kind,
        "pace": filters.pace,
        "topic__name": filters.topic,
        "sources__label": filters.source,
        "for_year": filters.year,
        "due_on__gte": filters.due_from,
        "due_on__lte": filters.due_to,
    }
    asked = Q(**{name: value for name, value in wanted.items() if value})
    for word in fold(filters.words).split():
        asked &= Q(search_key__contains=word)
    if filters.programme:
        asked &= in_programme(filters.programme)
    return asked


def _of_holders(found: QuerySet[Any], filters: Filters, on: date) -> QuerySet[Any]:
    """Whoever answered on the day; what is not in force yet has only its draft's names.

    Today the row itself says who answers, so that a list of today reads one table.
    """
    wanted: dict[str, Any] = {}
    if filters.unit:
        wanted["unit__in"] = subtree(filters.unit, on)
    if filters.person:
        wanted["person"] = filters.person
    if on == clock.today():
        return found.filter(**wanted)
    held = held_on(found, on).filter(**{f"held__{name}": each for name, each in wanted.items()})
    drafts = found.filter(in_force_on=None, **wanted)
    return found.filter(Q(pk__in=held.values("pk")) | Q(pk__in=drafts.values("pk")))


def rows(values: list[Any], on: date) -> list[Row]:
    """Tuples of COLUMNS as lines of the page."""
    kinds = {kind.value: str(kind.label) for kind in Commitment.Kind}
    lines, soon = [], soon_days()
    for pk, code, said, kind, unit_id, unit, person_id, person, status, state, then, due in values:
        text, tone = standing(state, status, then or due, on, soon)
        lines.append(
            Row(
                pk=pk,
                code=code,
                statement=said,
                kind=kinds[kind],
                about=f"{kinds[kind]} · {code}",
                unit_id=unit_id,
                unit=unit or "",
                person_id=person_id,
                person=person or "",
                due=day_text(then or due),
                standing=text,
                tone=tone,
            )
        )
    return lines
