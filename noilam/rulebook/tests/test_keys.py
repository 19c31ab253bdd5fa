"""Every key asked for has a default; every default is asked for, documented and stored."""

import ast
from pathlib import Path

import pytest

from noilam.rulebook.defaults import AREAS, BY_KEY, DEFINITIONS
from noilam.rulebook.models import RuleVersion

ROOT = Path(__file__).resolve().parents[3]
NOILAM = ROOT / "noilam"
SOURCES = [
    path
    for path in NOILAM.rglob("*.py")
    if not {"tests", "migrations"} & set(path.relative_to(NOILAM).parts)
    and path != NOILAM / "rulebook" / "defaults.py"
]
READERS = {"value", "rule", "deadline", "ruling"}


def texts(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def keys_read(tree: ast.AST) -> set[str]:
    """First arguments like "files.max_megabytes" of calls that read the rulebook."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    named = [(call, getattr(call.func, "attr", getattr(call.func, "id", ""))) for call in calls]
    return {
        call.args[0].value
        for call, name in named
        if name in READERS
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
        and call.args[0].value.partition(".")[0] in AREAS
    }


TREES = {path: ast.parse(path.read_text("utf-8")) for path in SOURCES}


def test_no_code_asks_for_a_key_that_is_not_in_the_rulebook():
    asked = {key: str(path) for path, tree in TREES.items() for key in keys_read(tree)}

    assert not {key: path for key, path in asked.items() if key not in BY_KEY}


@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_every_key_is_asked_for_by_some_code(key):
    assert any(key in texts(tree) for tree in TREES.values())


def test_keys_are_listed_once_and_in_order():
    keys = [definition.key for definition in DEFINITIONS]

    assert keys == sorted(set(keys))
    assert {definition.area for definition in DEFINITIONS} == set(AREAS)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda each: each.key)
def test_every_key_stands_in_the_documented_table(definition):
    table = (ROOT / "docs" / "rules.md").read_text("utf-8")
    row = next((line for line in table.splitlines() if f"`{definition.key}`" in line), "")

    assert definition.title in row
    assert f"| {definition.kind} |" in row
    for bounds in (definition.bounds, *(part.bounds for part in definition.fields)):
        assert bounds is None or f"{bounds.least}–{bounds.most}" in row


@pytest.mark.django_db
def test_every_default_is_stored_in_a_new_installation():
    stored = set(RuleVersion.objects.values_list("key", flat=True))

    assert stored == set(BY_KEY)
