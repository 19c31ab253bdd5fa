"""Programmes of work: they nest by period, and each level owes its own in time."""

from datetime import date, timedelta

from noilam.foundation.errors import Problem
from noilam.foundation.periods import Day, Month, Period, Quarter, Term, Year
from noilam.foundation.text import say

KINDS: dict[type[Period], str] = {Term: "term", Year: "year", Quarter: "quarter", Month: "month"}


def kind_of(period: Period) -> str:
    """term, year, quarter or month; empty for a single day, which has no programme."""
    return KINDS.get(type(period), "")


def problems_with_programme(*, title: str, period: Period, parent: Period | None) -> list[Problem]:
    problems = []
    if not title.strip():
        problems.append(Problem("title-missing", say("Ghi tên chương trình."), "title"))
    if isinstance(period, Day):
        problems.append(
            Problem(
                "not-a-period",
                say("Chương trình theo nhiệm kỳ, năm, quý hoặc tháng."),
                "period",
            )
        )
    if parent is not None and not parent.contains(period):
        problems.append(
            Problem(
                "outside-the-parent",
                say("Kỳ {period} không nằm trong kỳ {parent} của chương trình cấp trên."),
                "parent",
                {"period": str(period), "parent": str(parent)},
            )
        )
    return problems


def last_day_to_write(period: Period, days_after_start: int, since: date) -> date:
    """By when a period's programme must be there, of a body that there is since a day."""
    return max(period.first_day, since) + timedelta(days=days_after_start)
