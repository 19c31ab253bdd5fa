"""What the heatmap asks the database, in its own words: one question for a window of units with
their months. Composed by Django it takes three times as long as the bare page is allowed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from noilam.foundation.text import fold

from ..results import places, rows

Params = list[Any]

_BASE = "organisation_ancestry a JOIN organisation_unit u ON u.id = a.unit_id"
_BELOW = "a.ancestor_id = %s AND a.starts_on <= %s AND (a.ends_on IS NULL OR a.ends_on > %s)"
# The limit keeps PostgreSQL from reading every sheet there is before it looks for these units'.
_HAS_SHEET = """(SELECT 1 FROM scoring_sheet s WHERE s.unit_id = a.unit_id
 AND s.month BETWEEN %s AND %s{seen} LIMIT 1) = 1"""
_WORD = r"(u.search_key LIKE %s ESCAPE '\' OR LOWER(u.code) LIKE %s ESCAPE '\')"
_KIND = "u.kind_id IN (SELECT id FROM organisation_unitkind WHERE identifier = %s)"
_LEVEL = """EXISTS (SELECT 1 FROM scoring_unitmonth m WHERE m.month = %s AND m.unit_id = u.id
 AND m.level = %s)"""
_MISSING = """EXISTS (SELECT 1 FROM scoring_sheet s WHERE s.unit_id = u.id AND s.month = %s
 AND s.stage <> 'set_aside') AND NOT EXISTS (SELECT 1 FROM scoring_unitmonth m
 WHERE m.month = %s AND m.unit_id = u.id)"""
_LATEST = "(SELECT m.total FROM scoring_unitmonth m WHERE m.month = %s AND m.unit_id = u.id)"
_MEAN = """(SELECT AVG(m.total) FROM scoring_unitmonth m WHERE m.unit_id = u.id
 AND m.month IN ({months}))"""

_UNITS = "SELECT a.unit_id FROM {base} WHERE {where} ORDER BY {order}"
_NAMES = "SELECT id, code, name FROM organisation_unit WHERE id IN ({units})"
# A stretch of months, and no order: to sort six hundred cells takes longer than to find them.
_CELLS = """SELECT s.unit_id, s.month, s.id, s.stage, m.unit_id, m.total, m.level, m.band_id
 FROM scoring_sheet s LEFT JOIN scoring_unitmonth m ON m.month = s.month AND m.unit_id = s.unit_id
 WHERE s.unit_id IN ({units}) AND s.month BETWEEN %s AND %s{seen}"""
_TOTALS = """SELECT s.month, COUNT(m.total), COALESCE(SUM(m.total), 0), COUNT(m.unit_id), COUNT(*)
 FROM scoring_sheet s
 LEFT JOIN scoring_unitmonth m ON m.month = s.month AND m.unit_id = s.unit_id
 WHERE s.month IN ({months}) AND s.stage <> 'set_aside'
  AND s.unit_id IN (SELECT u.id FROM {base} WHERE {where}) GROUP BY s.month"""


class Cell(NamedTuple):
    """A unit in a month that it had a sheet in. `result_of` None: the close found no result."""

    sheet: int
    stage: str
    result_of: int | None
    total: int | None
    level: int
    band: int | None


class Line(NamedTuple):
    unit: int
    code: str
    name: str


@dataclass
class Question:
    """Units below one that had a sheet between two months, narrowed and ordered."""

    under: int
    on: date
    months: Sequence[int]  # the window
    closed: Sequence[int]
    seen: "QuerySet[Any] | None"  # ids of the sheets that the reader sees; None: all
    where: list[str] = field(default_factory=list)
    params: Params = field(default_factory=list)
    order: str = "u.code"
    order_params: Params = field(default_factory=list)

    def narrow(self, words: str, kind: str, level: str) -> None:
        for word in fold(words).split():
            like = "%" + word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
            self._add(_WORD, like, like)
        if kind:
            self._add(_KIND, kind)
        if level == "missing":
            self._add(_MISSING, self.months[-1], self.months[-1])
        elif level:
            self._add(_LEVEL, self.months[-1], int(level))

    def _add(self, condition: str, *params: Any) -> None:
        self.where.append(condition)
        self.params += params

    def sort(self, by: str) -> None:
        """By code unless said otherwise; a minus turns it round. Without a number: last."""
        down = " DESC" if by.startswith("-") else ""
        name = by.lstrip("-")
        if name == "latest":
            self.order, self.order_params = f"{_LATEST}{down} NULLS LAST, u.code", [self.months[-1]]
        elif name == "mean":
            mean = _MEAN.format(months=places(self.closed))
            self.order, self.order_params = f"{mean}{down} NULLS LAST, u.code", [*self.closed]
        else:
            column = "u.search_key" if name == "name" else "u.code"
            self.order = f"{column}{down}, u.id"

    def units(self) -> list[int]:
        """All of them: to count them and to cut out a page would each cost as much again."""
        where, params = self._where()
        statement = _UNITS.format(base=_BASE, where=where, order=self.order)
        return [unit for (unit,) in rows(statement, [*params, *self.order_params])]

    def lines(self, units: Sequence[int]) -> list[Line]:
        """In the order of the ids given."""
        if not units:
            return []
        found = rows(_NAMES.format(units=places(units)), units)
        named = {row[0]: Line(*row) for row in found}
        return [named[unit] for unit in units]

    def cells(self, units: Sequence[int]) -> list[tuple[Any, ...]]:
        """Unit, month, and what a `Cell` holds; in months that were not closed without a result."""
        if not units:
            return []
        seen, seen_params = self._seen()
        statement = _CELLS.format(units=places(units), seen=seen)
        params = [*units, self.months[0], self.months[-1], *seen_params]
        return rows(statement, params)

    def totals(self) -> dict[int, tuple[int, int, int, int]]:
        """By month over all that were asked for: scored, their sum, fixed, due."""
        where, params = self._where()
        statement = _TOTALS.format(months=places(self.closed), base=_BASE, where=where)
        found = rows(statement, [*self.closed, *params])
        return {
            month: (scored, int(total), fixed, due) for month, scored, total, fixed, due in found
        }

    def _where(self) -> tuple[str, Params]:
        seen, seen_params = self._seen()
        has_sheet = _HAS_SHEET.format(seen=seen)
        params = [self.under, self.on, self.on, self.months[0], self.months[-1]]
        where = " AND ".join([_BELOW, has_sheet, *self.where])
        return where, [*params, *seen_params, *self.params]

    def _seen(self) -> tuple[str, Params]:
        if self.seen is None:
            return "", []
        inner, params = self.seen.query.sql_with_params()
        return f" AND s.id IN ({inner})", list(params)
