"""What the scoreboard asks the database, in its own words: the units right below one, then of each
its sheet, its result and its roll-up. Two questions: as one, PostgreSQL calls in helpers for it."""

from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import get_language

from noilam.organisation.models import Unit
from noilam.organisation.queries import kind_name

from ..results import Rollup, places, rows

_BELOW = """SELECT v.unit_id, u.code, v.name, k.identifier, k.{name}
 FROM organisation_unitversion v JOIN organisation_unit u ON u.id = v.unit_id
 JOIN organisation_unitkind k ON k.id = v.kind_id
 WHERE v.parent_id = %s AND v.superseded_at IS NULL AND v.starts_on <= %s
  AND (v.ends_on IS NULL OR v.ends_on > %s OR (v.ends_on > %s AND u.ended_on <= %s))
 ORDER BY u.code, v.starts_on"""
_LEVELS = ", ".join(f"r.level_{level}" for level in range(1, 6))
_RESULTS = f"""SELECT u.id, s.stage, s.criteria_set_id, m.unit_id, m.total, m.level, m.band_id,
  m.rank_from, m.rank_to, m.peers, r.month, r.unit_id, r.due, r.fixed, r.on_time, r.scored,
  r.total_sum, {_LEVELS}
 FROM organisation_unit u
 LEFT JOIN scoring_sheet s ON s.unit_id = u.id AND s.month = %s
 LEFT JOIN scoring_unitmonth m ON m.month = %s AND m.unit_id = u.id
 LEFT JOIN scoring_rollupmonth r ON r.month = %s AND r.unit_id = u.id
 WHERE u.id IN ({{units}})"""  # noqa: S608


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


Named = tuple[int, str, str, str, str]  # id, code, name, identifier and name of the kind


def units(unit: Unit, month: int, last: date) -> list[Found]:
    """A unit and those that stood right below it at the month's end, or ended there during it."""
    name = "name_en" if get_language() == "en" else "name"
    given = [unit.pk, last, last, last.replace(day=1), last]
    below: list[Any] = rows(_BELOW.format(name=name), given)
    own = (unit.pk, unit.code, unit.name, unit.kind.identifier, kind_name(unit.kind))
    named: dict[int, Named] = {each[0]: each for each in (own, *below)}  # the last version counts
    held = rows(_RESULTS.format(units=places([*named])), [month, month, month, *named])
    by_unit = {row[0]: row for row in held}
    return [_found(each, by_unit[pk]) for pk, each in named.items()]


def _found(unit: Named, row: tuple[Any, ...]) -> Found:
    _pk, stage, set_id, has_result = row[:4]
    result = Result(*row[4:10]) if has_result else None
    below = Rollup(*row[10:]) if row[10] else None
    return Found(*unit, stage or "", set_id, result, below)
