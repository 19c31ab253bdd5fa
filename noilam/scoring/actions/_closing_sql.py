"""The close in the database's own words, set by set: one reading of the month's lines.

The same statements on both databases; whole numbers only, as in `rules.score`. Positions follow
from the fixed totals: they hold because the close fails where the lines give another total. What
is divided is never negative, so that both databases cut off the same way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

ROOM = ("work_mem = '64MB'", "jit = off")
LEVELS = range(1, 6)  # at most five bands: RollupMonth counts as many
_COUNTS = ("due", "fixed", "on_time", "scored", "total_sum", *(f"level_{no}" for no in LEVELS))
_COUNT_LIST = ", ".join(_COUNTS)
_IN_FORCE = "{0}.starts_on <= %(day)s AND ({0}.ends_on IS NULL OR {0}.ends_on > %(day)s)"

# What a close needs of each set: the whole, and by level what it asks, its gates, its band.
_CUTS = "CREATE TEMP TABLE closing_cut (set_id bigint PRIMARY KEY, whole integer, {columns})"
_CUT_COLUMNS = [
    f"{name}{no} {kind}"
    for name, kind in (("least", "integer"), ("gates", "integer"), ("band", "bigint"))
    for no in LEVELS
]

# Where a total stands among its peers: those scored under the same set as the same kind of unit.
# Ahead is who has more than the noise more; not behind is who lacks no more than the noise. The
# cast keeps SQLite from walking all months in a set's order.
_PLACES = """CREATE TEMP TABLE closing_place AS
 SELECT set_id, kind_id, total, peers,
  CASE WHEN peers >= {enough} THEN 1 + COALESCE(ahead, 0) ELSE 0 END AS rank_from,
  CASE WHEN peers >= {enough} THEN not_behind ELSE 0 END AS rank_to,
  CASE WHEN peers >= {enough} THEN MIN(CASE WHEN 2 * up_to >= peers THEN total END)
   OVER (PARTITION BY set_id, kind_id) END AS median
 FROM (SELECT set_id, kind_id, total,
   SUM(units) OVER (PARTITION BY set_id, kind_id) AS peers,
   SUM(units) OVER (PARTITION BY set_id, kind_id ORDER BY total) AS up_to,
   SUM(units) OVER (PARTITION BY set_id, kind_id ORDER BY total DESC
    RANGE BETWEEN UNBOUNDED PRECEDING AND {beyond} PRECEDING) AS ahead,
   SUM(units) OVER (PARTITION BY set_id, kind_id ORDER BY total DESC
    RANGE BETWEEN UNBOUNDED PRECEDING AND {noise} FOLLOWING) AS not_behind
  FROM (SELECT set_id, kind_id, total, COUNT(*) AS units
   FROM (SELECT CAST(criteria_set_id AS bigint) AS set_id, kind_id, total FROM scoring_sheet
    WHERE month = %(month)s AND stage = 'fixed' AND total IS NOT NULL) AS fixed
   GROUP BY set_id, kind_id, total) AS counted) AS placed"""
_PLACES_KEY = "CREATE UNIQUE INDEX closing_place_key ON closing_place (set_id, kind_id, total)"

# A unit's lines, summed once. The floor that `noilam bench close` measures against is this, kept.
SUMS = """SELECT unit_id, SUM(points) AS points, SUM(possible) AS possible, SUM(extra) AS extra
 FROM scoring_line WHERE month = %(month)s GROUP BY unit_id"""

_RESULTS = """INSERT INTO scoring_unitmonth (month, unit_id, criteria_set_id, version, points,
  possible, extra, total, band_id, level, failed_gates, rank_from, rank_to, peers, median,
  is_on_time, number)
 SELECT %(month)s, unit_id, criteria_set_id, version, points, possible, extra, total,
  CASE level {bands} END, level, failed_gates, rank_from, rank_to, peers, median, is_on_time,
  %(number)s
 FROM (SELECT totalled.*, CASE {levels} ELSE 0 END AS level
  FROM (SELECT l.unit_id, s.criteria_set_id, s.version, l.points, l.possible, l.extra,
    CASE WHEN l.possible > 0 THEN {greatest}(0, {least}(c.whole,
     (2 * l.points * c.whole + l.possible) / (2 * l.possible) + l.extra)) END AS total,
    s.failed_gates, s.is_on_time, COALESCE(p.rank_from, 0) AS rank_from,
    COALESCE(p.rank_to, 0) AS rank_to, COALESCE(p.peers, 0) AS peers, p.median, c.*
   FROM ({sums}) AS l
   JOIN scoring_sheet s ON s.unit_id = l.unit_id AND s.month = %(month)s AND s.stage = 'fixed'
   JOIN closing_cut c ON c.set_id = s.criteria_set_id
   LEFT JOIN closing_place p ON p.set_id = s.criteria_set_id AND p.kind_id = s.kind_id
    AND p.total = s.total) AS totalled) AS levelled"""

# Who was due and missing, as the close found it: sheets go on afterwards.
_MISSING = """INSERT INTO scoring_missingmonth (month, unit_id, criteria_set_id, kind_id)
 SELECT month, unit_id, criteria_set_id, kind_id FROM scoring_sheet
 WHERE month = %(month)s AND stage NOT IN ('fixed', 'set_aside')"""

# Sheets due, each with what it brings to the counts. A fixed sheet whose lines say otherwise, or
# say nothing, is at fault.
_OWN = """SELECT s.unit_id, 1 AS due,
  CASE WHEN s.stage = 'fixed' THEN 1 ELSE 0 END AS fixed,
  CASE WHEN s.stage = 'fixed' AND s.is_on_time THEN 1 ELSE 0 END AS on_time,
  CASE WHEN m.total IS NULL THEN 0 ELSE 1 END AS scored, COALESCE(m.total, 0) AS total_sum,
  {levels},
  CASE WHEN s.stage = 'fixed' AND (m.unit_id IS NULL OR COALESCE(m.total, -1) <>
   COALESCE(s.total, -1) OR COALESCE(m.band_id, 0) <> COALESCE(s.band_id, 0)) THEN 1 ELSE 0
  END AS at_fault
 FROM scoring_sheet s LEFT JOIN scoring_unitmonth m ON m.month = %(month)s AND m.unit_id = s.unit_id
 WHERE s.month = %(month)s AND s.stage <> 'set_aside'""".replace(
    "{levels}",
    ", ".join(f"CASE WHEN m.level = {no} THEN 1 ELSE 0 END AS level_{no}" for no in LEVELS),
)

# First to the unit right above, then up the tree: a quarter of the work of the whole closure.
# A unit that ended has no version on the day, and stays where it last stood.
_BELOW = f"""CREATE TEMP TABLE closing_below AS
 SELECT COALESCE(v.parent_id, CASE WHEN v.unit_id IS NULL THEN (SELECT a.ancestor_id
   FROM organisation_ancestry a
   WHERE a.unit_id = o.unit_id AND a.depth = 1 AND {_IN_FORCE.format("a")}) END, 0) AS parent_id,
  {", ".join(f"SUM(o.{name}) AS {name}" for name in _COUNTS)}, SUM(o.at_fault) AS at_fault
 FROM ({_OWN}) AS o
 LEFT JOIN organisation_unitversion v ON v.unit_id = o.unit_id AND v.superseded_at IS NULL
  AND {_IN_FORCE.format("v")}
 GROUP BY 1"""  # noqa: S608
_ABOVE = f"""CREATE TEMP TABLE closing_above AS
 SELECT a.ancestor_id AS unit_id, {", ".join(f"SUM(b.{name}) AS {name}" for name in _COUNTS)}
 FROM closing_below b
 JOIN organisation_ancestry a ON a.unit_id = b.parent_id AND {_IN_FORCE.format("a")}
 GROUP BY a.ancestor_id"""  # noqa: S608
_WHOLE = """SELECT COALESCE(SUM(due), 0), COALESCE(SUM(fixed), 0), COALESCE(SUM(on_time), 0),
 COALESCE(SUM(at_fault), 0) FROM closing_below"""
_ROLLUPS = f"""INSERT INTO scoring_rollupmonth (month, unit_id, {_COUNT_LIST})
 SELECT %(month)s, u.unit_id, {", ".join(f"u.{n} + COALESCE(o.{n}, 0)" for n in _COUNTS)}
 FROM closing_above u
 LEFT JOIN ({_OWN} AND s.unit_id IN (SELECT unit_id FROM closing_above)) AS o
  ON o.unit_id = u.unit_id"""  # noqa: S608

_AT_FAULT = f"""SELECT u.code, u.name FROM ({_OWN}) AS o
 JOIN organisation_unit u ON u.id = o.unit_id WHERE o.at_fault = 1
 ORDER BY u.code LIMIT %(named)s"""  # noqa: S608

TAB = "\t"
_LINE = """u.code || '{tab}' || s.content_hash || '{tab}' || COALESCE(CAST(m.total AS text), '')
 || '{tab}' || COALESCE(b.code, '') || '{tab}' || CAST(m.rank_from AS text) || '{tab}' ||
 CAST(m.rank_to AS text)""".replace("{tab}", TAB)
_SNAPSHOT = f"""SELECT u.code, {_LINE} AS line FROM scoring_unitmonth m
 JOIN organisation_unit u ON u.id = m.unit_id
 JOIN scoring_sheet s ON s.unit_id = m.unit_id AND s.month = m.month
 LEFT JOIN scoring_bandrow b ON b.id = m.band_id WHERE m.month = %(month)s
 UNION ALL SELECT u.code, u.code || '{5 * TAB}' FROM scoring_missingmonth g
 JOIN organisation_unit u ON u.id = g.unit_id WHERE g.month = %(month)s"""  # noqa: S608

# A result that stays as it was keeps the number of the close that brought it.
_BEFORE = """CREATE TEMP TABLE closing_before AS SELECT unit_id, version, total, level, number
 FROM scoring_unitmonth WHERE month = %(month)s"""
_KEEP_NUMBERS = """UPDATE scoring_unitmonth SET number = (SELECT b.number FROM closing_before b
  WHERE b.unit_id = scoring_unitmonth.unit_id)
 WHERE month = %(month)s AND EXISTS (SELECT 1 FROM closing_before b
  WHERE b.unit_id = scoring_unitmonth.unit_id AND b.version = scoring_unitmonth.version
   AND COALESCE(b.total, -1) = COALESCE(scoring_unitmonth.total, -1)
   AND b.level = scoring_unitmonth.level)"""

_TABLES = ("closing_cut", "closing_place", "closing_below", "closing_above", "closing_before")


@dataclass(frozen=True)
class Cut:
    """A set as the close sees it. `bands`: (least, gates, id) from the highest level on."""

    set_id: int
    whole: int
    bands: Sequence[tuple[int, int, int]]

    def row(self) -> list[int | None]:
        missing = [None] * (len(LEVELS) - len(self.bands))
        columns = [[*column, *missing] for column in zip(*self.bands, strict=True)]
        return [self.set_id, self.whole, *(each for column in columns for each in column)]


@dataclass(frozen=True)
class Counts:
    due: int
    fixed: int
    on_time: int
    at_fault: int


class Statements:
    """The statements of one close, in their order. Everything lies in the caller's transaction."""

    def __init__(self, *, month: int, day: date, number: int, noise: int, enough: int) -> None:
        self.given: dict[str, Any] = {"month": month, "day": day, "number": number}
        self.noise, self.enough = int(noise), int(enough)

    def make_room(self) -> None:
        """PostgreSQL sums fifty thousand groups in memory, and compiles nothing for one reading."""
        if connection.vendor == "postgresql":
            for setting in ROOM:
                self._run(f"SET LOCAL {setting}")

    def lay_out(self, cuts: Iterable[Cut]) -> None:
        """Lay what the sums are read against; forget the month's results of before."""
        self.clear()
        self._run(_BEFORE)
        self._run(_CUTS.format(columns=", ".join(_CUT_COLUMNS)))
        places = ", ".join(["%s"] * (2 + len(_CUT_COLUMNS)))
        with connection.cursor() as cursor:
            rows = [each.row() for each in cuts]
            cursor.executemany(f"INSERT INTO closing_cut VALUES ({places})", rows)  # noqa: S608
        beyond = self.noise + 1
        self._run(_PLACES.format(enough=self.enough, noise=self.noise, beyond=beyond))
        self._run(_PLACES_KEY)
        for table in ("unitmonth", "missingmonth", "rollupmonth"):
            self._run(f"DELETE FROM scoring_{table} WHERE month = %(month)s")  # noqa: S608

    def sum_up(self) -> Counts:
        """Results of units, then roll-ups. The counts say how many sheets are at fault."""
        self._run(_results())
        self._run(_KEEP_NUMBERS, if_any="closing_before")
        self._run(_MISSING)
        self._run(_BELOW)
        self._run("ANALYZE closing_below")  # without it SQLite takes it for a large table
        self._run(_ABOVE)
        self._run(_ROLLUPS)
        (row,) = self._run(_WHOLE)
        return Counts(*map(int, row))

    def at_fault(self, named: int) -> list[tuple[str, str]]:
        """Code and name of the first units whose lines were altered."""
        return self._run(_AT_FAULT, named=named)

    def snapshot(self) -> str:
        """The lines of all that were due (`rules.closing`), in the order of codes."""
        ((lines,),) = self._run(_snapshot())
        return lines or ""

    def clear(self) -> None:
        for table in _TABLES:
            self._run(f"DROP TABLE IF EXISTS {table}")

    def _run(self, statement: str, if_any: str = "", **more: Any) -> Any:
        with connection.cursor() as cursor:
            if if_any:
                cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {if_any})")  # noqa: S608
                if not cursor.fetchone()[0]:
                    return None
            cursor.execute(statement, self.given | more)
            return cursor.fetchall() if cursor.description else None


def _results() -> str:
    greatest, least = ("GREATEST", "LEAST")
    if connection.vendor == "sqlite":
        greatest, least = ("MAX", "MIN")
    return _RESULTS.format(
        sums=SUMS,
        greatest=greatest,
        least=least,
        levels=" ".join(
            f"WHEN total >= least{no} AND (gates{no} & failed_gates) = 0 THEN {no}" for no in LEVELS
        ),
        bands=" ".join(f"WHEN {no} THEN band{no}" for no in LEVELS),
    )


def _snapshot() -> str:
    if connection.vendor == "postgresql":
        order = 'ORDER BY code COLLATE "C"'
        return f"SELECT string_agg(line, chr(10) {order}) FROM ({_SNAPSHOT}) AS due"  # noqa: S608
    lines = f"SELECT line FROM ({_SNAPSHOT}) AS due ORDER BY code"  # noqa: S608
    return f"SELECT group_concat(line, char(10)) FROM ({lines}) AS said"  # noqa: S608
