"""What the scoreboard asks the database, in its own words: a unit and those right below it, each
with its sheet, its result and its roll-up, in one question."""

from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import get_language

from ..results import Rollup

_LEVELS = ", ".join(f"r.level_{level}" for level in range(1, 6))
_UNITS = f"""SELECT b.unit_id, b.code, b.name, b.kind_id, b.kind, s.stage, s.criteria_set_id,
  m.unit_id, m.total, m.level, m.band_id, m.rank_from, m.rank_to, m.peers,
  r.month, r.unit_id, r.due, r.fixed, r.on_time, r.scored, r.total_sum, {_LEVELS}
 FROM (SELECT v.unit_id, u.code, v.name, k.identifier AS kind_id, k.{{name}} AS kind, v.starts_on
   FROM organisation_unitversion v JOIN organisation_unit u ON u.id = v.unit_id
   JOIN organisation_unitkind k ON k.id = v.kind_id
   WHERE v.parent_id = %(unit)s AND v.superseded_at IS NULL AND v.starts_on <= %(last)s
    AND (v.ends_on IS NULL OR v.ends_on > %(last)s
     OR (v.ends_on > %(first)s AND u.ended_on <= %(last)s))
  UNION ALL SELECT u.id, u.code, u.name, k.identifier, k.{{name}}, u.founded_on
   FROM organisation_unit u JOIN organisation_unitkind k ON k.id = u.kind_id
   WHERE u.id = %(unit)s) AS b
 LEFT JOIN scoring_sheet s ON s.unit_id = b.unit_id AND s.month = %(month)s
 LEFT JOIN scoring_unitmonth m ON m.month = %(month)s AND m.unit_id = b.unit_id
 LEFT JOIN scoring_rollupmonth r ON r.month = %(month)s AND r.unit_id = b.unit_id
 ORDER BY b.code, b.starts_on"""  # noqa: S608


class Result(NamedTuple):
    total: int | None
    level: int
    band: int | None
    rank_from: int
    rank_to: int
    peers: int


class Found(NamedTuple):
    """One unit as it was at the month's end, with what the month holds of it."""

    unit_id: int
    code: str
    name: str
    kind_id: str
    kind: str
    stage: str
    set_id: int | None
    result: Result | None
    below: Rollup | None


def units(unit_id: int, month: int, last: date) -> list[Found]:
    """A unit and those that stood right below it at the month's end, or ended there during it."""
    name = "name_en" if get_language() == "en" else "name"
    given: dict[str, Any] = {
        "unit": unit_id,
        "month": month,
        "first": last.replace(day=1),
        "last": last,
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNITS.format(name=name), given)
        found = [_found(row) for row in cursor.fetchall()]
    return list({each.unit_id: each for each in found}.values())  # the last version counts


def _found(row: tuple[Any, ...]) -> Found:
    pk, code, name, kind_id, kind, stage, set_id, has_result = row[:8]
    result = Result(*row[8:14]) if has_result else None
    below = Rollup(*row[14:]) if row[14] else None
    return Found(pk, code, name, kind_id, kind, stage or "", set_id, result, below)
