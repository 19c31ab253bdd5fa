"""What both sheets share: words of a choice, and who may take a sheet out."""

from collections.abc import Sequence
from typing import Any

from noilam.commitments import policies
from noilam.exchange.sheet import Choice
from noilam.foundation.access import Actor


def choices_of(words: type[Any], **also: Sequence[str]) -> list[Choice]:
    """A table's own choices, with other spellings that files use, by value."""
    return [Choice(value, str(label), tuple(also.get(value, ()))) for value, label in words.choices]


def may_export(actor: Actor) -> bool:
    return actor.is_machine or policies.visible_commitments(actor).exists()
