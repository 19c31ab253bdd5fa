"""Promises from files: complete ones bind as written, what binds is not moved by a file."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from noilam.commitments import actions
from noilam.commitments.models import Commitment, Topic
from noilam.commitments.queries import figures_of
from noilam.commitments.tests.given import a_commitment, a_draft, a_proposal, judged
from noilam.exchange.actions import take_back
from noilam.exchange.queries import export_file
from noilam.exchange.tests.given import a_workbook, brought_in, counted, imported, told
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_person, a_unit, an_actor, office

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
FIELDS = {
    "Mã": "C1",
    "Nội dung": "Xóa 3 điểm rác",
    "Loại": "VIỆC CẤP BÁCH",
    "Đơn vị chủ trì": "Đảng ủy xã Mẫu",
    "Người chịu trách nhiệm": "Trần Thị Ví Dụ",
    "Ngày bắt đầu": "1/2/2026",
    "Hạn hoàn thành": date(2026, 6, 30),
    "Cách đo": "Số điểm rác còn lại",
    "Giải pháp": "Thu gom",
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def unit():
    return a_unit("Đảng uỷ xã Mẫu", code="X")


@pytest.fixture
def head(unit):
    return a_head(unit, "Trần Thị Ví Dụ")


@pytest.fixture
def file(tmp_path, head):
    def write(*changes, only=()):
        """Rows that differ from the complete one by the cells given; None empties a cell."""
        rows = [{**({} if only else FIELDS), **change} for change in changes]
        heads = list(only) or list(dict.fromkeys(key for row in rows for key in row))
        cells = [[row.get(key) for key in heads] for row in rows]
        return a_workbook(tmp_path / "words.xlsx", [heads, *cells])

    return write


def test_a_complete_row_binds_from_its_first_day(file, unit, head):
    assert counted(brought_in("commitments", file({}))) == (1, 0, 0)

    made = Commitment.objects.get()
    assert (made.kind, made.status, made.unit, made.person) == (
        "urgent_matter",
        "in_force",
        unit,
        head,
    )
    assert made.approved_on == made.in_force_on == date(2026, 2, 1)
    assert made.holdings.get().starts_on == date(2026, 2, 1)
    assert (made.due_dates.get().due_on, made.first_due_on) == (date(2026, 6, 30),) * 2
    assert figures_of(on=date(2026, 1, 31)).said == 0
    assert figures_of(on=date(2026, 2, 1)).said == 1


def test_an_incomplete_row_comes_in_as_a_draft_and_says_what_it_lacks(file):
    run = brought_in("commitments", file({"Hạn hoàn thành": None, "Giải pháp": None}))
    assert (run.new, run.incomplete, Commitment.objects.get().status) == (1, 1, "draft")
    assert run.remarks[0]["code"] == "incomplete"
    assert run.remarks[0]["values"]["what"] == "Hạn hoàn thành, Giải pháp"
    assert figures_of(on=TODAY).said == 0


def test_a_draft_that_a_later_file_completes_binds_too(file):
    brought_in("commitments", file({"Giải pháp": None}))
    path = file({"Mã": "C1", "Giải pháp": "Thu gom"}, only=["Mã", "Giải pháp"])
    assert counted(brought_in("commitments", path)) == (0, 1, 0)
    assert Commitment.objects.get().in_force_on == date(2026, 2, 1)
    assert Commitment.objects.get().holdings.count() == 1


def test_a_complete_draft_written_by_hand_stays_a_draft(file, unit, head, tmp_path):
    actions.make_commitment(actor=shell(), draft=a_draft(unit, head))
    path = tmp_path / "out.xlsx"
    export_file(actor=shell(), kind="commitments", path=path)
    assert counted(brought_in("commitments", path)) == (0, 0, 1)
    assert Commitment.objects.get().status == "draft"


def test_every_cell_finds_its_place(file, unit):
    second = a_unit("Chi bộ Một", code="X.1", parent=unit)
    run = brought_in(
        "commitments",
        file(
            {
                "Chỉ tiêu": "85%",
                "Hiện trạng": "1.284,5",
                "Nguồn": "Đối thoại 12/4; Nghị quyết 15",
                "Lĩnh vực": "Môi trường",
                "Phân loại": "làm ngay",
                "Phối hợp": "Chi bộ Một\nCông an xã",
                "Trọng số": "1,5",
                "Cơ quan quyết định": "Ban Thường vụ",
                "Công khai": "x",
            },
            {"Mã": "C2", "Chỉ tiêu": "Không còn điểm nào", "Lĩnh vực": "MÔI TRƯỜNG"},
        ),
    )
    assert counted(run) == (2, 0, 0)
    made, other = Commitment.objects.order_by("code")
    assert (made.target, made.measure_unit, made.baseline) == (85, "%", Decimal("1284.5"))
    assert [each.label for each in made.sources.all()] == ["Đối thoại 12/4", "Nghị quyết 15"]
    assert (list(made.support.all()), made.support_text) == ([second], "Công an xã")
    assert (made.pace, made.weight, made.publicity) == ("do_now", Decimal("1.5"), "public")
    assert (other.target, other.target_text) == (None, "Không còn điểm nào")
    assert made.topic == other.topic == Topic.objects.get()


def test_the_same_file_again_changes_nothing(file):
    path = file({"Chỉ tiêu": 0.333333, "Nguồn": "A; B"}, {"Mã": "C2", "Giải pháp": None})
    brought_in("commitments", path)
    again = brought_in("commitments", path)
    assert (counted(again), again.incomplete) == ((0, 0, 2), 1)


def test_all_problems_are_named_at_once(file):
    run = imported(
        "commitments",
        file(
            {"Hạn hoàn thành": "1/1/2026"},
            {"Mã": "C1"},
            {"Mã": "C2", "Nội dung": None},
            {"Mã": "C3", "Đơn vị chủ trì": "Nơi khác", "Người chịu trách nhiệm": "Ai đó"},
            {"Mã": "C4", "Trọng số": "0"},
            {"Mã": None},
        ),
    )
    assert set(told(run)) == {
        (2, "due_on", "due-before-start"),
        (3, "code", "code-twice"),
        (4, "statement", "missing"),
        (5, "unit_code", "unknown"),
        (5, "person_code", "unknown"),
        (6, "weight", "weight-not-positive"),
        (7, "code", "missing"),
    }
    assert not Commitment.objects.exists()


def test_what_binds_keeps_its_due_day_measure_and_person(file, head):
    brought_in("commitments", file({"Chỉ tiêu": 0}))
    a_person("Lê Văn Khác", code="K")
    moved = {
        "Hạn hoàn thành": "31/12/2026",
        "Cách đo": "Khác",
        "Người chịu trách nhiệm": "K",
        "Chỉ tiêu": 5,
        "Ngày bắt đầu": "1/3/2026",
    }
    run = imported("commitments", file(moved))
    assert set(told(run)) == {
        (2, "due_on", "in-force"),
        (2, "measure", "in-force"),
        (2, "person_code", "in-force"),
        (2, "target", "in-force"),
        (2, "starts_on", "in-force"),
    }


def test_what_binds_keeps_its_words_and_its_weight(file):
    brought_in("commitments", file({}))
    run = imported("commitments", file({"Nội dung": "Xóa 1 điểm rác", "Trọng số": 3}))
    assert set(told(run)) == {(2, "statement", "in-force"), (2, "weight", "in-force")}
    assert counted(brought_in("commitments", file({"Trọng số": 1}))) == (0, 0, 1)


def test_a_target_in_figures_is_a_measure_and_one_in_words_is_none(file):
    figures = {"Mã": "C1", "Cách đo": None, "Chỉ tiêu": 5}
    run = brought_in("commitments", file(figures, {**figures, "Mã": "C2", "Chỉ tiêu": "sạch"}))
    assert run.incomplete == 1
    assert dict(Commitment.objects.values_list("code", "status")) == {
        "C1": "in_force",
        "C2": "draft",
    }


def test_every_problem_of_a_row_is_named(file):
    bad = {"Nội dung": None, "Đơn vị chủ trì": "Nơi khác", "Hạn hoàn thành": "1/1/2026"}
    run = imported("commitments", file({**bad, "Trọng số": "0", "Nguồn": "x" * 301}))
    assert set(told(run)) == {
        (2, "statement", "missing"),
        (2, "unit_code", "unknown"),
        (2, "due_on", "due-before-start"),
        (2, "weight", "weight-not-positive"),
        (2, "source", "too-long"),
    }


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("Chỉ tiêu", "1e30", "too-big"),
        ("Hiện trạng", "99999999999999999999999999999", "too-big"),
        ("Trọng số", "1e30", "too-big"),
        ("Trọng số", "1e999999999", "bad-number"),
        ("Nguồn", "a\n" + "x" * 301, "too-long"),
        ("Phối hợp", "; ".join(f"Cơ quan phối hợp số {at} ở xa" for at in range(20)), "too-long"),
    ],
)
def test_what_no_column_can_hold_is_refused(file, column, cell, code):
    run = imported("commitments", file({column: cell}))
    assert [each["code"] for each in run.problems] == [code]


def test_a_unit_that_promised_something_is_not_rewritten_by_a_file(file, unit, tmp_path):
    brought_in("commitments", file({}))
    unit.appointments.all().delete()
    heads = ["Mã", "Tên đơn vị", "Ngày thành lập"]
    path = a_workbook(tmp_path / "units.xlsx", [heads, ["X", "Khác", "1/1/2026"]])
    run = imported("units", path)
    assert told(run) == [(2, "name", "needs-an-event"), (2, "founded_on", "needs-an-event")]
    assert "cam kết" in run.problems[0]["message"]


def test_a_supporter_whose_name_two_units_bear_is_asked_for(file, unit):
    for at in (1, 2):
        a_unit("Chi bộ Thôn", code=f"X.{at}", parent=unit)
    run = imported("commitments", file({"Phối hợp": "X; chi bộ thôn; Công an"}))
    assert told(run) == [(2, "support", "ambiguous")]
    assert [code for code, _ in run.problems[0]["candidates"]] == ["X.1", "X.2"]


def test_a_unit_that_had_ended_promises_nothing(file, unit):
    from noilam.organisation.models import Unit

    Unit.objects.filter(pk=unit.pk).update(ended_on=date(2026, 2, 1))
    assert told(imported("commitments", file({}))) == [(2, "unit_code", "unit-ended")]

    Unit.objects.filter(pk=unit.pk).update(ended_on=date(2026, 6, 1))
    run = brought_in("commitments", file({}))
    assert [each["code"] for each in run.remarks] == ["unit-ends-before-due"]


def test_a_code_is_known_in_whatever_case_it_is_typed(file):
    brought_in("commitments", file({}))
    assert counted(brought_in("commitments", file({"Mã": "c1"}))) == (0, 0, 1)
    run = imported("commitments", file({"Mã": "New"}, {"Mã": "NEW"}))
    assert told(run) == [(3, "code", "code-twice")]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", ["việc cấp bách", "Urgent matter", "urgent_matter"])
def test_a_kind_is_understood_in_both_languages(file, language, kind):
    with translation.override(language):
        brought_in("commitments", file({"Loại": kind}))
    assert Commitment.objects.get().kind == "urgent_matter"


def test_a_code_and_a_name_for_one_thing_may_stand_side_by_side(file):
    run = brought_in("commitments", file({"Đơn vị": "Đảng uỷ", "Mã đơn vị chủ trì": "X"}))
    assert run.ignored_columns == ["Đơn vị chủ trì", "Đơn vị"]


def test_what_binds_may_still_get_a_topic_and_a_source(file):
    brought_in("commitments", file({"Nguồn": "A"}))
    run = brought_in("commitments", file({"Nguồn": "B", "Lĩnh vực": "Đất đai"}))
    assert counted(run) == (0, 1, 0)
    made = Commitment.objects.get()
    assert [each.label for each in made.sources.all()] == ["A", "B"]
    assert made.topic.name == "Đất đai"


def test_an_old_file_does_not_undo_an_extension(file, unit):
    path = file({})
    brought_in("commitments", path)
    made = Commitment.objects.get()
    made.due_dates.create(due_on=date(2026, 12, 31), decided_on=date(2026, 6, 1))
    from noilam.commitments.actions.standing import _refresh_standing

    _refresh_standing([made.pk])
    run = brought_in("commitments", path)
    assert counted(run) == (0, 0, 1)
    assert [each["code"] for each in run.remarks] == ["was-extended"]


def test_what_is_proposed_is_not_changed_by_a_file(file, unit, head):
    proposal = a_proposal(unit, head)
    path = file({"Mã": proposal.code, "Nội dung": "Khác"}, only=["Mã", "Nội dung"])
    assert told(imported("commitments", path)) == [(2, "statement", "is-proposed")]


def test_a_clerk_who_approves_nothing_brings_in_drafts(file, unit):
    clerk = an_actor(Role.UNIT_CLERK, unit)
    run = imported("commitments", file({}), actor=clerk)
    assert (run.problems, run.remarks[0]["code"]) == ([], "needs-approval")
    assert Commitment.objects.get().status == "draft"


def test_an_office_brings_in_what_binds_below_it_and_nothing_elsewhere(file, unit):
    a_unit("Xã Khác", code="Y")
    assert imported("commitments", file({}), actor=office(unit)).new == 1
    run = imported("commitments", file({"Mã": "C2", "Đơn vị chủ trì": "Y"}), actor=office(unit))
    assert told(run) == [(2, "unit_code", "not-permitted")]


def test_a_run_is_taken_back_whole(file):
    run = brought_in("commitments", file({"Nguồn": "A", "Phối hợp": "X"}, {"Mã": "C2"}))
    take_back(actor=shell(), run=run, reason="Nhầm tệp")
    assert not Commitment.objects.exists()


def test_changes_are_taken_back_to_what_was(file):
    brought_in("commitments", file({"Giải pháp": None, "Nguồn": "A"}))
    run = brought_in("commitments", file({"Nguồn": "B", "Trọng số": 2, "Phối hợp": "X"}))
    take_back(actor=shell(), run=run, reason="Nhầm tệp")
    made = Commitment.objects.get()
    assert (made.status, made.in_force_on, made.weight, made.solution) == ("draft", None, 1, "")
    assert [each.label for each in made.sources.all()] == ["A"]
    assert not made.support.exists()
    assert not made.holdings.exists()


def test_a_run_stays_once_a_deed_rests_on_it(file):
    run = brought_in("commitments", file({}))
    judged(Commitment.objects.get())
    with pytest.raises(Refused) as refusal:
        take_back(actor=shell(), run=run, reason="Nhầm tệp")
    assert "rests-on" in [each.code for each in refusal.value.problems]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_exported_comes_back_unchanged(file, tmp_path, unit, head, ending):
    """Also what was written by hand: lines, semicolons, several spaces, figures with units."""
    brought_in(
        "commitments",
        file(
            {"Chỉ tiêu": "85%", "Hiện trạng": -3, "Nguồn": "A; B", "Phối hợp": "X; Công an"},
            {"Mã": "007", "Chỉ tiêu": "=1+1", "Giải pháp": None, "Trọng số": "2,25"},
        ),
    )
    a_commitment(
        unit,
        head,
        statement="Hai  dấu cách",
        solution="Một\n\n- hai; ba",
        target=Decimal("1234.5678"),
        support_text="Công an; Quân sự",
        support=[unit],
    ).sources.create(label="Một; hai", search_key="mot; hai")
    path = tmp_path / f"out.{ending}"
    assert export_file(actor=shell(), kind="commitments", path=path) == 3
    assert counted(brought_in("commitments", path)) == (0, 0, 3)
