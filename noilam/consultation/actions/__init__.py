"""Every write of consultations, one function for each deed."""

from ..rules import PartText
from .answering import answer, answer_many
from .commenting import comment, withdraw_comment
from .drafting import publish_draft
from .opening import call_off, close_consultation, extend, invite, open_consultation
from .reminding import remind

__all__ = [
    "PartText",
    "answer",
    "answer_many",
    "call_off",
    "close_consultation",
    "comment",
    "extend",
    "invite",
    "open_consultation",
    "publish_draft",
    "remind",
    "withdraw_comment",
]
