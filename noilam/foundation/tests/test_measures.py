"""What a measure answers, how it is found by name, and how its items are put into words."""

from decimal import Decimal

import pytest
from django.utils import translation

from noilam.foundation.measures import (
    MOST_ITEMS,
    Item,
    Measure,
    count,
    find,
    mean,
    measures,
    share,
)


def an_item(name, *, counted=False, **note):
    return Item(name, "/", counted, **note)


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    [(0, 3, "0"), (1, 3, "33.3333"), (2, 3, "66.6667"), (3, 3, "100"), (1899, 1999, "94.9975")],
)
def test_a_share_is_in_percent_to_four_places(numerator, denominator, value):
    fact = share(numerator, denominator)

    assert fact.value == Decimal(value)
    assert (fact.numerator, fact.denominator) == (numerator, denominator)


def test_a_count_and_a_mean_give_their_sample():
    assert (count(0, 7).value, count(0, 7).numerator, count(0, 7).denominator) == (0, None, 7)
    assert (mean(10, 3).value, mean(10, 3).denominator) == (Decimal("3.3333"), 3)


@pytest.mark.parametrize("figure", [share, mean])
def test_nothing_measured_is_no_figure(figure):
    with pytest.raises(ZeroDivisionError, match="no fact"):
        figure(0, 0)


def test_a_figure_keeps_few_items_and_those_not_counted_come_first():
    kept = [an_item(f"C{number}", counted=True) for number in range(MOST_ITEMS + 10)]
    others = [an_item(f"D{number}") for number in range(3)]

    fact = share(60, 63, [*kept, *others])

    assert fact.why == (*others, *kept[: MOST_ITEMS - 3])


def test_an_item_says_why_in_words_by_its_code():
    measure = Measure("", "", "count", lambda *asked: {}, notes={"late": "trễ {number}, {note}"})

    assert measure.says(an_item("C", code="late", number=3, note="01/10/2026")) == (
        "trễ 3, 01/10/2026"
    )
    assert measure.says(an_item("C", code="gone", note="như đã ghi")) == "như đã ghi"
    assert measure.says(an_item("C")) == ""


@pytest.mark.parametrize(
    ("written", "name", "argument"),
    [
        ("commitments.on_time", "commitments.on_time", None),
        ("tasks.done_on_time", "commitments.on_time", None),
        ("tasks.overdue_over_30_days", "commitments.overdue_over", 30),
        ("commitments.overdue_over:7", "commitments.overdue_over", 7),
    ],
)
def test_a_measure_is_found_by_its_own_or_another_name(written, name, argument):
    found = find(written)

    assert (found.name, found.argument) == (name, argument)
    assert found.measure is measures()[name]


def test_a_measure_is_called_with_its_number_in_words():
    found = find("tasks.overdue_over_30_days")

    assert found.title() == found.title(str) == "Số việc quá hạn trên 30 ngày"
    assert find("commitments.overdue").title() == "Số việc quá hạn"
    with translation.override("en"):
        assert found.title() == "Matters more than 30 days overdue"
        assert found.title(str) == "Số việc quá hạn trên 30 ngày"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "meetings.attendance_pct",
        "commitments.overdue_over",
        "commitments.overdue_over:",
        "commitments.overdue_over:-1",
        "commitments.overdue_over:²",
        "commitments.on_time:5",
    ],
)
def test_what_is_not_installed_or_not_so_written_is_not_found(written):
    assert find(written) is None


@pytest.mark.parametrize("name", measures())
def test_every_measure_says_what_it_is(name):
    measure = measures()[name]

    assert measure.title
    assert measure.meaning.endswith(".")
    assert measure.unit in {"percent", "count", "day"}
    assert measure.notes
    assert measure.visible  # else nobody would see what stands behind it
    assert bool(measure.takes) == ("{number}" in measure.title_with)
