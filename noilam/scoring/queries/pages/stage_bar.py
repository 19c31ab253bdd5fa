"""Where a sheet stands among its steps: what was done when, how late, whose turn it is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noilam.foundation.text import day_text, number_text

from ...models import Sheet, SheetStep
from ...rules.criteria import CriteriaSet
from ...rules.stages import steps_of
from .story import Event, Story

Stage = Sheet.Stage


@dataclass(frozen=True)
class Stop:
    """One step on the bar. `tone`: kept, late, broken or calm; words say the same."""

    text: str
    tone: str
    is_now: bool = False


def stage_name(stage: str) -> str:
    return {
        Stage.SELF_SCORE: _("Tự chấm"),
        Stage.APPRAISE: _("Thẩm định"),
        Stage.CROSS_CHECK: _("Thẩm tra"),
        Stage.REPLY: _("Giải trình"),
        Stage.APPROVE: _("Phê duyệt"),
        Stage.FIXED: _("Đã chốt"),
        Stage.SET_ASIDE: _("Không chấm"),
    }[Stage(stage)]


def whose_turn(stage: str, unit: str, issuer: str) -> str:
    """Who is awaited, in words."""
    return {
        Stage.SELF_SCORE: _("Đến lượt: {unit}").format(unit=unit),
        Stage.APPRAISE: _("Đến lượt: cấp ủy viên phụ trách"),
        Stage.CROSS_CHECK: _("Đến lượt: ban tổ chức, {unit}").format(unit=issuer),
        Stage.REPLY: _("Đến lượt: {unit}").format(unit=unit),
        Stage.APPROVE: _("Đến lượt: ban thường vụ, {unit}").format(unit=issuer),
    }.get(Stage(stage), "")


def days_text(number: int) -> str:
    return ngettext("{days} ngày", "{days} ngày", number).format(days=number_text(number))


def left_text(due_on: date | None, on: date) -> tuple[str, str]:
    """How much time is left, and its tone."""
    if due_on is None:
        return "", "calm"
    left = (due_on - on).days
    if left < 0:
        return _("quá hạn {days}").format(days=days_text(-left)), "broken"
    if left == 0:
        return _("hết hạn hôm nay"), "late"
    return _("còn {days}").format(days=days_text(left)), "late" if left <= 2 else "calm"


def stage_bar(sheet: Sheet, criteria: CriteriaSet, story: Story, on: date) -> list[Stop]:
    """Every step of the set, then the end. A lateness stays on the bar for good."""
    if sheet.stage == Stage.SET_ASIDE:
        return [Stop(stage_name(sheet.stage), "calm", is_now=True)]
    stops = []
    for name in steps_of(criteria):
        rounds = [each for each in story.steps if each.word == name]
        stop = _stop(sheet, str(name), rounds, on)
        if stop:
            stops.append(stop)
    return [*stops, _end(sheet)]


def _stop(sheet: Sheet, name: str, rounds: Sequence[Event], on: date) -> Stop | None:
    late = _was_late(rounds)
    if sheet.stage == name:
        left, tone = left_text(sheet.due_on, on)
        text = ": ".join(filter(None, [stage_name(name), left]))
        return Stop(_with_lateness(text, late), "late" if late and tone == "calm" else tone, True)
    done = [each for each in rounds if each.other == SheetStep.Outcome.SUBMITTED]
    if not done:
        return _not_done(sheet, name, rounds)
    text = f"{stage_name(name)} {day_text(done[-1].done_on)}"
    return Stop(_with_lateness(text, late), "late" if late else "kept")


def _not_done(sheet: Sheet, name: str, rounds: Sequence[Event]) -> Stop | None:
    if any(each.other == SheetStep.Outcome.PASSED for each in rounds):
        return Stop(_("Giải trình: không có ý kiến"), "late")
    is_past = sheet.stage in (Stage.FIXED, Stage.APPROVE) and name == Stage.REPLY
    return None if is_past else Stop(stage_name(name), "calm")


def _was_late(rounds: Sequence[Event]) -> int:
    """Days by which the first doing came late; 0: in time."""
    for each in rounds:
        if each.due_on and each.done_on and each.other != SheetStep.Outcome.RETURNED:
            return max(0, (each.done_on - each.due_on).days)
    return 0


def _with_lateness(text: str, late: int) -> str:
    return f"{text}, " + _("trễ {days}").format(days=days_text(late)) if late else text


def _end(sheet: Sheet) -> Stop:
    if sheet.version:
        return Stop(f"{_('Chốt')} {day_text(sheet.fixed_on)}", "kept", sheet.stage == Stage.FIXED)
    return Stop(_("Chốt"), "calm")
