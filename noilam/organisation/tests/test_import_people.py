"""People and posts from files: several rows a person, one head at a time, no sign-ins."""

from datetime import date

import pytest

from noilam.accounts.models import Account
from noilam.exchange.actions import take_back
from noilam.exchange.queries import export_file
from noilam.exchange.tests.given import a_workbook, brought_in, counted, imported, told
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation.actions import assign_area, open_sign_ins
from noilam.organisation.models import Appointment, Person
from noilam.organisation.queries import head_of
from noilam.organisation.tests.given import a_head, a_unit, office

pytestmark = pytest.mark.django_db
HEAD = ["Mã", "Họ và tên", "Đơn vị", "Chức vụ", "Từ ngày", "Đến ngày", "Người đứng đầu", "Email"]


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(date(2026, 11, 20)):
        yield


@pytest.fixture
def unit():
    return a_unit("Đảng uỷ xã Mẫu", code="X")


@pytest.fixture
def file(tmp_path, unit):
    def write(*rows, head=HEAD):
        return a_workbook(tmp_path / "people.xlsx", [head, *rows])

    return write


def test_several_rows_of_one_code_are_several_posts_of_one_person(file, unit):
    second = a_unit("Chi bộ Một", parent=unit)
    run = brought_in(
        "people",
        file(
            ["1", "Trần Thị Ví Dụ", "Đảng ủy xã Mẫu", "Bí thư", "1/7/2025", None, "x"],
            ["1", None, "Chi bộ Một", "Bí thư", "1/7/2025", None, "có", "mau@vidu.example"],
        ),
    )
    person = Person.objects.get()
    assert (counted(run), person.email) == ((2, 0, 0), "mau@vidu.example")
    assert head_of(unit, date(2026, 1, 1)).person == head_of(second, date(2026, 1, 1)).person
    assert not Account.objects.exists()


def test_a_code_is_known_in_whatever_case_it_is_typed(file):
    brought_in("people", file(["CB1", "Trần Thị Ví Dụ", "X", "Bí thư", "1/7/2025"]))
    other = ["cb1", None, "X", "Trưởng ban", "1/7/2025"]
    run = brought_in("people", file(other, ["a1", "Lê Văn Mới"], ["A1", "Lê Văn Mới"]))
    assert counted(run) == (2, 0, 1)
    assert set(Person.objects.values_list("code", flat=True)) == {"CB1", "a1"}


def test_a_code_and_a_name_for_the_unit_may_stand_side_by_side(file):
    head = ["Mã", "Họ và tên", "Mã đơn vị", "Tên đơn vị", "Chức vụ", "Từ ngày"]
    row = ["1", "Trần Thị Ví Dụ", "X", "Đảng bộ xã Mẫu", "Bí thư", "1/7/2025"]
    run = brought_in("people", file(row, head=head))
    assert (counted(run), run.ignored_columns) == ((1, 0, 0), ["Tên đơn vị"])


def test_a_person_may_have_no_post(file):
    assert counted(brought_in("people", file(["1", "Trần Thị Ví Dụ"]))) == (1, 0, 0)


def test_the_same_file_again_changes_nothing(file):
    path = file(["1", "Trần Thị Ví Dụ", "X", "Bí thư", "1/7/2025", None, "x"])
    brought_in("people", path)
    assert counted(brought_in("people", path)) == (0, 0, 1)


def test_all_problems_are_named_at_once(file):
    run = imported(
        "people",
        file(
            ["1", "Trần Thị Ví Dụ", "X", "Bí thư", "1/7/2025", None, "x"],
            ["1", "Lê Văn Khác", "X", "Uỷ viên", "1/7/2025"],
            ["2", None, "X", "Phó Bí thư", "1/7/2025", None, "x"],
            ["3", "Ngô Thử", "X", None, None, "1/7/2026"],
            ["4", "Ngô Mẫu", "X", "Uỷ viên", "1/7/2025", "1/6/2025"],
            ["5", "Ngô Thí", "X", "Uỷ viên", "1/7/2019"],
            ["6", "Ngô Dụ", "Nơi khác", "Uỷ viên", "1/7/2025"],
            [None, "Vô Danh", "X", "Uỷ viên", "1/7/2025"],
        ),
    )
    assert set(told(run)) == {
        (3, "full_name", "another-name"),
        (4, "full_name", "missing"),
        (4, "leads", "two-heads"),
        (5, "post", "missing"),
        (5, "from", "missing"),
        (6, "to", "ends-before-start"),
        (7, "from", "before-founding"),
        (8, "unit_code", "unknown"),
        (9, "code", "missing"),
    }


def test_two_heads_may_share_the_day_of_the_handover_in_any_order(file):
    run = brought_in(
        "people",
        file(
            ["2", "Người Mới", "X", "Bí thư", "1/1/2026", None, "x"],
            ["1", "Người Cũ", "X", "Bí thư", "1/7/2025", "1/1/2026", "x"],
        ),
    )
    assert counted(run) == (2, 0, 0)


def test_one_file_may_end_a_head_and_bring_the_next(file, unit):
    old = a_head(unit, "Người Cũ")
    rows = [
        ["N", "Người Mới", "X", "Bí thư", "1/1/2026", None, "x"],
        [old.code, None, "X", "Bí thư", None, "31/12/2025"],
    ]
    assert counted(brought_in("people", file(*rows))) == (1, 1, 0)
    assert head_of(unit, date(2026, 1, 1)).person.full_name == "Người Mới"


def test_a_post_with_something_open_is_not_ended_by_a_file(file, unit):
    head = a_head(unit)
    assign_area(actor=shell(), person=head, field="Môi trường", starts_on=date(2025, 1, 1))
    run = imported("people", file([head.code, None, "X", "Bí thư", None, "31/12/2025"]))
    assert told(run) == [(2, "to", "still-open")]


def test_a_spelling_may_be_put_right_and_another_name_may_not(file):
    brought_in("people", file(["1", "Tran Thi Vi Du"]))
    assert counted(brought_in("people", file(["1", "Trần Thị Ví Dụ"]))) == (0, 1, 0)
    assert Person.objects.get().full_name == "Trần Thị Ví Dụ"
    assert told(imported("people", file(["1", "Lê Văn Khác"]))) == [
        (2, "full_name", "another-name")
    ]


def test_rows_of_one_person_may_not_disagree(file):
    run = imported(
        "people",
        file(
            ["1", "Trần Thị Ví Dụ", *[None] * 5, "mot@vidu.example"],
            ["1", None, "X", "Uỷ viên", "1/7/2025", None, None, "hai@vidu.example"],
        ),
    )
    assert told(run) == [(3, "email", "rows-disagree")]


def test_an_office_appoints_only_where_it_may(file, unit):
    a_unit("Xã Khác", code="Y")
    row = ["1", "Trần Thị Ví Dụ", "Y", "Bí thư", "1/7/2025"]
    run = imported("people", file(row), actor=office(unit))
    assert told(run) == [(2, "unit_code", "not-permitted")]


def test_a_run_is_taken_back_with_what_it_changed(file, unit):
    old = a_head(unit, "Người Cũ")
    rows = [
        ["N", "Người Mới", "X", "Bí thư", "1/1/2026", None, "x"],
        [old.code, None, "X", "Bí thư", None, "31/12/2025", None, "cu@vidu.example"],
    ]
    run = brought_in("people", file(*rows))
    take_back(actor=shell(), run=run, reason="Nhầm tệp")
    old.refresh_from_db()
    assert (Person.objects.get(), old.email) == (old, "")
    assert Appointment.objects.get().ends_on is None


def test_a_run_stays_once_somebody_has_a_sign_in(file):
    run = brought_in("people", file(["1", "Trần Thị Ví Dụ", "X", "Bí thư", "1/7/2025"]))
    open_sign_ins(actor=shell(), people=[Person.objects.get()])
    with pytest.raises(Refused) as refusal:
        take_back(actor=shell(), run=run, reason="Nhầm tệp")
    assert refusal.value.problems[0].code == "changed-since"


def test_who_signs_in_is_reached_as_the_file_says_until_it_is_taken_back(file, unit):
    head = a_head(unit, "Trần Thị Ví Dụ")
    open_sign_ins(actor=shell(), people=[head])
    row = [head.code, None, None, None, None, None, None, "moi@vidu.example"]
    run = brought_in("people", file(row))
    account = Account.objects.get(person=head)
    assert (account.label, account.email) == ("Trần Thị Ví Dụ", "moi@vidu.example")
    take_back(actor=shell(), run=run, reason="Nhầm tệp")
    account.refresh_from_db()
    assert account.email == ""


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_exported_comes_back_unchanged(file, tmp_path, unit, ending):
    a_head(unit)
    rows = [
        ["01", "Lê Không Chức Vụ", None, None, None, None, None, "a@vidu.example"],
        ["02", "=Ngô Mẫu", "X", "Uỷ viên; thư ký", "1/7/2025", "1/8/2025", "không"],
        ["02", None, "X", "Uỷ viên; thư ký", "1/9/2025"],
    ]
    lines = [";".join(HEAD), *(";".join(cell or "" for cell in row) for row in rows)]
    text = "\n".join(lines).replace("Uỷ viên; thư ký", '"Uỷ viên; thư ký"')
    path = tmp_path / "in.csv"
    path.write_text(text)
    brought_in("people", path)
    out = tmp_path / f"out.{ending}"
    assert export_file(actor=shell(), kind="people", path=out) == 4
    assert counted(brought_in("people", out)) == (0, 0, 4)
