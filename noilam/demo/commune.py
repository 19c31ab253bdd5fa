"""Đảng bộ xã Sông Hiền on paper: the rows of the Excel files that its office would bring in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from . import names

FORMED_ON = date(2025, 7, 1)  # the district ended, its three communes became one
CELLS = 462
MEMBERS = 7575
LEADERS = 442
WITH_CELLS = 29  # thirty once one of them is split in two
STANDALONE = 47  # forty-six once two of them have merged

ROOT = "SH"
OFFICE, BOARD, COMMISSION = "SH.VP", "SH.BTC", "SH.UBKT"
TO_SPLIT = f"SH.{WITH_CELLS:02}"
TO_MERGE = ("SH.31", "SH.32")

ROOT_POSTS = ["Bí thư Đảng uỷ", "Phó Bí thư Thường trực", "Phó Bí thư"]
ROOT_POSTS += ["Uỷ viên Ban Thường vụ"] * 6 + ["Đảng uỷ viên"] * 6
BODY_POSTS = {
    OFFICE: ["Chánh Văn phòng", "Phó Chánh Văn phòng", "Chuyên viên", "Chuyên viên"],
    BOARD: ["Trưởng ban", "Phó Trưởng ban", "Chuyên viên", "Chuyên viên"],
    COMMISSION: ["Chủ nhiệm", "Phó Chủ nhiệm", "Uỷ viên", "Uỷ viên"],
}


@dataclass
class Commune:
    """Rows keyed by the columns of the sheets `units` and `people`."""

    history: list[dict[str, Any]] = field(default_factory=list)
    units: list[dict[str, Any]] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    members: dict[str, int] = field(default_factory=dict)  # grassroots unit -> Party members

    @property
    def grassroots(self) -> list[str]:
        """The units that answer for themselves: those with cells, then those without."""
        kinds = {"grassroots_committee_org", "standalone_cell"}
        return [row["code"] for row in self.units if row["kind"] in kinds]

    def cells_of(self, code: str) -> list[str]:
        return [row["code"] for row in self.units if row.get("parent_code") == code]


def commune(random: Random) -> Commune:
    """The whole commune as it stood on its first day."""
    made = Commune(history=_district())
    made.units = _bodies() + _with_cells() + _standalone()
    made.people = _people(made, names.people(random, LEADERS))
    made.members = _members(random, made.grassroots)
    return made


def _unit(code: str, name: str, kind: str, parent: str | None, on: date) -> dict[str, Any]:
    return {"code": code, "name": name, "kind": kind, "parent_code": parent, "founded_on": on}


def _district() -> list[dict[str, Any]]:
    """What stood here before: a district and three of its communes."""
    rows = [_unit("TL", "Huyện uỷ Thạch Lĩnh", "district_committee", None, date(1991, 10, 1))]
    for code, name in [("TL.MS", "Mường Sa"), ("TL.BD", "Bến Đá"), ("TL.KQ", "Khe Quế")]:
        title = f"Đảng bộ xã {name}"
        rows.append(_unit(code, title, "grassroots_committee_org", "TL", date(1991, 10, 1)))
    return rows


def _bodies() -> list[dict[str, Any]]:
    return [
        _unit(OFFICE, "Văn phòng Đảng uỷ", "committee_office", ROOT, FORMED_ON),
        _unit(BOARD, "Ban Xây dựng Đảng", "organising_board", ROOT, FORMED_ON),
        _unit(COMMISSION, "Uỷ ban Kiểm tra Đảng uỷ", "inspection_commission", ROOT, FORMED_ON),
    ]


def _with_cells() -> list[dict[str, Any]]:
    titles = [f"Đảng bộ khu {hamlet}" for hamlet in names.HAMLETS]
    titles += [f"Đảng bộ {office}" for office in names.OFFICES_WITH_CELLS]
    titles += ["Đảng bộ Khối Doanh nghiệp"]
    rows = []
    for number, title in enumerate(titles, start=1):
        code = f"SH.{number:02}"
        rows.append(_unit(code, title, "grassroots_committee_org", ROOT, FORMED_ON))
        place = title.removeprefix("Đảng bộ ").removeprefix("khu ")
        share = CELLS // WITH_CELLS + (number <= CELLS % WITH_CELLS)
        for cell in range(1, share + 1):
            name = f"Chi bộ {cell} {place}"
            rows.append(_unit(f"{code}.{cell:02}", name, "subordinate_cell", code, FORMED_ON))
    return rows


def _standalone() -> list[dict[str, Any]]:
    titles = ["Trường Tiểu học Bến Đá", "Trường THCS Bến Đá", *names.OFFICES]
    schools = (f"{school} {hamlet}" for hamlet in names.HAMLETS[2:] for school in names.SCHOOLS)
    while len(titles) < STANDALONE:
        titles.append(next(schools))
    return [
        _unit(f"SH.{number}", f"Chi bộ {title}", "standalone_cell", ROOT, FORMED_ON)
        for number, title in enumerate(titles, start=31)
    ]


def _people(made: Commune, full_names: list[str]) -> list[dict[str, Any]]:
    waiting = iter(enumerate(full_names, start=1))
    rows: list[dict[str, Any]] = []

    def seat(unit: str, posts: list[str], cells: Sequence[str] = ()) -> None:
        for place, post in enumerate(posts):
            number, name = next(waiting)
            code, leads = f"CB{number:03}", "x" if place == 0 else None
            rows.append(_post(code, name, unit, post, leads, number))
            if 0 < place <= len(cells):
                rows.append(_post(code, name, cells[place - 1], "Bí thư chi bộ", "x", number))

    seat(ROOT, ROOT_POSTS)
    for body, posts in BODY_POSTS.items():
        seat(body, posts)
    spare = LEADERS - 27 - 7 * WITH_CELLS - 4 * STANDALONE
    for place, unit in enumerate(made.grassroots):
        if cells := made.cells_of(unit):
            members = ["Đảng uỷ viên"] * (5 + (place < spare))
            seat(unit, ["Bí thư", "Phó Bí thư", *members], cells)
        else:
            seat(unit, ["Bí thư", "Phó Bí thư", "Chi uỷ viên", "Chi uỷ viên"])
    return rows


def _post(
    code: str, name: str, unit: str, post: str, leads: str | None, number: int
) -> dict[str, Any]:
    return {
        "code": code,
        "full_name": name,
        "unit_code": unit,
        "post": post,
        "from": FORMED_ON,
        "leads": leads,
        "phone": f"0900{number:06}",
    }


def _members(random: Random, units: list[str]) -> dict[str, int]:
    """Party members of each unit; they add up to the commune's total."""
    weights = {unit: random.uniform(4, 8) if unit < "SH.30" else 1.0 for unit in units}
    whole = sum(weights.values())
    members = {unit: int(MEMBERS * weight / whole) for unit, weight in weights.items()}
    members[units[0]] += MEMBERS - sum(members.values())
    return members
