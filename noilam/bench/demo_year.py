"""`noilam bench demo`: how long the demo year takes to live, and how long one of its deeds.

Seconds mean little on a shared machine. The floor is measured in the same run: as many bare rows
as the year leaves entries in the trail, each hashed and written in a transaction of its own.
"""

import argparse
import hashlib
import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .apart import Installation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL")


def measure(arguments: argparse.Namespace, tell: Callable[[str], None]) -> dict[str, Any]:
    with Installation(arguments.database) as there:
        tell("demo …")
        begun = time.perf_counter()
        ran = there.noilam("demo")
        seconds = time.perf_counter() - begun
        entries = json.loads(there.noilam("audit", "verify", "--json").out)["entries"]
        floor = _floor(there.home / "floor.sqlite3", entries)
    return {
        "bench": "demo",
        "database": "postgresql" if arguments.database else "sqlite",
        "seconds": round(seconds, 1),
        "peak_mb": round(ran.peak_mb),
        "entries": entries,
        "ms_an_entry": round(seconds * 1000 / entries, 2),
        "floor_seconds": round(floor, 2),
        "ratio": round(seconds / floor, 1),
    }


def _floor(path: Path, rows: int) -> float:
    begun = time.perf_counter()
    with sqlite3.connect(path, isolation_level=None) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=OFF")
        database.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, leaf TEXT, details TEXT)")
        for number in range(rows):
            leaf = hashlib.sha256(str(number).encode()).hexdigest()
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO entry (leaf, details) VALUES (?, ?)", [leaf, "{}"])
            database.execute("COMMIT")
    return time.perf_counter() - begun
