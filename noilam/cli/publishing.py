"""`noilam export open-data DIR`: what may be published, as a folder of plain files."""

import argparse
import sys
from collections.abc import Callable

from .terminal import Terminal

KIND = "open-data"


def publish(command: argparse.Namespace, terminal: Terminal) -> int:
    """Whoever publishes for the whole installation must see all of it."""
    from noilam.exchange.open_folder import publish as write
    from noilam.foundation.access import require
    from noilam.organisation.policies import sees_everything

    require(sees_everything(command.actor), to=terminal.word("xuất dữ liệu mở"))
    rows = write(command.file, _teller(terminal))
    terminal.say("Đã ghi {path}.", path=command.file)
    if terminal.as_json:
        terminal.give({"folder": str(command.file), "rows": rows})
    return 0


def _teller(terminal: Terminal) -> Callable[[str, int, bool], None]:
    """Each file as it grows, on one line of a screen; a line when it is done."""
    is_watched = sys.stderr.isatty()

    def tell(name: str, rows: int, is_done: bool) -> None:
        if is_done:
            terminal.say("{name}: {rows} dòng", name=name, rows=rows)
        elif is_watched:
            print(f"{name}: {rows}", end="\r", file=sys.stderr, flush=True)

    return tell
