"""Which units a month scores, under which set, as the organisation was then."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from noilam.foundation.periods import Month
from noilam.organisation.models import (
    Ancestry,
    Grant,
    Succession,
    Unit,
    UnitKind,
    UnitVersion,
)
from noilam.organisation.policies import in_force
from noilam.organisation.queries import chunks
from noilam.rulebook import queries as rulebook

from ..models import CriteriaSet, Sheet
from ..policies.sheets import OWN
from ..rules import months
from ..rules.months import Life, NotScored, Offer
from .criteria import criteria_of, sets_in_force

Stage = Sheet.Stage
OVER = (Stage.FIXED, Stage.SET_ASIDE)


@dataclass(frozen=True)
class Scored:
    """A unit in a month: the set that scores it, its kind then, and why not, if it is not."""

    unit_id: int
    criteria_set: CriteriaSet
    kind_id: int
    why_not: NotScored | None


def set_for_units(month: Month) -> dict[int, Scored]:
    """Every unit that was there in the month and stands under a set for its kind, by id. Five
    queries, however many units there are."""
    sets = {each.pk: each for each in sets_in_force(months.key(month))}
    if not sets:
        return {}
    offers = _offers(sets.values())
    lives = _lives(month)
    above = _above(month, offers, lives)
    kinds = dict(UnitKind.objects.values_list("pk", "identifier"))
    shortest = rulebook.value("scoring.shortest_part_days", month.first_day)
    found: dict[int, Scored] = {}
    for unit_id, kind_id in _kinds(month, lives).items():
        chosen = months.nearest_set(above.get(unit_id, ()), offers, kinds[kind_id])
        if chosen:
            why_not = months.why_not_scored(lives[unit_id], month, shortest)
            found[unit_id] = Scored(unit_id, sets[chosen], kind_id, why_not)
    return found


def _offers(sets: Iterable[CriteriaSet]) -> dict[int, list[Offer]]:
    offers: dict[int, list[Offer]] = {}
    for each in sets:
        decided = (each.decided_on or date.min, each.pk)
        offers.setdefault(each.unit_id, []).append(Offer(each.pk, criteria_of(each).kinds, decided))
    return offers


def _lives(month: Month) -> dict[int, Life]:
    there = Unit.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=month.first_day), founded_on__lte=month.last_day
    )
    rows = there.order_by().values_list("pk", "founded_on", "ended_on")
    return {pk: Life(founded_on, ended_on) for pk, founded_on, ended_on in rows}


def _touching(month: Month) -> Q:
    """Rows of a half-open stretch of time that share a day with the month."""
    return Q(starts_on__lte=month.last_day) & (Q(ends_on=None) | Q(ends_on__gt=month.first_day))


def _above(
    month: Month, offers: Mapping[int, object], lives: Mapping[int, Life]
) -> dict[int, list[int]]:
    """Issuers above each unit on its day of reference, nearest first."""
    rows = Ancestry.objects.filter(_touching(month), ancestor__in=offers, depth__gt=0)
    above: dict[int, list[int]] = {}
    for unit_id, ancestor_id, starts_on, ends_on in rows.order_by("depth").values_list(
        "unit", "ancestor", "starts_on", "ends_on"
    ):
        if unit_id in lives and _covers(starts_on, ends_on, lives[unit_id], month):
            above.setdefault(unit_id, []).append(ancestor_id)
    return above


def _kinds(month: Month, lives: Mapping[int, Life]) -> dict[int, int]:
    """The kind of each unit on its day of reference."""
    versions = UnitVersion.objects.filter(_touching(month), superseded_at=None).order_by()
    return {
        unit_id: kind_id
        for unit_id, kind_id, starts_on, ends_on in versions.values_list(
            "unit", "kind", "starts_on", "ends_on"
        )
        if unit_id in lives and _covers(starts_on, ends_on, lives[unit_id], month)
    }


def _covers(starts_on: date, ends_on: date | None, life: Life, month: Month) -> bool:
    day = months.reference_day(life, month)
    return starts_on <= day and (ends_on is None or day < ends_on)


def people_of(sheets: Collection[Sheet], on: date) -> dict[int, list[int]]:
    """Open sign-ins of the heads and clerks who answer for sheets, by sheet: of the unit, of what
    it became, and of the unit that it was handed to."""
    units = {each.unit_id for each in sheets}
    answering = {unit_id: [unit_id] for unit_id in units}
    for ids in chunks(units):
        ended = Succession.objects.filter(unit__in=ids, since__lte=on, unit__ended_on__lte=on)
        for unit_id, heir_id in ended.order_by("heir").values_list("unit", "heir"):
            answering[unit_id].append(heir_id)
    asked = {each for some in answering.values() for each in some}
    accounts = _accounts_in(asked | {each.heir_id for each in sheets if each.heir_id}, on)
    return {
        each.pk: list(
            dict.fromkeys(
                account
                for unit_id in (*answering[each.unit_id], each.heir_id or 0)
                for account in accounts.get(unit_id, ())
            )
        )
        for each in sheets
    }


def _accounts_in(units: Collection[int], on: date) -> dict[int, list[int]]:
    held = Grant.objects.filter(in_force(on), role__in=OWN, account__is_active=True)
    accounts: dict[int, list[int]] = {}
    for ids in chunks(units):
        rows = held.filter(unit__in=ids).order_by("pk")
        for unit_id, account_id in rows.values_list("unit", "account"):
            accounts.setdefault(unit_id, []).append(account_id)
    return accounts


def opened(month: Month) -> dict[int, Sheet]:
    """Sheets that there are of a month, by unit."""
    rows = Sheet.objects.filter(month=months.key(month)).select_related("criteria_set")
    return {row.unit_id: row for row in rows.order_by()}


def months_without_final_facts() -> list[Month]:
    """Months with sheets whose figures may still change, the oldest first."""
    rows = Sheet.objects.filter(are_facts_final=False)
    return _months(rows.exclude(stage__in=OVER))


def months_being_checked() -> list[Month]:
    """Months with sheets that were handed in and are not fixed, the oldest first."""
    return _months(Sheet.objects.exclude(stage__in=[Stage.SELF_SCORE, *OVER]))


def _months(sheets: QuerySet[Sheet]) -> list[Month]:
    keys = sheets.order_by("month").values_list("month", flat=True).distinct()
    return [months.month_of(key) for key in keys]


def month_rules(on: date) -> list[str]:
    """The rules on units that come, go or change within a month, in sentences to be shown."""
    values = {
        "days": rulebook.value("scoring.shortest_part_days", on),
        "redo": rulebook.value("scoring.redo_working_days", on),
    }
    return [gettext(each).format(**values) for each in months.RULES]
