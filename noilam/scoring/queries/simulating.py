"""Fixed sheets of past months as a simulation reads them, and the months there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from noilam.foundation import clock, measures
from noilam.organisation.queries import subtree

from ..models import CriteriaSet, Revision, Sheet, SheetVersion
from ..rules.criteria import CriteriaSet as Criteria
from ..rules.criteria import Criterion
from ..rules.installing import FITS
from ..rules.measured import Found
from ..rules.months import month_of
from ..rules.outcome import Tally
from ..rules.reading import criteria_of
from ..rules.score import Answer
from ..rules.simulation import Past, Plan, plan, scored
from .criteria import criteria_of as stored_criteria
from .criteria import installed

CHUNK = 500  # contents held in memory at once


@dataclass(frozen=True)
class PastMonth:
    """A month that may be simulated, and how many fixed sheets it has."""

    key: int
    sheets: int


def months_to_simulate(criteria_set: CriteriaSet) -> list[PastMonth]:
    """Months with fixed sheets of units that the draft would score, the newest first."""
    kinds = criteria_set.content.get("applies_to_org_types", [])
    found = _sheets(criteria_set, kinds).values("month").annotate(sheets=Count("pk"))
    return [PastMonth(each["month"], each["sheets"]) for each in found.order_by("-month")]


def _sheets(criteria_set: CriteriaSet, kinds: Any) -> QuerySet[Sheet]:
    """Of units below the issuing one, but for those that a nearer unit's own set scores."""
    below = subtree(criteria_set.unit, clock.today())
    return Sheet.objects.filter(
        ~Q(unit=criteria_set.unit),
        ~Q(criteria_set__unit__in=below) | Q(criteria_set__unit=criteria_set.unit),
        version__gt=0,
        kind__identifier__in=kinds,
        unit__in=below,
    )


def add_month(tally: Tally, criteria_set: CriteriaSet, revision: Revision, month: int) -> None:
    """Score every fixed sheet of a month under a revision of a draft."""
    draft = criteria_of(revision.content)
    sheets = _sheets(criteria_set, draft.kinds).filter(month=month)
    plans = _plans(draft, set(sheets.order_by().values_list("criteria_set", flat=True)))
    found = _found(plans.values(), sheets, month)
    tally.months[str(month)] = {"sheets": 0, "compared": 0}
    for set_id, past in _past(sheets):
        answers = {
            name: facts[past.unit_id] for name, facts in found.items() if past.unit_id in facts
        }
        tally.add(month, plans[set_id], past, scored(plans[set_id], past, answers))


def _plans(draft: Criteria, set_ids: set[int]) -> dict[int, Plan]:
    """One plan for each older set."""
    sets = CriteriaSet.objects.filter(pk__in=set_ids)
    return {each.pk: plan(draft, stored_criteria(each), _is_measured) for each in sets}


def _is_measured(criterion: Criterion) -> bool:
    found = installed(criterion.measure)
    return found is not None and found.unit in FITS[criterion.method]


def _found(plans: Any, sheets: QuerySet[Sheet], month: int) -> Mapping[str, Mapping[int, Found]]:
    """What each measure says of every unit: asked once for the month."""
    names = {name for each in plans for name in each.measures()}
    units = list(sheets.order_by().values_list("unit", flat=True)) if names else []
    period = month_of(month)
    asked = {name: measures.find(name) for name in sorted(names)}
    return {
        name: {
            unit_id: Found(fact.value, fact.numerator, fact.denominator)
            for unit_id, fact in named.ask(units, period).items()
        }
        for name, named in asked.items()
        if named
    }


def _past(sheets: QuerySet[Sheet]) -> Iterator[tuple[int, Past]]:
    """Each sheet's set, and what was fixed of it last."""
    last = SheetVersion.objects.filter(sheet__in=sheets.order_by(), number=F("sheet__version"))
    rows = last.order_by("sheet").values_list("sheet__criteria_set", "sheet__unit", "content")
    for set_id, unit_id, content in rows.iterator(chunk_size=CHUNK):
        yield set_id, past_of(unit_id, content)


def past_of(unit_id: int, content: Mapping[str, Any]) -> Past:
    return Past(
        unit_id=unit_id,
        kind=content["kind"],
        answers={code: Answer.read(said) for code, said in content["answers"].items()},
        times=content["times"],
        facts={name: Decimal(fact["value"]) for name, fact in content["facts"].items()},
        total=content["total"],
        band=content["band"] or "",
    )
