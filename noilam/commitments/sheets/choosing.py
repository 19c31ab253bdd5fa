"""What both sheets share: words of a choice, and who may take a sheet out."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation

from noilam.commitments import policies
from noilam.exchange.sheet import Choice
from noilam.foundation.access import Actor


def choices_of(words: type[Any], **also: Sequence[str]) -> list[Choice]:
    """A table's own choices, with other spellings that files use, by value.

    A file may speak another language than its reader: each choice answers to its word in all.
    """
    spoken: dict[str, list[str]] = {value: [] for value in words.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for value, label in words.choices:
                spoken[value].append(str(label))
    return [
        Choice(value, str(label), (*spoken[value], *also.get(value, ())))
        for value, label in words.choices
    ]


def may_export(actor: Actor) -> bool:
    return actor.is_machine or policies.visible_commitments(actor).exists()
