"""What may happen to a unit: founded, renamed, moved, retyped, merged, split, ended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, fold, say

from .timeline import last_change_after, on_day
from .tree import Known


@dataclass(frozen=True)
class Decision:
    """The paper that decided an event. `note` says what the paper's number does not."""

    number: str = ""
    decided_on: date | None = None
    note: str = ""


UNDECIDED = Decision()  # a founding long ago, whose paper nobody has


@dataclass(frozen=True)
class NewUnit:
    """A unit that a founding, a merger or a split is about to make."""

    code: str
    name: str
    kind: str  # identifier of its UnitKind
    parent_id: int | None = None
    place_id: int | None = None


def problems_with_decision(decision: Decision, *, today: date) -> list[Problem]:
    problems = []
    if not decision.number.strip():
        problems.append(
            Problem(
                "decision-missing",
                say("Ghi số quyết định, ví dụ 12-QĐ/ĐU."),
                about="decision_number",
            )
        )
    if decision.decided_on is None:
        problems.append(
            Problem("decision-undated", say("Ghi ngày ký quyết định."), about="decided_on")
        )
    return problems + problems_with_decision_day(decision, today=today)


def problems_with_decision_day(decision: Decision, *, today: date) -> list[Problem]:
    if decision.decided_on is None or decision.decided_on <= today:
        return []
    return [
        Problem(
            "decision-not-signed-yet",
            say("Ngày ký {day} chưa đến. Kiểm tra lại ngày trên quyết định."),
            about="decided_on",
            values={"day": day_text(decision.decided_on)},
        )
    ]


def problems_with_new_unit(
    new: NewUnit, *, codes_in_use: Collection[str], kinds: Collection[str]
) -> list[Problem]:
    """What stands against a unit that is not there yet, apart from where it will stand."""
    problems = []
    if not new.code.strip():
        problems.append(Problem("code-missing", say("Ghi mã đơn vị."), about="code"))
    elif new.code in codes_in_use:
        problems.append(
            Problem(
                "code-taken",
                say("Mã {code} đã dùng cho đơn vị khác. Chọn mã khác."),
                about="code",
                values={"code": new.code},
            )
        )
    if not new.name.strip():
        problems.append(Problem("name-missing", say("Ghi tên đơn vị."), about="name"))
    return problems + problems_with_kind(new.kind, kinds)


def problems_with_kind(kind: str, kinds: Collection[str]) -> list[Problem]:
    if kind in kinds:
        return []
    return [
        Problem(
            "kind-unknown",
            say("Chưa có loại đơn vị “{kind}”. Chọn một loại trong danh sách."),
            about="kind",
            values={"kind": kind},
        )
    ]


def problems_with_day(unit: Known, on: date, *, about: str = "on") -> list[Problem]:
    """Nothing happens to a unit before it is founded or from the day it ended."""
    if on < unit.founded_on:
        return [
            Problem(
                "before-founding",
                say("{unit} thành lập ngày {day}. Chọn ngày từ ngày đó trở đi."),
                about=about,
                values={"unit": unit.label, "day": day_text(unit.founded_on)},
            )
        ]
    if unit.ended_on and on >= unit.ended_on:
        return [
            Problem(
                "after-end",
                say("{unit} đã kết thúc hoạt động ngày {day}. Chọn ngày trước đó."),
                about=about,
                values={"unit": unit.label, "day": day_text(unit.ended_on)},
            )
        ]
    return []


_UNCHANGED = {
    "name": say("{unit} đã mang tên này vào ngày {day}. Ghi tên mới."),
    "parent_id": say("{unit} đã ở dưới cấp trên này vào ngày {day}. Chọn cấp trên khác."),
    "kind_id": say("{unit} đã thuộc loại này vào ngày {day}. Chọn loại khác."),
    "place_id": say("{unit} đã ở địa bàn này vào ngày {day}. Chọn địa bàn khác."),
}
_FIELDS = {"name": "name", "parent_id": "parent", "kind_id": "kind", "place_id": "place"}


def problems_with_change(unit: Known, on: date, fact: str, value: Any) -> list[Problem]:
    """What stands against making one fact so from a day."""
    if outside := problems_with_day(unit, on):
        return outside
    if fact == "name" and not str(value).strip():
        return [Problem("name-missing", say("Ghi tên đơn vị."), about="name")]
    stretch = on_day(unit.timeline, on)
    if stretch is None or stretch.facts[fact] != value:
        return []
    return [
        Problem(
            "unchanged",
            _UNCHANGED[fact],
            about=_FIELDS[fact],
            values={"unit": unit.label, "day": day_text(on)},
        )
    ]


def problems_with_ending(
    unit: Known, on: date, *, begins_later: Sequence[str] = ()
) -> list[Problem]:
    """`begins_later` names what is bound to the unit and begins on that day or later."""
    if outside := problems_with_day(unit, on):
        return outside
    problems = []
    if on == unit.founded_on:
        problems.append(
            Problem(
                "ends-as-founded",
                say("{unit} thành lập đúng ngày {day} nên không thể kết thúc ngay ngày đó."),
                about="on",
                values={"unit": unit.label, "day": day_text(on)},
            )
        )
    if later := last_change_after(unit.timeline, on):
        problems.append(
            Problem(
                "changes-later",
                say("{unit} còn thay đổi được ghi từ ngày {day}. Chọn ngày kết thúc sau ngày đó."),
                about="on",
                values={"unit": unit.label, "day": day_text(later)},
            )
        )
    if begins_later:
        problems.append(
            Problem(
                "begins-later",
                say(
                    "Từ ngày {day} trở đi {unit} còn có: {what}. Chọn ngày kết thúc muộn hơn, "
                    "hoặc kết thúc các mục này trước."
                ),
                about="on",
                values={
                    "unit": unit.label,
                    "day": day_text(on),
                    "what": "; ".join(begins_later),
                },
            )
        )
    return problems


def problems_with_children_left(unit: Known, children: Sequence[str]) -> list[Problem]:
    """`children` are the names of units that would still stand under a unit that ends."""
    if not children:
        return []
    return [
        Problem(
            "children-left",
            say("Còn đơn vị dưới {unit}: {children}. Chuyển hoặc kết thúc các đơn vị này."),
            values={"unit": unit.label, "children": "; ".join(children)},
        )
    ]


def problems_with_merger(
    inputs: Sequence[Known], output_ids: Collection[int], *, makes_new: bool
) -> list[Problem]:
    """Two or more become one, or one and more join one that is there already."""
    problems = []
    if len({each.unit_id for each in inputs}) < (2 if makes_new else 1):
        problems.append(
            Problem(
                "too-few-to-merge",
                say("Chọn ít nhất hai đơn vị để sáp nhập, hoặc một đơn vị nhập vào đơn vị đã có."),
                about="inputs",
            )
        )
    if same := [each for each in inputs if each.unit_id in output_ids]:
        problems.append(
            Problem(
                "merges-into-itself",
                say("{unit} là đơn vị nhận nên không thể đồng thời là đơn vị bị nhập."),
                about="inputs",
                values={"unit": same[0].label},
            )
        )
    return problems


def problems_with_split(
    unit: Known, existing: Sequence[Known], new: Sequence[NewUnit], on: date
) -> list[Problem]:
    """One becomes several, new or already there; it may go on as one of them."""
    problems = [problem for each in existing for problem in problems_with_day(each, on)]
    if len({each.unit_id for each in existing}) + len(new) < 2:
        problems.append(
            Problem(
                "too-few-to-split",
                say("Chia {unit} thành ít nhất hai đơn vị: chọn đơn vị đã có hoặc ghi đơn vị mới."),
                about="outputs",
                values={"unit": unit.label},
            )
        )
    return problems + problems_with_twins(new)


def problems_with_twins(new: Sequence[NewUnit]) -> list[Problem]:
    """New units of one event need codes of their own."""
    codes = [fold(each.code) for each in new]
    twins = sorted({each.code for each in new if codes.count(fold(each.code)) > 1})
    return [
        Problem(
            "code-twice",
            say("Mã {code} ghi hai lần. Mỗi đơn vị mới cần một mã riêng."),
            about="code",
            values={"code": code},
        )
        for code in twins
    ]
