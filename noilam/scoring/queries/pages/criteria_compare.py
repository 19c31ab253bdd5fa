"""Two states of a set side by side: what changed in which criterion, and how points moved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from noilam.consultation.rules.comparing import Piece, near_changes, word_changes
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text

from ... import policies
from ...models import CriteriaSet, Revision
from ...rules.difference import Change, differences
from ...rules.field_words import FIELDS, PLACES, value_text
from ...rules.hashing import structure_hash
from ...rules.names import STEP_NAMES
from ...rules.reading import hundredths
from .answer_words import points_text

Content = Mapping[str, Any]


@dataclass(frozen=True)
class FieldChange:
    """`pieces` are the words kept, added and removed."""

    name: str
    pieces: list[Piece]


@dataclass(frozen=True)
class ThingChange:
    """What changed in one criterion, section, band …; `mark`: new, gone or neither."""

    title: str
    mark: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class Side:
    """A state that may be compared. `key` is what the address carries: r12 or v3."""

    key: str
    label: str


@dataclass(frozen=True)
class Comparison:
    before: str
    after: str
    things: list[ThingChange]
    raised: str  # points added to criteria, and of how many
    lowered: str
    raised_count: int
    lowered_count: int
    is_comparable: bool


def sides(actor: Actor, row: CriteriaSet) -> list[Side]:
    """The states of the set and the issued versions before it, the newest first."""
    found = [
        Side(
            f"r{number}",
            _("Lần sửa {number}, {day}, {who}").format(number=number, day=day_text(at), who=who),
        )
        for number, at, who in row.revisions.order_by("-number").values_list(
            "number", "recorded_at", "recorded_by"
        )
    ]
    seen = policies.visible_criteria(actor).filter(unit=row.unit_id, code=row.code)
    versions = seen.order_by("-version").values_list("version", "status")
    return found + [
        Side(f"v{version}", _("Phiên bản {version}").format(version=version))
        for version, _status in versions
        if version != row.version or row.status == CriteriaSet.Status.ISSUED
    ]


def usual(row: CriteriaSet, offered: Sequence[Side]) -> tuple[str, str]:
    """What is compared unless asked otherwise: with the version before, else the last change."""
    keys = [each.key for each in offered]
    before = next((f"v{each}" for each in range(row.version - 1, 0, -1) if f"v{each}" in keys), "")
    newest = keys[0] if keys else ""
    return before or (keys[1] if len(keys) > 1 else newest), newest


def comparison(row: CriteriaSet, before: Side, after: Side) -> Comparison:
    old, new = _content(row, before.key), _content(row, after.key)
    return between(old, new, before.label, after.label)


def between(old: Content, new: Content, before: str = "", after: str = "") -> Comparison:
    """Two contents, each with what it is called."""
    ups, downs = _moves(old, new)
    return Comparison(
        before=before,
        after=after,
        things=_things(old, new),
        raised=points_text(sum(ups)),
        lowered=points_text(-sum(downs)),
        raised_count=len(ups),
        lowered_count=len(downs),
        is_comparable=structure_hash(old) == structure_hash(new),
    )


def _content(row: CriteriaSet, key: str) -> Content:
    number = int(key[1:])
    if key.startswith("r"):
        return dict(Revision.objects.get(criteria_set=row, number=number).content)
    same = CriteriaSet.objects.filter(unit=row.unit_id, code=row.code)
    return dict(same.get(version=number).content)


def _moves(old: Content, new: Content) -> tuple[list[int], list[int]]:
    """By how much criteria went up and down, new and dropped ones included."""
    then, now = _points(old), _points(new)
    moved = [now.get(code, 0) - then.get(code, 0) for code in {**then, **now}]
    return [each for each in moved if each > 0], [each for each in moved if each < 0]


def _points(content: Content) -> dict[str, int]:
    return {
        each["code"]: hundredths(each["max"])
        for section in content["sections"]
        for each in section["criteria"]
    }


def _things(old: Content, new: Content) -> list[ThingChange]:
    titles = _titles(old) | _titles(new)
    by_code: dict[str, list[Change]] = {}
    for change in differences(old, new):
        by_code.setdefault(change.code, []).append(change)
    return [_thing(code, titles, changes) for code, changes in by_code.items()]


def _thing(code: str, titles: Mapping[str, str], changes: Sequence[Change]) -> ThingChange:
    whole = next((each for each in changes if not each.field), None)
    mark = "" if whole is None else "gone" if whole.after is None else "new"
    return ThingChange(titles.get(code, code), mark, [_field(each) for each in changes])


def _field(change: Change) -> FieldChange:
    before = value_text(change.field, change.before)
    after = value_text(change.field, change.after)
    name = _(FIELDS.get(change.field, change.field))
    return FieldChange(name, near_changes(word_changes(before, after)))


def _titles(content: Content) -> dict[str, str]:
    """What each thing that may change is called."""
    found = {"": _("Quy định chung")}
    for each in _with_codes(content):
        found[each["code"]] = f"{each['code']}. {each['title']}"
    for name in ("bands", "gates"):
        for each in content.get(name, ()):
            told = each.get("title", each["code"])
            found[f"{name}.{each['code']}"] = f"{_(PLACES[name])}: {told}"
    for each in content["workflow"]:
        told = _(STEP_NAMES[each["step"]])
        found[f"workflow.{each['step']}"] = f"{_(PLACES['workflow'])}: {told}"
    return found


def _with_codes(content: Content) -> Iterator[Mapping[str, Any]]:
    for section in content["sections"]:
        yield section
        for criterion in section["criteria"]:
            yield criterion
            yield from criterion.get("items", ())
    for side in ("bonus", "penalty"):
        yield from content.get(side, {}).get("items", ())
