"""Closed months as they may be published, and as they were at their last close: sheets go on after
it, so that what was due and missing is never read from them. Read in portions, in an order that no
database decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from noilam.organisation.models import Unit

from ..models import Close, CriteriaSet, Mark, MissingMonth, RollupMonth, SheetVersion, UnitMonth
from ..rules.months import month_of

PORTION = 1_000  # sheets read at once
FINISHED = (Close.State.DONE, Close.State.UNCHANGED)
CHANGING = (Mark.Stage.APPRAISE, Mark.Stage.CROSS_CHECK)
_REFERENCE = (
    "unit_id",
    "unit__code",
    "criteria_set__unit__code",
    "criteria_set__code",
    "criteria_set__version",
)


@dataclass(frozen=True)
class Published:
    """A due sheet of a closed month. `result` None: it was not fixed when the month was closed.

    `changed`: points given at a stage above the unit, by (stage, code); None: excluded.
    """

    unit: str
    kind: str
    reference: tuple[str, str, int]  # issuer, code, version of the criteria
    result: UnitMonth | None = None
    band: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    content_hash: str = ""
    changed: dict[tuple[str, str], int | None] = field(default_factory=dict)


def closes() -> list[dict[str, Any]]:
    """Each closed month with its last close, oldest first: docs/open-data.md."""
    rows = Close.objects.filter(state__in=FINISHED).order_by("month", "pk")
    by_month: dict[int, list[Close]] = {}
    for each in rows:
        by_month.setdefault(each.month, []).append(each)
    return [_close(of_month) for of_month in by_month.values()]


def _close(of_month: list[Close]) -> dict[str, Any]:
    last, month = of_month[-1], month_of(of_month[-1].month)
    day = month.last_day
    earlier = {each.number: each.snapshot_hash for each in of_month if each.number < last.number}
    return {
        "month": str(month),
        "number": last.number,
        "snapshot_hash": last.snapshot_hash,
        "day": day.isoformat(),
        "noise": last.noise,
        "enough": last.peer_minimum,
        "due": last.sheets,
        "fixed": last.fixed,
        "on_time": last.on_time,
        "earlier": [{"number": no, "snapshot_hash": it} for no, it in earlier.items()],
    }


def closed_months() -> list[int]:
    rows = Close.objects.filter(state__in=FINISHED).order_by("month")
    return list(rows.values_list("month", flat=True).distinct())


def sets_used() -> Iterator[CriteriaSet]:
    """Issued sets under which a closed month was scored, or was to be."""
    months = closed_months()
    used = [
        table.objects.filter(month__in=months).order_by().values("criteria_set")
        for table in (UnitMonth, MissingMonth)
    ]
    asked = Q(pk__in=used[0]) | Q(pk__in=used[1])
    found = CriteriaSet.objects.filter(asked).select_related("unit").order_by()
    yield from sorted(found, key=lambda each: (each.unit.code.encode(), each.code, each.version))


def sheets_of(month: int) -> Iterator[Published]:
    """All sheets that were due when the month was last closed, by unit code."""
    fixed = UnitMonth.objects.filter(month=month).order_by().values_list(*_REFERENCE)
    missing = MissingMonth.objects.filter(month=month).order_by()
    found = [(unit, Published(code, "", tuple(ref))) for unit, code, *ref in fixed]
    found += [
        (unit, Published(code, kind, tuple(ref)))
        for unit, code, *ref, kind in missing.values_list(*_REFERENCE, "kind__identifier")
    ]
    found.sort(key=lambda each: each[1].unit.encode())
    for start in range(0, len(found), PORTION):
        yield from _filled(month, found[start : start + PORTION])


def _filled(month: int, portion: list[tuple[int, Published]]) -> Iterator[Published]:
    units = [unit for unit, _sheet in portion]
    results = UnitMonth.objects.filter(month=month, unit__in=units).select_related("band")
    by_unit = {each.unit_id: each for each in results}
    versions = _versions(month, units)
    changed = _changed(month, units)
    for unit, sheet in portion:
        result = by_unit.get(unit)
        if result is None:
            yield sheet
            continue
        version = versions[unit, result.version]
        yield Published(
            sheet.unit,
            version.content["kind"],
            sheet.reference,
            result,
            result.band.code if result.band else "",
            version.content,
            version.content_hash,
            changed.get(unit, {}),
        )


def _versions(month: int, units: list[int]) -> dict[tuple[int, int], SheetVersion]:
    rows = SheetVersion.objects.filter(sheet__month=month, sheet__unit__in=units)
    rows = rows.select_related("sheet").only("number", "content", "content_hash", "sheet__unit_id")
    return {(each.sheet.unit_id, each.number): each for each in rows.order_by()}


def _changed(month: int, units: list[int]) -> dict[int, dict[tuple[str, str], int | None]]:
    rows = Mark.objects.filter(
        sheet__month=month, sheet__unit__in=units, stage__in=CHANGING, superseded_at=None
    ).order_by()
    found: dict[int, dict[tuple[str, str], int | None]] = {}
    for unit, stage, code, points in rows.values_list(
        "sheet__unit_id", "stage", "criterion__code", "points"
    ):
        found.setdefault(unit, {})[stage, code] = points
    return found


def rollups_of(month: int) -> Iterator[tuple[str, RollupMonth]]:
    """By unit code."""
    rows = {each.unit_id: each for each in RollupMonth.objects.filter(month=month)}
    codes = dict(Unit.objects.filter(pk__in=rows).values_list("pk", "code"))
    for unit in sorted(rows, key=lambda each: codes[each].encode()):
        yield codes[unit], rows[unit]
