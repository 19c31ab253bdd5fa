"""Which units a month scores, under whose criteria, and on which days its steps fall due.

`RULES` says the same in sentences, for the people who are scored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from noilam.foundation.periods import Month
from noilam.foundation.text import say
from noilam.rulebook.rules import Calendar, Unit, deadline, is_working

from .criteria import Step

# {days} is the rulebook's scoring.shortest_part_days, {redo} its scoring.redo_working_days.
RULES = (
    say(
        "Mỗi đơn vị có một phiếu mỗi tháng, theo bộ tiêu chí của cấp trên gần nhất đã ban hành, có "
        "hiệu lực trong tháng và dùng cho loại hình của đơn vị."
    ),
    say(
        "Cấp trên và loại hình lấy theo ngày đầu tháng, hoặc ngày thành lập nếu đơn vị thành lập "
        "trong tháng. Chuyển cấp trên hay đổi loại hình giữa tháng thì tính từ tháng sau."
    ),
    say(
        "Đơn vị thành lập giữa tháng được chấm ngay tháng ấy nếu còn ít nhất {days} ngày, kể cả "
        "ngày thành lập; ít hơn thì chấm từ tháng sau."
    ),
    say(
        "Đơn vị kết thúc hoạt động hoặc sáp nhập giữa tháng được chấm nếu đã hoạt động ít nhất "
        "{days} ngày trong tháng; ít hơn thì phiếu không chấm và ghi rõ lý do."
    ),
    say(
        "Đơn vị đã sáp nhập, chia tách: người đứng đầu và thư ký của đơn vị kế tục chấm, giải "
        "trình và khiếu nại thay."
    ),
    say(
        "Ngày đến hạn của mỗi bước do bộ tiêu chí định; tháng không có ngày ấy thì lấy ngày cuối "
        "tháng. Bước trước nộp muộn thì bước sau có ít nhất {redo} ngày làm việc."
    ),
    say(
        "Phiếu bị trả lại có thêm {redo} ngày làm việc. Đúng hạn hay trễ tính theo lần nộp đầu: đã "
        "trễ thì vẫn là trễ."
    ),
)


def key(month: Month) -> int:
    """October 2026 is 202610: how tables and events hold a month."""
    return month.year * 100 + month.number


def month_of(key: int) -> Month:
    return Month(key // 100, key % 100)


def month_text(month: Month) -> str:
    """As people write it: 10/2026."""
    return f"{month.number:02}/{month.year}"


def key_text(key: int) -> str:
    """202610 is 10/2026."""
    return month_text(month_of(key))


@dataclass(frozen=True)
class Life:
    """From `founded_on` up to, not including, `ended_on`."""

    founded_on: date
    ended_on: date | None = None


class NotScored(StrEnum):
    """Why a unit has no score in a month."""

    NOT_THERE = "not_there"
    FOUNDED_TOO_LATE = "founded_too_late"
    ENDED_TOO_EARLY = "ended_too_early"


NOT_SCORED: Mapping[NotScored, str] = {
    NotScored.NOT_THERE: say("Đơn vị không hoạt động trong tháng này."),
    NotScored.FOUNDED_TOO_LATE: say("Đơn vị thành lập khi tháng sắp hết; chấm từ tháng sau."),
    NotScored.ENDED_TOO_EARLY: say("Đơn vị kết thúc hoạt động khi mới qua ít ngày của tháng."),
}


def lived_days(life: Life, month: Month) -> int:
    """Days of the month on which the unit was there."""
    first = max(life.founded_on, month.first_day)
    until = month.next.first_day if life.ended_on is None else life.ended_on
    return max(0, (min(until, month.next.first_day) - first).days)


def why_not_scored(life: Life, month: Month, shortest: int) -> NotScored | None:
    """None: it is scored. `shortest`: the fewest days of the month it must have been there."""
    lived = lived_days(life, month)
    if lived == 0:
        return NotScored.NOT_THERE
    if lived >= shortest:
        return None
    if life.ended_on is not None and life.ended_on in month:
        return NotScored.ENDED_TOO_EARLY
    return NotScored.FOUNDED_TOO_LATE if life.founded_on > month.first_day else None


def reference_day(life: Life, month: Month) -> date:
    """The day whose parents and kind count for the whole month."""
    return max(life.founded_on, month.first_day)


@dataclass(frozen=True)
class Offer:
    """A set in force, as its issuer offers it to units below. `decided` tells which is newer."""

    set_id: int
    kinds: tuple[str, ...]
    decided: tuple[date, int]


def nearest_set(
    above: Sequence[int], offers: Mapping[int, Sequence[Offer]], kind: str
) -> int | None:
    """The set of the nearest issuer, of those `above` (nearest first), that scores this kind.

    Of two that one issuer has in force for a kind, the one decided last.
    """
    for unit_id in above:
        fit = [each for each in offers.get(unit_id, ()) if kind in each.kinds]
        if fit:
            return max(fit, key=lambda each: each.decided).set_id
    return None


def due_on(
    step: Step, month: Month, after: date, calendar: Calendar, *, moves_on_day_off: bool = False
) -> date | None:
    """When a step of a month falls due, if the set says. `after`: the day of the step before."""
    if step.due_day:
        return _due_day(step.due_day, month, calendar, moves_on_day_off)
    if step.working_days:
        return working_days_after(after, step.working_days, calendar)
    return None


def _due_day(number: int, month: Month, calendar: Calendar, moves: bool) -> date:
    following = month.next
    day = date(following.year, following.number, min(number, following.last_day.day))
    while moves and not is_working(day, calendar):
        day += timedelta(days=1)
    return day


def working_days_after(day: date, count: int, calendar: Calendar) -> date:
    return deadline(day, count, Unit.WORKING_DAY, calendar).due_on


def working_days_before(day: date, count: int, calendar: Calendar) -> date:
    """The working day that leaves `count` working days up to and with `day`."""
    while count:
        count -= is_working(day, calendar)
        day -= timedelta(days=1)
    while not is_working(day, calendar):
        day -= timedelta(days=1)
    return day
