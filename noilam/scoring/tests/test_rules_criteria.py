"""Hashes of a set, measures at issue, differences, the words of a draft, when it may be issued."""

import json
from datetime import date

import pytest

from noilam.foundation.periods import Month
from noilam.scoring.rules import drafting, hashing, installing
from noilam.scoring.rules.consulting import parts_of
from noilam.scoring.rules.difference import Change, differences
from noilam.scoring.rules.drafting import Consulted, Decision, Months
from noilam.scoring.rules.installing import Installed
from noilam.scoring.rules.reading import criteria_of, read

from .given import CONTENT, a_content

TODAY = date(2026, 11, 20)


def otherwise(*path, value):
    content = thing = a_content()
    for step in path[:-1]:
        thing = thing[step]
    thing[path[-1]] = value
    return content


def criterion(section, number):
    return ("sections", section, "criteria", number)


WORDS = [
    otherwise("title", value="Tên khác"),
    otherwise("valid_from", value="2027-01-01"),
    otherwise("legal_basis", value=[{"ref": "16-QĐ/ĐU"}]),
    otherwise("workflow", 0, "due_day", value=2),
    otherwise("variance_rule", "flag_if_abs_diff_gte", value=4),
    otherwise("sections", 0, "title", value="Nhóm khác"),
    otherwise(*criterion(0, 0), "title", value="Câu khác"),
    otherwise(*criterion(0, 0), "num", value="Câu khác"),
    otherwise(*criterion(0, 0), "evidence", value=["Biên bản"]),
    otherwise(*criterion(0, 0), "note", value="Ghi chú"),
    otherwise(*criterion(0, 1), "items", 0, "title", value="Mục khác"),
    otherwise(*criterion(0, 2), "unit", value="Việc quá hạn  trên 15 ngày"),
    otherwise(*criterion(1, 1), "anchors", 0, "text", value="Mức khác"),
    otherwise("bonus", "items", 0, "title", value="Thưởng khác"),
    otherwise("penalty", "items", 0, "per", value="lần"),
    otherwise("bands", 0, "title", value="Tốt"),
    otherwise("gates", 0, "title", value="Điều kiện khác"),
    a_content(sections=CONTENT["sections"][::-1]),
    a_content(applies_to_org_types=CONTENT["applies_to_org_types"][::-1]),
]
STRUCTURE = [
    otherwise("max_points", value=31),
    otherwise("applies_to_org_types", value=["party_cell"]),
    otherwise("rounding", "step", value=0.5),
    otherwise("rounding", "mode", value="down"),
    otherwise("sections", 0, "code", value="C"),
    otherwise("sections", 0, "max", value=19),
    otherwise(*criterion(0, 0), "code", value="A9"),
    otherwise(*criterion(0, 0), "max", value=9),
    otherwise(*criterion(0, 0), "method", value="tiers"),
    otherwise(*criterion(0, 0), "source", value="manual"),
    otherwise(*criterion(0, 0), "source", value="auto:commitments.overdue"),
    otherwise(*criterion(0, 0), "no_data", value="zero"),
    otherwise(*criterion(0, 1), "items", 0, "points", value=1),
    otherwise(*criterion(0, 1), "items", 0, "code", value="A2.9"),
    otherwise(*criterion(0, 2), "per", value=1),
    otherwise(*criterion(0, 2), "unit", value="việc quá hạn"),
    otherwise(*criterion(1, 0), "tiers", 1, "from", value=74),
    otherwise(*criterion(1, 0), "tiers", 1, "points", value=1),
    otherwise(*criterion(1, 1), "anchors", 1, "points", value=3),
    otherwise(*criterion(1, 2), "min_sample", value=31),
    otherwise(*criterion(1, 3), "applies_to_org_types", value=["party_cell"]),
    otherwise("bonus", "max_total", value=3),
    otherwise("bonus", "items", 0, "max_times", value=2),
    otherwise("penalty", "items", 0, "points", value=4),
    otherwise("bands", 0, "from", value=26),
    otherwise("bands", 0, "all_of", value=["no_false_report"]),
    otherwise("gates", 0, "op", value="<="),
    otherwise("gates", 0, "value", value=1),
    otherwise("gates", 0, "metric", value="commitments.overdue"),
    otherwise("gates", 1, "codes", value=["M2"]),
]


@pytest.mark.parametrize("content", WORDS)
def test_wording_changes_the_content_hash_and_not_the_structure_hash(content):
    assert hashing.content_hash(content) != hashing.content_hash(CONTENT)
    assert hashing.structure_hash(content) == hashing.structure_hash(CONTENT)


@pytest.mark.parametrize("content", STRUCTURE)
def test_what_decides_points_changes_both_hashes(content):
    assert hashing.content_hash(content) != hashing.content_hash(CONTENT)
    assert hashing.structure_hash(content) != hashing.structure_hash(CONTENT)


def test_canonical_text_is_the_same_whatever_a_database_does_to_keys_and_numbers():
    shuffled = json.loads(json.dumps(CONTENT, sort_keys=True))
    shuffled["max_points"] = 30.0

    assert hashing.canonical(shuffled) == hashing.canonical(CONTENT)
    assert hashing.canonical({"b": [1.5, 2.0], "a": "Tổng"}) == '{"a":"Tổng","b":[1.5,2]}'


# Measures at issue --------------------------------------------------------------------------

HERE = {
    "commitments.on_time": Installed("commitments.on_time", "percent"),
    "tasks.done_on_time": Installed("commitments.on_time", "percent"),
    "commitments.overdue_over:15": Installed("commitments.overdue_over:15", "count"),
    "tasks.overdue_over_30_days": Installed("commitments.overdue_over:30", "count"),
}


LATE = "auto:commitments.overdue_over:15"


def issued(*path, value):
    content = installing.as_installed(otherwise(*path, value=value), HERE.get)
    for step in path[:-1]:
        content = content[step]
    return content


@pytest.mark.parametrize(
    ("place", "source", "becomes", "wanted"),
    [
        (criterion(0, 0), "auto:tasks.done_on_time", "auto:commitments.on_time", None),
        (criterion(0, 0), "auto:cases.closed", "manual", "cases.closed"),
        (criterion(0, 0), LATE, "manual", LATE.removeprefix("auto:")),
        (criterion(0, 1), "auto:commitments.on_time", "manual", "commitments.on_time"),
        (criterion(0, 2), LATE, LATE, None),
        (criterion(0, 2), "auto:commitments.on_time", "manual", "commitments.on_time"),
        (criterion(1, 0), LATE, LATE, None),
        (criterion(1, 1), "auto:commitments.on_time", "manual", "commitments.on_time"),
        (criterion(0, 1), "mixed:tasks.done_on_time", "mixed:commitments.on_time", None),
        (criterion(0, 1), "mixed:cases.closed", "mixed", "cases.closed"),
        (criterion(0, 1), "mixed", "mixed", None),
        (criterion(0, 1), "manual", "manual", None),
    ],
)  # fmt: skip
def test_a_measure_that_cannot_give_the_mark_leaves_it_to_people(place, source, becomes, wanted):
    found = issued(*place, "source", value=source)

    assert (found["source"], found.get("wanted")) == (becomes, wanted)


def test_a_gate_without_its_measure_stands_open_and_says_so():
    gone = issued("gates", 0, "metric", value="cases.open")
    here = issued("gates", 0, "metric", value="tasks.overdue_over_30_days")

    assert "metric" not in gone
    assert gone["wanted"] == "cases.open"
    assert here["metric"] == "commitments.overdue_over:30"
    assert issued("gates", 1, "op", value="==")["metric"] == "penalty.count"


def test_the_next_version_begins_with_what_was_wanted():
    content = otherwise(*criterion(0, 0), "source", value="auto:cases.closed")
    content["gates"][0]["metric"] = "cases.open"
    content["sections"][0]["criteria"][2]["source"] = "mixed:cases.late"

    here = installing.as_installed(content, HERE.get)

    assert installing.wanted_in(here) == ["cases.closed", "cases.late", "cases.open"]
    assert installing.as_wished(here) == content
    assert criteria_of(here).gates[0].wanted == "cases.open"
    assert read(here)[1] == []


# Differences --------------------------------------------------------------------------------


def test_nothing_differs_from_itself():
    assert differences(CONTENT, a_content()) == []


@pytest.mark.parametrize(
    ("path", "value", "change"),
    [
        (("title",), "Tên", ("", "title", CONTENT["title"], "Tên")),
        ((*criterion(0, 2), "per"), 1, ("A3", "per", 0.5, 1)),
        ((*criterion(0, 0), "note"), "Mới", ("A1", "note", None, "Mới")),
        ((*criterion(0, 1), "items", 0, "points"), 1, ("A2.1", "points", 1.5, 1)),
        (("sections", 0, "title"), "Mới", ("A", "title", "Lãnh đạo thực hiện nhiệm vụ", "Mới")),
        (("bonus", "max_total"), 3, ("", "bonus", {"max_total": 2}, {"max_total": 3})),
        (("penalty", "items", 0, "points"), 4, ("M1", "points", 5, 4)),
        (("bands", 1, "from"), 14, ("bands.HT", "from", 15, 14)),
        (("gates", 0, "value"), 1, ("gates.no_long_overdue", "value", 0, 1)),
        (("workflow", 0, "due_day"), 2, ("workflow.self_score", "due_day", 3, 2)),
    ],
)  # fmt: skip
def test_a_change_is_told_where_it_is(path, value, change):
    assert differences(CONTENT, otherwise(*path, value=value)) == [Change(*change)]


def test_what_came_and_what_went_is_told_whole():
    less = a_content()
    gone = less["sections"][1]["criteria"].pop()

    assert differences(CONTENT, less) == [Change("B4", "", gone, None)]
    assert differences(less, CONTENT) == [Change("B4", "", None, gone)]


def test_another_order_is_a_change():
    swapped = a_content(sections=CONTENT["sections"][::-1])

    assert [each.field for each in differences(CONTENT, swapped)] == ["order"]


def test_a_change_is_one_line_for_the_trail():
    (change,) = differences(CONTENT, otherwise(*criterion(0, 2), "per", value=1))

    assert change.words == "A3 per: 0.5 → 1"


# A draft in parts ---------------------------------------------------------------------------


def test_each_section_and_criterion_is_a_part_and_keeps_its_key():
    parts = parts_of(CONTENT)

    assert [each.key for each in parts] == [
        *("chung", "nhom-A", "tieu-chi-A1", "tieu-chi-A2", "tieu-chi-A3"),
        *("nhom-B", "tieu-chi-B1", "tieu-chi-B2", "tieu-chi-B3", "tieu-chi-B4"),
        *("diem-thuong", "diem-tru", "xep-loai", "cac-buoc"),
    ]
    assert [each.level for each in parts[1:4]] == [1, 2, 2]


def test_a_criterion_is_told_in_words():
    text = {each.key: each.text for each in parts_of(CONTENT)}

    assert "A2.1. Ban hành đúng hạn: 1,5 điểm." in text["tieu-chi-A2"]
    assert "bỏ tiêu chí này và quy đổi lại" in text["tieu-chi-A2"]
    assert "Minh chứng: Kế hoạch đã ban hành." in text["tieu-chi-A2"]
    assert "Mỗi việc quá hạn trên 15 ngày: trừ 0,5 điểm." in text["tieu-chi-A3"]
    assert "Từ 75%: 1,5 điểm." in text["tieu-chi-B1"]
    assert "4 điểm: Nhiều ý kiến" in text["tieu-chi-B2"]
    assert "Số mẫu tối thiểu: 30." in text["tieu-chi-B3"]
    assert "M1. Báo cáo sai sự thật: 5 điểm mỗi vụ." in text["diem-tru"]
    assert "Hoàn thành tốt: từ 27 điểm, với điều kiện: " in text["xep-loai"]
    assert "Đơn vị giải trình: trong 3 ngày làm việc." in text["cac-buoc"]


# When a set may be issued -------------------------------------------------------------------


def a_decision(**given):
    right = {
        "number": "21-QĐ/ĐU",
        "decided_on": TODAY,
        "guidance": "05-HD/ĐU",
        "first_month": Month(2026, 12),
    }
    return Decision(**right | given)


@pytest.mark.parametrize(
    ("decision", "codes"),
    [
        (a_decision(), []),
        (a_decision(first_month=Month(2026, 11)), []),
        (a_decision(first_month=Month(2026, 10)), ["first-month"]),
        (a_decision(first_month=None), ["first-month"]),
        (a_decision(number=" "), ["decision-number"]),
        (a_decision(number="x" * 60), []),
        (a_decision(number="x" * 61), ["too-long"]),
        (a_decision(guidance=""), ["guidance"]),
        (a_decision(decided_on=None), ["decided-on"]),
        (a_decision(decided_on=date(2026, 11, 21)), ["decided-on"]),
        (a_decision(consulted_elsewhere="x" * 301), ["too-long"]),
        (
            Decision("", None, "", None),
            ["decision-number", "guidance", "decided-on", "first-month"],
        ),
    ],
)
def test_a_decision_has_its_number_day_guidance_and_month(decision, codes):
    found = drafting.problems_with_decision(decision, TODAY)

    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("first", "months", "codes"),
    [
        (Month(2026, 12), Months(), []),
        (Month(2026, 12), Months(last_opened=Month(2026, 11)), []),
        (Month(2026, 12), Months(last_opened=Month(2026, 12)), ["sheets-open"]),
        (Month(2026, 12), Months(previous=Month(2026, 12)), []),
        (Month(2026, 12), Months(previous=Month(2027, 1)), ["before-the-last"]),
        (Month(2026, 12), Months(others=("Bộ khác",)), ["other-set"]),
        (None, Months(last_opened=Month(2026, 12)), []),
    ],
)
def test_a_first_month_minds_what_has_begun(first, months, codes):
    assert [each.code for each in drafting.problems_with_months(first, months)] == codes


@pytest.mark.parametrize(
    ("consulted", "is_required", "elsewhere", "codes"),
    [
        (Consulted(), True, "", ["not-consulted"]),
        (Consulted(), True, " ", ["not-consulted"]),
        (Consulted(), True, "Báo cáo số 8", []),
        (Consulted(), False, "", []),
        (Consulted(was_asked=True), True, "", []),
        (Consulted(was_asked=True, is_open=True), True, "", ["consultation-open"]),
        (Consulted(was_asked=True, is_open=True), True, "Báo cáo", ["consultation-open"]),
        (Consulted(was_asked=True, unanswered=1), False, "", ["unanswered"]),
    ],
)
def test_people_are_asked_and_answered_first(consulted, is_required, elsewhere, codes):
    found = drafting.problems_with_consultation(
        consulted, is_required=is_required, elsewhere=elsewhere
    )

    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("drafters", "issuers", "is_refused"),
    [({5}, {6}, False), ({5}, {5}, True), ({5, 0}, {6, 0}, False), ({5, 7}, {6, 7}, True)],
)
def test_who_drafted_does_not_issue(drafters, issuers, is_refused):
    found = drafting.problems_with_hands(drafters=drafters, issuers=issuers)

    assert bool(found) is is_refused
