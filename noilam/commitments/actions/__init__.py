"""Every change to words and deeds. One function for one thing a person does.

The shape is always the same: lock, permit, check the rules, write, record.
"""

from .approving import approve, approve_many
from .deeds import (
    Proof,
    declare_done,
    give_evidence,
    reach_milestone,
    report_progress,
    set_milestones,
)
from .drafting import Draft, SourceOf, change_draft, make_commitment, propose, return_to_draft
from .due_days import recalculate_due_days
from .ending import close_not_achieved, withdraw
from .giving import Taker, give_to_many, set_dependencies
from .handing_over import close_matters, give_matters, reassign, renew_holders
from .ledger import write_ledger
from .programmes import ProgrammeDraft, adopt_commitments, write_programme
from .reminders import ask_for_programmes, send_reminders
from .series import open_occurrences
from .time import claim_excuse, confirm_excuse, decide_extension, request_extension
from .topics import name_topic
from .verifying import name_verifier, verify

__all__ = [
    "Draft",
    "ProgrammeDraft",
    "Proof",
    "SourceOf",
    "Taker",
    "adopt_commitments",
    "approve",
    "approve_many",
    "ask_for_programmes",
    "change_draft",
    "claim_excuse",
    "close_matters",
    "close_not_achieved",
    "confirm_excuse",
    "decide_extension",
    "declare_done",
    "give_evidence",
    "give_matters",
    "give_to_many",
    "make_commitment",
    "name_topic",
    "name_verifier",
    "open_occurrences",
    "propose",
    "reach_milestone",
    "reassign",
    "recalculate_due_days",
    "renew_holders",
    "report_progress",
    "request_extension",
    "return_to_draft",
    "send_reminders",
    "set_dependencies",
    "set_milestones",
    "verify",
    "withdraw",
    "write_ledger",
    "write_programme",
]
