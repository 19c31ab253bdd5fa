"""A nation of any size in four levels with a scored month, written by bulk statements.

Made for measuring the close: no action could write millions of rows in the time there is. What a
unit was given follows from its number, so that every sum can be had without the database.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from noilam.foundation import bulk
from noilam.organisation.models import UnitKind
from noilam.scoring.models import BandRow, CriteriaSet, CriterionRow, Sheet, SheetVersion
from noilam.scoring.rules.score import bounded, scaled

MONTH, FOUNDED, MOMENT = 202610, "2020-01-01", "2026-10-31 17:00:00+00:00"
PROVINCES, COMMUNES_OF_53_000 = 34, 3_300
CRITERIA, MAX_POINTS = 30, (250, 300, 350, 400, 350, 350)  # six sections alike: 100 points
FULL = 10_000
BANDS = (("A", 9000, 1), ("B", 7000, 0), ("C", 5000, 0), ("D", 0, 0))
BONUS, PENALTY = CRITERIA + 1, CRITERIA + 2
BATCH = 5_000


@dataclass(frozen=True)
class Sum:
    """What a unit's lines say, added up in Python."""

    points: int
    possible: int
    extra: int
    total: int
    level: int


def build(units: int) -> int:
    """Units, tree, criteria, fixed sheets with their lines. Answers how many lines there are."""
    _check_nothing(False)
    with transaction.atomic():
        cells, others = _kinds()
        _units(units, cells, others)
        criteria = _criteria()
        rows = dict(CriterionRow.objects.values_list("order", "pk"))
        bands = dict(BandRow.objects.values_list("level", "pk"))
        _sheets(units, criteria.pk, bands, cells, others)
        _lines(rows)
    _check_nothing(True)
    _count_on()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT COUNT(*) FROM scoring_line")
        return cursor.fetchone()[0]


def _check_nothing(on: bool) -> None:
    """A million foreign keys need not be proved: they are made right."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
        else:
            cursor.execute(f"SET session_replication_role = {'origin' if on else 'replica'}")


def _count_on() -> None:
    """Rows that came with their ids: PostgreSQL goes on after the last of them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('organisation_unit', 'id'), MAX(id))"
                " FROM organisation_unit"
            )


def parent_of(number: int, units: int) -> int:
    """1 is the root, then provinces, then communes, then cells under communes; each in the order of
    those above them, as lists come in province by province."""
    communes = max(PROVINCES, units * COMMUNES_OF_53_000 // 53_000)
    first_commune = 2 + PROVINCES
    first_cell = first_commune + communes
    if number == 1:
        return 0
    if number < first_commune:
        return 1
    if number < first_cell:
        return 2 + (number - first_commune) * PROVINCES // communes
    return first_commune + (number - first_cell) * communes // max(units + 1 - first_cell, 1)


def is_cell(number: int, units: int) -> bool:
    return parent_of(number, units) >= 2 + PROVINCES


def points_given(unit: int, order: int) -> tuple[int, int]:
    """Points and possible points of one criterion: the same as `POINTS` and `POSSIBLE` below."""
    most = MAX_POINTS[order % 6]
    if (unit + order) % 37 == 0:
        return 0, 0
    return most * (60 + (unit * 7 + order * 13 + unit % 11 * (order % 5)) % 41) // 100, most


EXCLUDED = '(u.id + c."order") % 37 = 0'
POSSIBLE = f"CASE WHEN {EXCLUDED} THEN 0 ELSE c.max_points END"
POINTS = f"""CASE WHEN {EXCLUDED} THEN 0 ELSE c.max_points * (60 +
 (u.id * 7 + c."order" * 13 + u.id % 11 * (c."order" % 5)) % 41) / 100 END"""


def extra_given(unit: int) -> int:
    return (100 if unit % 9 == 0 else 0) - (200 if unit % 50 == 1 else 0)


def failed_gates(unit: int) -> int:
    return 1 if unit % 20 == 0 else 0


def sum_of(unit: int) -> Sum:
    given = [points_given(unit, order) for order in range(1, CRITERIA + 1)]
    points, possible = (sum(each) for each in zip(*given, strict=True))
    extra = extra_given(unit)
    total = bounded((scaled(points, possible, FULL) or 0) + extra, FULL)
    failed = failed_gates(unit)
    levels = enumerate(BANDS, 1)
    level = next(no for no, (_code, least, gate) in levels if total >= least and not gate & failed)
    return Sum(points, possible, extra, total, level)


def _kinds() -> tuple[int, int]:
    ids = dict(UnitKind.objects.values_list("identifier", "pk"))
    return ids["party_cell"], ids["grassroots_committee_org"]


def _units(units: int, cells: int, others: int) -> None:
    numbers = range(1, units + 1)
    kinds = {no: cells if is_cell(no, units) else others for no in numbers}
    _insert(
        "organisation_unit",
        "id, code, name, search_key, kind_id, parent_id, founded_on",
        (
            (no, f"D{no:06}", f"Chi bộ {no}", f"chi bo {no}", kinds[no], parent or None, FOUNDED)
            for no in numbers
            for parent in [parent_of(no, units)]
        ),
    )
    _insert(
        "organisation_unitversion",
        "unit_id, starts_on, name, kind_id, parent_id, recorded_at",
        (
            (no, FOUNDED, f"Chi bộ {no}", kinds[no], parent_of(no, units) or None, MOMENT)
            for no in numbers
        ),
    )
    _insert(
        "organisation_ancestry",
        "ancestor_id, unit_id, depth, starts_on",
        (
            (above, no, depth, FOUNDED)
            for no in numbers
            for depth, above in enumerate(_line_up(no, units))
        ),
    )


def _line_up(number: int, units: int) -> Iterator[int]:
    while number:
        yield number
        number = parent_of(number, units)


def _criteria() -> CriteriaSet:
    content = _content()
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    made = CriteriaSet(
        unit_id=1, code="TC", version=1, title="Tiêu chí đo tốc độ", status="issued",
        content=content, content_hash=digest, structure_hash=digest, decision_number="1-QĐ",
        decided_on="2025-12-01", first_month=202601, recorded_at=MOMENT, issued_at=MOMENT,
    )  # fmt: skip
    bulk.insert([made])
    made = CriteriaSet.objects.get(code=made.code)
    _insert(
        "scoring_criterionrow",
        'criteria_set_id, code, "order", kind, title, max_points',
        [
            (made.pk, f"C{no}", no, 0, f"Tiêu chí {no}", MAX_POINTS[no % 6])
            for no in range(1, CRITERIA + 1)
        ]
        + [(made.pk, "T1", BONUS, 1, "Thưởng", 100), (made.pk, "P1", PENALTY, 2, "Trừ", 200)],
    )
    _insert(
        "scoring_bandrow",
        "criteria_set_id, level, code, title, at_least, gates",
        [(made.pk, no, code, code, least, gate) for no, (code, least, gate) in enumerate(BANDS, 1)],
    )
    return made


def _content() -> dict[str, Any]:
    """As docs/criteria.md has it, with no more than a close asks for."""
    return {
        "code": "TC",
        "title": "Tiêu chí đo tốc độ",
        "applies_to_org_types": ["party_cell", "grassroots_committee_org"],
        "max_points": FULL // 100,
        "rounding": {"step": 0.01, "mode": "half_up"},
        "variance_rule": {
            "flag_if_abs_diff_gte": 5,
            "require_reason": True,
            "reply_if_abs_diff_gte": 1,
        },
        "sections": [],
        "bands": [
            {"code": code, "title": code, "from": least // 100, "all_of": ["g1"] if gate else []}
            for code, least, gate in BANDS
        ],
        "workflow": [],
        "gates": [{"code": "g1", "op": "==", "value": 0, "metric": "penalty.count", "codes": []}],
    }


def _sheets(units: int, criteria: int, bands: dict[int, int], cells: int, others: int) -> None:
    """As models, slower: what they gain meanwhile has its default. Nobody scores the root."""
    bulk.insert(
        Sheet(
            unit_id=no,
            month=MONTH,
            criteria_set_id=criteria,
            kind_id=cells if is_cell(no, units) else others,
            stage=Sheet.Stage.FIXED.value,
            opened_on="2026-10-01",
            are_facts_final=True,
            version=1,
            content_hash=_hash(no),
            fixed_on="2026-11-15",
            total=each.total,
            band_id=bands[each.level],
            failed_gates=failed_gates(no),
            is_on_time=no % 13 != 0,
        )
        for no in range(2, units + 1)
        for each in [sum_of(no)]
    )
    bulk.insert(
        SheetVersion(
            sheet_id=pk,
            number=1,
            content={},
            content_hash=_hash(unit),
            decided_by="Ban Thường vụ",
            recorded_at=MOMENT,
        )
        for unit, pk in list(Sheet.objects.order_by().values_list("unit_id", "pk"))
    )


def _hash(unit: int) -> str:
    return hashlib.sha256(str(unit).encode()).hexdigest()


def _lines(rows: dict[int, int]) -> None:
    """By the database itself: a million rows and a half."""
    into = "INSERT INTO scoring_line (month, unit_id, criterion_id, points, possible, extra) SELECT"
    given = f"""{into} {MONTH}, u.id, c.id, {POINTS}, {POSSIBLE}, 0
 FROM organisation_unit u CROSS JOIN scoring_criterionrow c
 WHERE u.id > 1 AND c.kind = 0 ORDER BY u.id, c.id"""  # noqa: S608
    extra = f"{into} {MONTH}, id, %s, 0, 0, %s FROM organisation_unit WHERE id > 1 AND "
    with connection.cursor() as cursor:
        cursor.execute(given)
        cursor.execute(extra + "MOD(id, 9) = 0", [rows[BONUS], 100])
        cursor.execute(extra + "MOD(id, 50) = 1", [rows[PENALTY], -200])


def repeat_month(months: Iterable[int]) -> None:
    """The closed month once more as others, for pages that show a year."""
    for table in ("scoring_unitmonth", "scoring_rollupmonth", "scoring_sheet", "scoring_close"):
        with connection.cursor() as cursor:
            names = [
                each.name for each in connection.introspection.get_table_description(cursor, table)
            ]
            kept = [f'"{name}"' for name in names if name not in ("id", "month")]
            columns = ", ".join(kept)
            for month in months:
                cursor.execute(
                    f"INSERT INTO {table} (month, {columns}) SELECT %s, {columns}"  # noqa: S608
                    f" FROM {table} WHERE month = %s",
                    [month, MONTH],
                )


def _insert(table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    places = ", ".join(["%s"] * len(columns.split(",")))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as pen:
                for row in rows:
                    pen.write_row(row)
        else:
            cursor.executemany(statement, iter(rows))  # type: ignore[arg-type]  # read once
