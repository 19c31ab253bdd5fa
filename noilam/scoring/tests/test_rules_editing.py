"""A draft changed piece by piece, and the lines in which pieces are typed."""

import pytest
from django import forms

from noilam.scoring.forms.lines import (
    AnchorsField,
    BandsField,
    BasisField,
    GatesField,
    ItemsField,
    PointsField,
    TiersField,
)
from noilam.scoring.rules import editing
from noilam.scoring.rules.editing import Part

from .given import a_content


def codes(content):
    return {
        each["code"]: "".join(one["code"] for one in each["criteria"])
        for each in content["sections"]
    }


def test_a_piece_is_put_where_it_was_and_the_content_given_stays_as_it_was():
    before = a_content()
    changed = editing.put(
        before, Part.CRITERION, {"code": "A9", "max": 4}, replacing="A2", section="A"
    )
    assert codes(changed) == {"A": "A1A9A3", "B": "B1B2B3B4"}
    assert before == a_content()


def test_a_criterion_put_into_another_section_leaves_its_own():
    piece = editing.piece_of(a_content(), Part.CRITERION, "A2")
    changed = editing.put(a_content(), Part.CRITERION, piece, replacing="A2", section="B")
    assert codes(changed) == {"A": "A1A3", "B": "B1B2B3B4A2"}


@pytest.mark.parametrize(
    ("part", "code", "by", "found"),
    [
        (Part.CRITERION, "A2", -1, {"A": "A2A1A3", "B": "B1B2B3B4"}),
        (Part.CRITERION, "A3", 1, {"A": "A1A2", "B": "A3B1B2B3B4"}),
        (Part.CRITERION, "B1", -1, {"A": "A1A2A3B1", "B": "B2B3B4"}),
        (Part.CRITERION, "A1", -1, {"A": "A1A2A3", "B": "B1B2B3B4"}),
        (Part.SECTION, "B", -1, {"B": "B1B2B3B4", "A": "A1A2A3"}),
    ],
)
def test_a_piece_moves_one_place_and_over_the_edge_of_its_section(part, code, by, found):
    moved = codes(editing.moved(a_content(), part, code, by))
    assert list(moved.items()) == list(found.items())


def test_no_list_is_left_empty():
    content = a_content()
    for code in ("A1", "A2", "A3"):
        content = editing.removed(content, Part.CRITERION, code)
    for code in ("P1", "P2"):
        content = editing.removed(content, Part.BONUS, code)
    assert (codes(content), "bonus" in content) == ({"B": "B1B2B3B4"}, False)
    first = editing.put(content, Part.BONUS, {"code": "P1", "title": "Việc khó", "points": 2})
    assert first["bonus"] == {"items": [first["bonus"]["items"][0]], "max_total": 2}


def test_what_is_not_there_is_not_changed():
    with pytest.raises(LookupError):
        editing.removed(a_content(), Part.PENALTY, "M9")


LINES = [
    (TiersField, "90: 3\n≥ 70%: 1,5\n0: 0", {"from": 70, "points": 1.5}, "70: 1,5"),
    (
        ItemsField,
        "A2.1 | Đúng hạn | 1,5\nA2.2|Rõ người|1",
        {"code": "A2.2", "title": "Rõ người", "points": 1},
        "A2.2 | Rõ người | 1",
    ),
    (AnchorsField, "4 | Đủ\n0 | Thiếu", {"points": 0, "text": "Thiếu"}, "0 | Thiếu"),
    (
        BandsField,
        "T | Tốt | 70 | g1, g2\nHT | Hoàn thành | 50",
        {"code": "HT", "title": "Hoàn thành", "from": 50},
        "HT | Hoàn thành | 50",
    ),
    (
        GatesField,
        "g1 | M1, M2 | = 0\ng2 | commitments.overdue_over:30 | ≤ 2 | Ít việc quá hạn",
        {
            "code": "g2",
            "metric": "commitments.overdue_over:30",
            "op": "<=",
            "value": 2,
            "title": "Ít việc quá hạn",
        },
        "g2 | commitments.overdue_over:30 | <= 2 | Ít việc quá hạn",
    ),
    (
        BasisField,
        "Nghị quyết 5\n366-QĐ/TW | 30/08/2025",
        {"ref": "366-QĐ/TW", "date": "2025-08-30"},
        "366-QĐ/TW | 30/08/2025",
    ),
]


@pytest.mark.parametrize(("field", "typed", "piece", "shown"), LINES)
def test_a_line_is_read_as_a_piece_and_shown_as_a_line(field, typed, piece, shown):
    read = field().clean(typed)
    assert read[1] == piece
    assert field().prepare_value(read).splitlines()[1] == shown


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (TiersField, "90, 3"),
        (TiersField, "90: ba"),
        (TiersField, "90: -1"),
        (ItemsField, "A2.1 | Đúng hạn"),
        (AnchorsField, "4"),
        (BandsField, "T | | 70"),
        (GatesField, "g1 | M1 | không"),
        (BasisField, "366-QĐ/TW | tháng 8"),
        (PointsField, "1,234"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_the_line(field, typed):
    with pytest.raises(forms.ValidationError) as refused:
        field().clean(typed)
    assert typed in refused.value.messages[0]
