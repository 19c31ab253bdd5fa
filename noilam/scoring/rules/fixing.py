"""What is fixed of a sheet, word for word: enough to recompute its total, and nothing else.

The shape (points in hundredths, `null`: excluded; docs/open-data.md):

    {"schema": 1, "unit": "SH.1", "month": "2026-10", "kind": "party_cell",
     "criteria": {"issuer": "SH", "code": "TC-THANG", "version": 1, "content_hash": "…"},
     "answers": {"A1": {"numerator": 7, "denominator": 9}}, "times": {"P1": 1},
     "facts": {"commitments.on_time": {"value": "66.6667", "numerator": 2, "denominator": 3}},
     "self": {"A1": 400}, "self_total": 9100,
     "lines": [{"code": "A1", "points": 311, "possible": 400, "extra": 0}],
     "scaled": 8400, "extra": 50, "total": 8450, "band": "T", "failed_gates": []}
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from noilam.foundation.periods import Month

from .criteria import CriteriaSet
from .hashing import content_hash
from .measured import Found
from .score import Answer, Total, plain, total_of

SCHEMA = 1


@dataclass(frozen=True)
class SetReference:
    """Which version of whose criteria."""

    issuer: str  # code of the unit
    code: str
    version: int
    content_hash: str


@dataclass(frozen=True)
class Basis:
    """All that a fixed score follows from."""

    unit: str  # code
    month: Month
    kind: str
    reference: SetReference
    criteria: CriteriaSet
    answers: Mapping[str, Answer]
    times: Mapping[str, int]
    facts: Mapping[str, Found]
    self_points: Mapping[str, int | None]
    self_total: int | None


@dataclass(frozen=True)
class Fixed:
    """The content of a version, what it hashes to, and the total in it."""

    content: dict[str, Any]
    content_hash: str
    total: Total


def fixed(basis: Basis) -> Fixed:
    """The same basis gives the same content and hash, in whatever order its parts come."""
    answers = {
        code: answer
        for code, answer in basis.answers.items()
        if basis.criteria.by_code[code].applies_to(basis.kind)
    }
    values = {name: found.value for name, found in basis.facts.items()}
    total = total_of(basis.criteria, basis.kind, answers, basis.times, values)
    content = _given(basis, answers) | _follows(total)
    return Fixed(content, content_hash(content), total)


def _given(basis: Basis, answers: Mapping[str, Answer]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "unit": basis.unit,
        "month": str(basis.month),
        "kind": basis.kind,
        "criteria": asdict(basis.reference),
        "answers": {code: answer.stored() for code, answer in sorted(answers.items())},
        "times": {code: count for code, count in sorted(basis.times.items()) if count},
        "facts": {name: _figure(found) for name, found in sorted(basis.facts.items())},
        "self": dict(sorted(basis.self_points.items())),
        "self_total": basis.self_total,
    }


def _figure(found: Found) -> dict[str, Any]:
    figure: dict[str, Any] = {"value": plain(found.value)}
    for name in ("numerator", "denominator"):
        if (number := getattr(found, name)) is not None:
            figure[name] = number
    return figure


def _follows(total: Total) -> dict[str, Any]:
    return {
        "lines": [asdict(line) for line in total.lines],
        "scaled": total.scaled,
        "extra": total.extra,
        "total": total.total,
        "band": total.band.code if total.band else None,
        "failed_gates": list(total.failed),
    }
