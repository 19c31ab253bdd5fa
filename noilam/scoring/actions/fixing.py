"""Fixing what was decided: a version word for word, its lines, and what the sheet repeats of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor

from ..models import BandRow, Line, Sheet, SheetVersion
from ..queries.marks import Standing
from ..rules import months, score
from ..rules.criteria import StepName
from ..rules.fixing import Fixed
from .hands import _days

REPEATED = [
    "version",
    "content_hash",
    "fixed_on",
    "total",
    "band",
    "failed_gates",
    "appeal_until",
]


@dataclass(frozen=True)
class _Fixing:
    """One sheet with what is fixed of it, and why, where it is not plainly approved.

    `opens_appeals`: the unit may speak against it, whether or not it could against the one before.
    """

    held: Standing
    fixed: Fixed
    reason: str = ""
    opens_appeals: bool = True


def _fix_all(actor: Actor, fixings: Sequence[_Fixing], decided_by: str) -> dict[int, SheetVersion]:
    """Write the next version of each, its lines in place of those before, and repeat it in the
    sheets, which the caller saves (`REPEATED`). Tells the versions by sheet id."""
    bands = _bands(fixings)
    again = [each.held.sheet for each in fixings if each.held.sheet.version]
    for sheet in again:  # corrections come one by one
        Line.objects.filter(month=sheet.month, unit=sheet.unit_id).delete()
    for each in fixings:
        _repeat(each, bands)
    bulk.insert(_version(actor, each, decided_by) for each in fixings)
    bulk.insert(line for each in fixings for line in _lines(each))
    latest = SheetVersion.objects.filter(sheet__in=[each.held.sheet.pk for each in fixings])
    return {each.sheet_id: each for each in latest.order_by("number")}


def _bands(fixings: Sequence[_Fixing]) -> dict[tuple[int, str], BandRow]:
    sets = {each.held.sheet.criteria_set_id for each in fixings}
    rows = BandRow.objects.filter(criteria_set__in=sets)
    return {(row.criteria_set_id, row.code): row for row in rows}


def _repeat(fixing: _Fixing, bands: dict[tuple[int, str], BandRow]) -> None:
    sheet, total = fixing.held.sheet, fixing.fixed.total
    sheet.fixed_on = sheet.fixed_on or clock.today()
    sheet.version += 1
    sheet.content_hash = fixing.fixed.content_hash
    sheet.total = total.total
    sheet.band = bands[sheet.criteria_set_id, total.band.code] if total.band else None
    sheet.failed_gates = score.gate_mask(fixing.held.criteria, total.failed)
    if fixing.opens_appeals:
        _open_appeals(fixing.held)


def _open_appeals(held: Standing) -> None:
    """Days to appeal run from the notice, which goes out within its own days."""
    step, today = held.criteria.step(StepName.APPEAL), clock.today()
    if step is None:
        return
    month, days = months.month_of(held.sheet.month), _days(today)
    notify = held.criteria.step(StepName.NOTIFY)
    told = months.due_on(notify, month, today, days.calendar) if notify else None
    after = max(told or today, today)
    until = months.due_on(step, month, after, days.calendar, moves_on_day_off=days.moves_on_day_off)
    if until and until <= after:  # a day of the set that has passed leaves no time at all
        until = months.working_days_after(after, days.redo_working_days, days.calendar)
    held.sheet.appeal_until = until


def _version(actor: Actor, fixing: _Fixing, decided_by: str) -> SheetVersion:
    sheet = fixing.held.sheet
    return SheetVersion(
        sheet=sheet,
        number=sheet.version,
        content=fixing.fixed.content,
        content_hash=fixing.fixed.content_hash,
        total=sheet.total,
        band=sheet.band,
        reason=fixing.reason.strip(),
        decided_by=decided_by[:200],
        by_account=actor.id,
        by_behalf=actor.behalf_id,
        recorded_at=clock.now(),
    )


def _lines(fixing: _Fixing) -> Iterator[Line]:
    sheet: Sheet = fixing.held.sheet
    for line in fixing.fixed.total.lines:
        yield Line(
            month=sheet.month,
            unit_id=sheet.unit_id,
            criterion_id=fixing.held.rows[line.code],
            points=line.points,
            possible=line.possible,
            extra=line.extra,
        )
