"""Those who score are on the board too: how long each step took them, how often late, what they
sent back, which appeals were upheld. By role and unit; persons are never ranked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from django.db.models import Q
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import number_text
from noilam.organisation.models import Unit

from ...models import Appeal, CriteriaSet, Sheet, SheetStep, SheetVersion
from ...policies import board_units
from ...rules.months import key_text, month_of
from .stage_bar import days_text, stage_name

Stage = Sheet.Stage
Outcome = SheetStep.Outcome
SHOWN = (Stage.SELF_SCORE, Stage.APPRAISE, Stage.CROSS_CHECK, Stage.REPLY, Stage.APPROVE)
MONTHS = 12


@dataclass
class Tally:
    """Steps of one kind: days each took, how many were late, sent back, still waiting."""

    took: list[int] = field(default_factory=list)
    late: int = 0
    returned: int = 0
    waiting: int = 0
    overdue: int = 0

    def median_text(self) -> str:
        return days_text(round(median(self.took))) if self.took else ""

    def late_text(self) -> str:
        if not self.took:
            return ""
        share = round(100 * self.late / len(self.took))
        return f"{share}% ({number_text(self.late)}/{number_text(len(self.took))})"


@dataclass(frozen=True)
class StepLine:
    step: str
    whose: str
    done: str
    took: str
    late: str
    returned: str
    waiting: str
    overdue: int


@dataclass(frozen=True)
class MonthLine:
    """A month: for each step its name and "median · share late"."""

    month: str
    cells: Sequence[tuple[str, str]]
    returned: int
    appeals: str
    corrections: int


@dataclass(frozen=True)
class OwnBoard:
    unit: Unit | None
    steps: Sequence[StepLine]
    titles: Sequence[str]
    months: Sequence[MonthLine]
    filed: int
    upheld: int
    partly: int
    rejected: int
    open_appeals: int
    late_appeals: int
    corrections: int


def issuers(actor: Actor) -> list[Unit]:
    """Units whose committees score, of those whose figures the actor may see: whoever is scored
    sees those who score him."""
    issued = CriteriaSet.objects.filter(status=CriteriaSet.Status.ISSUED).values("unit")
    return list(board_units(actor).filter(pk__in=issued).order_by("code"))


def own_board(unit: Unit | None, on: date) -> OwnBoard:
    """The last twelve months of sheets that a unit's criteria asked for."""
    sheets = Sheet.objects.filter(criteria_set__unit=unit)
    months = list(sheets.order_by("-month").values_list("month", flat=True).distinct()[:MONTHS])
    within = Q(sheet__criteria_set__unit=unit, sheet__month__in=months)
    by_month = _tallies(within, on)
    appeals = list(Appeal.objects.filter(within).select_related("sheet"))
    corrected = _corrections(within)
    outcomes = [each.outcome for each in appeals]
    return OwnBoard(
        unit=unit,
        steps=_step_lines(by_month, unit),
        titles=[stage_name(each) for each in SHOWN],
        months=[_month_line(each, by_month, appeals, corrected) for each in months],
        filed=len(appeals),
        upheld=outcomes.count(Appeal.Outcome.UPHELD),
        partly=outcomes.count(Appeal.Outcome.PARTLY),
        rejected=outcomes.count(Appeal.Outcome.REJECTED),
        open_appeals=outcomes.count(""),
        late_appeals=sum((each.decided_on or on) > each.due_on for each in appeals),
        corrections=sum(corrected.values()),
    )


def _tallies(within: Q, on: date) -> dict[tuple[int, str], Tally]:
    """By month and step. A step begins on the day on which the one before was done."""
    rows = SheetStep.objects.filter(within).order_by("sheet", "pk")
    found: dict[tuple[int, str], Tally] = defaultdict(Tally)
    sheet_before, begun = 0, date.min
    for sheet, month, stage, due, done, outcome in rows.values_list(
        "sheet", "sheet__month", "stage", "due_on", "done_on", "outcome"
    ):
        if sheet != sheet_before:
            sheet_before, begun = sheet, month_of(month).last_day
        _count(found[month, stage], begun, due, done, outcome, on)
        begun = done or begun
    return found


def _count(
    tally: Tally, begun: date, due: date | None, done: date | None, outcome: str, on: date
) -> None:
    if done is None:
        tally.waiting += 1
        tally.overdue += bool(due and due < on)
        return
    tally.returned += outcome == Outcome.RETURNED
    tally.took.append(max(0, (done - begun).days))
    tally.late += bool(due and done > due) or outcome == Outcome.PASSED


def _corrections(within: Q) -> Mapping[int, int]:
    """Versions after the first, by month."""
    counted: dict[int, int] = defaultdict(int)
    rows = SheetVersion.objects.filter(within, number__gt=1)
    for month in rows.order_by().values_list("sheet__month", flat=True):
        counted[month] += 1
    return counted


def _sum(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for each in tallies:
        whole.took += each.took
        whole.late += each.late
        whole.returned += each.returned
        whole.waiting += each.waiting
        whole.overdue += each.overdue
    return whole


def whose(stage: str, unit: Unit | None) -> str:
    """The role and the unit that a step belongs to."""
    name = unit.name if unit else ""
    return {
        Stage.SELF_SCORE: _("các đơn vị được chấm"),
        Stage.APPRAISE: _("cấp ủy viên phụ trách, {unit}").format(unit=name),
        Stage.CROSS_CHECK: _("ban tổ chức, {unit}").format(unit=name),
        Stage.REPLY: _("các đơn vị được chấm"),
        Stage.APPROVE: _("ban thường vụ, {unit}").format(unit=name),
    }[Stage(stage)]


def _step_lines(by_month: Mapping[tuple[int, str], Tally], unit: Unit | None) -> list[StepLine]:
    lines = []
    for stage in SHOWN:
        whole = _sum(tally for (_month, step), tally in by_month.items() if step == stage)
        lines.append(
            StepLine(
                step=stage_name(stage),
                whose=whose(stage, unit),
                done=number_text(len(whole.took)),
                took=whole.median_text(),
                late=whole.late_text(),
                returned=number_text(whole.returned),
                waiting=number_text(whole.waiting),
                overdue=whole.overdue,
            )
        )
    return lines


def _month_line(
    month: int,
    by_month: Mapping[tuple[int, str], Tally],
    appeals: Iterable[Appeal],
    corrected: Mapping[int, int],
) -> MonthLine:
    tallies = [by_month.get((month, str(stage)), Tally()) for stage in SHOWN]
    filed = [each for each in appeals if each.sheet.month == month]
    upheld = sum(each.outcome in (Appeal.Outcome.UPHELD, Appeal.Outcome.PARTLY) for each in filed)
    return MonthLine(
        month=key_text(month),
        cells=[
            (stage_name(stage), " · ".join(filter(None, [t.median_text(), _late_share(t)])))
            for stage, t in zip(SHOWN, tallies, strict=True)
        ],
        returned=sum(each.returned for each in tallies),
        appeals=f"{upheld}/{len(filed)}" if filed else "",
        corrections=corrected.get(month, 0),
    )


def _late_share(tally: Tally) -> str:
    if not tally.late:
        return ""
    return _("trễ {share}%").format(share=round(100 * tally.late / len(tally.took)))
