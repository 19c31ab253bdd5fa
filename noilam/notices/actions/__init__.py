"""Writing and following up messages."""

from noilam.notices.rules import Wording

from .inbox import Message, acknowledge, mark_read, queue, queue_all, set_preference
from .mailing import claim_letter, note_mail_failed, note_mailed
from .serving import note_missed_call, serve_by_call, serve_on_paper
from .texting import claim_text, note_text_failed, note_text_sent, queue_texts

__all__ = [
    "Message",
    "Wording",
    "acknowledge",
    "claim_letter",
    "claim_text",
    "mark_read",
    "note_mail_failed",
    "note_mailed",
    "note_missed_call",
    "note_text_failed",
    "note_text_sent",
    "queue",
    "queue_all",
    "queue_texts",
    "serve_by_call",
    "serve_on_paper",
    "set_preference",
]
