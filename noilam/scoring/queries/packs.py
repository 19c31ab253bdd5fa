"""A committee's list for a month: what is decided alone, what goes with the rest, what is missing.

The sitting settles exactly this list: `list_hash` binds it to what each sheet would be fixed as.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.periods import Month
from noilam.organisation.models import Unit

from .. import policies
from ..models import Reply, SecondLook, Sheet, SheetStep
from ..rules import months, voting
from ..rules.fixing import Basis, Fixed, SetReference, fixed
from ..rules.measured import Found
from ..rules.voting import Reason, Signs
from .marks import Stage as MarkStage
from .marks import Standing, standings

Stage = Sheet.Stage
RELATED = ("unit", "kind", "criteria_set", "criteria_set__unit")


@dataclass(frozen=True)
class PackEntry:
    """One sheet of the list, as it would be fixed now."""

    sheet: Sheet
    held: Standing
    fixed: Fixed
    self_total: int | None
    reasons: tuple[Reason, ...]
    replies: tuple[Reply, ...] = ()
    band_before: str = ""
    looks: tuple[SecondLook, ...] = ()  # signs that somebody has looked at, with his note

    @property
    def total(self) -> int | None:
        return self.fixed.total.total

    @property
    def band(self) -> str:
        """Code of the band, empty for none."""
        return self.fixed.total.band.code if self.fixed.total.band else ""

    @property
    def is_exception(self) -> bool:
        return bool(self.reasons)


@dataclass(frozen=True)
class Missing:
    """A sheet that is not ready: at which step it stands, since when that is late. The delay is
    the unit's at self-score and reply, else of whoever does that step."""

    sheet: Sheet
    days_late: int

    @property
    def is_the_unit_s(self) -> bool:
        return self.sheet.stage in (Stage.SELF_SCORE, Stage.REPLY)


@dataclass(frozen=True)
class PackPage:
    """`may_settle`: whether the actor records the sitting, else he only reads."""

    unit: Unit
    month: Month
    entries: Sequence[PackEntry]
    missing: Sequence[Missing]
    settled: int  # sheets of the month that are fixed already
    set_aside: int
    may_settle: bool

    @cached_property
    def exceptions(self) -> list[PackEntry]:
        return [each for each in self.entries if each.is_exception]

    @cached_property
    def rest(self) -> list[PackEntry]:
        return [each for each in self.entries if not each.is_exception]

    @cached_property
    def list_hash(self) -> str:
        return voting.list_hash((each.sheet.pk, each.fixed.content_hash) for each in self.entries)


def pack_of(actor: Actor, unit: Unit, month: Month) -> PackPage:
    """Ten queries for any number of sheets."""
    key = months.key(month)
    sheets = Sheet.objects.filter(month=key, criteria_set__unit=unit).select_related(*RELATED)
    found = list(sheets.order_by("unit__code"))
    ready = [each for each in found if each.stage == Stage.APPROVE]
    done = (Stage.APPROVE, Stage.FIXED, Stage.SET_ASIDE)
    today = clock.today()
    return PackPage(
        unit=unit,
        month=month,
        entries=entries_of(ready),
        missing=[Missing(s, _days_late(s, today)) for s in found if s.stage not in done],
        settled=sum(each.stage == Stage.FIXED for each in found),
        set_aside=sum(each.stage == Stage.SET_ASIDE for each in found),
        may_settle=policies.may_settle(actor, unit),
    )


def _days_late(sheet: Sheet, today: date) -> int:
    return max(0, (today - sheet.due_on).days) if sheet.due_on else 0


def entries_of(sheets: Sequence[Sheet]) -> list[PackEntry]:
    """Sheets with their relations (`RELATED`), in their order."""
    held = standings(sheets)
    looks, replies = _looks(sheets), _replies(sheets)
    signs, before = _signs(sheets, looks), _bands_before(sheets)
    return [
        entry_of(
            held[s.pk],
            signs.get(s.pk, Signs()),
            replies.get(s.pk, ()),
            before.get(s.pk, ""),
            [each for each in looks.get(s.pk, ()) if each.looked_at],
        )
        for s in sheets
    ]


def entry_of(
    held: Standing,
    signs: Signs,
    replies: Sequence[Reply],
    band_before: str,
    looks: Sequence[SecondLook],
) -> PackEntry:
    now, own = fixed_of(held), held.self_total.total
    known = Signs(
        has_reply=bool(replies),
        was_silent=signs.was_silent and not replies,
        has_second_look=signs.has_second_look,
        is_late=not held.sheet.is_on_time,
        band_before=band_before,
    )
    reasons = voting.reasons_alone(held.criteria, now.total, own, known)
    return PackEntry(held.sheet, held, now, own, reasons, tuple(replies), band_before, tuple(looks))


def fixed_of(held: Standing) -> Fixed:
    """What a version would hold if the sheet were fixed as it stands."""
    sheet = held.sheet
    return fixed(
        Basis(
            unit=sheet.unit.code,
            month=months.month_of(sheet.month),
            kind=held.kind,
            reference=SetReference(
                issuer=sheet.criteria_set.unit.code,
                code=sheet.criteria_set.code,
                version=sheet.criteria_set.version,
                content_hash=sheet.criteria_set.content_hash,
            ),
            criteria=held.criteria,
            answers=held.answers(),
            times=held.times(),
            facts={
                name: Found(fact.value, fact.numerator, fact.denominator)
                for name, fact in held.facts.items()
            },
            self_points=held.points(MarkStage.SELF_SCORE),
            self_total=held.self_total.total,
        )
    )


def _looks(sheets: Sequence[Sheet]) -> dict[int, list[SecondLook]]:
    found: dict[int, list[SecondLook]] = {}
    for each in SecondLook.objects.filter(sheet__in=[sheet.pk for sheet in sheets]):
        found.setdefault(each.sheet_id, []).append(each)
    return found


def _signs(sheets: Sequence[Sheet], looks: Mapping[int, Sequence[SecondLook]]) -> dict[int, Signs]:
    """A sign that somebody has looked at makes no exception any more."""
    ids = [each.pk for each in sheets]
    doubted = {pk for pk, found in looks.items() if any(not each.looked_at for each in found)}
    passed = SheetStep.objects.filter(sheet__in=ids, outcome=SheetStep.Outcome.PASSED)
    silent = set(passed.values_list("sheet", flat=True))
    return {
        pk: Signs(was_silent=pk in silent, has_second_look=pk in doubted) for pk in doubted | silent
    }


def _replies(sheets: Sequence[Sheet]) -> dict[int, list[Reply]]:
    found: dict[int, list[Reply]] = {}
    for each in Reply.objects.filter(sheet__in=[sheet.pk for sheet in sheets]):
        found.setdefault(each.sheet_id, []).append(each)
    return found


def _bands_before(sheets: Iterable[Sheet]) -> Mapping[int, str]:
    """Codes of the bands of the month before, by sheet, where the same criteria held then."""
    by_unit = {(each.unit_id, each.criteria_set.structure_hash): each.pk for each in sheets}
    some = next(iter(sheets), None)
    if some is None:
        return {}
    previous = months.key(months.month_of(some.month).previous)
    rows = Sheet.objects.filter(
        month=previous, unit__in=[unit for unit, _hash in by_unit], stage=Stage.FIXED
    )
    return {
        by_unit[unit_id, structure]: band
        for unit_id, structure, band in rows.order_by().values_list(
            "unit", "criteria_set__structure_hash", "band__code"
        )
        if band and (unit_id, structure) in by_unit
    }
