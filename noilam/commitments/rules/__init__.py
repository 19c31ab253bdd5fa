"""The law of words and deeds, as pure functions: values in, values or problems out.

`state` holds the one definition of the figures. No Django, no clock, no number of law.
"""

from .approval import (
    Candidate,
    problems_with_approval,
    problems_with_draft,
    problems_with_list,
    problems_with_proposal,
    problems_with_whose,
)
from .deeds import (
    problems_with_closing,
    problems_with_confirmation,
    problems_with_decision_on_extension,
    problems_with_declaration,
    problems_with_end,
    problems_with_excuse,
    problems_with_extension,
    problems_with_milestones,
    problems_with_progress,
    problems_with_standing,
    problems_with_verification,
    problems_with_withdrawal,
    waits_for_tomorrow,
)
from .explanation import Explanation, explanation, workings
from .ledger import Answering, Claim, Clock, Hands, Stretch, late_stretches, next_entries
from .programmes import kind_of, last_day_to_write, problems_with_programme
from .reminders import Rhythm, Step, StepClock, Whom, steps_on, steps_that_move
from .series import occurrence, occurrences_begun
from .sources import problems_with_sources
from .state import (
    STATE_NAMES,
    STATE_TONES,
    Declared,
    Facts,
    Figures,
    State,
    Tally,
    figures,
    is_claim_after_due,
    state_on,
    tally_of,
)

__all__ = [
    "STATE_NAMES",
    "STATE_TONES",
    "Answering",
    "Candidate",
    "Claim",
    "Clock",
    "Declared",
    "Explanation",
    "Facts",
    "Figures",
    "Hands",
    "Rhythm",
    "State",
    "Step",
    "StepClock",
    "Stretch",
    "Tally",
    "Whom",
    "explanation",
    "figures",
    "is_claim_after_due",
    "kind_of",
    "last_day_to_write",
    "late_stretches",
    "next_entries",
    "occurrence",
    "occurrences_begun",
    "problems_with_approval",
    "problems_with_closing",
    "problems_with_confirmation",
    "problems_with_decision_on_extension",
    "problems_with_declaration",
    "problems_with_draft",
    "problems_with_excuse",
    "problems_with_end",
    "problems_with_milestones",
    "problems_with_progress",
    "problems_with_programme",
    "problems_with_extension",
    "problems_with_list",
    "problems_with_proposal",
    "problems_with_sources",
    "problems_with_standing",
    "problems_with_verification",
    "problems_with_whose",
    "problems_with_withdrawal",
    "state_on",
    "steps_on",
    "steps_that_move",
    "tally_of",
    "waits_for_tomorrow",
    "workings",
]
