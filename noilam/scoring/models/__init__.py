"""Criteria, sheets and what follows from closed months.

A month is stored as one whole number, year and month: 202610. Points are whole hundredths.
"""

from .criteria import BandRow, CriteriaSet, CriterionRow, Revision, Simulation
from .deciding import Appeal, DecisionPack, PackItem
from .results import Close, MissingMonth, RollupMonth, UnitMonth
from .sheets import (
    FixedFact,
    Line,
    Mark,
    MarkEvidence,
    Reply,
    SecondLook,
    Sheet,
    SheetStep,
    SheetVersion,
)

__all__ = [
    "Appeal",
    "BandRow",
    "Close",
    "CriteriaSet",
    "CriterionRow",
    "DecisionPack",
    "FixedFact",
    "Line",
    "Mark",
    "MarkEvidence",
    "MissingMonth",
    "PackItem",
    "Reply",
    "Revision",
    "RollupMonth",
    "SecondLook",
    "Sheet",
    "SheetStep",
    "SheetVersion",
    "Simulation",
    "UnitMonth",
]
