"""`noilam bench import`: seconds and peak memory of bringing in many rows of each kind."""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from . import a_district
from .apart import Installation

KINDS = ("units", "people", "commitments", "progress")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--units", type=int, default=1_000, help="where units are not measured")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=["commitments"])


def measure(arguments: argparse.Namespace, tell: Callable[[str], None]) -> dict[str, Any]:
    """What is not measured itself comes in first, as small as the measured kind allows."""
    measured: dict[str, Any] = {}
    with Installation() as there:
        there.begin()
        for kind, rows, is_measured in _plan(arguments):
            tell(f"{kind} …")
            file = a_district.write(there.home / f"{kind}.xlsx", kind, rows)
            begun = time.perf_counter()
            ran = there.noilam("import", kind, file, "--json")
            seconds = time.perf_counter() - begun
            if is_measured:
                said = json.loads(ran.out)
                measured[kind] = {
                    "rows": said["rows"],
                    "new": said["new"],
                    "seconds": round(seconds, 1),
                    "peak_mb": round(ran.peak_mb),
                }
    return {"bench": "import", "kinds": measured}


def _plan(arguments: argparse.Namespace) -> Iterator[tuple[str, Iterator[a_district.Row], bool]]:
    wanted, rows = set(arguments.kinds), arguments.rows
    units = rows if "units" in wanted else arguments.units
    people = max(rows if "people" in wanted else 0, units)
    needed = KINDS[: max(KINDS.index(kind) for kind in wanted) + 1]
    everything = {
        "units": a_district.units(units),
        "people": a_district.people(people, units),
        "commitments": a_district.commitments(rows, units),
        "progress": a_district.progress(rows, units),
    }
    for kind in needed:
        yield kind, everything[kind], kind in wanted
