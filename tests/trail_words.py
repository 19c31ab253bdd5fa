"""Finds what the trail could not say in words. Every test's every event passes here (conftest)."""

import re
from collections.abc import Iterator
from typing import Any

from noilam.audit import words
from noilam.audit.words import Field

A_CODE = re.compile(r"[a-z]+(_[a-z]+)+")  # in_force: spoken among programs only


def untold(event: str, details: dict[str, Any]) -> list[str]:
    """The fields and codes of an event that have no word, e.g. "commitments.X.status"."""
    if event.startswith("tests."):
        return []
    beside = {name: each for name, each in details.items() if name not in ("before", "after")}
    held = (beside, details.get("before") or {}, details.get("after") or {})
    return [f"{event}.{each}" for some in held for each in _untold(words.fields_of(event), some)]


def _untold(fields: words.Fields, held: dict[str, Any]) -> Iterator[str]:
    for name, value in held.items():
        field = fields.get(name)
        if field is None:
            yield name
        elif field.word and not field.tell and not field.names:
            yield from (f"{name}={each}" for each in _codes(field, value))


def _codes(field: Field, value: Any) -> list[str]:
    values = [str(each) for each in (value if isinstance(value, list) else [value]) if each]
    if field.codes:
        return [each for each in values if each not in field.words]
    return [each for each in values if A_CODE.fullmatch(each)]
