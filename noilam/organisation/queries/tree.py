"""The organisation as a tree on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import get_language

from noilam.foundation.access import Actor

from .. import policies
from ..models import UnitVersion
from ..policies import in_force
from .units import subtree_of


@dataclass(frozen=True)
class TreeRow:
    """One unit of the tree, flat: `closes` says how many branches end after it."""

    id: int
    name: str
    kind: str
    below: int  # units directly below
    is_open: bool
    is_cut: bool  # it has units below that this page does not show
    closes: range


WHOLE_TREE = 1_500  # more units than this, and a page shows one level at a time


def tree(actor: Actor, day: date, top: int | None = None) -> list[TreeRow]:
    """Visible units on a day, each before those below it. `top`: only what is below one unit."""
    found = UnitVersion.objects.filter(in_force(day), superseded_at=None)
    if not policies.sees_everything(actor):
        found = found.filter(unit__in=policies.visible_units(actor))
    if top:
        found = found.filter(unit__in=subtree_of([top], day))
    rows = {
        unit: (parent, name, kind)
        for unit, parent, name, kind in found.order_by("unit__code").values_list(
            "unit_id",
            "parent_id",
            "name",
            "kind__name_en" if get_language() == "en" else "kind__name",
        )
    }
    below: dict[int | None, list[int]] = {}
    for unit, (parent, _name, _kind) in rows.items():
        below.setdefault(parent if parent in rows and unit != top else None, []).append(unit)
    depth = 99 if len(rows) <= WHOLE_TREE else 2
    return list(_flat(below, rows, below.get(None, []), 1, depth))


def _flat(
    below: dict[int | None, list[int]],
    rows: dict[int, tuple[int | None, str, str]],
    units: Sequence[int],
    level: int,
    depth: int,
) -> Iterable[TreeRow]:
    """Closing tags travel with the last row of each branch, so that a page needs one loop."""
    for unit in units:
        under = below.get(unit, []) if level < depth else []
        inner = list(_flat(below, rows, under, level + 1, depth))
        _parent, name, kind = rows[unit]
        yield TreeRow(
            id=unit,
            name=name,
            kind=kind,
            below=len(below.get(unit, [])),
            is_open=level == 1,
            is_cut=bool(below.get(unit)) and not under,
            closes=range(0),
        )
        yield from inner[:-1]
        if inner:
            last = inner[-1]
            yield replace(last, closes=range(len(last.closes) + 1))
