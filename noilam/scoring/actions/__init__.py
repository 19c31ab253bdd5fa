"""Every change in scoring. One function for one thing a person does."""

from .appeals import decide_appeal, file_appeal
from .closing import begin_close, close_month, fail_close, run_close
from .consulting import consult_on_criteria
from .criteria import draft_criteria, drop_criteria, revise_criteria
from .deciding import correct_sheet, settle_pack
from .evidence import give_evidence, take_back_evidence
from .facts import take_facts
from .handing_over import close_sheets, give_sheets
from .issuing import issue_criteria
from .months import open_month
from .reminders import remind_units
from .second_looks import look_again, raise_second_looks
from .simulating import ask_simulation, run_simulation
from .stages import (
    appraise,
    cross_check,
    pass_unreplied,
    reply,
    return_sheet,
    save_answers,
    submit_self_score,
)
from .telling import tell_of_close

__all__ = [
    "appraise",
    "ask_simulation",
    "begin_close",
    "close_month",
    "close_sheets",
    "consult_on_criteria",
    "correct_sheet",
    "cross_check",
    "decide_appeal",
    "draft_criteria",
    "drop_criteria",
    "fail_close",
    "file_appeal",
    "give_evidence",
    "give_sheets",
    "issue_criteria",
    "look_again",
    "open_month",
    "pass_unreplied",
    "raise_second_looks",
    "remind_units",
    "reply",
    "return_sheet",
    "revise_criteria",
    "run_close",
    "run_simulation",
    "save_answers",
    "settle_pack",
    "submit_self_score",
    "take_back_evidence",
    "take_facts",
    "tell_of_close",
]
