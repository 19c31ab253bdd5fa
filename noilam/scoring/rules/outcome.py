"""What a simulation came to: sums that grow month by month, and the figures read from them.

Only sums are kept, so that a run goes on where it was stopped and adding in another order changes
nothing. `Tally.stored()` is the shape of Simulation.outcome:

    {"schema": 1,
     "months": {"202608": {"sheets": 76, "compared": 75}},
     "units": {"<unit id>": [sheets compared, sum then, sum under the draft]},    hundredths
     "bands": {"XS": {"T": 4}},                  sheets by band then and band under the draft
     "criteria": {"A1": {"how": {"answer": 70, "new": 6}, "sheets", "full", "zero", "empty",
                         "points", "possible", "squares", "classes": [0, <50, <80, <100, 100 %]}},
     "covered": points of the draft that could be simulated, over all sheets,
     "asked": points of the draft, over all sheets,
     "unknown_extras": ["P3"],                   bonuses and penalties that were not known then
     "error": "…"}                               only of a run that failed
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from math import isqrt
from typing import Any, Self

from .score import Line
from .simulation import ANSWERED, How, Past, Plan, Scored

FLAT_FROM = 95  # percent of sheets with the same whole mark: the criterion tells nobody apart
_CLASSES = (1, 50, 80, 100)  # percent of the maximum, where the next class begins


@dataclass
class Spread:
    """The marks of one criterion under the draft. `squares` sums squared shares in percent."""

    how: dict[str, int] = field(default_factory=dict)
    sheets: int = 0
    full: int = 0
    zero: int = 0
    empty: int = 0  # had no data: a rule gave the mark, or left the criterion out
    points: int = 0
    possible: int = 0
    squares: int = 0
    classes: list[int] = field(default_factory=lambda: [0] * (len(_CLASSES) + 1))

    def add(self, line: Line, *, is_silent: bool) -> None:
        self.empty += is_silent
        if not line.possible:
            return
        share = 100 * line.points // line.possible
        self.sheets += 1
        self.full += line.points == line.possible
        self.zero += line.points == 0
        self.points += line.points
        self.possible += line.possible
        self.squares += share * share
        self.classes[_class_of(line)] += 1

    @property
    def mean_percent(self) -> int:
        return _mean(100 * self.points, self.possible)

    @property
    def deviation(self) -> int:
        """Standard deviation of the shares, in percent points."""
        if not self.sheets:
            return 0
        mean = 100 * self.points // self.possible
        return isqrt(max(0, self.squares // self.sheets - mean * mean))

    @property
    def full_percent(self) -> int:
        return 100 * self.full // self.sheets if self.sheets else 0

    @property
    def zero_percent(self) -> int:
        return 100 * self.zero // self.sheets if self.sheets else 0

    @property
    def is_flat(self) -> bool:
        """Nearly everyone has the whole, or nearly everyone nothing."""
        return max(self.full_percent, self.zero_percent) >= FLAT_FROM

    @property
    def is_simulated(self) -> bool:
        return any(self.how.get(each) for each in ANSWERED)


def _class_of(line: Line) -> int:
    if line.points == 0:
        return 0
    share = 100 * line.points / line.possible
    return 1 + sum(share >= bound for bound in _CLASSES[1:])


@dataclass(frozen=True)
class Change:
    """A unit's mean total then and under the draft, over `sheets` months. Hundredths."""

    unit_id: int
    sheets: int
    then: int
    draft: int

    @property
    def moved(self) -> int:
        return self.draft - self.then


@dataclass
class Tally:
    months: dict[str, dict[str, int]] = field(default_factory=dict)
    units: dict[str, list[int]] = field(default_factory=dict)
    bands: dict[str, dict[str, int]] = field(default_factory=dict)
    criteria: dict[str, Spread] = field(default_factory=dict)
    covered: int = 0
    asked: int = 0
    unknown_extras: list[str] = field(default_factory=list)
    error: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        kept = {name: value for name, value in stored.items() if name != "schema"}
        spreads = {code: Spread(**each) for code, each in stored.get("criteria", {}).items()}
        return cls(**kept | {"criteria": spreads})

    def stored(self) -> dict[str, Any]:
        return {"schema": 1, **asdict(self)}

    def add(self, month: int, plan: Plan, past: Past, scored: Scored) -> None:
        """One sheet of a month."""
        counted = self.months.setdefault(str(month), {"sheets": 0, "compared": 0})
        counted["sheets"] += 1
        total = scored.total
        self._add_criteria(plan, past, scored)
        self._add_extras(plan)
        if past.total is None or total.total is None:
            return
        counted["compared"] += 1
        unit = self.units.setdefault(str(past.unit_id), [0, 0, 0])
        for at, number in enumerate((1, past.total, total.total)):
            unit[at] += number
        bands = self.bands.setdefault(past.band, {})
        now = total.band.code if total.band else ""
        bands[now] = bands.get(now, 0) + 1

    def _add_criteria(self, plan: Plan, past: Past, scored: Scored) -> None:
        lines = {each.code: each for each in scored.total.lines}
        for criterion in plan.draft.criteria():
            if not criterion.applies_to(past.kind):
                continue
            how, spread = plan.how[criterion.code], self._spread(criterion.code)
            spread.how[how] = spread.how.get(how, 0) + 1
            self.asked += criterion.max_points
            if how in ANSWERED:
                self.covered += criterion.max_points
                is_silent = criterion.code in scored.silent
                spread.add(lines[criterion.code], is_silent=is_silent)

    def _spread(self, code: str) -> Spread:
        return self.criteria.setdefault(code, Spread())

    def _add_extras(self, plan: Plan) -> None:
        for each in plan.draft.extras():
            if each.code not in plan.extras and each.code not in self.unknown_extras:
                self.unknown_extras.append(each.code)

    # What is read from it -----------------------------------------------------------------------

    @property
    def coverage(self) -> int:
        """Percent of the draft's points that could be simulated, rounded down."""
        return 100 * self.covered // self.asked if self.asked else 0

    @property
    def sheets(self) -> int:
        return sum(each["sheets"] for each in self.months.values())

    @property
    def compared(self) -> int:
        return sum(each["compared"] for each in self.months.values())

    def changes(self) -> list[Change]:
        """Who loses most first; units as they are numbered where they move alike."""
        found = [
            Change(int(unit_id), sheets, _mean(then, sheets), _mean(draft, sheets))
            for unit_id, (sheets, then, draft) in self.units.items()
        ]
        return sorted(found, key=lambda each: (each.moved, each.unit_id))

    def means(self) -> tuple[int, int]:
        """The mean of all sheets compared: then, and under the draft."""
        sums = [0, 0, 0]
        for row in self.units.values():
            sums = [one + other for one, other in zip(sums, row, strict=True)]
        return _mean(sums[1], sums[0]), _mean(sums[2], sums[0])

    def band_totals(self) -> tuple[dict[str, int], dict[str, int]]:
        """Sheets by band: then, and under the draft."""
        then = {code: sum(row.values()) for code, row in self.bands.items()}
        draft: dict[str, int] = defaultdict(int)
        for row in self.bands.values():
            for code, number in row.items():
                draft[code] += number
        return then, dict(draft)

    def left_out(self) -> dict[str, How]:
        """Criteria that no sheet could answer, and why the first of them could not."""
        return {
            code: How(next(iter(each.how)))
            for code, each in self.criteria.items()
            if not each.is_simulated
        }


def split(changes: Iterable[Change]) -> tuple[list[Change], list[Change], list[Change]]:
    """Who gains (most first), who loses (most first), who stays."""
    rows = list(changes)
    gains = [each for each in reversed(rows) if each.moved > 0]
    return (
        gains,
        [each for each in rows if each.moved < 0],
        [each for each in rows if not each.moved],
    )


def _mean(total: int, number: int) -> int:
    return (2 * total + number) // (2 * number) if number else 0
