"""Whose matters count for which unit asked about, and the adding up of what was found."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from noilam.foundation import clock
from noilam.foundation.measures import MOST_ITEMS, Ask, Fact, Item, share
from noilam.foundation.periods import Period
from noilam.organisation.models import Ancestry
from noilam.organisation.policies import in_force
from noilam.organisation.queries import chunks

from ..keys import commitment_link
from ..queries.figures import FEW, with_holder
from ..queries.standing import said_by, with_known
from ..rules.reckoning import Span, span_of

LABEL = 80  # letters of a statement that tell it from others
NAMED = ("pk", "code", "statement")


@dataclass(frozen=True)
class Reach:
    """The units asked about and all that stood below them on the last day of the span."""

    asked: Collection[int]
    above: Mapping[int, list[int]]  # a unit -> those asked about that it stood below, itself too
    span: Span

    @property
    def below(self) -> Collection[int] | QuerySet[Ancestry, int]:
        """Fits `__in`: few are named, many are looked up where they stand."""
        if len(self.above) <= FEW:
            return list(self.above)
        lines = Ancestry.objects.filter(in_force(self.span.on), ancestor__in=self.asked)
        return lines.values_list("unit", flat=True)

    def matters(self, **asked: Any) -> QuerySet[Any]:
        """What was said by the last day and held below on it, with all that measures ask."""
        span = self.span
        said = with_holder(said_by(span.on).filter(**asked), span.on)
        known = with_known(said.filter(held__unit__in=self.below), span.on, span.eve)
        return known.order_by("pk")

    def held_by(self, leading: str) -> Q:
        """Rows whose matter (`leading` to it) was said and held below on the last day. In one
        filter call, as its terms speak of one holding."""
        on = self.span.on
        return Q(
            **{f"{leading}in_force_on__lte": on, f"{leading}recurrence": ""},
            **{f"{leading}holdings__unit__in": self.below},
            **{f"{leading}holdings__starts_on__lte": on},
        ) & (
            Q(**{f"{leading}holdings__ends_on": None})
            | Q(**{f"{leading}holdings__ends_on__gt": on})
        )


@dataclass
class Sum:
    """What is counted, out of how many, and as many items as a figure keeps of each."""

    counted: int = 0
    all: int = 0
    total: int = 0  # of the items' numbers: days, where they are added up
    kept: list[Item] = field(default_factory=list)
    others: list[Item] = field(default_factory=list)

    def add(self, item: Item) -> None:
        self.all += 1
        self.counted += item.counted
        self.total += item.number or 0
        shelf = self.kept if item.counted else self.others
        if len(shelf) < MOST_ITEMS:
            shelf.append(item)

    @property
    def why(self) -> list[Item]:
        return [*self.others, *self.kept]


Found = Iterable[tuple[int, Item]]  # the unit that held it, and what it is
Answer = Callable[[Reach, int | None], dict[int, Fact]]


def summed(reach: Reach, found: Found) -> dict[int, Sum]:
    """Each unit's own with all below, in one pass."""
    sums: dict[int, Sum] = defaultdict(Sum)
    for unit_id, item in found:
        for asked_id in reach.above.get(unit_id, ()):
            sums[asked_id].add(item)
    return sums


def shares(reach: Reach, found: Found) -> dict[int, Fact]:
    sums = summed(reach, found)
    return {unit: share(each.counted, each.all, each.why) for unit, each in sums.items()}


def asking(answer: Answer) -> Ask:
    """A measure's `ask`: its answer for as many units at a time as one question can name."""

    def ask(units: Collection[int], period: Period, argument: int | None) -> dict[int, Fact]:
        span = span_of(period.first_day, period.last_day, clock.today())
        found: dict[int, Fact] = {}
        for asked in chunks(units) if span else ():
            reach = Reach(asked, _above(asked, span.on), span) if span else None
            found |= answer(reach, argument) if reach and reach.above else {}
        return found

    return ask


def item(
    pk: int,
    called: str,
    words: str,
    /,
    *,
    counted: bool,
    code: str,
    number: int | None = None,
    note: str = "",
) -> Item:
    """A matter as people call it: its code and its words, cut to one line."""
    short = words if len(words) <= LABEL else words[: LABEL - 1].rstrip() + "…"
    return Item(f"{called}: {short}", commitment_link(pk), counted, note, code, number)


def _above(asked: Collection[int], on: date) -> Mapping[int, list[int]]:
    """A unit that ended stays where it last stood, and what it did keeps counting there."""
    lines = Ancestry.objects.filter(in_force(on), ancestor__in=asked)
    above: dict[int, list[int]] = defaultdict(list)
    for ancestor_id, unit_id in lines.values_list("ancestor", "unit"):
        above[unit_id].append(ancestor_id)
    return above
