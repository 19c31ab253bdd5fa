"""`noilam bench close`: closing a month of a whole nation, as a ratio to its floor in the same run.

The floor is one insert-select that sums the month's lines by unit into a keyed table; its SQL is in
the answer. On SQLite, and on PostgreSQL where one is given or the checkout can start its own.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from .apart import Installation

ROOT = Path(__file__).resolve().parents[2]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--units", type=int, default=53_000)
    parser.add_argument("--runs", type=int, default=7, help="of floor and close in turn")
    parser.add_argument("--requests", type=int, default=60, help="of each page")
    parser.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL")


def measure(arguments: argparse.Namespace, tell: Callable[[str], None]) -> dict[str, Any]:
    found = []
    with _postgresql(arguments.database) as url:
        for database in ("", *([url] if url else [])):
            tell(f"{'postgresql' if database else 'sqlite'} …")
            found.append(_measured(arguments, database))
    return {"bench": "close", "databases": found}


def _measured(arguments: argparse.Namespace, database: str) -> dict[str, Any]:
    counts = [str(each) for each in (arguments.units, arguments.runs, arguments.requests)]
    with Installation(database) as there:
        there.begin()
        ran = there.python("-m", "noilam.bench.close_costs", *counts)
        told: dict[str, Any] = json.loads(ran.out)
        return told


@contextmanager
def _postgresql(given: str) -> Iterator[str]:
    """The one that was given; else one of our own, which only a checkout knows how to start."""
    if given or not (ROOT / "tests" / "machine" / "postgresql.py").exists():
        yield given
        return
    sys.path.insert(0, str(ROOT))
    with import_module("tests.machine.postgresql").running() as url:
        yield url
