"""What surrounds one commitment: its small tables in one question, as a day knew them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    DecimalField,
    F,
    IntegerField,
    Model,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from noilam.foundation.access import Actor

from ... import policies
from ...models import (
    Commitment,
    Dependency,
    DueDate,
    Excuse,
    Extension,
    Holding,
    Lateness,
    Milestone,
    Programme,
    Progress,
    Reminder,
    Source,
)
from .. import known
from ..known import Known
from ..standing import with_state


class Line(SimpleNamespace):
    """A row of any of the small tables, under the names of its columns (`unit__name` as
    `unit_name`)."""

    pk: int


Lines = Mapping[str, list[Any]]


@dataclass(frozen=True)
class Shelf:
    """A small table around a commitment, which of its columns are read, and what a day knew."""

    name: str
    model: type[Model]
    days: Sequence[str] = ()
    words: Sequence[str] = ()
    numbers: Sequence[str] = ()
    ids: Sequence[str] = ()
    flags: Sequence[str] = ()
    known: Known = Known()
    by: str = "commitment"

    def line(self, row: int, values: Sequence[Any]) -> Line:
        days, words = values[:DAYS], values[DAYS : DAYS + WORDS]
        amounts = values[DAYS + WORDS :]
        rest = amounts[len(self.numbers) :]
        told = {
            **dict(zip(self.days, days, strict=False)),
            **dict(zip(self.words, words, strict=False)),
            **dict(zip(self.numbers, amounts, strict=False)),
            **{name: _number(each) for name, each in zip(self.ids, rest, strict=False)},
            **{
                name: None if each is None else bool(each)
                for name, each in zip(self.flags, rest[len(self.ids) :], strict=False)
            },
        }
        return Line(pk=row, **{name.replace("__", "_"): each for name, each in told.items()})


SHELVES = [
    Shelf("source", Source, words=["label", "link"]),
    Shelf("due", DueDate, ["decided_on", "due_on"], ["reason"], known=known.DUE),
    Shelf("milestone", Milestone, ["due_on", "reached_on"], ["title"], known=known.MILESTONE),
    Shelf(
        "progress",
        Progress,
        ["reported_on"],
        ["note", "by"],
        ["figure"],
        flags=["is_at_risk"],
        known=known.PROGRESS,
    ),
    Shelf(
        "extension",
        Extension,
        ["asked_on", "decided_on", "due_on"],
        ["reason", "asked_by", "decided_by", "decision_reason"],
        flags=["is_granted"],
        known=known.EXTENSION,
    ),
    Shelf(
        "excuse",
        Excuse,
        ["claimed_on", "from_on", "to_on", "confirmed_on"],
        ["kind", "reason", "document", "agency", "claimed_by", "confirmed_by", "decision_reason"],
        flags=["is_confirmed"],
        known=known.EXCUSE,
    ),
    Shelf("late", Lateness, ["from_on", "to_on"], ["hands", "holder"], known=known.LATE),
    Shelf(
        "holding",
        Holding,
        ["starts_on", "ends_on"],
        ["unit__name", "person__full_name", "reason"],
        ids=["unit_id", "person_id"],
        known=known.HOLDING,
    ),
    Shelf("reminder", Reminder, ["sent_on"], ["step", "to"], known=known.REMINDER),
    Shelf("waits", Dependency, ["recorded_on"], ids=["on_id"], known=known.WAITING),
    Shelf(
        "awaited",
        Dependency,
        ["recorded_on"],
        ids=["commitment_id"],
        known=known.WAITING,
        by="on",
    ),
]
SUPPORT = Shelf("support", Commitment, words=["name"])
LINKED = Shelf(
    "linked",
    Commitment,
    ["then_due_on", "due_on"],
    ["statement", "code", "state", "status", "recurrence"],
    ids=["parent_id", "series_id"],
)
PROGRAMME = Shelf(
    "programme", Programme, words=["title", "period", "unit__name", "person__full_name"]
)

DAYS, WORDS, AMOUNTS = 4, 7, 2
COLUMNS = ["table", "row"]
COLUMNS += [f"day_{n}" for n in range(DAYS)]
COLUMNS += [f"words_{n}" for n in range(WORDS)]
COLUMNS += [f"amount_{n}" for n in range(AMOUNTS)]
AMOUNT = DecimalField(max_digits=18, decimal_places=4)
NO_DAY = Cast(Value(None), DateField())  # PostgreSQL asks what kind of nothing it is
NO_WORDS = Value("", output_field=TextField())
NO_NUMBER = Cast(Value(None), AMOUNT)


def lines_around(commitment: Any, on: date, actor: Actor | None = None) -> Lines:
    """All small tables in one question, cut to what was known on a day.

    What is linked to it is asked for an actor, and only what he may open is told.
    """
    asked = [(each, _rows_of(each, commitment)) for each in SHELVES]
    asked.append((SUPPORT, commitment.support.all()))
    if actor:
        asked.append((LINKED, _linked(actor, commitment, on)))
        asked.append((PROGRAMME, _programmes(actor, commitment)))
    shelves = {shelf.name: shelf for shelf, _rows in asked}
    first, *others = [_as_lines(rows, shelf) for shelf, rows in asked]
    gathered: dict[str, list[Line]] = defaultdict(list)
    for table, row, *values in first.union(*others, all=True).order_by("day_0", "row"):
        shelf = shelves[table]
        line = shelf.line(row, values)
        if shelf.known.was_there(vars(line), on):
            gathered[table].append(Line(**shelf.known.as_of(vars(line), on)))
    return gathered


def _rows_of(shelf: Shelf, commitment: Commitment) -> QuerySet[Any]:
    return shelf.model._default_manager.filter(**{shelf.by: commitment})


def _linked(actor: Actor, commitment: Commitment, on: date) -> QuerySet[Any]:
    """Below, above, in one series, waiting for each other: of these, what the actor may open."""
    waits = Dependency.objects.filter(commitment=commitment).values("on")
    awaited = Dependency.objects.filter(on=commitment).values("commitment")
    rows = Commitment.objects.filter(
        Q(parent=commitment)
        | Q(series=commitment)
        | Q(pk__in=[commitment.parent_id or 0, commitment.series_id or 0])
        | Q(pk__in=waits)
        | Q(pk__in=awaited)
    )
    return with_state(policies.visible_commitments(actor, rows), on)


def _programmes(actor: Actor, commitment: Commitment) -> QuerySet[Any]:
    """Its programme and the one above that."""
    own = commitment.programme_id or 0
    return policies.visible_programmes(actor).filter(
        pk__in=Programme.objects.filter(Q(pk=own) | Q(children=own)).values("pk")
    )


def _as_lines(rows: QuerySet[Any], shelf: Shelf) -> QuerySet[Any, Any]:
    """Rows of one table in the shape that all share, so that one question reads them all."""
    days = [F(name) for name in shelf.days]
    words = [Cast(F(name), TextField()) for name in shelf.words]
    amounts = [Cast(F(name), AMOUNT) for name in (*shelf.numbers, *shelf.ids)]
    amounts += [Cast(Cast(F(name), IntegerField()), AMOUNT) for name in shelf.flags]
    told = [Value(shelf.name, output_field=CharField()), F("pk")]
    told += [*days, *[NO_DAY] * (DAYS - len(days))]
    told += [*words, *[NO_WORDS] * (WORDS - len(words))]
    told += [*amounts, *[NO_NUMBER] * (AMOUNTS - len(amounts))]
    shared: dict[str, Any] = dict(zip(COLUMNS, told, strict=True))
    return rows.order_by().annotate(**shared).values_list(*COLUMNS)


def _number(amount: Any) -> int | None:
    return None if amount is None else int(amount)
