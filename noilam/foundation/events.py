"""An event says what happened, in the past tense, with ids and plain values.

An action ends by recording one (`audit.actions.record`). That single call writes the trail and
wakes whatever config/reactions.py lists for it.
"""

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """`subject_id` is the row it happened to; `before` and `after` the values it changed.

    `title` is what the trail's readers see instead of the name, marked with `say`.
    """

    title: ClassVar[str] = ""

    subject_id: int
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def name(cls) -> str:
        """E.g. "commitments.CommitmentApproved", as stored in the trail."""
        package = cls.__module__.split(".")[-2]
        return f"{package}.{cls.__name__}"

    def details(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)[1:]}
