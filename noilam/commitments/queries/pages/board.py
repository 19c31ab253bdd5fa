"""The same filtered commitments as columns by state, and by due day in a month."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, F, QuerySet, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from noilam.foundation.periods import Month
from noilam.foundation.text import day_text

from ...models import Commitment
from ...rules import STATE_NAMES, State
from .list_page import COLUMNS, Row, rows

SHOWN = 12  # cards a column; the rest are one link away
NOT_BOUND = [Commitment.Status.DRAFT, Commitment.Status.PROPOSED]
ORDER = [State.RUNNING, State.LATE, State.CLAIMED, State.KEPT, State.KEPT_LATE, State.BROKEN]


@dataclass(frozen=True)
class Column:
    """A state, how many are in it, and the first of them."""

    key: str
    name: str
    number: int
    cards: list[Row]

    @property
    def hidden(self) -> int:
        return self.number - len(self.cards)


def board(found: QuerySet[Any], on: date) -> list[Column]:
    """Columns from what is only written down to what is done; empty ones are left out."""
    state = Case(When(state="", then=F("status")), default=F("state"))
    counted = found.annotate(column=state)
    placed = counted.annotate(
        place=Window(RowNumber(), partition_by=F("column"), order_by=[F("due_on"), F("code")]),
        number=Window(Count("pk"), partition_by=F("column")),
    ).filter(place__lte=SHOWN)
    cards: Mapping[str, list[Any]] = defaultdict(list)
    numbers: dict[str, int] = {}
    for *line, column, number in placed.order_by("place").values_list(*COLUMNS, "column", "number"):
        cards[column].append(tuple(line))
        numbers[column] = number
    return [
        Column(key, _name(key), numbers[key], rows(cards[key], on))
        for key in (*NOT_BOUND, *ORDER, State.WITHDRAWN)
        if key in numbers
    ]


def _name(key: str) -> str:
    if key in NOT_BOUND:
        return str(Commitment.Status(key).label)
    return _(STATE_NAMES[State(key)])


@dataclass(frozen=True)
class DayCell:
    """One day of the month: what falls due, and how the worst of it stands."""

    day: date
    is_inside: bool
    is_today: bool
    due: Sequence[Row]

    @property
    def number(self) -> int:
        return len(self.due)

    @property
    def text(self) -> str:
        return day_text(self.day)

    @property
    def tone(self) -> str:
        tones = {row.tone for row in self.due}
        return next((tone for tone in WORST_FIRST if tone in tones), "calm")


WORST_FIRST = ["broken", "late", "claimed", "calm", "kept"]


def due_in(found: QuerySet[Any], month: Month) -> QuerySet[Any]:
    return found.filter(then_due_on__range=(month.first_day, month.last_day))


def weeks(found: QuerySet[Any], month: Month, on: date) -> list[list[DayCell]]:
    """The month from Monday to Sunday, each day with what falls due on it."""
    lines = list(due_in(found, month).order_by("then_due_on", "code"))
    due_day = COLUMNS.index("then_due_on")
    by_day: Mapping[date, list[Row]] = defaultdict(list)
    for line, row in zip(lines, rows(lines, on), strict=True):
        by_day[line[due_day]].append(row)
    start = month.first_day - timedelta(days=month.first_day.weekday())
    days = (month.last_day - start).days + 1
    cells = [
        DayCell(day, day in month, day == on, by_day.get(day, ()))
        for day in (start + timedelta(days=n) for n in range(-(-days // 7) * 7))
    ]
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]
