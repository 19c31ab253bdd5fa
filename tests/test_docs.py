"""What the docs list is what there is: no more, no less."""

import argparse
import ast
import re
from pathlib import Path

import build
from noilam.bench.table import BENCHES
from noilam.cli.main import parser
from noilam.cli.terminal import Terminal
from noilam.foundation.measures import aliases, measures
from tests import event_table

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
UNITS = {"percent": "%", "count": "số", "day": "ngày"}
NOT_OURS = {"PYTHONPATH", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}


def first_cells(name):
    """What stands in `code` in the first column of a page's tables."""
    lines = (DOCS / name).read_text("utf-8").splitlines()
    cells = [line.split("|")[1] for line in lines if line.startswith("| `")]
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


def asked_for():
    """Environment variables that the program reads by name."""
    paths = [*ROOT.glob("config/*.py"), *ROOT.glob("noilam/**/*.py"), *ROOT.glob("tests/**/*.py")]
    sources = (
        ast.parse(path.read_text("utf-8")) for path in paths if "tests/test_" not in str(path)
    )
    return {name for tree in sources for node in ast.walk(tree) if (name := _name(node))} - NOT_OURS


def _name(node):
    first = None
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get":
        first = node.args[0]
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
        first = node.slice
    return first.value if isinstance(first, ast.Constant) else None


def test_each_setting_is_in_its_table():
    assert first_cells("settings.md") == asked_for()


def test_each_command_and_measurement_is_in_its_table():
    commands = next(
        each for each in parser(Terminal())._actions if isinstance(each, argparse._SubParsersAction)
    ).choices
    documented = first_cells("commands.md")

    assert documented == {f"noilam {name}" for name in commands} | {
        f"noilam bench {name}" for name in BENCHES
    }


def test_each_build_command_is_told_of():
    text = (DOCS / "commands.md").read_text("utf-8")

    assert [name for name in build.COMMANDS if f"`{name}`" not in text] == []


def test_each_event_is_in_its_table():
    assert event_table.PAGE.read_text("utf-8") == event_table.page(), "run: python3 build.py docs"


def test_each_measure_is_in_its_table_with_its_unit_other_names_and_meaning():
    lines = (DOCS / "measures.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if "| `" in line]
    told = {name.strip("`"): rest for name, *rest in rows}

    assert list(told) == sorted(measures())
    for name, (title, unit, others, meaning) in told.items():
        measure = measures()[name]
        assert (title, unit) == (measure.title, UNITS[measure.unit]), name
        known = {
            f"`{other}`{f' (= `:{argument}`)' if argument else ''}"
            for other, own in aliases().items()
            for called, _, argument in [own.partition(":")]
            if called == name
        }
        assert set(filter(None, others.split(", "))) == known, name
        assert meaning.startswith(measure.meaning), name
        assert measure.takes in meaning, name


def test_links_between_pages_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / link).exists() and "pictures/" not in link
    ]

    assert broken == []


def test_the_glossary_is_in_order_and_says_each_word_once():
    lines = (DOCS / "glossary.md").read_text("utf-8").splitlines()
    words = [line.split("**")[1] for line in lines if line.startswith("| **")]

    assert words
    assert words == sorted(set(words), key=str.casefold)


def test_decisions_say_what_was_not_chosen():
    for page in (DOCS / "adr").glob("*.md"):
        text = page.read_text("utf-8")
        assert re.match(r"\d{4}-\d\d-\d\d-[a-z0-9-]+\.md", page.name), page.name
        for part in ("**Status**", "**Context**", "**Decision**", "**Not chosen**"):
            assert part in text, (page.name, part)
