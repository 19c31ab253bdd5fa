"""What holds of any total under any set."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from noilam.scoring.rules.criteria import Method
from noilam.scoring.rules.gains import full_answer
from noilam.scoring.rules.reading import read
from noilam.scoring.rules.score import points_of, scaled, total_of
from noilam.scoring.tests.strategies import answers_to, contents, marked

few = settings(max_examples=60, deadline=None)


@few
@given(contents())
def test_the_sets_drawn_here_could_be_issued(content):
    _criteria, problems = read(content)

    assert [str(each) for each in problems] == []


@few
@given(marked())
def test_a_total_stays_between_nothing_and_the_whole(marks):
    total = marks.total()

    assert total.total is None or 0 <= total.total <= marks.criteria.max_points
    assert total.scaled is None or 0 <= total.scaled <= marks.criteria.max_points
    assert all(0 <= each.points <= each.possible for each in total.lines)


@few
@given(marked(), st.randoms(use_true_random=False))
def test_the_order_of_criteria_and_answers_does_not_matter(marks, random):
    answers = list(marks.answers.items())
    random.shuffle(answers)
    turned = tuple(
        replace(each, criteria=each.criteria[::-1]) for each in marks.criteria.sections[::-1]
    )

    other = replace(marks, answers=dict(answers), criteria=replace(marks.criteria, sections=turned))

    assert other.total().total == marks.total().total
    assert other.total().band == marks.total().band
    assert set(other.total().lines) == set(marks.total().lines)


@few
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), max_size=8))
def test_leaving_criteria_out_never_lifts_a_total_above_the_whole(rows):
    points, possible = sum(min(row) for row in rows), sum(max(row) for row in rows)

    whole = scaled(points, possible, 10_000)

    assert whole is None if not possible else 0 <= whole <= 10_000
    assert whole == 10_000 or points < possible or not possible


@few
@given(marked(), st.data())
def test_more_is_never_worse(marks, data):
    criterion = data.draw(st.sampled_from(list(marks.criteria.criteria())))
    answer = data.draw(answers_to(criterion).filter(lambda each: not each.no_data))
    more = data.draw(st.integers(1, 5))
    better = {
        Method.RATIO: replace(answer, numerator=(answer.numerator or 0) + more),
        Method.TIERS: replace(answer, value=(answer.value or Decimal(0)) + more),
        Method.CHECKLIST: replace(answer, items=tuple(each.code for each in criterion.items)),
        Method.DEDUCT: replace(answer, times=max(0, (answer.times or 0) - more)),
        Method.ANCHORED: replace(answer, level=(answer.level or 0) + more),
    }[criterion.method]

    before = points_of(criterion, answer, marks.criteria.rounding)
    after = points_of(criterion, better, marks.criteria.rounding)

    assert (before is None) == (after is None)
    assert before is None or after >= before


@few
@given(marked())
def test_nothing_brings_more_than_the_full_answer(marks):
    full = {each.code: full_answer(each) for each in marks.criteria.criteria()}

    total = total_of(marks.criteria, marks.kind, full, {}, {})

    assert total.total in (marks.criteria.max_points, None)
    assert all(each.points == each.possible for each in total.lines)
