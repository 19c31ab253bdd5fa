"""The roles of the house and the deeds each may do: `docs/roles.md` as values. Free of Django.

A grant is account x role x unit x period. What a role reaches and sees is said here once;
`policies` asks it, and no other module compares role names on its own.
"""

from collections.abc import Mapping
from enum import StrEnum

from noilam.foundation.text import say


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    OFFICE = "office"
    ORGANISING_BOARD = "organising_board"
    INSPECTION_COMMISSION = "inspection_commission"
    STANDING_COMMITTEE = "standing_committee"
    MEMBER_IN_CHARGE = "member_in_charge"
    HEAD = "head"
    UNIT_CLERK = "unit_clerk"
    VISITOR = "visitor"
    RECEPTION = "reception"
    CASE_HANDLER = "case_handler"
    PROTECTION_OFFICER = "protection_officer"
    REGISTRAR = "registrar"
    TRUSTEE = "trustee"
    TELLER = "teller"
    AUDITOR = "auditor"
    STAFF = "staff"


NAMES: Mapping[Role, str] = {
    Role.ADMINISTRATOR: say("Quản trị"),
    Role.OFFICE: say("Văn phòng"),
    Role.ORGANISING_BOARD: say("Ban tổ chức"),
    Role.INSPECTION_COMMISSION: say("Ủy ban kiểm tra"),
    Role.STANDING_COMMITTEE: say("Ban thường vụ"),
    Role.MEMBER_IN_CHARGE: say("Cấp ủy viên phụ trách"),
    Role.HEAD: say("Người đứng đầu"),
    Role.UNIT_CLERK: say("Thư ký đơn vị"),
    Role.VISITOR: say("Người dự sinh hoạt"),
    Role.RECEPTION: say("Tiếp dân"),
    Role.CASE_HANDLER: say("Người thụ lý"),
    Role.PROTECTION_OFFICER: say("Người bảo vệ người phản ánh"),
    Role.REGISTRAR: say("Người lập danh sách phiếu"),
    Role.TRUSTEE: say("Người giữ khóa phiếu"),
    Role.TELLER: say("Người kiểm phiếu"),
    Role.AUDITOR: say("Giám sát (chỉ đọc)"),
    Role.STAFF: say("Cán bộ, đảng viên"),
}

# A grant of these stays in its own unit, whatever it says; any other reaches the units below,
# unless it was given for the unit only.
OWN_UNIT_ONLY = frozenset(
    {
        Role.UNIT_CLERK,
        Role.RECEPTION,
        Role.CASE_HANDLER,
        Role.PROTECTION_OFFICER,
        Role.REGISTRAR,
        Role.TRUSTEE,
        Role.TELLER,
        Role.STAFF,
    }
)

# Who sees the pages of units within reach, with what is done there (evidence included).
SEES_SUBTREE = frozenset(
    {
        Role.OFFICE,
        Role.ORGANISING_BOARD,
        Role.INSPECTION_COMMISSION,
        Role.STANDING_COMMITTEE,
        Role.MEMBER_IN_CHARGE,
        Role.HEAD,
        Role.AUDITOR,
    }
)
SEES_INSIDE = SEES_SUBTREE | {Role.UNIT_CLERK}

# Who sees what was published inside his own unit.
SEES_PUBLISHED = frozenset({Role.RECEPTION, Role.STAFF})

# Who sees that a unit is there, its people and its figures. An administrator sees no more than
# that: no evidence, no case, no ballot.
SEES_UNIT = SEES_INSIDE | SEES_PUBLISHED | {Role.ADMINISTRATOR}


class Deed(StrEnum):
    """Deeds of this floor. Floors above keep theirs beside their own policies."""

    CHANGE_ORGANISATION = "change_organisation"
    CHANGE_PEOPLE = "change_people"
    GRANT = "grant"
    OPEN_SIGN_INS = "open_sign_ins"
    ARRANGE_STAND_IN = "arrange_stand_in"


DEEDS: Mapping[Deed, frozenset[Role]] = {
    Deed.CHANGE_ORGANISATION: frozenset({Role.OFFICE}),
    Deed.CHANGE_PEOPLE: frozenset({Role.OFFICE, Role.ORGANISING_BOARD}),
    Deed.GRANT: frozenset({Role.ADMINISTRATOR}),
    Deed.OPEN_SIGN_INS: frozenset({Role.ADMINISTRATOR, Role.OFFICE}),
    Deed.ARRANGE_STAND_IN: frozenset({Role.HEAD, Role.OFFICE}),
}

IMPORTS: Mapping[str, frozenset[Role]] = {
    "units": DEEDS[Deed.CHANGE_ORGANISATION],
    "people": DEEDS[Deed.CHANGE_PEOPLE],
    "commitments": frozenset({Role.OFFICE, Role.UNIT_CLERK}),
    "progress": frozenset({Role.OFFICE, Role.UNIT_CLERK}),
}
