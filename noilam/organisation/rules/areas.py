"""Areas, groupings, places and counts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, say

from .timeline import overlap


class Measure(StrEnum):
    """What is counted, as totals. Nothing about anybody's belief, ethnicity or family."""

    MEMBERS = "members"
    PROBATIONARY = "probationary_members"
    CELLS = "cells"
    MANAGED_CADRES = "managed_cadres"
    STAFF = "staff"
    HOUSEHOLDS = "households"
    RESIDENTS = "residents"


MEASURES: Mapping[Measure, str] = {
    Measure.MEMBERS: say("Đảng viên"),
    Measure.PROBATIONARY: say("Đảng viên dự bị"),
    Measure.CELLS: say("Chi bộ"),
    Measure.MANAGED_CADRES: say("Cán bộ diện cấp ủy quản lý"),
    Measure.STAFF: say("Cán bộ, công chức, viên chức"),
    Measure.HOUSEHOLDS: say("Hộ dân"),
    Measure.RESIDENTS: say("Nhân khẩu"),
}


def problems_with_area(by_unit: bool, by_grouping: bool, field: str) -> list[Problem]:
    if by_unit + by_grouping + bool(field) == 1:
        return []
    return [
        Problem(
            "area-unclear",
            say("Chọn đúng một: một đơn vị, một khối (cụm, tiểu khu), hoặc ghi một lĩnh vực."),
            about="unit",
        )
    ]


def problems_with_grouping(
    code: str, name: str, kind: str, *, kinds: Collection[str], code_taken: bool
) -> list[Problem]:
    problems = []
    if not code:
        problems.append(Problem("code-missing", say("Ghi mã khối, cụm."), about="code"))
    elif code_taken:
        problems.append(
            Problem(
                "code-taken",
                say("Mã {code} đã dùng cho khối, cụm khác. Chọn mã khác."),
                about="code",
                values={"code": code},
            )
        )
    if not name:
        problems.append(Problem("name-missing", say("Ghi tên khối, cụm."), about="name"))
    if kind not in kinds:
        problems.append(
            Problem("kind-unknown", say("Chọn loại: khối, cụm hoặc tiểu khu."), about="kind")
        )
    return problems


def problems_with_joining(
    starts_on: date,
    ends_on: date | None,
    others: Sequence[tuple[date, date | None]],
    *,
    unit: str,
    unit_from: date,
    unit_until: date | None,
) -> list[Problem]:
    """`others` are the unit's other memberships of the same grouping."""
    problems = []
    if any(overlap(starts_on, ends_on, *each) for each in others):
        problems.append(
            Problem(
                "inside-already",
                say("{unit} đã thuộc khối này trong thời gian đó."),
                about="unit",
                values={"unit": unit},
            )
        )
    if starts_on < unit_from or (unit_until and starts_on >= unit_until):
        problems.append(
            Problem(
                "unit-not-there",
                say("{unit} không hoạt động vào ngày {day}. Chọn ngày khác."),
                about="starts_on",
                values={"unit": unit, "day": day_text(starts_on)},
            )
        )
    return problems


def problems_with_census(
    totals: Mapping[str, int], counted_on: date, *, today: date
) -> list[Problem]:
    problems = []
    if not totals:
        problems.append(Problem("nothing-counted", say("Ghi ít nhất một con số."), about="total"))
    if counted_on > today:
        problems.append(
            Problem(
                "counted-ahead",
                say("Ngày {day} chưa đến. Ghi ngày đã đếm."),
                about="counted_on",
                values={"day": day_text(counted_on)},
            )
        )
    known = {each.value for each in Measure}
    for measure, total in totals.items():
        if measure not in known:
            problems.append(
                Problem(
                    "measure-unknown",
                    say("Không đếm “{measure}”. Chọn một chỉ tiêu trong danh sách."),
                    about="measure",
                    values={"measure": measure},
                )
            )
        if total < 0:
            problems.append(Problem("negative", say("Con số không được nhỏ hơn 0."), about="total"))
    return problems


LEVELS: Mapping[str, str] = {
    "province": say("Tỉnh, thành phố"),
    "district": say("Huyện (đến 30/6/2025)"),
    "commune": say("Xã, phường, đặc khu"),
    "village": say("Thôn, tổ dân phố"),
}


def problems_with_place(code: str, name: str, level: str, *, code_taken: bool) -> list[Problem]:
    problems = []
    if not code:
        problems.append(Problem("code-missing", say("Ghi mã địa bàn."), about="code"))
    elif code_taken:
        problems.append(
            Problem(
                "code-taken",
                say("Mã {code} đã dùng cho địa bàn khác. Chọn mã khác."),
                about="code",
                values={"code": code},
            )
        )
    if not name:
        problems.append(Problem("name-missing", say("Ghi tên địa bàn."), about="name"))
    if level not in LEVELS:
        problems.append(Problem("level-unknown", say("Chọn cấp của địa bàn."), about="level"))
    return problems
