"""A thing through time as stretches that touch: what it was, from which day to which.

A stretch is half-open: `ends_on` is the first day it no longer is. A change holds until the next
change of the same fact, so what is recorded late never undoes what came after it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from noilam.foundation.errors import Problem
from noilam.foundation.text import say


@dataclass(frozen=True)
class Stretch:
    """What something was between two days, and the event that made it so."""

    starts_on: date
    ends_on: date | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    event_id: int | None = None

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class Reading(StrEnum):
    """How a past day is read after units changed."""

    AS_WAS = "as-was"  # the tree and whoever answered, both of that day
    AS_IS = "as-is"  # whoever answered that day, in the tree of today
    RESTATED = "restated"  # whoever answers today, as if it had been so all along


Timeline = Sequence[Stretch]  # in order, each ending where the next starts


def earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two ends; an open end is later than any day."""
    if one is None or other is None:
        return one or other
    return min(one, other)


def overlap(start: date, end: date | None, from_on: date, to_on: date | None) -> bool:
    """Whether two half-open stretches share a day."""
    return (to_on is None or start < to_on) and (end is None or from_on < end)


def on_day(timeline: Timeline, day: date) -> Stretch | None:
    return next((each for each in timeline if each.covers(day)), None)


def changed(
    timeline: Timeline, on: date, facts: Mapping[str, Any], event_id: int | None = None
) -> list[Stretch]:
    """The timeline with these facts so from `on`, each until it next changed by itself."""
    cut = list(_cut(timeline, on, event_id))
    for name, value in facts.items():
        first = next((each for each in cut if each.starts_on == on), None)
        if first is None:
            continue
        old, place = first.facts[name], cut.index(first)
        while place < len(cut) and cut[place].facts[name] == old:
            cut[place] = replace(cut[place], facts={**cut[place].facts, name: value})
            place += 1
    return cut


def _cut(timeline: Timeline, on: date, event_id: int | None) -> Iterator[Stretch]:
    for each in timeline:
        if each.starts_on == on:
            yield replace(each, event_id=event_id)
        elif each.covers(on):
            yield replace(each, ends_on=on)
            yield replace(each, starts_on=on, event_id=event_id)
        else:
            yield each


def ended(timeline: Timeline, on: date) -> list[Stretch]:
    """The timeline up to `on`, and nothing from that day."""
    return [
        replace(each, ends_on=earlier(each.ends_on, on)) for each in timeline if each.starts_on < on
    ]


def last_change_after(timeline: Timeline, on: date) -> date | None:
    """The last day after `on` from which something was different."""
    return max((each.starts_on for each in timeline if each.starts_on > on), default=None)


def founded_on(timeline: Timeline) -> date:
    return timeline[0].starts_on


def ended_on(timeline: Timeline) -> date | None:
    return timeline[-1].ends_on


def problems_with_timeline(timeline: Timeline) -> list[Problem]:
    """Stretches must touch: no gap, no overlap, none of no length."""
    if not timeline:
        return [Problem("no-time", say("Cần ít nhất một giai đoạn tồn tại."))]
    pairs = zip(timeline, timeline[1:], strict=False)
    touching = all(before.ends_on == after.starts_on for before, after in pairs)
    lasting = all(each.ends_on is None or each.starts_on < each.ends_on for each in timeline)
    if touching and lasting:
        return []
    return [
        Problem(
            "broken-time",
            say("Các giai đoạn phải nối tiếp nhau, không hở và không chồng lên nhau."),
        )
    ]
