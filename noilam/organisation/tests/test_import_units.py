"""Units from files: any order, names for codes, corrections, ends, and taking back."""

import csv
from datetime import date

import pytest

from noilam.audit.models import Entry
from noilam.exchange.actions import take_back
from noilam.exchange.queries import export_file
from noilam.exchange.tests.given import a_workbook, brought_in, counted, imported, told
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation.actions import rename_unit
from noilam.organisation.models import Ancestry, Unit, UnitEvent, UnitEventPart, UnitVersion
from noilam.organisation.queries import subtree
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import DECISION, a_head, a_unit, an_actor, office

pytestmark = pytest.mark.django_db
HEAD = ["Mã", "Tên đơn vị", "Loại", "Mã cấp trên", "Ngày thành lập", "Ngày kết thúc"]
DISTRICT = ["H", "Huyện ủy Mẫu", "Huyện uỷ", None, "1/1/1991", None]
COMMUNE = ["X", "Đảng uỷ xã Mẫu", "Đảng uỷ xã", "H", "1/7/2025", None]
CELL = ["X.1", "Chi bộ Một", "Chi bộ trực thuộc", "Đảng ủy xã Mẫu", "1/7/2025", None]


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(date(2026, 11, 20)):
        yield


@pytest.fixture
def file(tmp_path):
    def write(*rows, head=HEAD):
        return a_workbook(tmp_path / "units.xlsx", [head, *rows])

    return write


def test_units_come_in_whatever_the_order_of_their_rows(file):
    run = brought_in("units", file(CELL, COMMUNE, DISTRICT))

    assert counted(run) == (3, 0, 0)
    district = Unit.objects.get(code="H")
    assert set(subtree(district, date(2026, 1, 1))) == set(
        Unit.objects.values_list("pk", flat=True)
    )
    assert UnitVersion.objects.get(unit__code="X.1").kind.identifier == "subordinate_cell"


def test_each_row_leaves_one_entry_in_the_trail(file):
    brought_in("units", file(DISTRICT, COMMUNE))
    assert Entry.objects.filter(event="organisation.UnitFounded").count() == 2


def test_a_check_changes_nothing(file):
    before = Entry.objects.count()
    run = imported("units", file(DISTRICT, COMMUNE), check=True)
    assert (counted(run), run.pk, run.as_json()["applied"]) == ((2, 0, 0), None, False)
    assert (Unit.objects.count(), Entry.objects.count()) == (0, before)


def test_the_same_file_again_changes_nothing(file):
    path = file(DISTRICT, COMMUNE, CELL)
    brought_in("units", path)
    assert counted(brought_in("units", path)) == (0, 0, 3)


def test_one_problem_keeps_all_rows_out(file):
    run = imported("units", file(DISTRICT, ["X", "Xã", "Đảng uỷ xã", "Không có", "1/7/2025"]))
    assert told(run) == [(3, "parent_code", "unknown")]
    assert (run.status, Unit.objects.count()) == ("refused", 0)


def test_all_problems_are_named_at_once(file):
    run = imported(
        "units",
        file(
            DISTRICT,
            ["A", None, None, None, None],
            ["H", "Khác", "Huyện uỷ", None, "1/1/1991"],
            ["B", "Xã B", "Đảng uỷ xã", "C", "1/7/2025"],
            ["C", "Xã C", "Đảng uỷ xã", "B", "1/7/2025"],
            ["D", "Xã D", "Đảng uỷ xã", "H", "1/7/1990"],
            ["E", "Xã E", "Đảng uỷ xã", "H", "1/7/2025", "1/7/2025"],
        ),
    )
    assert set(told(run)) == {
        (3, "name", "missing"),
        (3, "kind", "missing"),
        (3, "founded_on", "missing"),
        (4, "code", "code-twice"),
        (5, "parent_code", "circle"),
        (6, "parent_code", "circle"),
        (7, "parent_code", "parent-not-founded"),
        (8, "ended_on", "ends-before-founded"),
    }


def test_an_absent_column_is_named_once(file):
    run = imported("units", file(["H", "Huyện"], ["X", "Xã"], head=["Mã", "Tên đơn vị"]))
    assert told(run) == [(0, "kind", "column-missing"), (0, "founded_on", "column-missing")]


def test_a_name_that_two_units_bear_is_listed_with_both(file):
    brought_in("units", file(DISTRICT, COMMUNE, [*CELL[:3], "X", *CELL[4:]]))
    again = ["X.2", "Chi bộ Một", "Chi bộ trực thuộc", "X", "1/7/2025"]
    group = ["T", "Tổ", "Thôn", "Chi bộ Một", "1/7/2025"]
    run = imported("units", file(again, group))
    assert told(run) == [(3, "parent_code", "ambiguous")]
    assert [code for code, _ in run.problems[0]["candidates"]] == ["X.1", "X.2"]


def test_an_ended_unit_stays_where_it_stood(file):
    brought_in("units", file(DISTRICT, ["K", "Xã Cũ", "Đảng uỷ xã", "H", "1/1/1991", "1/7/2025"]))
    old = Unit.objects.get(code="K")
    assert old.ended_on == date(2025, 7, 1)
    assert set(old.event_parts.values_list("event__kind", "side")) == {
        ("founded", "after"),
        ("ended", "before"),
    }
    assert old.pk in set(subtree(Unit.objects.get(code="H"), date(2026, 1, 1)))


def test_what_a_file_founded_may_be_corrected_by_a_file(file):
    brought_in("units", file(DISTRICT, COMMUNE))
    run = brought_in("units", file(["X", "Đảng uỷ xã Mẫu Mới", None, None, "2/7/2025"]))

    assert counted(run) == (0, 1, 0)
    commune = Unit.objects.get(code="X")
    assert (commune.name, commune.founded_on) == ("Đảng uỷ xã Mẫu Mới", date(2025, 7, 2))
    assert commune.versions.filter(superseded_at=None).count() == 1
    assert commune.ancestry.filter(depth=1).get().starts_on == date(2025, 7, 2)


def test_a_unit_with_history_is_not_corrected_by_a_file(file):
    brought_in("units", file(DISTRICT, COMMUNE))
    rename_unit(
        actor=shell(),
        unit=Unit.objects.get(code="X"),
        name="Đảng uỷ xã Mới",
        on=date(2026, 1, 1),
        decision=DECISION,
    )
    run = imported("units", file(COMMUNE))
    assert told(run) == [(2, "name", "needs-an-event")]
    assert "Đổi tên 01/01/2026" in run.problems[0]["message"]


OTHER = ["X", "Đảng uỷ xã Khác", "Chi bộ trực thuộc", None, None, None]
CLAIMED = [(2, "name", "needs-an-event"), (2, "kind", "needs-an-event")]


def test_a_unit_that_has_people_is_not_rewritten_by_a_file(file):
    brought_in("units", file(DISTRICT, COMMUNE))
    a_head(Unit.objects.get(code="X"))
    run = imported("units", file(OTHER))
    assert told(run) == CLAIMED
    assert "cán bộ" in run.problems[0]["message"]
    assert counted(brought_in("units", file(COMMUNE, DISTRICT))) == (0, 0, 2)


def test_a_unit_that_has_units_below_is_not_rewritten_by_a_file(file):
    brought_in("units", file(DISTRICT, ["G", "Đảng uỷ xã Giữa", *COMMUNE[2:]], COMMUNE, CELL))
    assert told(imported("units", file(OTHER))) == CLAIMED
    run = imported("units", file(["X", None, None, "G"]))
    assert told(run) == [(2, "parent_code", "needs-an-event")]


def test_a_unit_that_has_people_may_still_be_spelled_otherwise(file):
    brought_in("units", file(DISTRICT, COMMUNE))
    a_head(Unit.objects.get(code="X"))
    assert counted(brought_in("units", file(["X", "ĐẢNG ỦY XÃ MẪU", *[None] * 4]))) == (0, 1, 0)


def test_a_code_is_known_in_whatever_case_it_is_typed(file):
    brought_in("units", file(DISTRICT, COMMUNE))
    assert counted(brought_in("units", file(["x", *COMMUNE[1:]]))) == (0, 0, 1)
    run = imported("units", file(["new", *COMMUNE[1:]], ["NEW", *COMMUNE[1:]]))
    assert told(run) == [(3, "code", "code-twice")]


def test_a_row_below_a_faulty_one_is_read_all_the_same(file):
    faulty = ["X", None, "Đảng uỷ xã", "Không có", "1/7/2025"]
    run = imported("units", file(faulty, ["X.1", "Chi bộ", "Thôn", "X", "1/7/2025"]), check=True)
    assert told(run) == [(2, "name", "missing"), (2, "parent_code", "unknown")]


def test_a_code_and_a_name_for_the_unit_above_may_stand_side_by_side(file):
    head = ["Mã", "Tên đơn vị", "Loại", "Mã cấp trên", "Tên cấp trên", "Ngày thành lập"]
    rows = [["H", "Huyện", "Huyện uỷ", None, None, "1/1/1991"]]
    rows.append(["X", "Xã", "Đảng uỷ xã", "H", "Huyện", "1/7/2025"])
    run = brought_in("units", file(*rows, head=head))
    assert (counted(run), run.ignored_columns) == ((2, 0, 0), ["Tên cấp trên"])


def test_a_whole_branch_ends_by_one_file_when_nothing_is_open(file):
    brought_in("units", file(DISTRICT, COMMUNE))
    run = brought_in("units", file(["H", *[None] * 4, "1/8/2026"], ["X", *[None] * 4, "1/8/2026"]))
    assert counted(run) == (0, 2, 0)
    assert Unit.objects.get(code="X").ended_on == date(2026, 8, 1)


def test_a_unit_that_still_has_people_is_not_ended_by_a_file(file):
    brought_in("units", file(DISTRICT, COMMUNE))
    a_head(Unit.objects.get(code="X"))
    run = imported("units", file(["X", *[None] * 4, "1/8/2026"]))
    assert told(run) == [(2, "ended_on", "still-open")]


def test_an_end_once_written_is_not_moved_by_a_file(file):
    brought_in("units", file(["H", *DISTRICT[1:5], "1/7/2025"]))
    run = imported("units", file(["H", *DISTRICT[1:5], "2/7/2025"]))
    assert told(run) == [(2, "ended_on", "ended-already")]


def test_an_office_brings_in_what_stands_below_it_and_nothing_else(file):
    mine, other = a_unit("Xã Mẫu", code="X"), a_unit("Xã Khác", code="Y")
    cell = ["X.1", "Chi bộ Một", "Chi bộ trực thuộc", "X", "1/7/2025"]
    stranger = ["Y.1", "Chi bộ Hai", "Chi bộ trực thuộc", "Y", "1/7/2025"]

    assert counted(imported("units", file(cell), actor=office(mine))) == (1, 0, 0)
    run = imported("units", file(stranger), actor=office(mine))
    assert told(run) == [(2, "code", "not-permitted")]
    assert not Unit.objects.filter(parent=other).exists()


def test_a_unit_clerk_brings_in_no_units(file):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        imported("units", file(CELL), actor=an_actor(Role.UNIT_CLERK, a_unit()))


def test_a_run_is_taken_back_whole(file):
    run = brought_in("units", file(DISTRICT, COMMUNE, CELL))
    run = take_back(actor=shell(), run=run, reason="Nhầm tệp")
    assert (run.status, run.reason) == ("taken_back", "Nhầm tệp")
    for table in (Unit, UnitVersion, UnitEvent, UnitEventPart, Ancestry):
        assert not table.objects.exists()
    assert counted(brought_in("units", file(DISTRICT))) == (1, 0, 0)


def test_a_correction_is_taken_back_to_what_was(file):
    brought_in("units", file(DISTRICT, COMMUNE))
    run = brought_in("units", file(["X", "Tên Nhầm", None, None, "3/7/2025"]))
    take_back(actor=shell(), run=run, reason="Nhầm")
    commune = Unit.objects.get(code="X")
    assert (commune.name, commune.founded_on) == ("Đảng uỷ xã Mẫu", date(2025, 7, 1))
    assert commune.versions.get().starts_on == date(2025, 7, 1)
    assert commune.ancestry.filter(depth=1).get().starts_on == date(2025, 7, 1)
    assert counted(imported("units", file(DISTRICT, COMMUNE), check=True)) == (0, 0, 2)


def test_a_run_is_not_taken_back_once_something_rests_on_it(file):
    run = brought_in("units", file(DISTRICT, COMMUNE))
    a_head(Unit.objects.get(code="X"), "Trần Thị Ví Dụ")
    with pytest.raises(Refused) as refusal:
        take_back(actor=shell(), run=run, reason="Nhầm")
    assert refusal.value.problems[0].code == "rests-on"
    assert "Trần Thị Ví Dụ" in str(refusal.value.problems[0])


def test_taking_back_needs_a_reason(file):
    run = brought_in("units", file(DISTRICT))
    with pytest.raises(Refused) as refusal:
        take_back(actor=shell(), run=run, reason=" ")
    assert [each.code for each in refusal.value.problems] == ["reason-missing"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_exported_comes_back_unchanged(file, tmp_path, ending):
    names = ["=Xã", "@Xã", "Xã, thôn", 'Xã "Mẫu"', "+84", "'-x"]
    with (tmp_path / "in.csv").open("w") as csv_file:
        lines = csv.writer(csv_file)
        lines.writerow(HEAD)
        lines.writerow(["H", "Huyện", "Huyện uỷ", None, "1/1/1991", None])
        for at, name in enumerate(names):
            lines.writerow([f"00{at}", name, "Thôn", "H", "1/7/2025", None])
    brought_in("units", tmp_path / "in.csv")
    path = tmp_path / f"out.{ending}"
    assert export_file(actor=shell(), kind="units", path=path) == 7
    assert counted(brought_in("units", path)) == (0, 0, 7)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_template_has_the_headers_and_one_example(tmp_path, ending):
    path = tmp_path / f"mau.{ending}"
    export_file(actor=shell(), kind="units", path=path, template=True)
    run = imported("units", path, check=True)
    assert (run.rows, run.ignored_columns) == (1, [])
    assert told(run) == [(2, "parent_code", "unknown")]  # the example's parent is nobody's
