"""The standalone program agrees with the rules it was written apart from."""

import ast
import json
from dataclasses import asdict
from importlib import util
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from noilam.foundation.periods import Month
from noilam.scoring import open_data
from noilam.scoring.rules import fixing, hashing
from noilam.scoring.rules.fixing import Basis, SetReference
from noilam.scoring.rules.measured import Found
from noilam.scoring.rules.reading import criteria_of
from noilam.scoring.rules.stages import points_by_code
from noilam.scoring.tests.strategies import contents, marks_of

PROGRAM = Path(open_data.__file__).parent / "verify_score.py"


def loaded():
    spec = util.spec_from_file_location("verify_score", PROGRAM)
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verify = loaded()


@st.composite
def bases(draw):
    """The content of a set, and a sheet's basis under it."""
    content = draw(contents())
    criteria = criteria_of(content)
    marks = draw(marks_of(criteria))
    own = points_by_code(criteria, marks.kind, marks.answers)
    basis = Basis(
        unit="SH.1",
        month=Month(2026, 10),
        kind=marks.kind,
        reference=SetReference("SH", "TC", 1, hashing.content_hash(content)),
        criteria=criteria,
        answers=marks.answers,
        times=marks.times,
        facts={name: Found(value) for name, value in marks.facts.items()},
        self_points=own,
        self_total=marks.total().total,
    )
    return content, basis


@settings(max_examples=80, deadline=None)
@given(bases())
def test_it_agrees_on_any_set_with_every_method_and_rule(drawn):
    content, basis = drawn
    fixed = fixing.fixed(basis)

    again = verify.Criteria(json.loads(json.dumps(content)))
    found = again.follows(json.loads(json.dumps(fixed.content)))

    assert found == {name: fixed.content[name] for name in found}
    assert again.hash == hashing.content_hash(content)
    assert verify.sha256(verify.canonical(fixed.content)) == fixed.content_hash
    assert found["lines"] == [asdict(each) for each in fixed.total.lines]


def test_it_needs_nothing_but_an_old_python():
    tree = ast.parse(PROGRAM.read_text("utf-8"), feature_version=(3, 8))
    imported = {
        each.module if isinstance(each, ast.ImportFrom) else each.names[0].name
        for each in ast.walk(tree)
        if isinstance(each, ast.Import | ast.ImportFrom)
    }

    assert imported <= {
        "__future__",
        "bisect",
        "calendar",
        "collections",
        "collections.abc",
        "csv",
        "fractions",
        "hashlib",
        "json",
        "math",
        "operator",
        "pathlib",
        "sys",
        "typing",
    }
