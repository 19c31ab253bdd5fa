"""The worker's rounds: letters and text messages, one claim, one sending, one note each.

What fails is tried again in a later round. No address and no text goes into the log.
"""

import http.client
import json
import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from noilam.foundation import clock
from noilam.foundation.access import Actor

from . import actions, queries, rules
from .models import TextMessage
from .queries import Letter

log = logging.getLogger(__name__)
GATEWAY_TIMEOUT = 10  # seconds


def deliver_mail(*, actor: Actor) -> int:
    """One letter to everybody whose mail is due. Says how many went out.

    Without a mail server none does, and none is claimed to have.
    """
    if not settings.EMAIL_HOST:
        return 0
    connection = get_connection()
    sent = 0
    for account_id in queries.accounts_waiting_for_mail(clock.now()):
        if letter := actions.claim_letter(actor=actor, account_id=account_id):
            sent += _mail(actor, letter, connection)
    return sent


def _mail(actor: Actor, letter: Letter, connection: BaseEmailBackend) -> bool:
    message = EmailMessage(
        letter.subject,
        letter.body,
        to=[letter.to],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    try:
        message.send()
    except Exception as error:  # whatever a mail server or an address can do wrong
        log.warning("A letter to account %s failed: %s", letter.account_id, type(error).__name__)
        actions.note_mail_failed(actor=actor, letter=letter, error=type(error).__name__)
        return False
    actions.note_mailed(actor=actor, letter=letter)
    return True


def deliver_texts(*, actor: Actor) -> int:
    """Every text message that is due, to the gateway. Says how many it took."""
    if not settings.SMS_WEBHOOK_URL:
        return 0
    sent = 0
    for waiting in queries.texts_due(clock.now()):
        if message := actions.claim_text(actor=actor, message=waiting):
            sent += _text(actor, message)
    return sent


def _text(actor: Actor, message: TextMessage) -> bool:
    try:
        status, answer = _post(message)
    except (OSError, http.client.HTTPException) as error:
        status, answer = 0, type(error).__name__
    if 200 <= status < 300:
        actions.note_text_sent(actor=actor, message=message, answer=f"{status} {answer}")
        return True
    log.warning("Text message %s failed: %s", message.pk, status)
    actions.note_text_failed(actor=actor, message=message, answer=f"{status} {answer}")
    return False


def _post(message: TextMessage) -> tuple[int, str]:
    """To settings.SMS_WEBHOOK_URL, signed with SMS_WEBHOOK_SECRET. The same id twice is one SMS."""
    address = urlsplit(settings.SMS_WEBHOOK_URL)
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.netloc, timeout=GATEWAY_TIMEOUT)
    moment = clock.now().isoformat(timespec="seconds")
    body = json.dumps({"id": message.pk, "to": message.phone, "text": message.text}).encode()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": f"noilam-{message.pk}",
        "X-Noilam-Moment": moment,
        "X-Noilam-Signature": rules.signature(settings.SMS_WEBHOOK_SECRET, moment, body),
    }
    path = address.path + (f"?{address.query}" if address.query else "")
    try:
        connection.request("POST", path or "/", body, headers)
        response = connection.getresponse()
        kept = response.read(rules.ANSWER_KEPT * 4).decode(errors="replace")
        return response.status, "".join(c for c in kept if c.isprintable())
    finally:
        connection.close()
