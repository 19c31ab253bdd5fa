"""What a measure is: a figure about units in a period, with what stands behind it.

Each package defines its own in `facts.py`; config/measures.py lists them by name; scoring and
insight ask for them here and know no package. Django is met only to find the table.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from .periods import Period


@dataclass(frozen=True)
class Item:
    """One thing behind a figure: what the reader may open and check."""

    label: str  # as people call it: a commitment's code and words
    link: str  # its page
    counted: bool  # in the numerator; else only in the denominator
    note: str = ""  # why it is (not) counted: "trễ 3 ngày"


@dataclass(frozen=True)
class Fact:
    """A measure's answer for one unit. A unit without one had nothing to measure.

    `value` is in the measure's unit (a share in percent, 0 to 100). A share also gives its
    `numerator` and `denominator`, whole numbers; a count or a mean gives its sample as
    `denominator`.
    """

    value: Decimal
    numerator: int | None = None
    denominator: int | None = None
    why: tuple[Item, ...] = ()


Ask = Callable[[Collection[int], Period, int | None], Mapping[int, Fact]]


@dataclass(frozen=True)
class Measure:
    """`ask(unit ids, period, argument)` answers for all of them in a bounded number of queries.

    A unit stands for itself and all that stood below it. `unit` is percent, count or day.
    `takes`: the meaning of the whole number that the name may carry after a colon, as in
    `commitments.overdue_over:15`; empty where it carries none.
    """

    title: str
    meaning: str
    unit: str
    ask: Ask
    takes: str = ""


@dataclass(frozen=True)
class Named:
    """A measure as a criterion names it: `name` without its argument, and the argument."""

    name: str
    measure: Measure
    argument: int | None = None

    def ask(self, units: Collection[int], period: Period) -> Mapping[int, Fact]:
        return self.measure.ask(units, period, self.argument)


def measures() -> Mapping[str, Measure]:
    """Every measure installed, by its name."""
    return _table(settings.MEASURES)


def find(written: str) -> Named | None:
    """The measure that a criterion names, by its own or another name; None: not installed."""
    own = _also_called(settings.MEASURE_ALIASES).get(written, written)
    name, _, argument = own.partition(":")
    measure = _table(settings.MEASURES).get(name)
    if measure is None or bool(measure.takes) != argument.isdigit():
        return None
    return Named(name, measure, int(argument) if argument else None)


@cache
def _table(path: str) -> Mapping[str, Measure]:
    return {name: import_string(where) for name, where in import_string(path).items()}


@cache
def _also_called(path: str) -> Mapping[str, str]:
    return dict(import_string(path))
