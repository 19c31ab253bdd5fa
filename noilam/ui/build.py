"""Flattens the stylesheet for Chrome 80: one small file out of styles/*.css, made when they change.

Nesting, light-dark() and logical shorthands go; what Chrome 80 still could not read is found by
tests/test_build.py.
"""

import hashlib
import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "styles"
BUILT = HERE / "static" / "ui" / "built" / "noilam.css"
OLDEST_BROWSER = "chrome 80"


def _source() -> str:
    """All files, in the order of their names: tokens, base, layout, shell, parts, forms, print."""
    return "\n".join(path.read_text("utf-8") for path in sorted(SOURCES.glob("*.css")))


def flattened(source: str) -> str:
    import lightningcss  # a build needs it, a running server does not

    return lightningcss.process_stylesheet(source, browsers_list=[OLDEST_BROWSER], minify=True)


def build_css() -> Path:
    """Make the built sheet unless it already belongs to these sources. Returns where it is."""
    source = _source()
    seal = f"/*{hashlib.sha256((OLDEST_BROWSER + source).encode()).hexdigest()[:16]}*/"
    if BUILT.exists() and BUILT.read_text("utf-8").startswith(seal):
        return BUILT
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    fresh = BUILT.with_suffix(f".{os.getpid()}.new")
    fresh.write_text(seal + flattened(source), "utf-8")
    fresh.replace(BUILT)  # readers see the old sheet or the new one, never half of one
    return BUILT


if __name__ == "__main__":
    build_css()
