"""What can happen to the rulebook. Values are in stored form; days as text by the trail."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from noilam.foundation.events import Event
from noilam.foundation.text import say


@dataclass(frozen=True, kw_only=True)
class RuleChangeDrafted(Event):
    title = say("Dự thảo sửa quy định")

    key: str
    valid_from: date
    citation: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleDraftWithdrawn(Event):
    title = say("Rút dự thảo quy định")

    key: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RuleVersionAdopted(Event):
    """`recalculated` counts, by kind of deadline, those moved on the adopter's word."""

    title = say("Ban hành quy định")

    key: str
    version_id: int
    valid_from: date
    citation: str
    recalculated: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class OriginalRead(Event):
    title = say("Đối chiếu quy định với văn bản gốc")

    key: str
    source: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CalendarDayDeclared(Event):
    title = say("Khai ngày nghỉ, ngày làm bù")

    day: date
    called: str
    citation: str
    reason: str
    recalculated: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class CalendarDayWithdrawn(Event):
    title = say("Bỏ ngày nghỉ, ngày làm bù đã khai")

    day: date
    reason: str
    recalculated: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class PublicDaysExtended(Event):
    title = say("Nạp ngày nghỉ lễ các năm tới")

    years: list[int]


def change(before: Any, after: Any) -> dict[str, dict[str, Any]]:
    """A value's before and after, as keywords for an event."""
    return {"before": {"value": before}, "after": {"value": after}}
