"""Sets of criteria as stored, for every other reader of this floor."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max, QuerySet

from noilam.consultation.rules import PartText
from noilam.foundation import clock, measures
from noilam.foundation.periods import Month
from noilam.foundation.text import fold
from noilam.organisation.models import Ancestry, Unit, UnitKind
from noilam.organisation.policies import in_force

from ..keys import criteria_link
from ..models import CriteriaSet, Sheet
from ..rules import criteria as values
from ..rules import reading
from ..rules.consulting import measures_in, parts_of
from ..rules.drafting import Months
from ..rules.installing import Installed
from ..rules.months import month_of

_kept: dict[str, values.CriteriaSet] = {}
MOST_KEPT = 64


def criteria_of(criteria_set: CriteriaSet) -> values.CriteriaSet:
    """The values of a stored set, kept in the process by its hash: contents never change."""
    key = criteria_set.content_hash
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[key] = reading.criteria_of(criteria_set.content)
    return _kept[key]


def sets_in_force(month_key: int) -> list[CriteriaSet]:
    """Issued sets that hold in a month (202610), with their unit."""
    issued = CriteriaSet.objects.filter(status=CriteriaSet.Status.ISSUED)
    begun = issued.filter(first_month__lte=month_key).exclude(until_month__lte=month_key)
    return list(begun.select_related("unit").order_by("unit__code", "code"))


def versions_of(criteria_set: CriteriaSet) -> list[CriteriaSet]:
    """Every version of a set, the newest first."""
    same = CriteriaSet.objects.filter(unit=criteria_set.unit_id, code=criteria_set.code)
    return list(same.order_by("-version"))


def installed(written: str) -> Installed | None:
    """The measure that a criterion names, under its own name; None: not installed."""
    found = measures.find(written)
    if found is None:
        return None
    argument = "" if found.argument is None else f":{found.argument}"
    return Installed(found.name + argument, found.measure.unit)


def reference(criteria_id: int) -> tuple[str, str] | None:
    """What a consultation is about: the set's name, and its page."""
    found = CriteriaSet.objects.filter(pk=criteria_id).first()
    return (str(found), criteria_link(found.pk)) if found else None


def kind_names() -> dict[str, str]:
    """What people call a kind of unit, folded -> its identifier."""
    names: dict[str, str] = {}
    for kind in UnitKind.objects.order_by("-order"):
        for name in (*kind.spellings, kind.name_en, kind.name, kind.identifier):
            names[fold(name)] = kind.identifier
    return names


def words_of(criteria_set: CriteriaSet) -> list[PartText]:
    """A draft as people are asked about it: kinds and measures by their names."""
    names = dict(UnitKind.objects.values_list("identifier", "name"))
    for written in measures_in(criteria_set.content):
        if found := measures.find(written):
            names[written] = found.title(str)
    return parts_of(criteria_set.content, names)


def in_force_before(criteria_set: CriteriaSet) -> QuerySet[CriteriaSet]:
    """Issued versions of the same set that nothing has superseded yet."""
    same = CriteriaSet.objects.filter(unit=criteria_set.unit_id, code=criteria_set.code)
    before = same.filter(status=CriteriaSet.Status.ISSUED, until_month=None)
    return before.exclude(pk=criteria_set.pk).order_by("pk")


def kinds_stopped(criteria_set: CriteriaSet, content: Mapping[str, Any]) -> list[str]:
    """Names of the kinds that the version before scores and this content no longer does."""
    before = {kind for each in in_force_before(criteria_set) for kind in kinds_of(each.content)}
    gone = before - set(kinds_of(content))
    rows = UnitKind.objects.filter(identifier__in=gone) if gone else UnitKind.objects.none()
    return [str(each) for each in rows]


def kinds_of(content: Mapping[str, Any]) -> list[str]:
    return list(content.get("applies_to_org_types", ()))


def months_before(criteria_set: CriteriaSet) -> Months:
    """What a first month of this set must mind."""
    first = in_force_before(criteria_set).aggregate(last=Max("first_month"))["last"]
    last = _sheets_under(criteria_set).aggregate(last=Max("month"))["last"]
    return Months(
        earliest=Month.of(clock.today()).previous,
        previous=month_of(first) if first else None,
        last_opened=month_of(last) if last else None,
        others=_others(criteria_set),
    )


def _sheets_under(criteria_set: CriteriaSet) -> QuerySet[Sheet]:
    """Sheets of units that this set is for, opened under it or what held there before; a unit
    whose own nearer set holds is not touched."""
    today = in_force(clock.today())
    above = Ancestry.objects.filter(today, unit=criteria_set.unit_id).values("ancestor")
    below = Ancestry.objects.filter(today, ancestor=criteria_set.unit_id).values("unit")
    kinds = criteria_set.content["applies_to_org_types"]
    opened = Sheet.objects.exclude(stage=Sheet.Stage.SET_ASIDE)
    return opened.filter(unit__in=below, kind__identifier__in=kinds, criteria_set__unit__in=above)


def _others(criteria_set: CriteriaSet) -> tuple[str, ...]:
    """Titles of sets of another code that hold for the same kinds below the same unit."""
    kinds = set(criteria_set.content["applies_to_org_types"])
    issued = CriteriaSet.objects.filter(
        unit=criteria_set.unit_id, status=CriteriaSet.Status.ISSUED, until_month=None
    )
    return tuple(
        each.title
        for each in issued.exclude(code=criteria_set.code)
        if kinds.intersection(each.content["applies_to_org_types"])
    )


def open_draft(unit: Unit, code: str) -> CriteriaSet | None:
    """The draft of a set in a unit, not issued yet; there is one at most."""
    statuses = [CriteriaSet.Status.DRAFT, CriteriaSet.Status.CONSULTATION]
    found = CriteriaSet.objects.filter(unit=unit, code=code, status__in=statuses)
    return found.select_related("unit").first()
