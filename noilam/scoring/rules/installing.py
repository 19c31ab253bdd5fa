"""What becomes of a measure's name when a set is issued, and when the next version begins.

A measure that is not installed, or does not answer in the terms of a method, leaves its criterion
to be marked by hand; the name is kept as `wanted`. Installing it later changes nothing issued.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .criteria import Method, Source

Content = Mapping[str, Any]
PENALTY_COUNT = "penalty.count"  # a gate's own figure: how often penalties were given

# In which units a measure must answer to give the mark by itself. Lists and levels need people.
FITS: Mapping[str, frozenset[str]] = {
    Method.RATIO: frozenset({"percent"}),
    Method.TIERS: frozenset({"percent", "count", "day"}),
    Method.DEDUCT: frozenset({"count"}),
    Method.CHECKLIST: frozenset(),
    Method.ANCHORED: frozenset(),
}


@dataclass(frozen=True)
class Installed:
    """A measure under its own name, with its argument; `unit` is percent, count or day."""

    name: str
    unit: str


Find = Callable[[str], Installed | None]


def as_installed(content: Content, find: Find) -> dict[str, Any]:
    """The content as it is issued on this installation."""
    return _with(content, lambda each: _criterion(each, find), lambda each: _gate(each, find))


def as_wished(content: Content) -> dict[str, Any]:
    """The content as it was meant: what a draft of the next version begins with."""
    return _with(content, _wished_criterion, _wished_gate)


def wanted_in(content: Content) -> list[str]:
    """Names of measures that were not there at issue, each once, in the set's order."""
    criteria = [each for section in content["sections"] for each in section["criteria"]]
    names = [each.get("wanted") for each in [*criteria, *content.get("gates", ())]]
    return list(dict.fromkeys(filter(None, names)))


def _with(
    content: Content,
    criterion: Callable[[Content], dict[str, Any]],
    gate: Callable[[Content], dict[str, Any]],
) -> dict[str, Any]:
    changed = dict(content)
    changed["sections"] = [
        dict(section) | {"criteria": [criterion(each) for each in section["criteria"]]}
        for section in content["sections"]
    ]
    if "gates" in content:
        changed["gates"] = [gate(each) for each in content["gates"]]
    return changed


def _criterion(criterion: Content, find: Find) -> dict[str, Any]:
    source, _, measure = criterion["source"].partition(":")
    if not measure:
        return dict(criterion)
    found = find(measure)
    is_auto = source == Source.AUTO
    if found and (not is_auto or found.unit in FITS[criterion["method"]]):
        return dict(criterion) | {"source": f"{source}:{found.name}"}
    by_hand = Source.MANUAL if is_auto else Source.MIXED
    return dict(criterion) | {"source": str(by_hand), "wanted": measure}


def _gate(gate: Content, find: Find) -> dict[str, Any]:
    metric = gate.get("metric", PENALTY_COUNT)
    if metric == PENALTY_COUNT:
        return dict(gate)
    if found := find(metric):
        return dict(gate) | {"metric": found.name}
    rest = {name: value for name, value in gate.items() if name != "metric"}
    return rest | {"wanted": metric}


def _wished_criterion(criterion: Content) -> dict[str, Any]:
    wished = dict(criterion)
    if wanted := wished.pop("wanted", None):
        source = Source.AUTO if wished["source"] == Source.MANUAL else Source.MIXED
        wished["source"] = f"{source}:{wanted}"
    return wished


def _wished_gate(gate: Content) -> dict[str, Any]:
    wished = dict(gate)
    if wanted := wished.pop("wanted", None):
        wished["metric"] = wanted
    return wished
