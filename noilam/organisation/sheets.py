"""The spreadsheets of units and of people: which columns, what their cells hold, in and out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from noilam.exchange.sheet import Choice, Column, Counts, Reading, Reads, Report, Sheet
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import say

from . import policies, queries
from .actions.imports import import_people, import_units, take_back_people, take_back_units
from .imports.people import PersonRow, plan_people
from .imports.units import UnitRow, plan_units
from .models import Appointment, UnitKind


def kinds_of_units() -> Sequence[Choice]:
    return [
        Choice(kind.identifier, kind.name, (kind.name_en, *kind.spellings))
        for kind in UnitKind.objects.all()
    ]


def unit_codes(actor: Actor) -> Iterable[str]:
    units = policies.visible_units(actor).filter(queries.living_on(clock.today()))
    return units.order_by("code").values_list("code", flat=True)


def people_codes(actor: Actor) -> Iterable[str]:
    return policies.visible_people(actor).order_by("code").values_list("code", flat=True)


def _would_import_units(actor: Actor, reading: Reading[UnitRow], report: Report) -> Counts:
    return plan_units(actor, reading, report).counts


def _would_import_people(actor: Actor, reading: Reading[PersonRow], report: Report) -> Counts:
    return plan_people(actor, reading, report).counts


def _units(actor: Actor) -> Iterator[Sequence[Any]]:
    units = policies.visible_units(actor).order_by("code")
    return units.values_list(
        "code", "name", "kind__name", "parent__code", "founded_on", "ended_on"
    ).iterator(2000)


def _people(actor: Actor) -> Iterator[Sequence[Any]]:
    """A row for each post; a person without one stands in a row alone."""
    people = policies.visible_people(actor)
    posts = Appointment.objects.filter(person__in=people)
    if not policies.sees_everything(actor):
        posts = posts.filter(unit__in=policies.visible_units(actor))
    yield from (
        posts.order_by("person__code", "starts_on", "pk")
        .values_list(
            "person__code",
            "person__full_name",
            "unit__code",
            "post",
            "starts_on",
            "ends_on",
            "leads",
            "person__email",
            "person__phone",
        )
        .iterator(2000)
    )
    without = people.exclude(pk__in=posts.values("person")).order_by("code")
    for code, name, email, phone in without.values_list("code", "full_name", "email", "phone"):
        yield code, name, "", "", None, None, None, email, phone


def _may_export(actor: Actor) -> bool:
    return actor.is_machine or policies.visible_units(actor).exists()


UNITS = Sheet(
    kind="units",
    title=say("Đơn vị"),
    about=say("Đơn vị và cấp trên của từng đơn vị. Dòng cấp trên có thể đứng sau dòng cấp dưới."),
    row=UnitRow,
    columns=(
        Column(
            "code",
            say("Mã"),
            Reads.CODE,
            is_key=True,
            longest=40,
            also=("Mã đơn vị", "Mã số", "Mã số đơn vị", "Unit code", "Ký hiệu đơn vị"),
            about=say("Mã riêng, không đổi, của đơn vị. Dùng để nhận ra đơn vị ở lần nhập sau."),
            example="SH.01",
        ),
        Column(
            "name",
            say("Tên đơn vị"),
            longest=200,
            also=("Tên", "Đơn vị", "Tên tổ chức", "Unit name", "Tên cơ quan"),
            about=say("Cần cho đơn vị mới. Đổi tên đơn vị đã có: dùng Đổi tên ở trang đơn vị."),
            example="Đảng bộ Thôn Mẫu",
        ),
        Column(
            "kind",
            say("Loại"),
            Reads.CHOICE,
            choices=kinds_of_units,
            also=("Loại đơn vị", "Loại hình", "Loại hình tổ chức", "Type", "Unit kind"),
            about=say("Chọn trong danh sách, hoặc ghi tên thường gọi, ví dụ Huyện ủy."),
            example="Đảng bộ cơ sở",
        ),
        Column(
            "parent_code",
            say("Mã cấp trên"),
            Reads.REFERENCE,
            longest=200,
            also=(
                "Cấp trên",
                "Đơn vị cấp trên",
                "Mã đơn vị cấp trên",
                "Trực thuộc",
                "Cấp trên trực tiếp",
                "Parent",
                "Tên cấp trên",
            ),
            about=say("Mã hoặc tên đơn vị cấp trên trực tiếp. Để trống nếu không có cấp trên."),
            example="SH",
        ),
        Column(
            "founded_on",
            say("Ngày thành lập"),
            Reads.DAY,
            also=("Thành lập", "Ngày thành lập đơn vị", "Thành lập ngày", "Founded"),
            about=say("Cần cho đơn vị mới."),
            example=date(2025, 7, 1),
        ),
        Column(
            "ended_on",
            say("Ngày kết thúc"),
            Reads.DAY,
            also=("Kết thúc", "Ngày kết thúc hoạt động", "Ngày giải thể", "Ended"),
            about=say(
                "Ngày đầu tiên đơn vị không còn hoạt động, thường là ngày thành lập đơn vị kế tiếp."
            ),
        ),
    ),
    may_import=partial(policies.may_import, kind="units"),
    may_export=_may_export,
    sees_all_runs=policies.sees_everything,
    plan=_would_import_units,
    write=import_units,
    export=_units,
    take_back=take_back_units,
    listed={"parent_code": unit_codes},
)

PEOPLE = Sheet(
    kind="people",
    title=say("Người và chức vụ"),
    about=say(
        "Mỗi dòng một chức vụ; một người nhiều chức vụ thì nhiều dòng cùng mã. "
        "Nhập người không mở tài khoản đăng nhập."
    ),
    after=("units",),
    row=PersonRow,
    columns=(
        Column(
            "code",
            say("Mã"),
            Reads.CODE,
            is_key=True,
            longest=40,
            also=("Mã người", "Mã cán bộ", "Mã số", "Mã đảng viên", "Mã nhân sự", "Person code"),
            about=say("Mã riêng, không đổi, của người. Cùng mã là cùng một người."),
            example="CB001",
        ),
        Column(
            "full_name",
            say("Họ và tên"),
            longest=120,
            also=("Họ tên", "Họ, tên", "Tên", "Họ và tên cán bộ", "Name", "Họ và tên khai sinh"),
            about=say("Cần cho người mới."),
            example="Nguyễn Văn Mẫu",
        ),
        Column(
            "unit_code",
            say("Mã đơn vị"),
            Reads.REFERENCE,
            longest=200,
            also=("Đơn vị", "Tên đơn vị", "Đơn vị công tác", "Nơi công tác", "Unit"),
            about=say("Mã hoặc tên đơn vị nơi giữ chức vụ."),
            example="SH.01",
        ),
        Column(
            "post",
            say("Chức vụ"),
            longest=120,
            also=("Chức danh", "Chức vụ, chức danh", "Chức vụ hiện nay", "Position"),
            about=say("Tên chức vụ như trong quyết định."),
            example="Bí thư",
        ),
        Column(
            "from",
            say("Từ ngày"),
            Reads.DAY,
            field="starts_on",
            also=("Ngày bắt đầu", "Ngày bổ nhiệm", "Từ", "Ngày nhận chức", "Thời gian giữ chức từ"),
            about=say("Ngày đầu tiên giữ chức."),
            example=date(2025, 7, 1),
        ),
        Column(
            "to",
            say("Đến ngày"),
            Reads.DAY,
            field="ends_on",
            also=("Ngày kết thúc", "Ngày thôi chức", "Đến", "Ngày thôi giữ chức", "Until"),
            about=say("Ngày cuối cùng giữ chức. Để trống nếu đang giữ."),
        ),
        Column(
            "leads",
            say("Người đứng đầu"),
            Reads.FLAG,
            also=("Đứng đầu", "Là người đứng đầu", "Cấp trưởng", "Head", "Leader"),
            about=say("x, có, 1 hoặc yes nếu chức vụ này đứng đầu đơn vị."),
            example="x",
        ),
        Column(
            "email",
            say("Thư điện tử"),
            Reads.EMAIL,
            longest=254,
            also=("E-mail", "Hộp thư", "Địa chỉ thư điện tử"),
            example="mau@vidu.example",
        ),
        Column(
            "phone",
            say("Điện thoại"),
            Reads.PHONE,
            longest=20,
            also=("Số điện thoại", "SĐT", "ĐT", "Di động", "Số ĐT", "Mobile", "Telephone"),
            example="0900000001",
        ),
    ),
    may_import=partial(policies.may_import, kind="people"),
    may_export=_may_export,
    sees_all_runs=policies.sees_everything,
    plan=_would_import_people,
    write=import_people,
    export=_people,
    take_back=take_back_people,
    listed={"unit_code": unit_codes},
)
