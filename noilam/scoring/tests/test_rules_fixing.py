"""What is fixed of a sheet is the same for the same basis, and enough to count again."""

from dataclasses import replace
from decimal import Decimal

from noilam.foundation.periods import Month
from noilam.scoring.rules.fixing import Basis, SetReference, fixed
from noilam.scoring.rules.measured import Found
from noilam.scoring.rules.reading import criteria_of
from noilam.scoring.rules.score import Answer, total_of

from .given import ANSWERS, a_content

CRITERIA = criteria_of(a_content())
GIVEN = {code: answer for code, answer in ANSWERS.items() if answer}
BASIS = Basis(
    unit="SH.1",
    month=Month(2026, 11),
    kind="party_cell",
    reference=SetReference("SH", "TC-MAU", 1, "ab" * 32),
    criteria=CRITERIA,
    answers=GIVEN | {"A1": Answer(numerator=1, denominator=2)},
    times={"M2": 1, "P1": 0},
    facts={"commitments.overdue_over:30": Found(Decimal("1.0000"), None, 4)},
    self_points={"A2": 300, "B3": None},
    self_total=2700,
)


def turned(mapping):
    return dict(reversed(list(mapping.items())))


def test_the_same_basis_in_another_order_is_fixed_alike():
    again = replace(BASIS, answers=turned(BASIS.answers), self_points=turned(BASIS.self_points))
    assert fixed(again).content_hash == fixed(BASIS).content_hash
    assert fixed(replace(BASIS, unit="SH.2")).content_hash != fixed(BASIS).content_hash


def test_a_version_holds_what_its_total_follows_from():
    content = fixed(BASIS).content
    assert content["times"] == {"M2": 1}
    assert content["facts"] == {"commitments.overdue_over:30": {"value": "1", "denominator": 4}}
    assert content["failed_gates"] == ["no_long_overdue"]
    again = total_of(
        CRITERIA,
        content["kind"],
        {code: Answer.read(said) for code, said in content["answers"].items()},
        content["times"],
        {name: Decimal(figure["value"]) for name, figure in content["facts"].items()},
    )
    assert (again.total, again.band.code) == (content["total"], content["band"])


def test_answers_to_what_does_not_apply_are_left_out():
    basis = replace(BASIS, answers=GIVEN | {"B4": Answer(numerator=1, denominator=1)})
    assert "B4" not in fixed(basis).content["answers"]
