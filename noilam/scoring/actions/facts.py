"""What measures say of the units of a month, taken beside their sheets, and the system's marks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import bulk, clock, measures
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.measures import Fact
from noilam.foundation.periods import Month

from .. import policies
from ..events import FactsTaken
from ..models import FixedFact, Mark, Sheet
from ..queries.criteria import criteria_of
from ..queries.marks import rows_of
from ..rules import months, stages
from ..rules.criteria import CriteriaSet, Criterion
from ..rules.measured import Found, answer_of, marked_by_system
from ..rules.score import points_of
from .hands import Stage

CHUNK = 5_000  # units asked about at once
SYSTEM = "system"

ByMeasure = Mapping[str, Mapping[int, Fact]]  # measure -> unit -> what it found


@transaction.atomic
def take_facts(*, actor: Actor, month: Month, is_final: bool) -> int:
    """Ask every measure anew for the sheets of a month that are still open; say how many.

    The last taking, after the month is over, stands: marks are compared with it from then on.
    """
    require(policies.may_open_month(actor), to=_("lấy số liệu hệ thống cho tháng"))
    refuse_if(stages.problems_with_day(month, clock.today()) if is_final else [])
    waiting = _waiting(month)
    for at in range(0, len(waiting), CHUNK):
        _take(waiting[at : at + CHUNK], month, is_final)
    if waiting:
        event = FactsTaken(subject_id=months.key(month), count=len(waiting), is_final=is_final)
        record(actor=actor, event=event)
    return len(waiting)


def _waiting(month: Month) -> list[Sheet]:
    rows = Sheet.objects.filter(month=months.key(month), are_facts_final=False)
    rows = rows.exclude(stage__in=[Stage.FIXED, Stage.SET_ASIDE])
    return list(rows.select_related("criteria_set", "kind").order_by("pk"))


def _take_last(actor: Actor, sheet: Sheet) -> None:
    """For one sheet that is handed in before the night's taking."""
    _take([sheet], months.month_of(sheet.month), is_final=True)
    sheet.are_facts_final, sheet.facts_taken_at = True, clock.now()


def _take(sheets: Sequence[Sheet], month: Month, is_final: bool) -> None:
    found = _ask(sheets, month)
    ids = [each.pk for each in sheets]
    FixedFact.objects.filter(sheet__in=ids).delete()
    bulk.insert(_facts(sheets, found))
    _mark_all(sheets, found)
    Sheet.objects.filter(pk__in=ids).update(facts_taken_at=clock.now(), are_facts_final=is_final)


def _ask(sheets: Sequence[Sheet], month: Month) -> ByMeasure:
    """Each measure once, for the units whose criteria or gates ask for it."""
    units: dict[str, list[int]] = {}
    for sheet in sheets:
        for name in criteria_of(sheet.criteria_set).measures():
            units.setdefault(name, []).append(sheet.unit_id)
    return {
        name: named.ask(asked, month)
        for name, asked in units.items()
        if (named := measures.find(name))
    }


def _facts(sheets: Iterable[Sheet], found: ByMeasure) -> Iterator[FixedFact]:
    at = clock.now()
    for sheet in sheets:
        for name in criteria_of(sheet.criteria_set).measures():
            fact = found.get(name, {}).get(sheet.unit_id)
            if fact is not None:
                yield FixedFact(
                    sheet=sheet,
                    measure=name,
                    value=fact.value,
                    numerator=fact.numerator,
                    denominator=fact.denominator,
                    why=[asdict(item) for item in fact.why],
                    taken_at=at,
                )


def _mark_all(sheets: Sequence[Sheet], found: ByMeasure) -> None:
    """The system's marks as they follow now. What it said in the course of the month is no
    history: only what is final is held against anybody."""
    rows = rows_of({each.criteria_set for each in sheets})
    present = {
        (mark.sheet_id, mark.criterion_id): mark
        for mark in Mark.objects.filter(
            sheet__in=[each.pk for each in sheets], stage=Mark.Stage.SYSTEM, superseded_at=None
        )
    }
    fresh: list[Mark] = []
    stale: list[int] = []
    for sheet in sheets:
        for mark in _marks(sheet, found, rows[sheet.criteria_set_id]):
            before = present.get((sheet.pk, mark.criterion_id))
            if before and before.answer == mark.answer:
                continue
            stale += [before.pk] if before else []
            fresh.append(mark)
    for at in range(0, len(stale), CHUNK):
        Mark.objects.filter(pk__in=stale[at : at + CHUNK]).delete()
    bulk.insert(fresh)


def _marks(sheet: Sheet, found: ByMeasure, rows: Mapping[str, int]) -> Iterator[Mark]:
    criteria = criteria_of(sheet.criteria_set)
    for criterion in marked_by_system(criteria, sheet.kind.identifier):
        fact = found.get(criterion.measure, {}).get(sheet.unit_id)
        yield _mark(sheet, criteria, criterion, fact, rows[criterion.code])


def _mark(
    sheet: Sheet, criteria: CriteriaSet, criterion: Criterion, fact: Fact | None, row_id: int
) -> Mark:
    figure = Found(fact.value, fact.numerator, fact.denominator) if fact else None
    answer = answer_of(criterion, figure)
    return Mark(
        sheet=sheet,
        criterion_id=row_id,
        stage=Mark.Stage.SYSTEM,
        answer=answer.stored(),
        points=points_of(criterion, answer, criteria.rounding),
        by=SYSTEM,
        recorded_at=clock.now(),
    )
