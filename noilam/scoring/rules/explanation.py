"""Everything there is to say about one total: how each number came, what is missing, what would
have changed it. What the page of a sheet shows beside every total."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .criteria import CriteriaSet
from .gains import Gain, Marked, Way, WithoutGate, gains_of, way_to, without_gates
from .score import NOTHING, Answer, Total
from .sentences import Sentence
from .shortfall import Shortfall, shortfall_of
from .workings import (
    ExtraWorking,
    GateWorking,
    Working,
    extra_workings,
    gate_workings,
    total_workings,
    working_of,
)


@dataclass(frozen=True)
class Explanation:
    """`shortfall`, `way` None: nothing is missing, or nothing could be scored."""

    total: Total
    lines: tuple[Working, ...]
    extras: tuple[ExtraWorking, ...]
    gates: tuple[GateWorking, ...]
    arithmetic: tuple[Sentence, ...]
    shortfall: Shortfall | None
    gains: tuple[Gain, ...]
    way: Way | None
    without: tuple[WithoutGate, ...]

    @property
    def excluded(self) -> list[str]:
        return [each.code for each in self.lines if each.is_excluded]


def explain(
    criteria: CriteriaSet,
    kind: str,
    answers: Mapping[str, Answer],
    times: Mapping[str, int],
    facts: Mapping[str, Decimal],
) -> Explanation:
    """As `score.total_of`, with every step of it."""
    marked = Marked(criteria, kind, answers, times, facts)
    total = marked.total()
    return Explanation(
        total=total,
        lines=tuple(
            working_of(each, answers.get(each.code, NOTHING), criteria.rounding)
            for each in criteria.criteria()
            if each.applies_to(kind)
        ),
        extras=tuple(extra_workings(criteria, total, times)),
        gates=tuple(gate_workings(criteria, times, facts)),
        arithmetic=tuple(total_workings(criteria, total)),
        shortfall=shortfall_of(criteria, total),
        gains=tuple(gains_of(marked)),
        way=way_to(marked),
        without=tuple(without_gates(criteria, total)),
    )
