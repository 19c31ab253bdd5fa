"""The table of all events, as docs/events.md has it: python -m tests.event_table writes it anew."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "events.md"
HEAD = """# Events

What can happen, as the trail records it. Written from the code by `python3 build.py docs`; each
event also carries who, on whose behalf, when, the row it happened to, values before and after.

| event | carries | note |
|---|---|---|
"""


def page():
    return HEAD + "".join(sorted(_lines()))


def _lines():
    for file in ROOT.glob("noilam/*/events.py"):
        package = file.parent.name
        for each in ast.parse(file.read_text("utf-8")).body:
            if package != "foundation" and isinstance(each, ast.ClassDef):
                yield f"| `{package}.{each.name}` | {_fields(each)} | {_note(each)} |\n"


def _fields(event):
    names = (part.target.id for part in event.body if isinstance(part, ast.AnnAssign))
    return ", ".join(f"`{name}`" for name in names)


def _note(event):
    return re.sub(r"\s+", " ", ast.get_docstring(event) or "").replace("|", "/")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
