"""Criteria are read with everything that is wrong in them named at once, each in its place."""

from datetime import date

import pytest

from noilam.scoring.rules.criteria import Method, Source, StepName, WhenNothing
from noilam.scoring.rules.reading import criteria_of, normal, read

from .given import CONTENT, a_content

A1, A2, A3 = ((0, number) for number in range(3))
B1, B2, B3, B4 = ((1, number) for number in range(4))
GONE = object()
ITEMS = CONTENT["sections"][0]["criteria"][1]["items"]
KIND, STEP = "applies_to_org_types", "workflow/self_score/due_day"


def criterion(content, place):
    section, number = place
    return content["sections"][section]["criteria"][number]


def changed(place, **keys):
    """The content with keys of one thing otherwise; GONE takes a key away."""
    content = a_content()
    thing = content
    for step in place:
        thing = thing[step]
    for key, value in keys.items():
        thing.pop(key.rstrip("_"), None)
        if value is not GONE:
            thing[key.rstrip("_")] = value
    return content


def of_criterion(place, **keys):
    return changed(("sections", place[0], "criteria", place[1]), **keys)


def tiers(*levels):
    return [{"from": least, "points": points} for least, points in levels]


def anchors(*levels):
    return [{"points": points, "text": f"Mức {points}"} for points in levels]


def told(content, kinds=None):
    return [(each.code, each.about) for each in read(content, kinds)[1]]


def test_the_set_of_the_tests_is_right_and_in_its_one_form():
    criteria, problems = read(CONTENT)

    assert problems == []
    assert criteria is not None
    assert normal(CONTENT) == CONTENT


def test_values_are_what_was_written_in_hundredths():
    criteria = criteria_of(CONTENT)

    a1, a2, a3, b1, b2, b3, b4 = criteria.criteria()
    assert (a1.method, a1.source, a1.measure) == (
        Method.RATIO,
        Source.AUTO,
        "commitments.on_time",
    )
    assert (a2.no_data, [each.points for each in a2.items]) == (
        WhenNothing.EXCLUDE,
        [150, 150, 100],
    )
    assert (a3.source, a3.per, a3.measure) == (Source.MIXED, 50, "commitments.overdue_over:15")
    assert [(each.at_least, each.points) for each in b1.tiers] == [(90, 300), (75, 150), (0, 0)]
    assert [each.points for each in b2.anchors] == [400, 200, 0]
    assert (b3.min_sample, b4.kinds) == (30, ("grassroots_committee_org",))
    assert (criteria.max_points, criteria.bonus_cap, criteria.penalty_cap) == (3000, 200, 500)
    assert [(each.code, each.points, each.max_times) for each in criteria.bonuses] == [
        ("P1", 200, 1),
        ("P2", 100, 0),
    ]
    assert [each.penalties for each in criteria.gates] == [(), ("M1",)]
    assert [each.at_least for each in criteria.bands] == [2700, 1500, 0]
    assert criteria.step(StepName.REPLY).working_days == 3
    assert (criteria.flag_difference, criteria.reply_difference) == (500, 100)
    assert criteria.legal_basis == ("15-QĐ/ĐU (01/09/2026)",)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        # keys and kinds of value
        (changed((), colour="red"), ("unknown-key", "colour")),
        (of_criterion(A1, weight=2), ("unknown-key", "A/A1/weight")),
        (changed((), title=GONE), ("missing", "title")),
        (changed((), title="  "), ("missing", "title")),
        (of_criterion(A2, no_data=GONE), ("missing", "A/A2/no_data")),
        (of_criterion(A2, source=GONE), ("missing", "A/A2/source")),
        (of_criterion(A2, title="x" * 501), ("too-long", "A/A2/title")),
        (of_criterion(A2, title=True), ("not-text", "A/A2/title")),
        (of_criterion(A2, title=1.5), ("not-text", "A/A2/title")),
        (of_criterion(A2, title="a\x00b"), ("signs", "A/A2/title")),
        (of_criterion(A2, code="A 2"), ("not-a-code", "A/A 2/code")),
        (of_criterion(A2, code="A/2"), ("not-a-code", "A/A/2/code")),
        (of_criterion(A2, no_data="skip"), ("not-a-choice", "A/A2/no_data")),
        (of_criterion(A2, method="vote"), ("not-a-choice", "A/A2/method")),
        (of_criterion(A2, source="auto"), ("source", "A/A2/source")),
        (of_criterion(A2, source="auto:"), ("source", "A/A2/source")),
        (of_criterion(A2, source="auto:tasks"), ("source", "A/A2/source")),
        (of_criterion(A2, source="robot:tasks.done"), ("source", "A/A2/source")),
        (of_criterion(B3, min_sample=2.5), ("not-whole", "B/B3/min_sample")),
        (of_criterion(B3, min_sample="30"), ("not-a-number", "B/B3/min_sample")),
        (of_criterion(B3, min_sample=0), ("out-of-range", "B/B3/min_sample")),
        (of_criterion(A3, per=0), ("out-of-range", "A/A3/per")),
        (of_criterion(A3, per=-1), ("out-of-range", "A/A3/per")),
        (of_criterion(A3, per=0.125), ("too-fine", "A/A3/per")),
        (of_criterion(A3, per=float("nan")), ("too-fine", "A/A3/per")),
        (of_criterion(A3, per=float("inf")), ("too-fine", "A/A3/per")),
        (of_criterion(A3, per=True), ("not-a-number", "A/A3/per")),
        (of_criterion(A2, evidence="Biên bản"), ("not-a-list", "A/A2/evidence")),
        (of_criterion(A2, evidence=["Biên bản"] * 301), ("not-a-list", "A/A2/evidence")),
        (changed((), bands={"T": 90}), ("not-a-list", "bands")),
        (changed((), legal_basis=["15-QĐ/ĐU", {}]), ("missing", "legal_basis/2/ref")),
        (changed((), legal_basis=["15-QĐ/ĐU"] * 301), ("too-many", "legal_basis")),
        (changed((), rounding=[1]), ("not-a-thing", "rounding")),
        (changed((), valid_from="31/01/2026"), ("not-a-day", "valid_from")),
        (changed((), valid_from="2026-02-30"), ("not-a-day", "valid_from")),
        (changed((), valid_to=date(2027, 1, 1)), ("not-empty", "valid_to")),
        (changed((), schema_version=2), ("out-of-range", "schema_version")),
        (changed((), subject_kind="person"), ("not-a-choice", "subject_kind")),
        (changed((), period="quarter"), ("not-a-choice", "period")),
        (
            changed(("variance_rule",), require_reason="yes"),
            ("not-a-flag", "variance_rule/require_reason"),
        ),
        # sums and bounds
        (changed((), max_points=31), ("sum", "max_points")),
        (of_criterion(A2, items=ITEMS[:2]), ("sum", "A/A2/items")),
        (of_criterion(A3, per=4.25), ("per", "A/A3/per")),
        (of_criterion(B2, anchors=anchors(3, 0)), ("best", "B/B2/anchors")),
        (of_criterion(B1, tiers=tiers((90, 3.25), (0, 0))), ("best", "B/B1/tiers")),
        (of_criterion(B1, tiers=tiers((90, 2), (0, 0))), ("best", "B/B1/tiers")),
        (of_criterion(B2, anchors=anchors(4, 4)), ("order", "B/B2/anchors")),
        (of_criterion(B2, anchors=anchors(0, 4)), ("order", "B/B2/anchors")),
        # tiers
        (of_criterion(B1, tiers=tiers((75, 3), (75, 1), (0, 0))), ("overlap", "B/B1/tiers")),
        (of_criterion(B1, tiers=tiers((0, 0), (75, 3), (0, 0))), ("overlap", "B/B1/tiers")),
        (of_criterion(B1, tiers=tiers((90, 3), (1, 0))), ("not-from-0", "B/B1/tiers")),
        (of_criterion(B1, tiers=tiers((101, 3), (0, 0))), ("percent", "B/B1/tiers")),
        # what a method needs, and what it has no place for
        (of_criterion(A2, items=GONE), ("missing", "A/A2/items")),
        (of_criterion(A3, per=GONE), ("missing", "A/A3/per")),
        (of_criterion(A3, unit=GONE), ("missing", "A/A3/unit")),
        (of_criterion(B1, tiers=GONE), ("missing", "B/B1/tiers")),
        (of_criterion(B1, unit=GONE), ("missing", "B/B1/unit")),
        (of_criterion(B2, anchors=GONE), ("missing", "B/B2/anchors")),
        (of_criterion(B4, num=GONE), ("missing", "B/B4/num")),
        (of_criterion(B4, den=GONE), ("missing", "B/B4/den")),
        (of_criterion(B2, min_sample=30), ("idle-key", "B/B2/min_sample")),
        (of_criterion(A2, min_sample=30), ("idle-key", "A/A2/min_sample")),
        (of_criterion(A3, min_sample=30), ("idle-key", "A/A3/min_sample")),
        (of_criterion(A2, num="Số việc"), ("idle-key", "A/A2/num")),
        (of_criterion(A2, per=1), ("idle-key", "A/A2/per")),
        (of_criterion(A1, wanted="tasks.done"), ("idle-key", "A/A1/wanted")),
        # rounding
        (changed(("rounding",), step=0.3), ("step", "rounding/step")),
        (changed(("rounding",), step=0), ("out-of-range", "rounding/step")),
        (changed(("rounding",), mode="nearest"), ("not-a-choice", "rounding/mode")),
        (of_criterion(A3, per=0.1), ("odd-points", "A/A3/max")),
        # codes
        (of_criterion(A2, code="B1"), ("same-code", "B1")),
        (of_criterion(A2, code="p1"), ("same-code", "P1")),
        (of_criterion(A2, code="B"), ("same-code", "B")),
        (changed(("sections", 0, "criteria", 1, "items", 0), code="M2"), ("same-code", "M2")),
        (changed(("penalty", "items", 1), code="A1"), ("same-code", "A1")),
        (changed(("bands", 0), code="HT"), ("same-code", "bands/HT")),
        # bonus and penalty
        (changed(("bonus",), max_total=1.5), ("above-cap", "bonus/P1/points")),
        (changed(("penalty",), max_total=4), ("above-cap", "penalty/M1/points")),
        (changed(("bonus", "items", 0), max_times=0), ("out-of-range", "bonus/P1/max_times")),
        # bands and gates
        (changed(("bands", 1), from_=27), ("order", "bands/HT/from")),
        (changed(("bands", 1), from_=28), ("order", "bands/HT/from")),
        (changed(("bands", 0), from_=31), ("above-all", "bands/T/from")),
        (changed(("bands", 2), from_=1), ("not-from-0", "bands/KHT/from")),
        (changed(("bands", 2), all_of=["no_false_report"]), ("gated", "bands/KHT/all_of")),
        (changed(("bands", 0), all_of=["no_such_gate"]), ("unknown-gate", "bands/T/all_of")),
        (changed(("gates", 0), op="="), ("not-a-choice", "gates/no_long_overdue/op")),
        (changed(("gates", 0), value="0"), ("not-a-number", "gates/no_long_overdue/value")),
        (changed(("gates", 0), metric=GONE), ("missing", "gates/no_long_overdue/metric")),
        (changed(("gates", 0), codes=["M1"]), ("idle-codes", "gates/no_long_overdue/codes")),
        (changed(("gates", 1), codes=GONE), ("no-codes", "gates/no_false_report/codes")),
        (changed(("gates", 1), codes=["P1"]), ("unknown-penalty", "gates/no_false_report/codes")),
        (changed((), quota={"band": "X", "max_pct": 20}), ("unknown-band", "quota/band")),
        # kinds of unit
        (changed((), applies_to_org_types=["party_cell"]), ("kind-outside", f"B/B4/{KIND}")),
        (changed((), applies_to_org_types=GONE), ("missing", "applies_to_org_types")),
        # steps
        (changed(("workflow", 0), due_day=GONE, due_working_days=2), ("due", STEP)),
        (changed(("workflow", 1), due_working_days=2), ("due", "workflow/appraise/due_day")),
        (changed(("workflow", 1), due_day=GONE), ("due", "workflow/appraise/due_day")),
        (changed(("workflow", 1), due_day=3), ("days-order", "workflow/appraise/due_day")),
        (changed(("workflow", 4), due_day=9), ("days-order", "workflow/approve/due_day")),
        (changed(("workflow", 4), due_day=29), ("out-of-range", "workflow/approve/due_day")),
        (changed(("workflow", 4), by="unit"), ("hands", "workflow/approve/by")),
        (changed((), workflow=CONTENT["workflow"][1:]), ("step-missing", "workflow")),
        (
            changed((), workflow=[*CONTENT["workflow"][:5], *CONTENT["workflow"][:4:-1]]),
            ("step-order", "workflow"),
        ),
        (
            changed((), workflow=[*CONTENT["workflow"], CONTENT["workflow"][6]]),
            ("step-order", "workflow"),
        ),
    ],
)  # fmt: skip
def test_one_thing_wrong_is_named_in_its_place(content, problem):
    assert told(content) == [problem]


@pytest.mark.parametrize(
    "content",
    [
        changed(("rounding",), step=0.5),
        changed(("bands", 1), from_=26.99),
        changed(("bands", 0), from_=30),
        changed(("workflow", 4), due_day=28),
        changed(("workflow", 4), by="standing_committee"),
        changed(("workflow", 1), step="review"),
        changed(("workflow", 2), step="verify"),
        changed(("bonus",), max_total=2),
        changed(("penalty",), max_total=5),
        changed(("variance_rule",), flag_if_abs_diff_gte=GONE),
        changed((), variance_rule=GONE),
        changed((), gates=GONE, bands=[{"code": "D", "title": "Đạt", "from": 0}]),
        changed((), valid_from=GONE, legal_basis=["15-QĐ/ĐU"]),
        of_criterion(A1, num=GONE, den=GONE),
        of_criterion(A3, per=4),
        of_criterion(A2, source="mixed", wanted="plans.clear"),
        of_criterion(B4, source="auto:cases.closed_on_time:15"),
        of_criterion(B1, tiers=tiers((100, 3), (0, 0))),
        of_criterion(B2, anchors=anchors(4)),
        of_criterion(A2, title="x" * 500),
        of_criterion(A2, evidence=["Biên bản"] * 300),
    ],
)
def test_what_is_right_at_the_very_edge_is_read(content):
    criteria, problems = read(content)

    assert (criteria is not None, problems) == (True, [])
    assert normal(normal(content)) == normal(content)


def test_all_problems_are_named_at_once():
    content = changed((), colour="red", max_points=31)
    criterion(content, A2)["method"] = "vote"
    criterion(content, B1)["tiers"][1]["from"] = 95
    criterion(content, B4)["title"] = "Không có đơn thư"

    assert {each.code for each in read(content)[1]} == {
        *("unknown-key", "sum", "not-a-choice", "overlap", "complaints"),
    }


def test_a_problem_says_where_in_words():
    content = of_criterion(A2, items=ITEMS[:2])

    (problem,) = read(content)[1]

    assert str(problem) == (
        "Nhóm A, tiêu chí A2: điểm các mục cộng lại là 3, phải bằng điểm tối đa 4."
    )


def test_it_is_said_in_the_readers_language():
    content = of_criterion(A2, no_data=GONE)
    english = {
        "nhóm {at}": "section {at}",
        "tiêu chí {at}": "criterion {at}",
        "thiếu “{key}”. Ghi thêm.": "“{key}” is missing.",
    }

    (problem,) = read(content)[1]

    assert problem.text(english.__getitem__) == "Section A, criterion A2: “no_data” is missing."
