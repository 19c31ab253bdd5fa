"""Every change in scoring. One function for one thing a person does."""

from .consulting import consult_on_criteria
from .criteria import draft_criteria, drop_criteria, revise_criteria
from .issuing import issue_criteria
from .simulating import ask_simulation, run_simulation

__all__ = [
    "ask_simulation",
    "consult_on_criteria",
    "draft_criteria",
    "drop_criteria",
    "issue_criteria",
    "revise_criteria",
    "run_simulation",
]
