"""The chain: one timeline from where a word came to what became of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from noilam.foundation.text import day_text, number_text

from ...models import Verdict

Lines = Mapping[str, list["Line"]]


@dataclass(frozen=True)
class Line:
    """A row of any of the small tables around a commitment."""

    pk: int
    on: date | None
    until: date | None
    first: str
    second: str
    third: str
    number: Decimal | None

    @property
    def days(self) -> str:
        return number_text(int(self.number or 0))


@dataclass(frozen=True)
class Step:
    """One dated line of the chain. `look` is done, late or empty (still ahead, or a side step)."""

    on: date
    title: str
    detail: str = ""
    look: str = "done"


def chain_of(commitment: Any, lines: Lines, declarations: Sequence[Any], on: date) -> list[Step]:
    """All that is dated, by day. `commitment` carries `state` and `then_due_on`."""
    steps = _said(commitment, lines) + _on_the_way(lines) + _done(declarations)
    told = [step for step in steps + _ended(commitment) if step.on <= on]
    return sorted(told + _due(commitment, lines, on), key=lambda step: step.on)


def _said(commitment: Any, lines: Lines) -> list[Step]:
    begins = commitment.in_force_on or commitment.starts_on
    steps = [Step(begins, each.first, _("Nguồn")) for each in lines["source"] if begins]
    if commitment.in_force_on:
        paper = " · ".join(filter(None, [commitment.decided_by, commitment.decision_document]))
        steps.append(Step(commitment.in_force_on, _("Cam kết có hiệu lực"), paper))
    return steps


def _new_due_day(line: Line) -> tuple[str, str]:
    return _("Hạn mới: {day}").format(day=day_text(line.until)), line.first


def _handed_over(line: Line) -> tuple[str, str]:
    said = _("Chuyển cho {unit}, {person}").format(unit=line.first, person=line.second)
    return said, line.third


def _asked_for_time(line: Line) -> tuple[str, str]:
    return _("Xin gia hạn"), f"{line.second}: {line.first}"


def _reported(line: Line) -> tuple[str, str]:
    return _("Báo tiến độ"), " · ".join(filter(None, [number_text(line.number), line.first]))


def _excused(line: Line) -> tuple[str, str]:
    return _("Nguyên nhân khách quan, tạm dừng"), line.first


# table -> (how it reads, its look, how many first rows are the beginning and told elsewhere)
ON_THE_WAY: dict[str, tuple[Callable[[Line], tuple[str, str]], str, int]] = {
    "due": (_new_due_day, "late", 1),
    "holding": (_handed_over, "done", 1),
    "extension": (_asked_for_time, "", 0),
    "progress": (_reported, "done", 0),
    "excuse": (_excused, "", 0),
}


def _on_the_way(lines: Lines) -> list[Step]:
    steps = [
        Step(line.on, *reads(line), look)
        for table, (reads, look, skipped) in ON_THE_WAY.items()
        for line in lines[table][skipped:]
        if line.on
    ]
    reached = [line for line in lines["milestone"] if line.until]
    return steps + [Step(line.until, line.first, _("Đạt mốc")) for line in reached if line.until]


def _done(declarations: Sequence[Any]) -> list[Step]:
    steps = []
    for each in declarations:
        steps.append(Step(each.declared_on, _("Báo đã làm xong"), each.by))
        if verdict := getattr(each, "verification", None):
            look = "done" if verdict.verdict == Verdict.ACHIEVED else "late"
            title = _("Xác nhận: {verdict}").format(verdict=Verdict(verdict.verdict).label)
            steps.append(Step(verdict.verified_on, title, verdict.by, look))
    return steps


def _ended(commitment: Any) -> list[Step]:
    ends = [
        (commitment.withdrawn_on, _("Rút cam kết")),
        (commitment.not_achieved_on, _("Kết thúc: không thực hiện được")),
    ]
    return [Step(day, title, commitment.end_reason, "late") for day, title in ends if day]


def _due(commitment: Any, lines: Lines, on: date) -> list[Step]:
    due_on = commitment.then_due_on
    if not due_on:
        return []
    missed = commitment.state in ("late", "broken")
    look = "late" if missed else "done" if due_on < on else ""
    return [Step(due_on, _("Hạn hoàn thành"), _reminded(lines["reminder"], on), look)]


def _reminded(reminders: Sequence[Line], on: date) -> str:
    """All reminders in one line: many of them would hide what people did."""
    sent = [line for line in reminders if line.on and line.on <= on]
    before = [day_text(line.on) for line in sent if not line.first.startswith("late")]
    upwards = [day_text(line.on) for line in sent if line.first.startswith("late")]
    told = [
        _("nhắc ngày {days}").format(days=", ".join(before)) if before else "",
        _("báo lên trên ngày {days}").format(days=", ".join(upwards)) if upwards else "",
    ]
    return "; ".join(filter(None, told))
