"""One text for one content, and what it hashes to: for the record, and for comparing months.

Numbers have at most two decimals, so every JSON reader writes them the same way; keys are sorted.
`open_data/verify_score.py` does the same with the standard library alone.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from noilam.foundation.text import fold

# What decides how many points an answer brings and who gets which band. Of wording only what people
# are to count: another denominator is another figure, however alike the rest.
SET = ("applies_to_org_types", "max_points", "rounding")
SECTION = ("code", "max")
CRITERION = (
    "code",
    "max",
    "method",
    "source",
    "no_data",
    "per",
    "min_sample",
    "applies_to_org_types",
)
COUNTED = ("num", "den", "unit")
LEVEL = ("code", "from", "points")
EXTRA = ("code", "points", "max_times")
BAND = ("code", "from", "all_of")
GATE = ("code", "metric", "op", "value", "codes", "wanted")
UNORDERED = frozenset({"applies_to_org_types", "all_of", "codes"})

Content = Mapping[str, Any]


def canonical(value: Any) -> str:
    """JSON without a choice left: sorted keys, no blanks, letters as they are, 4.0 as 4."""
    return json.dumps(
        plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def plain(value: Any) -> Any:
    """The same value with every whole number written as one."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def content_hash(content: Content) -> str:
    """SHA-256 of every word and number of a content."""
    return _hash(content)


def structure_hash(content: Content) -> str:
    """SHA-256 of what decides points: two sets that share it give comparable months."""
    return _hash(structure(content))


def structure(content: Content) -> dict[str, Any]:
    """Without the order in which things are read, as it brings no points."""
    return {
        **_kept(content, SET),
        "sections": _by_code(
            _kept(section, SECTION)
            | {"criteria": _by_code(_criterion(each) for each in section["criteria"])}
            for section in content["sections"]
        ),
        **{side: _extras(content[side]) for side in ("bonus", "penalty") if side in content},
        "bands": [_kept(each, BAND) for each in content["bands"]],
        "gates": _by_code(_kept(each, GATE) for each in content.get("gates", ())),
    }


def _criterion(criterion: Content) -> dict[str, Any]:
    levels = {
        name: [_kept(each, LEVEL) for each in criterion[name]]
        for name in ("tiers", "anchors")
        if name in criterion
    }
    items = _by_code(_kept(each, LEVEL) for each in criterion.get("items", ()))
    return _kept(criterion, CRITERION) | levels | {"items": items} | _counted(criterion)


def _counted(criterion: Content) -> dict[str, str]:
    """What people count, however it is spelt. Where a measure counts, the measure says it."""
    if criterion["source"].startswith("auto:"):
        return {}
    return {name: fold(criterion[name]) for name in COUNTED if name in criterion}


def _extras(side: Content) -> dict[str, Any]:
    return {
        "max_total": side["max_total"],
        "items": _by_code(_kept(each, EXTRA) for each in side["items"]),
    }


def _by_code(things: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(things, key=lambda each: str(each["code"]))


def _kept(of: Content, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: sorted(of[name]) if name in UNORDERED else of[name] for name in names if name in of
    }


def _hash(value: Any) -> str:
    return sha256(canonical(value).encode()).hexdigest()
