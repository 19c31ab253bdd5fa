"""What stands behind the figures of a sheet, as far as its reader may open it.

A figure adds up a unit with all below it; whoever reads the sheet does not see into all of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from noilam.foundation.access import Actor
from noilam.foundation.measures import Item, Named, Visible, find
from noilam.foundation.text import number_text

from ..models import FixedFact


@dataclass(frozen=True)
class Behind:
    """One thing behind a figure. `note`: why it is (not) counted."""

    label: str
    link: str
    is_counted: bool
    note: str


@dataclass(frozen=True)
class Shown:
    """Of the items kept behind a figure: those the reader may open, and how many he may not."""

    items: Sequence[Behind] = ()
    hidden: int = 0

    @property
    def hidden_text(self) -> str:
        """Empty where nothing is hidden."""
        if not self.hidden:
            return ""
        shape = ngettext(
            "và {number} mục anh/chị không xem được",
            "và {number} mục anh/chị không xem được",
            self.hidden,
        )
        return shape.format(number=number_text(self.hidden))


NOTHING_BEHIND = Shown()


def behind(actor: Actor, facts: Iterable[FixedFact]) -> Mapping[str, Shown]:
    """By the measure of each fact, in one question for all measures that ask alike."""
    known = [(fact, named) for fact in facts if fact.why and (named := find(fact.measure))]
    links: dict[Visible | None, set[str]] = defaultdict(set)
    for fact, named in known:
        links[named.measure.visible] |= {each["link"] for each in fact.why}
    open_to = {ask: set(ask(actor, asked)) if ask else set() for ask, asked in links.items()}
    return {
        fact.measure: _shown(fact, named, open_to[named.measure.visible]) for fact, named in known
    }


def _shown(fact: FixedFact, named: Named, open_links: Collection[str]) -> Shown:
    items = [Item(**each) for each in fact.why]
    seen = [each for each in items if each.link in open_links]
    return Shown(
        [Behind(each.label, each.link, each.counted, named.measure.says(each)) for each in seen],
        len(items) - len(seen),
    )
