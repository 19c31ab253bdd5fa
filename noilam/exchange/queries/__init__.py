"""Reads for pages and doors: cards, runs and their problems, exports, templates."""

from noilam.exchange.queries.files import drop_downs, export_file
from noilam.exchange.queries.pages import (
    Card,
    ProblemLine,
    RunPage,
    cards,
    kinds_in_words,
    problem_lines,
    run_lines,
    run_page,
)

__all__ = [
    "Card",
    "ProblemLine",
    "RunPage",
    "cards",
    "drop_downs",
    "export_file",
    "kinds_in_words",
    "problem_lines",
    "run_lines",
    "run_page",
]
