"""The verifier's due day: counted from the day of declaring, by the rulebook or as approval named.

A day that the rulebook made keeps the version that made it and the moment it was counted.
"""

from datetime import date, datetime, timedelta
from typing import Any

from noilam.foundation import clock
from noilam.rulebook.queries import deadline

from ..keys import VERIFICATION_DAYS


class _DueDays:
    """Counts once for each day of declaring, however many were declared on it."""

    def __init__(self) -> None:
        self.at: datetime = clock.now()
        self.by_rule: dict[date, dict[str, Any]] = {}

    def columns(self, declared_on: date, named: int | None) -> dict[str, Any]:
        """What a declaration stores. `named`: the days that approval named, if it did."""
        if named:
            return {"verify_due_on": declared_on + timedelta(days=named)}
        if declared_on not in self.by_rule:
            found = deadline(VERIFICATION_DAYS, declared_on)
            self.by_rule[declared_on] = {
                "verify_due_on": found.due_on,
                "verify_rule_id": found.rule_version,
                "verify_counted_at": self.at,
            }
        return self.by_rule[declared_on]
