"""Three ways to read a past day after units changed: as it was, as it is, restated.

As it was: the tree and the holders of that day. As it is: the holders of that day in the tree of
today. Restated: the holders of today, and what a unit that ended had done goes to its only heir;
what went to several heirs cannot be divided and stays with the unit that ended.
"""

from collections.abc import Collection
from datetime import date

from noilam.foundation import clock
from noilam.organisation.models import Unit
from noilam.organisation.queries import subtree, successors
from noilam.organisation.rules import Reading


def day_of_holders(on: date, reading: Reading) -> date:
    return clock.today() if reading is Reading.RESTATED else on


def units_below(unit: Unit, on: date, reading: Reading) -> Collection[int]:
    """Ids of the units whose words count for a unit; fits `__in`."""
    if reading is Reading.AS_WAS:
        return subtree(unit, on)
    today = subtree(unit, clock.today())
    if reading is Reading.AS_IS:
        return today
    below = set(today)
    return below | {ended for ended, heir in _only_heirs().items() if heir in below}


def _only_heirs() -> dict[int, int]:
    """Each ended unit with one heir, and the living unit that the line of heirs leads to."""
    ended = Unit.objects.filter(ended_on__lte=clock.today())
    direct = {pk: heirs[0] for pk, heirs in successors(ended).items() if len(set(heirs)) == 1}
    return {pk: _last_heir(pk, direct) for pk in direct}


def _last_heir(unit_id: int, direct: dict[int, int]) -> int:
    seen = {unit_id}
    while (following := direct.get(unit_id)) is not None and following not in seen:
        seen.add(following)
        unit_id = following
    return unit_id
