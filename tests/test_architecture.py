"""Habits that a linter cannot see. Import rules are checked by `lint-imports`."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

NOILAM = Path(__file__).resolve().parent.parent / "noilam"
WRITES = {"create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
WRITES_WITHOUT_A_THING = {"save", "delete", "update"}  # with one it is a file, a dict or a hash
RECORDS = {"record", "record_all"}
ATOMIC = {"transaction.atomic", "transaction.atomic(savepoint=False)"}
# Services that actions use. They record nothing themselves: the deed that called them did.
BELOW_THE_TRAIL = {"audit", "notices"}
BANNED = {"utils", "helpers", "helper", "common", "core", "misc", "manager", "data", "info"}
BANNED |= {"process", "handle", "do"}

# Writes outside actions. Each line says why no deed of anybody's stands behind it.
NO_DEED = {
    "foundation/jobs.py": "the queue's own rows; what a job does goes through actions",
}
# Actions that are several deeds, each a transaction of its own.
MANY_DEEDS = {
    "exchange.run_now": "a refused import is kept as a run, while its rows are taken back",
    "exchange.apply_file": "a refused import is kept as a run, while its rows are taken back",
    "scoring.run_simulation": "each month is kept as soon as it is scored, and survives a kill",
}
NAMES_OF_DJANGO = {"AccountManager", "handle", "process_exception"}  # it asks for these very names

sources = sorted(
    path for path in NOILAM.rglob("*.py") if not {"migrations", "tests"} & set(path.parts)
)


def here(path):
    return str(path.relative_to(NOILAM))


@cache
def tree(path):
    return ast.parse(path.read_text("utf-8"))


def is_actions(path):
    return path.name == "actions.py" or "actions" in path.parts


def package(path):
    return path.relative_to(NOILAM).parts[0]


def functions(path):
    return [each for each in tree(path).body if isinstance(each, ast.FunctionDef)]


def calls_in(node):
    return [each for each in ast.walk(node) if isinstance(each, ast.Call)]


def writes(call):
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr in WRITES_WITHOUT_A_THING:
        return not call.args and (call.keywords or call.func.attr != "update")
    return call.func.attr in WRITES


actions = [
    pytest.param(path, function, id=f"{package(path)}.{function.name}")
    for path in sources
    if is_actions(path) and not path.name.startswith("_")
    for function in functions(path)
    if not function.name.startswith("_")
]


@pytest.mark.parametrize("path", sources, ids=here)
def test_only_actions_write(path):
    found = [
        f"{here(path)}:{call.lineno} .{call.func.attr}()"
        for call in calls_in(tree(path))
        if writes(call)
    ]
    assert is_actions(path) or here(path) in NO_DEED or not found, found


def test_each_exception_is_still_needed():
    assert [name for name in NO_DEED if not any(map(writes, calls_in(tree(NOILAM / name))))] == []


@pytest.mark.parametrize(("path", "action"), actions)
def test_an_action_says_who_acts_and_names_its_arguments(path, action):
    assert not action.args.args
    assert action.args.kwonlyargs[0].arg == "actor"
    assert ast.get_docstring(action)


@pytest.mark.parametrize(("path", "action"), actions)
def test_an_action_is_one_transaction(path, action):
    is_atomic = ATOMIC & set(map(ast.unparse, action.decorator_list))
    assert bool(is_atomic) != (f"{package(path)}.{action.name}" in MANY_DEEDS)


@cache
def called_in_actions(name):
    """Who calls whom among a package's actions, private parts and classes included."""
    return {
        part.name: {ast.unparse(call.func) for call in calls_in(part)}
        for path in sources
        if is_actions(path) and package(path) == name
        for part in tree(path).body
        if isinstance(part, ast.FunctionDef | ast.ClassDef)
    }


def reached_from(function, name):
    reached, ahead = set(), {function.name}
    while ahead:
        calls = called_in_actions(name).get(ahead.pop(), set()) - reached
        reached |= calls
        ahead |= {each.rpartition(".")[2] for each in calls}
    return reached


@pytest.mark.parametrize(("path", "action"), actions)
def test_an_action_records_what_happened(path, action):
    called = {each.rpartition(".")[2] for each in reached_from(action, package(path))}
    others = {each.values[1].name for each in actions if package(each.values[0]) != package(path)}
    assert called & (RECORDS | others) or package(path) in BELOW_THE_TRAIL


@pytest.mark.parametrize("path", sources, ids=here)
def test_modules_stay_readable_in_one_sitting(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", sources, ids=here)
def test_a_module_opens_by_saying_what_is_here(path):
    assert ast.get_docstring(tree(path)) or not path.read_text("utf-8").strip()


@pytest.mark.parametrize("path", sources, ids=here)
def test_names_say_what_a_thing_is(path):
    names = {path.stem} | {
        each.name
        for each in ast.walk(tree(path))
        if isinstance(each, ast.FunctionDef | ast.ClassDef)
    }
    vague = {each for each in names - NAMES_OF_DJANGO if words(each) & BANNED}
    assert not vague


def words(name):
    return {each.lower() for each in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}
