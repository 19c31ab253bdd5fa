"""Looking a file through: read it, ask the package what it would do. Writes nothing."""

from collections import defaultdict
from pathlib import Path

from noilam.exchange import registry, reporting
from noilam.exchange.models import Alias
from noilam.exchange.reading import read_file
from noilam.exchange.reading.table import Chosen
from noilam.exchange.sheet import Report
from noilam.foundation.access import Actor
from noilam.foundation.errors import Refused


def look_through(actor: Actor, kind: str, path: Path, report: Report) -> reporting.Found:
    """Everything an import of the file would do and everything that stands against it."""
    sheet = registry.sheet(kind)
    try:
        reading = read_file(path, sheet, chosen_for(kind), report)
    except Refused as refused:
        return reporting.refused(refused)
    return reporting.found(reading, sheet.plan(actor, reading, report))


def chosen_for(kind: str) -> Chosen:
    """What clerks chose before for files of this kind."""
    chosen: dict[str, dict[str, str]] = defaultdict(dict)
    for alias in Alias.objects.filter(kind=kind):
        chosen[alias.what][alias.typed] = alias.chosen
    return dict(chosen)
