"""However a set was written, it is stored in one form; and how much may stand in it."""

import json
from copy import deepcopy

import pytest

from noilam.scoring.rules.criteria import StepName
from noilam.scoring.rules.hashing import canonical
from noilam.scoring.rules.reading import normal, read
from noilam.scoring.rules.schema import STEPS

from .given import CONTENT, a_content
from .test_rules_reading import A3, B4, changed, criterion, told

KINDS = {"party_cell": "party_cell", "chi bo": "party_cell", "dang bo co so": "other"}


@pytest.mark.parametrize("written", [None, [], "Tiêu chí", 3])
def test_what_is_no_set_at_all_is_refused_in_words(written):
    criteria, problems = read(written)

    assert criteria is None
    assert problems


def test_keys_of_the_set_may_stand_inside_or_beside_criteria_set():
    beside = {key: value for key, value in CONTENT.items() if key != "schema_version"}
    outer = {key: beside.pop(key) for key in ("sections", "bands", "gates")}

    assert normal({"schema_version": 1, "criteria_set": beside, **outer}) == CONTENT
    assert [
        each.code for each in read({**CONTENT, "criteria_set": {"bands": CONTENT["bands"]}})[1]
    ] == ["twice"]


def test_gates_may_be_written_by_name_and_keep_their_order():
    named = {
        each["code"]: {k: v for k, v in each.items() if k != "code"} for each in CONTENT["gates"]
    }

    assert normal(a_content(gates=named)) == CONTENT


def test_other_names_of_steps_and_kinds_become_ours():
    content = changed(("workflow", 1), step="review")
    content["applies_to_org_types"] = ["grassroots_committee", "party_cell"]

    assert normal(content) == CONTENT
    assert set(STEPS.values()) == set(StepName)


def test_kinds_are_read_by_what_people_call_them():
    content = a_content(applies_to_org_types=["Chi bộ"])
    del criterion(content, B4)["applies_to_org_types"]

    assert normal(content, KINDS)["applies_to_org_types"] == ["party_cell"]
    assert told(a_content(applies_to_org_types=["Tổ đội", "Chi bộ"]), KINDS)[0] == (
        "unknown-kind",
        "applies_to_org_types",
    )


def test_a_number_has_one_form_in_every_database():
    content = changed(("sections", 1), max=12.0)
    criterion(content, A3)["per"] = 0.50

    stored = normal(content)

    assert canonical(stored) == canonical(CONTENT)
    assert repr(stored["sections"][1]["max"]) == "12"
    assert json.loads(json.dumps(stored)) == stored


def test_reading_changes_nothing_of_what_was_written():
    content = a_content(title="  Tiêu   chí ")
    kept = deepcopy(content)

    assert normal(content)["title"] == "Tiêu chí"
    assert content == kept


@pytest.mark.parametrize("count", [5, 6])
def test_five_bands_are_the_most(count):
    bands = [
        {"code": f"X{number}", "title": "Mức", "from": count - number}
        for number in range(1, count + 1)
    ]

    assert told(a_content(bands=bands)) == ([] if count == 5 else [("too-many", "bands")])


def test_a_sections_criteria_make_its_maximum():
    content = changed(("sections", 0), max=17)
    content["max_points"] = 29

    assert told(content) == [("sum", "A/max")]


def test_a_kind_of_unit_without_any_criterion_is_named():
    content = a_content()
    for section in content["sections"]:
        for each in section["criteria"]:
            each["applies_to_org_types"] = ["party_cell"]

    assert told(content) == [("kind-empty", "applies_to_org_types")]


@pytest.mark.parametrize("count", [20, 21])
def test_twenty_gates_are_the_most(count):
    gate = {"metric": "commitments.overdue", "op": "==", "value": 0}
    gates = [{"code": f"g{number}", **gate} for number in range(count)]
    bands = [{"code": "D", "title": "Đạt", "from": 0}]

    found = told(a_content(gates=gates, bands=bands))

    assert found == ([] if count == 20 else [("too-many", "gates")])


@pytest.mark.parametrize("count", [200, 201])
def test_two_hundred_criteria_are_the_most(count):
    plain = CONTENT["sections"][1]["criteria"][1]
    levels = [{"points": 1, "text": "Có"}, {"points": 0, "text": "Không"}]
    criteria = [
        plain | {"code": f"X{number}", "max": 1, "anchors": levels} for number in range(count)
    ]
    section = {"code": "X", "title": "Nhóm", "max": count, "criteria": criteria}

    found = told(a_content(sections=[section], max_points=count))

    assert found == ([] if count == 200 else [("too-many", "sections")])
