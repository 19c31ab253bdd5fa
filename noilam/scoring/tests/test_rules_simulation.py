"""What of a draft old sheets can answer, and what many sheets come to."""

from copy import deepcopy
from decimal import Decimal

import pytest

from noilam.scoring.rules.measured import Found
from noilam.scoring.rules.outcome import Tally, split
from noilam.scoring.rules.reading import criteria_of
from noilam.scoring.rules.score import Answer
from noilam.scoring.rules.simulation import How, Past, plan, problems_with_asking, scored

from .given import CONTENT

MONTH = 202610
ANSWERS = {
    "A1": Answer(numerator=3, denominator=4),
    "A2": Answer(items=("A2.1", "A2.2", "A2.3")),
    "A3": Answer(times=0),
    "B1": Answer(value=Decimal(80)),
    "B2": Answer(level=200),
}
THEN = criteria_of(CONTENT)


def a_draft(**changes):
    """The old set with some fields of some criteria otherwise: A1={"max": 8}."""
    content = deepcopy(CONTENT)
    for section in content["sections"]:
        for each in section["criteria"]:
            each |= changes.get(each["code"], {})
    return criteria_of(content)


def past(unit_id=1, total=2000, band="HT", **given):
    given = {"answers": ANSWERS, "times": {}, "facts": {}, "kind": "party_cell"} | given
    return Past(unit_id=unit_id, total=total, band=band, **given)


def planned(is_measured=lambda criterion: True, **changes):
    return plan(a_draft(**changes), THEN, is_measured)


@pytest.mark.parametrize(
    ("code", "changes", "how"),
    [
        ("A1", {"max": 8, "title": "Nói khác đi"}, How.ANSWER),  # the same measure answered
        ("A1", {"source": "auto:commitments.overdue"}, How.MEASURE),
        ("A1", {"source": "manual"}, How.ANSWER),
        ("A1", {"source": "manual", "den": "Số việc trong năm"}, How.CHANGED),
        ("A1", {"code": "A9", "source": "manual"}, How.NEW),
        ("A2", {"items": CONTENT["sections"][0]["criteria"][1]["items"][:2]}, How.ANSWER),
        ("A2", {"items": [{"code": "A2.1", "title": "Việc khác", "points": 4}]}, How.CHANGED),
        ("A2", {"method": "deduct", "per": 1}, How.CHANGED),
        ("A3", {"per": 2}, How.ANSWER),
        ("A3", {"unit": "việc quá hạn trên 60 ngày"}, How.CHANGED),
        ("B1", {"tiers": [{"from": 50, "points": 3}]}, How.ANSWER),
        ("B1", {"min_sample": 10}, How.CHANGED),  # nobody asked how many there were
        ("B1", {"title": "Tỷ lệ khác"}, How.CHANGED),
        ("B3", {"min_sample": 50}, How.ANSWER),
        ("B4", {"den": "số  kiến nghị ĐẾN HẠN"}, How.ANSWER),
    ],
)
def test_an_answer_is_used_again_only_where_it_meant_the_same(code, changes, how):
    found = planned(**{code: changes}).how
    assert found[changes.get("code", code)] is how


def test_a_measure_that_is_not_installed_answers_nothing():
    draft = {"code": "A9", "source": "auto:meetings.held"}
    assert planned(lambda criterion: False, A1=draft).how["A9"] is How.NO_MEASURE


def test_an_anchor_keeps_its_words_and_takes_its_new_points():
    anchors = deepcopy(CONTENT["sections"][1]["criteria"][1]["anchors"])
    anchors[1]["points"] = 1
    made = planned(B2={"anchors": anchors})
    lines = {each.code: each.points for each in scored(made, past(), {}).total.lines}
    assert lines["B2"] == 100
    anchors[1]["text"] = "Nói khác"
    assert planned(B2={"anchors": anchors}).how["B2"] is How.CHANGED


def test_what_cannot_be_simulated_is_left_out_and_the_rest_scaled_up():
    made = planned(A1={"code": "A9", "source": "manual"})
    total = scored(made, past(), {}).total
    assert "A9" not in {each.code for each in total.lines}
    assert total.scaled == 2300  # 11,5 of 15, on a scale up to 30


def test_a_measure_answers_for_the_unit_and_its_silence_is_no_data():
    draft = {"source": "auto:commitments.overdue", "no_data": "zero"}
    made = planned(A1=draft)
    assert made.measures() == {"commitments.overdue", "commitments.overdue_over:30"}
    found = {"commitments.overdue": Found(Decimal(50), 1, 2)}
    lines = {each.code: each.points for each in scored(made, past(), found).total.lines}
    assert lines["A1"] == 500
    assert {each.code: each.points for each in scored(made, past(), {}).total.lines}["A1"] == 0


def test_gates_take_the_fact_fixed_then_before_what_is_known_now():
    found = {"commitments.overdue_over:30": Found(Decimal(3))}
    fixed = {"commitments.overdue_over:30": Decimal(0)}
    assert scored(planned(), past(facts=fixed), found).total.failed == ()
    assert scored(planned(), past(), found).total.failed == ("no_long_overdue",)


def test_a_bonus_that_was_not_known_then_is_not_given():
    content = deepcopy(CONTENT)
    content["bonus"]["items"][0]["title"] = "Việc khác"
    made = plan(criteria_of(content), THEN, lambda criterion: True)
    assert scored(made, past(times={"P1": 1, "P2": 1}), {}).total.extra == 100


def tallied(rows, made):
    tally = Tally()
    for month, each in rows:
        tally.add(month, made, each, scored(made, each, {}))
    return tally


def test_months_add_up_in_any_order_and_after_a_rest():
    made = planned(A1={"max": 8})
    rows = [(MONTH, past(1, 2500, "T")), (MONTH, past(2, 1000)), (MONTH + 1, past(1, 1500))]
    first = tallied(rows[:1], made)
    rested = Tally.read(first.stored())
    for month, each in reversed(rows[1:]):
        rested.add(month, made, each, scored(made, each, {}))
    whole = tallied(rows, made)
    assert (rested.units, rested.bands, rested.criteria) == (
        whole.units,
        whole.bands,
        whole.criteria,
    )
    assert whole.sheets == whole.compared == 3
    assert whole.units["1"][:2] == [2, 4000]


def test_gains_stand_with_the_most_first_and_losses_too():
    rows = [(MONTH, past(number, then)) for number, then in enumerate((900, 1900, 2900, 2000), 1)]
    gains, losses, same = split(tallied(rows, planned()).changes())
    assert [each.unit_id for each in gains] == [1, 2, 4]
    assert [each.unit_id for each in losses] == [3]
    assert same == []


def test_a_criterion_that_gives_everyone_all_tells_nobody_apart():
    tally = tallied([(MONTH, past(number)) for number in range(20)], planned())
    assert tally.criteria["A2"].is_flat
    assert tally.criteria["A2"].full_percent == 100
    assert not tally.criteria["B1"].is_flat
    assert tally.criteria["B1"].classes == [0, 0, 20, 0, 0]
    assert (tally.criteria["B3"].empty, tally.criteria["B3"].sheets) == (20, 0)  # left out
    assert "B4" not in tally.criteria  # not of this kind of unit


def test_the_share_that_could_be_simulated_is_said():
    tally = tallied([(MONTH, past())], planned(A1={"code": "A9", "source": "manual"}))
    assert (tally.covered, tally.asked, tally.coverage) == (1800, 2800, 64)
    assert tally.left_out() == {"A9": How.NEW}


def test_a_sheet_without_a_total_is_counted_and_not_compared():
    tally = tallied([(MONTH, past(total=None))], planned())
    assert (tally.sheets, tally.compared, tally.units) == (1, 0, {})


def test_a_simulation_needs_a_draft_and_months_that_were_fixed():
    codes = [
        each.code
        for each in problems_with_asking([202601], {202610}, is_draft=False, is_running=True)
    ]
    assert codes == ["not-a-draft", "already-running", "unknown-month"]
    assert problems_with_asking([202610], {202610}, is_draft=True, is_running=False) == []
