"""What a person should look at again. A sign, never a verdict: no mark changes because of it.

Each function tells of the sheets it finds, with plain codes and ids as detail.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from noilam.foundation.text import fold

LEAST_SPREAD = 100  # hundredths: where a group hardly differs, a point is no outlier yet
FEW = 3  # on fewer marks nothing can be said

Detail = dict[str, Any]


@dataclass(frozen=True)
class Thresholds:
    """The rulebook's scoring.second_looks."""

    group: int
    deviations: int
    letters: int
    same: int
    minutes: int


@dataclass(frozen=True)
class Own:
    """One mark that a unit gave itself, by hand. `share`: points and the most there are."""

    code: str
    answer: str  # as canonical text
    note: str
    points: int | None
    most: int
    recorded_at: datetime


@dataclass(frozen=True)
class Seen:
    """A sheet that was handed in. `first_at`: when its very first mark was given, kept or not."""

    sheet_id: int
    unit_id: int
    due_on: date | None
    own: Sequence[Own] = ()
    first_at: datetime | None = None


@dataclass(frozen=True)
class Weighed:
    """A sheet with the unit's own total and the one after cross-check, in hundredths. `group`:
    what makes peers."""

    sheet_id: int
    group: Any
    self_total: int
    found_total: int


def all_full(sheets: Iterable[Seen]) -> dict[int, Detail]:
    """Every criterion marked by hand got all its points."""
    found: dict[int, Detail] = {}
    for sheet in sheets:
        counted = [each for each in sheet.own if each.points is not None]
        if len(counted) >= FEW and all(each.points == each.most for each in counted):
            found[sheet.sheet_id] = {"criteria": len(counted)}
    return found


def outliers(sheets: Iterable[Weighed], limits: Thresholds) -> dict[int, Detail]:
    """Differs from what was found far otherwise than peers do: more than some times the median
    absolute deviation from their median. Groups that are too small say nothing."""
    groups: dict[Any, list[Weighed]] = defaultdict(list)
    for each in sheets:
        groups[each.group].append(each)
    found: dict[int, Detail] = {}
    for group in groups.values():
        if len(group) < limits.group:
            continue
        usual = median(_over(each) for each in group)
        spread = median(abs(_over(each) - usual) for each in group)
        limit = limits.deviations * max(spread, LEAST_SPREAD)
        found |= {
            each.sheet_id: {"over": _over(each), "usual": round(usual), "peers": len(group)}
            for each in group
            if abs(_over(each) - usual) > limit
        }
    return found


def _over(sheet: Weighed) -> int:
    """By how much the unit's own total is above what was found."""
    return sheet.self_total - sheet.found_total


def copied(sheets: Collection[Seen], limits: Thresholds) -> dict[int, Detail]:
    """The same long notes as another unit, on several criteria."""
    told: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for sheet in sheets:
        for key in _long_notes(sheet, limits):
            told[key].append(sheet)
    shared: dict[tuple[int, int], list[str]] = defaultdict(list)
    for (code, _note), same in told.items():
        for one, other in _pairs(same):
            shared[one.sheet_id, other.unit_id].append(code)
    found: dict[int, Detail] = {}
    for (sheet_id, unit_id), codes in sorted(shared.items()):
        if len(codes) >= limits.same:
            detail = found.setdefault(sheet_id, {"unit_ids": [], "codes": []})
            detail["unit_ids"].append(unit_id)
            detail["codes"] = sorted({*detail["codes"], *codes})
    return found


MOST_ALIKE = 20  # a note that more units share is a form handed out, and compared no further


def _pairs(same: Sequence[Seen]) -> Iterable[tuple[Seen, Seen]]:
    if len(same) > MOST_ALIKE:
        return []
    return ((one, other) for one in same for other in same if one.unit_id != other.unit_id)


def _long_notes(sheet: Seen, limits: Thresholds) -> set[tuple[str, str]]:
    folded = {(each.code, fold(each.note)) for each in sheet.own}
    return {(code, note) for code, note in folded if len(note) >= limits.letters}


def repeated(
    sheets: Iterable[Seen], before: Mapping[int, Seen], limits: Thresholds
) -> dict[int, Detail]:
    """The very answers and notes of the unit's own month before, with notes worth the name on
    several criteria. `before` by unit."""
    found: dict[int, Detail] = {}
    for sheet in sheets:
        past = before.get(sheet.unit_id)
        noted = [each for each in sheet.own if len(fold(each.note)) >= limits.letters]
        if past and len(noted) >= limits.same and _said(sheet) == _said(past):
            found[sheet.sheet_id] = {"before_sheet_id": past.sheet_id}
    return found


def _said(sheet: Seen) -> set[tuple[str, str, str]]:
    return {(each.code, each.answer, fold(each.note)) for each in sheet.own}


def last_minute(sheets: Iterable[Seen], limits: Thresholds) -> dict[int, Detail]:
    """Everything filled in at one go on the last day or after it, nothing before."""
    found: dict[int, Detail] = {}
    for sheet in sheets:
        if len(sheet.own) < FEW or sheet.first_at is None or sheet.due_on is None:
            continue
        last = max(each.recorded_at for each in sheet.own)
        took = last - sheet.first_at
        if sheet.first_at.date() >= sheet.due_on and took <= timedelta(minutes=limits.minutes):
            detail = {"marks": len(sheet.own), "minutes": took // timedelta(minutes=1)}
            found[sheet.sheet_id] = detail
    return found


@dataclass(frozen=True)
class Shown:
    """A file that a sheet shows, by what is in it."""

    sheet_id: int
    unit_id: int
    month: int
    content_hash: str
    name: str = field(default="", compare=False)


def reused(shown: Iterable[Shown], uses: Iterable[Shown]) -> dict[int, Detail]:
    """Files that another unit shows too, or the same unit in an earlier month."""
    by_content: dict[str, list[Shown]] = defaultdict(list)
    for each in uses:
        by_content[each.content_hash].append(each)
    found: dict[int, Detail] = {}
    for each in shown:
        elsewhere = {
            other.sheet_id for other in by_content[each.content_hash] if _is_earlier(other, each)
        }
        if elsewhere:
            detail = found.setdefault(each.sheet_id, {"files": [], "sheet_ids": []})
            detail["files"] = sorted({*detail["files"], each.name})
            detail["sheet_ids"] = sorted({*detail["sheet_ids"], *elsewhere})
    return found


def _is_earlier(other: Shown, this: Shown) -> bool:
    if other.unit_id == this.unit_id:
        return other.month < this.month
    return other.month <= this.month
