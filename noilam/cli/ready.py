"""Makes an installation ready to serve; each part only when something changed."""

import hashlib
import os
import shutil
from pathlib import Path

from .terminal import Terminal


def prepare(terminal: Terminal) -> None:
    """Stylesheet, static files, tables."""
    from noilam.ui.build import build_css

    ours = os.umask(0o022)  # the stylesheet is the program's: whoever runs it may read it
    build_css()
    os.umask(ours)
    collect_static(terminal)
    migrate(terminal)


def migrate(terminal: Terminal) -> None:
    from django.core.management import call_command

    if is_behind():
        terminal.say("Đang dựng cơ sở dữ liệu …")
        call_command("migrate", verbosity=0, interactive=False)


def is_behind() -> bool:
    """Whether the database lacks tables that this program needs."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static(terminal: Terminal) -> None:
    """Hashed and compressed, in the data directory. The seal says from which sources."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    kept, seal = root / "sources.seal", _seal_of_sources()
    if kept.exists() and kept.read_text() == seal:
        return
    terminal.say("Đang chuẩn bị giao diện …")
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    kept.write_text(seal)


def _seal_of_sources() -> str:
    from django.contrib.staticfiles.finders import get_finders

    seal = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            seal.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return seal.hexdigest()
