"""Results of closed months, for pages, panels and whoever else asks."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from noilam.foundation.access import Actor

from .. import policies
from ..models import BandRow, Close, RollupMonth, UnitMonth

DONE = Close.State.DONE


def closed_months(until: int | None = None) -> list[int]:
    """Months that were closed, the latest first; those up to a month."""
    done = Close.objects.filter(state=DONE)
    if until:
        done = done.filter(month__lte=until)
    return list(done.order_by("-month").values_list("month", flat=True).distinct())


def unit_months(
    actor: Actor, units: Collection[int] | QuerySet, months: Collection[int]
) -> QuerySet[UnitMonth]:
    """Results of units in months that the actor sees. Both are always named: the key begins with
    the month."""
    found = UnitMonth.objects.filter(policies.published(actor), month__in=months)
    return found.filter(unit__in=units)


class Rollup(NamedTuple):
    """A row of RollupMonth as plain values: pages read a hundred of them."""

    month: int
    unit_id: int
    due: int
    fixed: int
    on_time: int
    scored: int
    total_sum: int
    level_1: int
    level_2: int
    level_3: int
    level_4: int
    level_5: int


def rollups(units: Collection[int], months: Collection[int]) -> dict[tuple[int, int], Rollup]:
    """Units with all below them, by month and unit; only those that stand above another."""
    found = RollupMonth.objects.filter(month__in=months, unit__in=units)
    rows = (Rollup(*row) for row in found.values_list(*Rollup._fields))
    return {(each.month, each.unit_id): each for each in rows}


def band_rows(band_ids: Iterable[int | None]) -> dict[int, BandRow]:
    return BandRow.objects.in_bulk({each for each in band_ids if each})


def bands_of(set_ids: Iterable[int]) -> dict[int, BandRow]:
    """The bands of some sets, by their keys."""
    return {row.pk: row for row in BandRow.objects.filter(criteria_set__in=set(set_ids))}


def by_level(bands: Iterable[BandRow]) -> dict[int, BandRow]:
    """What each level is called where all of these call it the same; else it is left out."""
    found: dict[int, BandRow] = {}
    unlike: set[int] = set()
    for row in bands:
        if row.level in found and found[row.level].code != row.code:
            unlike.add(row.level)
        found[row.level] = row
    return {level: row for level, row in found.items() if level not in unlike}
