"""What a measure is: a figure about units in a period, with what stands behind it.

Each package defines its own in `facts.py`; config/measures.py lists them by name; scoring and
insight ask for them here and know no package. Django is met only to find the table and the words.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from .access import Actor
from .periods import Period

MOST_ITEMS = 50  # kept behind one figure; how many there are is in its terms
PLACES = Decimal("0.0001")  # so fine that no share is rounded up to a whole percent it missed


@dataclass(frozen=True, slots=True)
class Item:
    """One thing behind a figure: what the reader may open and check.

    Why it is (not) counted is a `code` with its `number` (days, mostly) and a plain `note`, as
    items are stored and read in another language later; `Measure.says` puts it into words.
    """

    label: str  # as people call it: a commitment's code and words
    link: str  # its page
    counted: bool  # in the numerator; else only in the denominator
    note: str = ""  # plain: a date; or the whole reason, where there is no code
    code: str = ""
    number: int | None = None


@dataclass(frozen=True)
class Fact:
    """A measure's answer for one unit. A unit without one had nothing to measure.

    `value` is in the measure's unit (a share in percent, 0 to 100). A share also gives its
    `numerator` and `denominator`, whole numbers; a count or a mean gives its sample as
    `denominator`. `why` holds at most MOST_ITEMS, those not counted first.
    """

    value: Decimal
    numerator: int | None = None
    denominator: int | None = None
    why: tuple[Item, ...] = ()


Ask = Callable[[Collection[int], Period, int | None], Mapping[int, Fact]]
Visible = Callable[[Actor, Collection[str]], Collection[str]]


@dataclass(frozen=True)
class Measure:
    """`ask(unit ids, period, argument)` answers for all of them in a bounded number of queries.

    A unit stands for itself and all that stood below it. `unit` is percent, count or day.
    `takes`: the meaning of the whole number that the name may carry after a colon, as in
    `commitments.overdue_over:15`; empty where it carries none, and then `title_with` is too: what
    it is called with its {number}. `notes`: the words for each code of its items, with {number} and
    {note} where they belong. `visible`: of links of its items those that an actor may open, in one
    question; a measure without it shows nobody any item, only how many there are.
    """

    title: str
    meaning: str
    unit: str
    ask: Ask
    takes: str = ""
    title_with: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    visible: Visible | None = None

    def says(self, item: Item) -> str:
        """Why an item is (not) counted, in the reader's language: "trễ 3 ngày"."""
        words = self.notes.get(item.code)
        if words is None:
            return item.note
        return gettext(words).format(number=item.number, note=item.note)


@dataclass(frozen=True)
class Named:
    """A measure as a criterion names it: `name` without its argument, and the argument."""

    name: str
    measure: Measure
    argument: int | None = None

    def title(self, translate: Callable[[str], str] = gettext) -> str:
        """What people call it, its number in words: "Số việc quá hạn trên 15 ngày". `str` for
        `translate` leaves it in the language of the source."""
        if self.argument is None:
            return translate(self.measure.title)
        return translate(self.measure.title_with).format(number=self.argument)

    def ask(self, units: Collection[int], period: Period) -> Mapping[int, Fact]:
        return self.measure.ask(units, period, self.argument)


def share(numerator: int, denominator: int, why: Iterable[Item] = ()) -> Fact:
    """A part of a whole in percent, to four places. ZeroDivisionError: nothing to measure."""
    if not denominator:
        raise ZeroDivisionError("A unit with nothing to measure has no fact.")
    percent = Decimal(100 * numerator) / Decimal(denominator)
    value = percent.quantize(PLACES, ROUND_HALF_UP)
    return Fact(value, numerator, denominator, shown(why))


def count(number: int, sample: int, why: Iterable[Item] = ()) -> Fact:
    """How many, out of how many that could have been."""
    return Fact(Decimal(number), None, sample, shown(why))


def mean(total: int, sample: int, why: Iterable[Item] = ()) -> Fact:
    """To four places. ZeroDivisionError: nothing to measure."""
    if not sample:
        raise ZeroDivisionError("A unit with nothing to measure has no fact.")
    value = (Decimal(total) / Decimal(sample)).quantize(PLACES, ROUND_HALF_UP)
    return Fact(value, None, sample, shown(why))


def shown(items: Iterable[Item]) -> tuple[Item, ...]:
    """As many as a figure keeps, those not counted first."""
    return tuple(sorted(items, key=lambda item: item.counted)[:MOST_ITEMS])


def measures() -> Mapping[str, Measure]:
    """Every measure installed, by its name."""
    return _table(settings.MEASURES)


def aliases() -> Mapping[str, str]:
    """What criteria written elsewhere call a measure: their name -> ours, with its argument."""
    return _also_called(settings.MEASURE_ALIASES)


def find(written: str) -> Named | None:
    """The measure that a criterion names, by its own or another name; None: not installed."""
    own = aliases().get(written, written)
    name, _, argument = own.partition(":")
    measure = _table(settings.MEASURES).get(name)
    if measure is None or bool(measure.takes) != _is_number(argument):
        return None
    return Named(name, measure, int(argument) if argument else None)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


@cache
def _table(path: str) -> Mapping[str, Measure]:
    return {name: import_string(where) for name, where in import_string(path).items()}


@cache
def _also_called(path: str) -> Mapping[str, str]:
    return dict(import_string(path))
