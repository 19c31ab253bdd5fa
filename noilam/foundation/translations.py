"""Compiles what translators write (.po) into what programs read (.mo), when it changed.

Free of Django, and in need of no gettext on the machine.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ("noilam/*/locale/*/LC_MESSAGES/*.po", "config/locale/*/LC_MESSAGES/*.po")


def catalogues(root: Path = ROOT) -> list[Path]:
    return sorted(path for pattern in CATALOGUES for path in root.glob(pattern))


def compile_changed(root: Path = ROOT) -> list[Path]:
    """The catalogues that were compiled now. An unwritable installation keeps what it came with."""
    changed = [path for path in catalogues(root) if _is_stale(path)]
    if changed:
        import polib  # a start without changes does without

        for path in changed:
            fresh = path.with_suffix(f".{os.getpid()}.new")
            polib.pofile(str(path)).save_as_mofile(str(fresh))
            fresh.replace(path.with_suffix(".mo"))  # readers see the old one or the new one
    return changed


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    if not os.access(path.parent, os.W_OK):
        return False
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime
