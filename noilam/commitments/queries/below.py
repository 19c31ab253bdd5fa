"""The units right below one, each with its pair: where words and deeds part."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from noilam.organisation.models import Unit, UnitVersion
from noilam.organisation.queries import units_on
from noilam.ui.pair import pair_svg
from noilam.ui.pieces import Pair

from .. import rules
from .figures import figures_by_unit

LAST = 101  # a unit without an index stands after all that have one


@dataclass(frozen=True)
class UnitLine:
    """One unit with all that is below it, ready to be written."""

    unit_id: int
    parent_id: int | None
    name: str
    percent: int | None
    said: int
    late: int
    broken: int
    pair: SafeString


def units_below(parents: Collection[Unit] | QuerySet[Unit], on: date) -> list[UnitLine]:
    """Those that stood right below on the day and have said something, widest gap first."""
    below = list(units_on(on).filter(parent__in=parents))
    found = figures_by_unit([each.unit for each in below], on)
    scale = max((each.said for each in found.values()), default=0)
    lines = [_line(each, found[each.unit_id], scale) for each in below if found[each.unit_id].said]
    return sorted(lines, key=lambda line: LAST if line.percent is None else line.percent)


def _line(unit: UnitVersion, found: rules.Figures, scale: int) -> UnitLine:
    return UnitLine(
        unit_id=unit.unit_id,
        parent_id=unit.parent_id,
        name=unit.name,
        percent=found.index_percent,
        said=found.said,
        late=found.late,
        broken=found.broken,
        pair=pair_svg(pair_of(found), unit.name, scale=scale),
    )


def pair_of(found: rules.Figures) -> Pair:
    """Figures as the mark of the product draws them."""
    return Pair(said=found.said, **{state.value: getattr(found, state) for state in rules.State})
