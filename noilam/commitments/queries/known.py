"""What a day knew of a row: the day it became known, and the columns that were filled later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Known:
    """`since` names the day a row became known (none: it always was). `later` names a day that
    may come after, and the columns that say nothing before it."""

    since: str = ""
    later: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def was_there(self, row: Mapping[str, Any], on: date) -> bool:
        begins = row[self.since] if self.since else None
        return begins is None or begins <= on

    def as_of(self, row: Mapping[str, Any], on: date) -> dict[str, Any]:
        """The row as it stood on a day."""
        told = dict(row)
        for day, columns in self.later.items():
            if told[day] is not None and told[day] > on:
                told |= {name: "" if isinstance(told[name], str) else None for name in columns}
                told[day] = None
        return told

    def tell(self, rows: Sequence[Mapping[str, Any]], on: date) -> list[dict[str, Any]]:
        return [self.as_of(row, on) for row in rows if self.was_there(row, on)]


DUE = Known("decided_on")
MILESTONE = Known(later={"reached_on": []})
PROGRESS = Known("reported_on")
EXTENSION = Known("asked_on", {"decided_on": ["decided_by", "is_granted", "decision_reason"]})
EXCUSE = Known("claimed_on", {"confirmed_on": ["confirmed_by", "is_confirmed", "decision_reason"]})
LATE = Known("from_on")
HOLDING = Known("starts_on", {"ends_on": []})
REMINDER = Known("sent_on")
WAITING = Known("recorded_on")
EVIDENCE = Known("given_on", {"declaration_declared_on": []})
DECLARATION = Known(
    "declared_on",
    {"verification_verified_on": [f"verification_{name}" for name in ("verdict", "by", "reason")]},
)
