"""How a sheet stands: every answer in force by stage, and the points and totals that follow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from ..models import CriteriaSet, CriterionRow, FixedFact, Mark, Sheet
from ..rules import score, stages
from ..rules.criteria import CriteriaSet as Criteria
from ..rules.score import Answer, Total
from .criteria import criteria_of

Stage = Mark.Stage
ORDER = [str(stage) for stage in Stage]  # the system first, an appeal last
UNANSWERED = {"unanswered": True}  # the mark holds a note alone
Row = TypeVar("Row", Mark, FixedFact)


@dataclass(frozen=True)
class Standing:
    """One sheet with its marks in force. Stages are `Mark.Stage`; a stage that says nothing of a
    criterion leaves what the stage before said. Extras are bonuses and penalties."""

    sheet: Sheet
    criteria: Criteria
    kind: str  # identifier of the unit's kind in that month
    marks: Mapping[str, Mapping[str, Mark]] = field(default_factory=dict)  # stage -> code -> mark
    facts: Mapping[str, FixedFact] = field(default_factory=dict)  # by measure
    rows: Mapping[str, int] = field(default_factory=dict)  # code -> id of its CriterionRow

    def holding(self, until: str = Stage.APPEAL) -> dict[str, Mark]:
        """The mark that holds for each code, of stages up to and with `until`."""
        found: dict[str, Mark] = {}
        for stage in ORDER[: ORDER.index(until) + 1]:
            found |= self.marks.get(stage, {})
        return found

    def answers(self, until: str = Stage.APPEAL) -> dict[str, Answer]:
        """Effective answers of criteria, by code; without those nobody answered."""
        return {
            code: Answer.read(mark.answer)
            for code, mark in self.holding(until).items()
            if code in self.criteria.by_code and mark.answer != UNANSWERED
        }

    def times(self, until: str = Stage.APPEAL) -> dict[str, int]:
        """How often each bonus and penalty, by code; those given at all."""
        held = self.holding(until)
        counted = {e.code: held[e.code].answer for e in self.criteria.extras() if e.code in held}
        return {code: said.get("times", 0) for code, said in counted.items() if said.get("times")}

    @cached_property
    def values(self) -> dict[str, Decimal]:
        """Facts as gates ask for them."""
        return {name: fact.value for name, fact in self.facts.items()}

    def points(self, until: str = Stage.APPEAL) -> dict[str, int | None]:
        """Points of every criterion that applies, by code; None: excluded."""
        return stages.points_by_code(self.criteria, self.kind, self.answers(until))

    def total(self, until: str = Stage.APPEAL) -> Total:
        return score.total_of(
            self.criteria, self.kind, self.answers(until), self.times(until), self.values
        )

    @property
    def self_total(self) -> Total:
        """What the unit gave itself, with the system's marks."""
        return self.total(Stage.SELF_SCORE)

    def differences(self, until: str = Stage.APPEAL) -> list[stages.Difference]:
        """Where the marks that hold differ from the unit's own, extras included."""
        own = Stage.SELF_SCORE
        return stages.differences(
            self.criteria,
            self.points(own),
            self.points(until),
            self.times(own),
            self.times(until),
        )

    def changed(self, stage: str) -> Mapping[str, Mark]:
        """What a stage above the unit changed, by code."""
        return self.marks.get(stage, {})


def standing(sheet: Sheet) -> Standing:
    """Of one sheet, in three queries and what the sheet's own relations still need."""
    return standings([sheet])[sheet.pk]


def standings(sheets: Sequence[Sheet]) -> dict[int, Standing]:
    """Of many at once, by sheet id: in three queries, when the sheets come with `criteria_set` and
    `kind`. Facts come without what is behind them."""
    ids = [sheet.pk for sheet in sheets]
    rows = rows_of(sheet.criteria_set for sheet in sheets)
    codes = {pk: code for of_set in rows.values() for code, pk in of_set.items()}
    marks = _by_sheet(Mark.objects.filter(sheet__in=ids, superseded_at=None))
    facts = _by_sheet(FixedFact.objects.filter(sheet__in=ids).defer("why"))
    return {
        sheet.pk: Standing(
            sheet=sheet,
            criteria=criteria_of(sheet.criteria_set),
            kind=sheet.kind.identifier,
            marks=_by_stage(marks.get(sheet.pk, []), codes),
            facts={fact.measure: fact for fact in facts.get(sheet.pk, [])},
            rows=rows.get(sheet.criteria_set_id, {}),
        )
        for sheet in sheets
    }


def rows_of(sets: Iterable[CriteriaSet]) -> dict[int, dict[str, int]]:
    """Ids of the rows of issued sets' criteria and extras: set -> code -> id."""
    found: dict[int, dict[str, int]] = {}
    rows = CriterionRow.objects.filter(criteria_set__in={each.pk for each in sets}).order_by()
    for set_id, code, pk in rows.values_list("criteria_set", "code", "pk"):
        found.setdefault(set_id, {})[code] = pk
    return found


def _by_stage(marks: Iterable[Mark], codes: Mapping[int, str]) -> dict[str, dict[str, Mark]]:
    found: dict[str, dict[str, Mark]] = {}
    for mark in marks:
        found.setdefault(mark.stage, {})[codes[mark.criterion_id]] = mark
    return found


def _by_sheet(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.sheet_id, []).append(row)
    return found
