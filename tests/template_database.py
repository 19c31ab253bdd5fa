"""A migrated SQLite database takes eight seconds: made once, then copied while it holds."""

import hashlib
import os
import shutil
from datetime import date
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache"
# What a migrated database depends on; the rulebook's migration reads the package itself.
PATTERNS = ("noilam/*/migrations/*.py", "noilam/rulebook/**/*.py", "requirements/run.txt")


def path():
    seal = hashlib.sha256(str(date.today().year).encode())  # noqa: DTZ011  public days are by year
    for pattern in PATTERNS:
        for file in sorted(ROOT.glob(pattern)):
            if "tests" not in file.parts:
                seal.update(file.read_bytes())
    return KEPT / f"migrated-{seal.hexdigest()[:16]}.sqlite3"


def lay():
    """Put a copy where this process's test database belongs. False where there is none yet."""
    if connection.vendor != "sqlite":
        return False
    try:
        shutil.copyfile(path(), connection.creation._get_test_db_name())
    except FileNotFoundError:
        return False
    return True


def keep():
    """Keep what has just been migrated, in place of older ones."""
    if connection.vendor != "sqlite":
        return
    fresh = KEPT / f"migrated-{os.getpid()}.new"
    KEPT.mkdir(exist_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(fresh)])
    for old in KEPT.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    fresh.replace(path())
