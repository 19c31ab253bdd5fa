"""`noilam bench pages`: what the main pages cost, as ratios to a bare page within one run.

The bare page has one query and the same shell. Walls mean little on a shared machine: CPU time of
this process is measured, the pages in turn, and the median taken.
"""

import argparse
import json
from collections.abc import Callable
from typing import Any

from . import a_district
from .apart import Installation

UNITS, PEOPLE, COMMITMENTS, DONE = 77, 442, 1200, 700  # as large as the demo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--requests", type=int, default=200, help="of each page")


def measure(arguments: argparse.Namespace, tell: Callable[[str], None]) -> dict[str, Any]:
    with Installation() as there:
        there.begin()
        sheets = {
            "units": a_district.units(UNITS),
            "people": a_district.people(PEOPLE, UNITS),
            "commitments": a_district.commitments(COMMITMENTS, UNITS),
            "progress": a_district.progress(DONE, UNITS),
        }
        for kind, rows in sheets.items():
            tell(f"{kind} …")
            there.noilam("import", kind, a_district.write(there.home / f"{kind}.xlsx", kind, rows))
        tell("…")
        ran = there.python("-m", "noilam.bench.page_costs", str(arguments.requests))
        return json.loads(ran.out)
