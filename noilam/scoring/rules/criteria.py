"""A set of criteria as plain values, and what is stored of it: the same both ways.

Points are whole hundredths of a point throughout (1.5 points = 150), so that every sum is exact
and anyone recomputes the same total. What people write (YAML, spreadsheets) and what is stored
(`content`) has the shape of docs/criteria.md; `reading` turns it into these values.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property


class Method(StrEnum):
    RATIO = "ratio"  # max x numerator / denominator
    TIERS = "tiers"  # the first tier that the value reaches
    CHECKLIST = "checklist"  # the points of the items met
    DEDUCT = "deduct"  # max less `per` for each time
    ANCHORED = "anchored"  # one of the levels described


class Source(StrEnum):
    MANUAL = "manual"
    AUTO = "auto"  # the measure gives the mark
    MIXED = "mixed"  # people mark; what the system knows stands beside it


class WhenNothing(StrEnum):
    FULL = "full"
    ZERO = "zero"
    EXCLUDE = "exclude"  # left out, and the rest scaled up to the whole


class StepName(StrEnum):
    """The steps of a month, in their order."""

    SELF_SCORE = "self_score"
    APPRAISE = "appraise"
    CROSS_CHECK = "cross_check"
    REPLY = "reply"
    APPROVE = "approve"
    NOTIFY = "notify"
    APPEAL = "appeal"


class Mode(StrEnum):
    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"


@dataclass(frozen=True)
class Tier:
    at_least: Decimal
    points: int


@dataclass(frozen=True)
class ChecklistItem:
    code: str
    title: str
    points: int


@dataclass(frozen=True)
class Anchor:
    points: int
    text: str


@dataclass(frozen=True)
class Criterion:
    """`measure` is named for auto, and may be for mixed. `wanted` keeps the name of a measure that
    was not installed when the set was issued: the criterion is then marked by hand."""

    code: str
    title: str
    max_points: int
    method: Method
    source: Source
    no_data: WhenNothing
    measure: str = ""
    wanted: str = ""
    numerator: str = ""
    denominator: str = ""
    unit: str = ""
    tiers: tuple[Tier, ...] = ()
    items: tuple[ChecklistItem, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    per: int = 0
    min_sample: int = 0
    kinds: tuple[str, ...] = ()  # of units; empty: all that the set scores
    evidence: tuple[str, ...] = ()
    note: str = ""

    def applies_to(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    max_points: int
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Extra:
    """A bonus or a penalty: `points` each time; 0 in `max_times` is without a limit."""

    code: str
    title: str
    points: int
    max_times: int = 0
    per: str = ""


@dataclass(frozen=True)
class Gate:
    """What a band asks besides points: a measure, or how often some penalties were given."""

    code: str
    op: str  # ==, >=, <=, >, <
    value: Decimal
    measure: str = ""  # empty: penalties are counted
    penalties: tuple[str, ...] = ()
    title: str = ""
    wanted: str = ""  # a measure that was not installed at issue: the gate stands open


@dataclass(frozen=True)
class Band:
    code: str
    title: str
    at_least: int
    gates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rounding:
    step: int  # hundredths
    mode: Mode = Mode.HALF_UP


@dataclass(frozen=True)
class Step:
    """One of due_day (of the month after) and working_days (after the step before) is given."""

    name: StepName
    due_day: int = 0
    working_days: int = 0
    note: str = ""


@dataclass(frozen=True)
class CriteriaSet:
    """`kinds` are identifiers of organisation.UnitKind. Bands stand highest first."""

    code: str
    title: str
    kinds: tuple[str, ...]
    max_points: int
    rounding: Rounding
    sections: tuple[Section, ...]
    bands: tuple[Band, ...]
    steps: tuple[Step, ...]
    gates: tuple[Gate, ...] = ()
    bonuses: tuple[Extra, ...] = ()
    bonus_cap: int = 0
    penalties: tuple[Extra, ...] = ()
    penalty_cap: int = 0
    flag_difference: int = 0  # the variance rule: at this or more, flagged
    reason_required: bool = True
    reply_difference: int = 100  # at this or more on one criterion, the unit is asked
    legal_basis: tuple[str, ...] = ()
    extra: dict[str, object] = field(default_factory=dict, compare=False)

    @cached_property
    def by_code(self) -> dict[str, Criterion]:
        return {each.code: each for each in self.criteria()}

    def criteria(self) -> Iterator[Criterion]:
        for section in self.sections:
            yield from section.criteria

    def extras(self) -> Iterator[Extra]:
        yield from self.bonuses
        yield from self.penalties

    def step(self, name: StepName) -> Step | None:
        return next((each for each in self.steps if each.name is name), None)

    def measures(self) -> list[str]:
        """Names that the set asks for, each once."""
        asked = [each.measure for each in self.criteria()] + [each.measure for each in self.gates]
        return list(dict.fromkeys(filter(None, asked)))
