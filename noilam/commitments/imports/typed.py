"""A row's cells as columns of the table, and whether two values say the same."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from noilam.commitments.models import Commitment
from noilam.exchange.rules.cells import Number, clean_lines
from noilam.foundation.errors import Problem
from noilam.foundation.text import fold, say

if TYPE_CHECKING:
    from noilam.commitments.imports.words import CommitmentRow

DEFAULTS: Mapping[str, Any] = {
    "kind": Commitment.Kind.TASK.value,
    "unit_id": None,
    "person_id": None,
    "starts_on": None,
    "due_on": None,
    "measure": "",
    "target": None,
    "target_text": "",
    "baseline": None,
    "baseline_text": "",
    "measure_unit": "",
    "solution": "",
    "topic": "",
    "pace": "",
    "weight": Decimal(1),
    "decided_by": "",
    "publicity": Commitment.Publicity.INTERNAL.value,
    "support_text": "",
}
# Where the table's column and the file's are called differently.
_COLUMNS = {
    "unit_id": "unit_code",
    "person_id": "person_code",
    "target_text": "target",
    "baseline_text": "baseline",
    "measure_unit": "target",
    "pace": "class",
    "support_text": "support",
}
_AS_THEY_ARE = (
    *("statement", "kind", "starts_on", "due_on", "measure"),
    *("solution", "topic", "pace", "decided_by", "publicity"),
)
_MOST, _MOST_WEIGHT = Decimal(10) ** 14, Decimal(10) ** 6  # what the columns hold
_FOUR, _TWO = Decimal("0.0001"), Decimal("0.01")
_LONGEST_WORDS = {"target_text": 200, "baseline_text": 300, "support_text": 300}
LONGEST_SOURCE = 300


def column_of(name: str) -> str:
    return _COLUMNS.get(name, name)


def values(row: "CommitmentRow") -> dict[str, Any]:
    """Only what the row fills in: a blank cell changes nothing."""
    given = {name: value for name in _AS_THEY_ARE if (value := getattr(row, name)) is not None}
    for name in ("target", "baseline"):
        figure = getattr(row, name)
        if isinstance(figure, Number):
            given |= {name: _rounded(figure.value, _FOUR, _MOST), f"{name}_text": ""}
            if figure.is_percent:
                given["measure_unit"] = "%"
        elif figure is not None:
            given |= {name: None, f"{name}_text": figure}
    if row.weight is not None:
        given["weight"] = _rounded(row.weight.value, _TWO, _MOST_WEIGHT)
    return given


def _rounded(number: Decimal, grain: Decimal, most: Decimal) -> Decimal:
    """As the column holds it; what it cannot hold stays as it is, to be named."""
    return number if abs(number) >= most else number.quantize(grain, ROUND_HALF_UP)


def problems(given: Mapping[str, Any]) -> Iterator[Problem]:
    """What no column can hold."""
    for name, most in (("target", _MOST), ("baseline", _MOST), ("weight", _MOST_WEIGHT)):
        if abs(given.get(name) or 0) >= most:
            yield Problem("too-big", say("Số quá lớn. Kiểm tra lại số này."), name)
    weight = given.get("weight")
    if weight is not None and weight <= 0:
        yield Problem("weight-not-positive", say("Trọng số phải lớn hơn 0; thường là 1."), "weight")
    for name, longest in _LONGEST_WORDS.items():
        if len(given.get(name, "")) > longest:
            yield _too_long(name, len(given[name]), longest)


def may_be_long(cell: str | None) -> bool:
    return len(cell or "") > LONGEST_SOURCE


def problems_with_sources(labels: Iterable[str]) -> Iterator[Problem]:
    """Each part of the cell is a source of its own."""
    longest = max(map(len, labels), default=0)
    if longest > LONGEST_SOURCE:
        yield _too_long("source", longest, LONGEST_SOURCE)


def _too_long(name: str, length: int, most: int) -> Problem:
    return Problem(
        "too-long",
        say("Dài {length} ký tự; nhiều nhất {most}. Viết ngắn lại."),
        name,
        {"length": length, "most": most},
    )


def is_same(name: str, now: Any, given: Any) -> bool:
    """Spaces typed in a form, and how a topic is spelled, make no change."""
    if name == "topic":
        return fold(now) == fold(given)
    if isinstance(now, str) and isinstance(given, str):
        return clean_lines(now) == clean_lines(given)
    return bool(now == given)
