"""The way of a sheet: which step follows, by when, where it may go back to, and between whom.

What is wrong with an answer or a change stands in `filling`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from noilam.foundation.errors import Problem
from noilam.foundation.periods import Month
from noilam.foundation.text import day_text, say
from noilam.rulebook.rules import Calendar

from .criteria import CriteriaSet, StepName
from .months import due_on, working_days_after
from .score import NOTHING, Answer, points_of

ORDER = (
    StepName.SELF_SCORE,
    StepName.APPRAISE,
    StepName.CROSS_CHECK,
    StepName.REPLY,
    StepName.APPROVE,
)
ALWAYS = (StepName.SELF_SCORE, StepName.APPROVE)
# Where each step may send a sheet back to.
BACK: Mapping[str, tuple[str, ...]] = {
    "appraise": ("self_score",),
    "cross_check": ("self_score", "appraise"),
    "approve": ("cross_check",),
}


@dataclass(frozen=True)
class Days:
    """What the rulebook says about days of a month's steps."""

    calendar: Calendar
    redo_working_days: int
    moves_on_day_off: bool = False


# The way ------------------------------------------------------------------------------------


def steps_of(criteria: CriteriaSet) -> list[StepName]:
    """The steps that a set asks for, in their order. Self-score and approval always are."""
    return [each for each in ORDER if each in ALWAYS or criteria.step(each) is not None]


def step_after(criteria: CriteriaSet, stage: str, *, asks_reply: bool) -> StepName:
    """What is awaited once `stage` is done. The unit is asked only where marks differ."""
    way = steps_of(criteria)
    ahead = way[way.index(StepName(stage)) + 1 :]
    if ahead[0] is StepName.REPLY and not asks_reply:
        return ahead[1]
    return ahead[0]


def step_due(
    criteria: CriteriaSet,
    name: StepName,
    month: Month,
    days: Days,
    *,
    today: date,
    is_again: bool = False,
    was_late: bool = False,
) -> date | None:
    """By when a step is to be done that is asked for today.

    Again after a return, or because the step before came late: there are at least the rulebook's
    working days from today. Otherwise the set's own day, whatever is left until then.
    """
    floor = working_days_after(today, days.redo_working_days, days.calendar)
    if is_again:
        return floor
    step = criteria.step(name)
    if step is None:
        return None
    day = due_on(step, month, today, days.calendar, moves_on_day_off=days.moves_on_day_off)
    return max(day, floor) if day and was_late else day


def places_back(criteria: CriteriaSet, stage: str) -> list[str]:
    """Where a sheet that stands at `stage` may be returned to, by this set."""
    way = [str(each) for each in steps_of(criteria)]
    fit = [each for each in BACK.get(stage, ()) if each in way]
    if fit or stage not in BACK:
        return fit
    return way[: way.index(stage)][-1:]  # the step named is not in this set: the one before


# Differences --------------------------------------------------------------------------------


def points_by_code(
    criteria: CriteriaSet, kind: str, answers: Mapping[str, Answer]
) -> dict[str, int | None]:
    """Points of every criterion that applies to the kind; None: excluded."""
    return {
        each.code: points_of(each, answers.get(each.code, NOTHING), criteria.rounding)
        for each in criteria.criteria()
        if each.applies_to(kind)
    }


@dataclass(frozen=True)
class Difference:
    """Where marks above differ from the unit's own; None: excluded."""

    code: str
    own: int | None
    found: int | None

    @property
    def size(self) -> int:
        """In hundredths. Excluded on one side counts as the whole of the other."""
        return abs((self.own or 0) - (self.found or 0))


def differences(
    criteria: CriteriaSet,
    own: Mapping[str, int | None],
    found: Mapping[str, int | None],
    own_times: Mapping[str, int],
    found_times: Mapping[str, int],
) -> list[Difference]:
    """Every criterion, bonus and penalty on which the two do not agree."""
    of_criteria = [Difference(code, own.get(code), found[code]) for code in found]
    of_extras = [
        Difference(
            each.code,
            own_times.get(each.code, 0) * each.points,
            found_times.get(each.code, 0) * each.points,
        )
        for each in criteria.extras()
    ]
    return [each for each in of_criteria + of_extras if each.own != each.found]


def asks_reply(criteria: CriteriaSet, found: Collection[Difference]) -> bool:
    """Whether the unit is asked: some mark differs by as much as the set says, or is left out."""
    return any(
        each.size >= criteria.reply_difference or None in (each.own, each.found) for each in found
    )


# Who and when -------------------------------------------------------------------------------


def problems_with_place(stage: str, wanted: str) -> list[Problem]:
    """A deed belongs to one step; the sheet has moved on, or is not there yet."""
    if stage == wanted:
        return []
    return [Problem("other-stage", say("Phiếu không ở bước này nữa. Tải lại trang để xem."))]


def problems_with_day(month: Month, today: date) -> list[Problem]:
    """A month is marked when it is over."""
    if today > month.last_day:
        return []
    message = say("Tháng chưa hết. Lưu phần đã ghi và nộp từ ngày {day}.")
    return [Problem("month-not-over", message, values={"day": day_text(month.next.first_day)})]


def problems_with_persons(
    actor: Collection[int], others: Mapping[str, Collection[int]]
) -> list[Problem]:
    """Nobody acts at two steps of one sheet. `others`: accounts that acted, by step; 0 is nobody.

    Accounts of stand-ins and of those they stand in for both count.
    """
    return [
        Problem("same-person", _SAME[stage])
        for stage, accounts in others.items()
        if stage in _SAME and (set(actor) & set(accounts)) - {0}
    ]


_SAME: Mapping[str, str] = {
    "self_score": say(
        "Anh/chị đã tự chấm phiếu này cho đơn vị, không làm bước khác được. Nhờ người khác."
    ),
    "appraise": say("Anh/chị đã thẩm định phiếu này, không làm bước khác được. Nhờ người khác."),
    "cross_check": say("Anh/chị đã thẩm tra phiếu này, không làm bước khác được. Nhờ người khác."),
    "approve": say(
        "Anh/chị đã ghi quyết định về phiếu này tại phiên họp, không xét lại được. Nhờ người khác."
    ),
    "appeal": say(
        "Anh/chị đã sửa điểm hoặc giải quyết khiếu nại về phiếu này, không xét lại được. "
        "Nhờ người khác."
    ),
}


def problems_with_own_unit(*, is_own: bool) -> list[Problem]:
    """Whoever leads a unit or writes for it does not judge it in another office."""
    if not is_own:
        return []
    message = say(
        "Anh/chị đứng đầu hoặc là thư ký của đơn vị này nên không xét điểm của đơn vị. "
        "Nhờ người khác."
    )
    return [Problem("own-unit", message)]


def problems_with_return(criteria: CriteriaSet, stage: str, to: str, reason: str) -> list[Problem]:
    problems = []
    places = places_back(criteria, stage)
    if not places:
        return [Problem("no-return", say("Ở bước này phiếu không trả lại được."))]
    if to not in places:
        problems.append(Problem("no-such-place", say("Chọn bước nhận lại phiếu."), "to"))
    if not reason.strip():
        message = say("Ghi lý do trả lại và cần sửa gì.")
        problems.append(Problem("reason-missing", message, "reason"))
    return problems


def problems_with_words(text: str, code: str, message: str, about: str) -> list[Problem]:
    """Something must be said."""
    return [] if text.strip() else [Problem(code, message, about)]
