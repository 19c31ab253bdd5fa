"""A fixed month written straight into the tables, for tests of many sheets at once; one test of the
close goes through the actions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256

from noilam.organisation.models import Unit
from noilam.scoring.models import BandRow, CriteriaSet, CriterionRow, Line, Sheet, SheetVersion
from noilam.scoring.queries.criteria import criteria_of
from noilam.scoring.rules.score import Answer, Total, gate_mask, total_of

OCTOBER = 202610


@dataclass
class Given:
    """What a unit is given: answers, how often each extra, and what measures say."""

    unit: Unit
    answers: dict[str, Answer] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    facts: dict[str, Decimal] = field(default_factory=dict)
    is_on_time: bool = True


def fixed(criteria_set: CriteriaSet, given: Sequence[Given], month: int = OCTOBER) -> list[Total]:
    """Fixed sheets with their lines and first versions; answers what the rules say of each."""
    rows = dict(CriterionRow.objects.filter(criteria_set=criteria_set).values_list("code", "pk"))
    bands = {row.code: row for row in BandRow.objects.filter(criteria_set=criteria_set)}
    return [_fixed(criteria_set, each, month, rows, bands) for each in given]


def _fixed(criteria_set, given, month, rows, bands):
    criteria = criteria_of(criteria_set)
    kind = given.unit.kind
    total = total_of(criteria, kind.identifier, given.answers, given.times, given.facts)
    content_hash = sha256(f"{given.unit.code} {month}".encode()).hexdigest()
    sheet = Sheet.objects.create(
        unit=given.unit,
        month=month,
        criteria_set=criteria_set,
        kind=kind,
        stage=Sheet.Stage.FIXED,
        opened_on=date(month // 100, month % 100, 1),
        version=1,
        content_hash=content_hash,
        fixed_on=date(2026, 11, 15),
        total=total.total,
        band=bands[total.band.code] if total.band else None,
        failed_gates=gate_mask(criteria, total.failed),
        is_on_time=given.is_on_time,
    )
    SheetVersion.objects.create(
        sheet=sheet,
        number=1,
        content={},
        content_hash=content_hash,
        decided_by="Ban Thường vụ",
        recorded_at="2026-11-15T09:00:00+07:00",
    )
    Line.objects.bulk_create(
        Line(
            month=month,
            unit_id=given.unit.pk,
            criterion_id=rows[each.code],
            points=each.points,
            possible=each.possible,
            extra=each.extra,
        )
        for each in total.lines
    )
    return total


def missing(criteria_set: CriteriaSet, unit: Unit, month: int = OCTOBER, **more) -> Sheet:
    """A sheet that nobody fixed."""
    return Sheet.objects.create(
        unit=unit,
        month=month,
        criteria_set=criteria_set,
        kind=unit.kind,
        opened_on=date(month // 100, month % 100, 1),
        **more,
    )


def as_given(unit, drawn=None):
    drawn = drawn or {}
    share = drawn.get("share", 80)
    value = None if share is None else Decimal(share)
    answers = {
        "A1": Answer(numerator=drawn.get("done", 5), denominator=drawn.get("due", 8)),
        "A3": Answer(times=drawn.get("times", 0)),
        "B1": Answer(no_data=share is None, value=value),
        "B2": Answer(level=drawn.get("level", 400)),
        "B3": Answer(value=value, denominator=drawn.get("sample", 0)),
    }
    if drawn.get("asked", True):
        answers["A2"] = Answer(items=("A2.1",))
    times = {"P2": drawn.get("bonus", 0), "M2": drawn.get("penalty", 0)}
    facts = {"commitments.overdue_over:30": Decimal(drawn.get("overdue", 0))}
    return Given(unit, answers, times, facts)


def by_hand(totals, noise=100, enough=7):
    """The definition, unit by unit."""
    known = [each for each in totals if each is not None]
    return [
        (0, 0)
        if own is None or len(known) < enough
        else (
            1 + sum(each > own + noise for each in known),
            sum(each >= own - noise for each in known),
        )
        for own in totals
    ]
