"""What waits on several floors, asked in one question."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Value

from noilam.foundation.access import Actor

from .pieces import Waiting


class Row(NamedTuple):
    """A matter that waits, in the columns that every floor can give: `what` says in which way."""

    what: str
    pk: int
    code: str
    title: str
    unit: str | None
    due: date | None
    number: int


@dataclass(frozen=True)
class Together:
    """What waits on a floor, so that all floors are asked in one question.

    `parts(actor, day)`: querysets, each `values_list(*Row._fields)`. `worded(rows, day)`: the
    lines of those rows, which come earliest due first.
    """

    parts: Callable[[Actor, date], list[Any]]
    worded: Callable[[Sequence[Row], date], Iterable[Waiting]]

    def __call__(self, actor: Actor, day: date) -> list[Waiting]:
        """This floor alone."""
        return list(asked_together([self], actor, day))


def asked_together(floors: Sequence[Together], actor: Actor, day: date) -> Iterator[Waiting]:
    """The rows of all floors by one question, then each floor's words for its own."""
    if actor.is_machine:
        return
    parts = [
        part.annotate(floor=Value(number))
        for number, floor in enumerate(floors)
        for part in floor.parts(actor, day)
    ]
    rows: dict[int, list[Row]] = {}
    if parts:
        for *row, number in parts[0].union(*parts[1:], all=True).order_by("due", "code"):
            rows.setdefault(number, []).append(Row(*row))
    for number, found in sorted(rows.items()):
        yield from floors[number].worded(found, day)
