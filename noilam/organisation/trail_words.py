"""What the trail calls the fields of the events of the organisation.

Stretches of time are half-open, so their `ends_on` is the first day that no longer counts;
an appointment alone counts its last day.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from noilam.audit.words import HIDDEN, Field, Named, Words
from noilam.foundation.text import say

from . import events
from .models import (
    Appointment,
    Assignment,
    Grant,
    Grouping,
    Person,
    Place,
    PlaceVersion,
    StandIn,
    Unit,
    UnitKind,
)
from .roles import NAMES
from .rules import LEVELS, MEASURES, Deed

DEEDS = {
    Deed.INHERIT: say("kế thừa"),
    Deed.REASSIGN: say("giao lại"),
    Deed.CLOSE: say("khép lại"),
}
CHANGED = {
    "full_name": say("họ và tên"),
    "email": say("thư điện tử"),
    "phone": say("số điện thoại"),
}
TABLES = {"organisation.Person": say("người"), "organisation.Appointment": say("chức vụ")}


def _kind_name() -> str:
    """Kinds are data, named in both languages."""
    return "name_en" if get_language() == "en" else "name"


def _handed_over(matters: Any, _carried: Mapping[str, Any]) -> str:
    """How many of what was decided; the list itself is the hand-over paper of the day."""
    numbers = Counter(each["deed"] for each in matters)
    return "; ".join(f"{_(DEEDS[deed])}: {numbers[deed]}" for deed in Deed if numbers[deed])


NO_LONGER = Field(say("Thôi từ ngày"))
_PLACE_NAME = PlaceVersion.objects.filter(place=OuterRef("pk"), superseded_at=None)

WORDS = Words(
    subject="unit",
    fields={
        "absent_id": Field(say("Người vắng"), names="account"),
        "account_id": Field(say("Tài khoản"), names="account"),
        "basis": Field(say("Căn cứ")),
        "changed": Field(say("Mục đã sửa"), codes=CHANGED),
        "code": Field(say("Mã số")),
        "counted_on": Field(say("Ngày đếm")),
        "decided_on": Field(say("Ngày quyết định")),
        "decision": Field(say("Văn bản quyết định")),
        "decision_number": Field(say("Số quyết định")),
        "effective_on": Field(say("Có hiệu lực từ")),
        "ended_on": Field(say("Kết thúc từ ngày")),
        "ends_on": Field(say("Đến trước ngày")),
        "event_id": HIDDEN,
        "field": Field(say("Lĩnh vực")),
        "founded_on": Field(say("Ngày thành lập")),
        "from": Field(say("Từ ngày")),
        "full_name": Field(say("Họ và tên")),
        "grouping": Field(say("Khối, cụm, tiểu khu"), names="grouping"),
        "handed_over": Field(say("Bàn giao"), tell=_handed_over),
        "inputs": Field(say("Các đơn vị nhập vào"), names="unit"),
        "is_acting": Field(say("Giữ quyền")),
        "is_concurrent": Field(say("Kiêm nhiệm")),
        "is_remote": Field(say("Vùng xa")),
        "kind": Field(say("Loại"), names="unit_kind"),
        "last_day": Field(say("Ngày cuối")),
        "leads": Field(say("Người đứng đầu")),
        "legal_basis": Field(say("Căn cứ")),
        "level": Field(say("Cấp"), codes=LEVELS),
        "lines": Field(say("Số dòng tính lại")),
        "managed_by": Field(say("Cấp quản lý chức vụ"), names="unit"),
        "measure": Field(say("Chỉ tiêu đếm"), codes=MEASURES),
        "name": Field(say("Tên")),
        "names": Field(say("Các tên")),
        "note": Field(say("Ghi chú")),
        "only_here": Field(say("Chỉ tại đơn vị này")),
        "outputs": Field(say("Các đơn vị tách ra"), names="unit"),
        "parent": Field(say("Cấp trên"), names="unit"),
        "parent_id": Field(say("Thuộc"), names="place"),
        "person_id": Field(say("Người"), names="person"),
        "place": Field(say("Địa bàn"), names="place"),
        "post": Field(say("Chức vụ")),
        "reason": Field(say("Lý do")),
        "role": Field(say("Vai trò"), codes=NAMES),
        "stand_in_id": Field(say("Người làm thay"), names="account"),
        "starts_on": Field(say("Từ ngày")),
        "table": Field(say("Loại"), codes=TABLES),
        "total": Field(say("Tổng số")),
        "unit": Field(say("Đơn vị"), names="unit"),
        "unit_id": Field(say("Đơn vị"), names="unit"),
    },
    of={
        events.AssignmentEnded: {"ends_on": NO_LONGER},
        events.GroupingMade: {"kind": Field(say("Loại"), codes=Grouping.Kind.choices)},
        events.PersonAppointed: {"ends_on": Field(say("Đến hết ngày"))},
        events.UnitLeftGrouping: {"ends_on": NO_LONGER},
    },
    subjects={
        events.AncestryRebuilt: "",
        events.AppointmentEnded: "appointment",
        events.AreaAssigned: "assignment",
        events.AssignmentEnded: "assignment",
        events.GrantRevoked: "grant",
        events.GroupingMade: "grouping",
        events.PeopleImportTakenBack: "",
        events.PersonAppointed: "appointment",
        events.PersonChanged: "person",
        events.PersonRegistered: "person",
        events.PersonSignsIn: "person",
        events.PlaceAdded: "place",
        events.PlaceChanged: "place",
        events.RoleGranted: "grant",
        events.StandInAppointed: "stand_in",
        events.StandInEnded: "stand_in",
        events.UnitJoinedGrouping: "grouping",
        events.UnitLeftGrouping: "grouping",
    },
    names={
        "appointment": Named(Appointment, Concat("person__full_name", Value(", "), "post")),
        "assignment": Named(Assignment, "person__full_name"),
        "grant": Named(Grant, "account__label"),
        "grouping": Named(Grouping, "name"),
        "person": Named(Person, "full_name"),
        "place": Named(Place, Subquery(_PLACE_NAME.order_by("-starts_on").values("name")[:1])),
        "stand_in": Named(StandIn, "absent__label"),
        "unit": Named(Unit, "name"),
        "unit_kind": Named(UnitKind, _kind_name, key="identifier"),
    },
)
