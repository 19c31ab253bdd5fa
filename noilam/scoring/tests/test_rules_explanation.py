"""An explanation says nothing that the score does not: sums add up, changes are scored anew."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from noilam.scoring.rules.criteria import Mode, Rounding
from noilam.scoring.rules.explanation import explain
from noilam.scoring.rules.gains import Marked, gains_of, smallest_change, way_to, without_gates
from noilam.scoring.rules.reading import criteria_of
from noilam.scoring.rules.score import NOTHING, Answer
from noilam.scoring.rules.sentences import quotient, shown
from noilam.scoring.rules.shortfall import Cause, shortfall_of
from noilam.scoring.rules.workings import working_of
from noilam.scoring.tests.given import a_content
from noilam.scoring.tests.strategies import marked

few = settings(max_examples=60, deadline=None)
SET = criteria_of(a_content())
CELL = "party_cell"
MIDDLING = {
    "A1": Answer(numerator=7, denominator=9),
    "A2": Answer(no_data=True),
    "A3": Answer(times=2),
    "B1": Answer(value=Decimal("80.5")),
    "B2": Answer(level=200),
    "B3": Answer(value=Decimal(95), denominator=12),
}


def middling(**given):
    return replace(Marked(SET, CELL, MIDDLING, {}, {}), **given)


def told(marks):
    return explain(marks.criteria, marks.kind, marks.answers, marks.times, marks.facts)


@few
@given(marked())
def test_the_steps_down_from_the_whole_add_up_to_what_is_missing(marks):
    total = marks.total()

    shortfall = shortfall_of(marks.criteria, total)

    assert (shortfall is None) == (total.total is None)
    if shortfall:
        assert sum(each.loss for each in shortfall.steps) == shortfall.gap
        assert shortfall.gap == marks.criteria.max_points - total.total
        rest = [each.loss for each in shortfall.steps if each.cause is Cause.ROUNDING]
        assert all(abs(loss) <= len(marks.answers) for loss in rest)


@few
@given(marked())
def test_each_change_brings_what_is_said_of_it(marks):
    now = marks.total()
    for gain in gains_of(marks):
        then = gain.after.total()
        assert then.total == gain.total == now.total + gain.gain
        assert then.band == gain.band
        assert gain.gain > 0 or gain.is_higher_band


@few
@given(marked())
def test_the_smallest_change_of_a_share_is_the_smallest(marks):
    for criterion in marks.criteria.criteria():
        answer = marks.answers.get(criterion.code, NOTHING)
        for changed, _said in smallest_change(marks.criteria, criterion, answer):
            if answer.numerator is None or changed.denominator != answer.denominator:
                continue
            less = replace(changed, numerator=changed.numerator - 1)
            rounding = marks.criteria.rounding
            assert working_of(criterion, less, rounding).points == (
                working_of(criterion, answer, rounding).points
            )


@few
@given(marked())
def test_the_way_to_the_next_band_leads_there(marks):
    now, way = marks.total(), way_to(marks)

    if way:
        then = way.after.total()
        assert then.total == way.total
        assert then.band.at_least >= way.band.at_least
        assert now.band is None or way.band.at_least > now.band.at_least


@few
@given(marked())
def test_every_explanation_can_be_read(marks):
    explanation = told(marks)

    said = [each.working for each in (*explanation.lines, *explanation.extras)]
    said += [each.rule for each in explanation.lines]
    said += [each.change for each in explanation.gains] + list(explanation.arithmetic)
    assert all("{" not in str(each) for each in said)


@pytest.mark.parametrize(
    ("code", "answer", "working"),
    [
        ("A1", Answer(numerator=7, denominator=9), "10 × 7/9 ≈ 7,7778 → làm tròn đến 0,25 → 7,75"),
        ("A1", Answer(numerator=3, denominator=4), "10 × 3/4 = 7,5"),
        ("A1", Answer(numerator=5, denominator=4), "10 × 5 (≤ 4)/4 = 10"),
        ("A1", NOTHING, "Không phát sinh số liệu → điểm tối đa 10"),
        ("A1", Answer(numerator=0, denominator=0), "Không phát sinh số liệu → điểm tối đa 10"),
        ("A2", Answer(items=("A2.1", "A2.2")), "1,5 + 1,5 = 3"),
        ("A2", Answer(), "0"),
        ("A2", NOTHING, "Không phát sinh số liệu → loại, không tính"),
        ("A3", Answer(times=3), "4 − 0,5 × 3 = 2,5"),
        ("A3", Answer(times=9), "4 − 0,5 × 9 = −0,5 → 0"),
        ("B1", Answer(value=Decimal("80.5")), "80,5 ≥ 75 → 1,5"),
        ("B1", NOTHING, "Không có số liệu → 0"),
        ("B2", Answer(level=200), "Có ý kiến, kết luận chung chung → 2"),
        (
            "B3",
            Answer(value=Decimal(95), denominator=12),
            "Mẫu 12 nhỏ hơn 30: coi như không có số liệu → loại, không tính",
        ),
    ],
)
def test_the_rule_is_shown_with_its_inputs(code, answer, working):
    assert str(working_of(SET.by_code[code], answer, SET.rounding).working) == working


@pytest.mark.parametrize(
    ("mode", "working"),
    [
        (Mode.DOWN, "10 × 7/9 ≈ 7,7778 → làm tròn xuống 0,25 → 7,75"),
        (Mode.UP, "10 × 7/9 ≈ 7,7778 → làm tròn lên 0,25 → 8"),
    ],
)
def test_the_way_of_rounding_is_said(mode, working):
    found = working_of(SET.by_code["A1"], MIDDLING["A1"], Rounding(25, mode))

    assert str(found.working) == working


def test_the_total_is_written_out_line_by_line():
    explanation = told(middling(times={"P1": 3, "M2": 1}))

    assert [str(each) for each in explanation.arithmetic] == [
        "Cộng các tiêu chí: 14,25 trên 21 điểm tính được",
        "Quy đổi về thang 30: 14,25 × 30 ÷ 21 ≈ 20,3571 → 20,36",
        "Điểm thưởng: +2",
        "Điểm trừ: −1,5",
        "Tổng: 20,36 + 0,5 = 20,86",
    ]
    assert explanation.excluded == ["A2", "B3"]


def test_a_total_that_the_ends_of_the_scale_cut_says_so():
    full = {each.code: Answer(numerator=1, denominator=1) for each in SET.criteria()}
    full |= {"A2": NOTHING, "A3": Answer(times=0), "B1": Answer(value=Decimal(100))}
    full |= {"B2": Answer(level=400), "B3": NOTHING}

    explanation = told(middling(answers=full, times={"P2": 1}))

    assert str(explanation.arithmetic[-1]) == "Tổng: 30 + 1 = 31, giữ trong 0–30 → 30"
    assert explanation.gains == ()
    assert explanation.way is None


def test_a_bonus_stops_at_its_times_and_at_its_cap():
    explanation = told(middling(times={"P1": 3, "P2": 1}))

    assert [str(each.working) for each in explanation.extras] == [
        "2 × 1 = 2 (có 3 lần, tính tối đa 1)",
        "1 × 1 = 1 → chạm trần, còn tính 0",
    ]


def test_the_losses_stand_greatest_first_and_end_with_their_rounding():
    shortfall = told(middling(times={"P1": 1})).shortfall

    assert [(each.cause, each.code, each.loss) for each in shortfall.steps] == [
        (Cause.CRITERION, "A1", 321),
        (Cause.CRITERION, "B2", 286),
        (Cause.CRITERION, "B1", 214),
        (Cause.CRITERION, "A3", 143),
        (Cause.BONUS, "P1", -200),
    ]
    assert shortfall.gap == 764
    assert shortfall.target.code == "T"
    assert shortfall.to_target == 464


def test_what_would_have_brought_more_is_told_greatest_gain_first():
    found = [(each.code, each.gain, str(each.change)) for each in told(middling()).gains]

    assert found == [
        ("B2", 285, "nếu ở mức 4: “Nhiều ý kiến, có kết luận từng việc”"),
        ("B1", 214, "nếu đạt từ 90 thay vì 80,5"),
        ("A1", 178, "nếu đạt 8/9 thay vì 7/9"),
        ("A3", 71, "nếu chỉ 1 lần thay vì 2"),
    ]


@pytest.mark.parametrize(
    ("code", "answer", "change"),
    [
        ("B1", NOTHING, "nếu đạt từ 75 thay vì 0"),
        ("B2", NOTHING, "nếu ở mức 2: “Có ý kiến, kết luận chung chung”"),
        ("A3", Answer(times=1), "nếu không lần nào"),
        ("A3", Answer(times=10), "nếu chỉ 7 lần thay vì 10"),
        ("A2", Answer(items=("A2.2",)), "nếu đạt thêm mục “Ban hành đúng hạn”"),
    ],
)
def test_the_smallest_change_is_in_the_words_of_the_method(code, answer, change):
    [(_changed, said)] = smallest_change(SET, SET.by_code[code], answer)

    assert str(said) == change


def test_fewest_things_that_reach_the_next_band():
    way = told(middling()).way

    assert way.band.code == "T"
    assert way.codes == ("A1", "B2", "B1")
    assert way.total == 2857


def test_a_failed_gate_is_named_with_the_band_it_keeps_away():
    facts = {"commitments.overdue_over:30": Decimal(1)}
    full = MIDDLING | {"A1": Answer(numerator=9, denominator=9), "B2": Answer(level=400)}
    full |= {"B1": Answer(value=Decimal(95))}
    marks = middling(answers=full, facts=facts)

    [without] = without_gates(SET, marks.total())
    explanation = told(marks)

    gates = [(each.gate.code, each.asked, each.found, each.holds) for each in explanation.gates]
    assert gates == [("no_long_overdue", "= 0", 1, False), ("no_false_report", "= 0", 0, True)]
    assert marks.total().band.code == "HT"
    assert (without.gate.code, without.band.code) == ("no_long_overdue", "T")
    assert explanation.shortfall.to_target == 0
    assert explanation.shortfall.failed == ("no_long_overdue",)
    assert explanation.way.codes == ()
    assert explanation.way.gates == ("no_long_overdue",)


def test_a_penalty_less_opens_a_gate():
    gains = told(middling(times={"M1": 1})).gains

    assert (gains[0].code, str(gains[0].change), gains[0].is_higher_band) == (
        "M1",
        "nếu không lần nào",
        True,
    )


def test_where_nothing_could_be_scored_nothing_is_missing():
    nothing = criteria_of(a_content())
    only = replace(nothing, sections=(replace(nothing.sections[0], criteria=(SET.by_code["A2"],)),))

    explanation = told(middling(criteria=only, answers={}))

    assert [str(each) for each in explanation.arithmetic] == [
        "Không tiêu chí nào có số liệu: không tính được tổng"
    ]
    assert (explanation.shortfall, explanation.gains, explanation.way) == (None, (), None)


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [(700, 9, "≈ 0,7778"), (100, 3, "≈ 0,3333"), (100, 8, "= 0,125"), (0, 5, "= 0")],
)
def test_a_quotient_says_whether_it_is_exact(numerator, denominator, text):
    assert quotient(numerator, denominator) == text


def test_points_are_shown_as_people_write_them():
    assert [shown(each) for each in (1175, 50, 0, -250)] == ["11,75", "0,5", "0", "−2,5"]
