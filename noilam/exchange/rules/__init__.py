"""How a cell and a header are read, and what may happen to a run. Pure: values in, values out."""

from noilam.exchange.rules.runs import (
    ENDINGS,
    MOST_BYTES,
    UNDER_WAY,
    problems_with_check,
    problems_with_confirming,
    problems_with_meaning,
    problems_with_taking_back,
    problems_with_upload,
)

__all__ = [
    "ENDINGS",
    "MOST_BYTES",
    "UNDER_WAY",
    "problems_with_check",
    "problems_with_confirming",
    "problems_with_meaning",
    "problems_with_taking_back",
    "problems_with_upload",
]
