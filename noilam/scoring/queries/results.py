"""Results of closed months, for pages, panels and whoever else asks.

What every page of results reads is asked in the database's own words: composing it takes Django
longer than the answer does.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from noilam.foundation.access import Actor

from .. import policies
from ..models import Close, UnitMonth

_CLOSED = "SELECT DISTINCT month FROM scoring_close WHERE state = 'done' ORDER BY month DESC"
_BANDS = "SELECT id, level, code, title FROM scoring_bandrow WHERE {key} IN ({places}) ORDER BY id"
_NOISE = """SELECT noise, peer_minimum FROM scoring_close
 WHERE month = %s AND state IN ('done', 'unchanged') ORDER BY id DESC LIMIT 1"""
_CHANGED = """SELECT EXISTS (SELECT 1 FROM scoring_sheet s
 LEFT JOIN scoring_unitmonth m ON m.month = s.month AND m.unit_id = s.unit_id
 LEFT JOIN scoring_missingmonth g ON g.month = s.month AND g.unit_id = s.unit_id
 WHERE s.month = %s AND CASE s.stage
  WHEN 'fixed' THEN m.version IS NULL OR m.version <> s.version
  WHEN 'set_aside' THEN m.unit_id IS NOT NULL OR g.unit_id IS NOT NULL
  ELSE g.unit_id IS NULL END)"""
_ROLLUPS = """SELECT {columns} FROM scoring_rollupmonth
 WHERE month IN ({months}) AND unit_id IN ({units})"""


def rows(statement: str, params: Any = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def places(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def closed_months() -> list[int]:
    """Months that were closed, the latest first."""
    return [month for (month,) in rows(_CLOSED)]


def last_close(month: int) -> Close | None:
    """The last close that brought something new."""
    done = Close.objects.filter(month=month, state=Close.State.DONE)
    return done.order_by("number").last()


def noise_and_peers(month: int) -> tuple[int, int] | None:
    """What the last close told positions with: the noise in hundredths, the least group."""
    found = rows(_NOISE, [month])
    return (found[0][0], found[0][1]) if found else None


def has_changed(month: int) -> bool:
    """Whether a sheet was fixed, corrected, opened or set aside since the month was last closed."""
    return bool(rows(_CHANGED, [month])[0][0])


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

    def level(self, number: int) -> int:
        return (0, self.level_1, self.level_2, self.level_3, self.level_4, self.level_5)[number]


def rollups(units: Sequence[int], months: Sequence[int]) -> dict[tuple[int, int], Rollup]:
    """Units with all below them, by month and unit; only those that stand above another."""
    if not (units and months):
        return {}
    statement = _ROLLUPS.format(
        columns=", ".join(Rollup._fields), months=places(months), units=places(units)
    )
    found = (Rollup(*row) for row in rows(statement, [*months, *units]))
    return {(each.month, each.unit_id): each for each in found}


class Band(NamedTuple):
    """A band as pages show it."""

    id: int
    level: int
    code: str
    title: str


def band_rows(band_ids: Iterable[int | None]) -> dict[int, Band]:
    return _bands("id", {each for each in band_ids if each})


def bands_of(set_ids: Iterable[int]) -> dict[int, Band]:
    """The bands of some sets, by their keys."""
    return _bands("criteria_set_id", set(set_ids))


def _bands(key: str, wanted: set[int]) -> dict[int, Band]:
    if not wanted:
        return {}
    statement = _BANDS.format(key=key, places=places([*wanted]))
    return {row[0]: Band(*row) for row in rows(statement, [*wanted])}


def by_level(bands: Iterable[Band]) -> dict[int, Band]:
    """What each level is called where all of these call it the same; else it is left out."""
    found: dict[int, Band] = {}
    unlike: set[int] = set()
    for row in bands:
        if row.level in found and found[row.level].code != row.code:
            unlike.add(row.level)
        found[row.level] = row
    return {level: row for level, row in found.items() if level not in unlike}
