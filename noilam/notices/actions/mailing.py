"""A letter in three steps, so that no transaction waits for a mail server.

Claim: for a while no other worker takes the same notices. Send: outside, by `jobs`. Note what
became of it. A worker killed after sending and before noting lets the letter go out once more
after the claim has run out; its unchanged Message-ID lets mail programs show it once.
"""

from django.db import transaction

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.notices import queries, rules
from noilam.notices.events import MailFailed, NoticesMailed
from noilam.notices.models import Notice, Preference
from noilam.notices.queries import Letter


@transaction.atomic
def claim_letter(*, actor: Actor, account_id: int) -> Letter | None:
    """Take all that waits for one person, or None when somebody else just has.

    Leaves no entry: what comes of the letter does.
    """
    waiting = queries.waiting_for_mail(clock.now()).filter(recipient=account_id)
    notices = list(waiting.select_for_update(of=("self",)).order_by("id"))
    if not notices:
        return None
    for notice in notices:
        notice.mail_after = clock.now() + rules.LEASE
        notice.mail_tries += 1
    Notice.objects.bulk_update(notices, ["mail_after", "mail_tries"], batch_size=200)
    return queries.letter_for(account_id, notices)


@transaction.atomic
def note_mailed(*, actor: Actor, letter: Letter) -> None:
    """The letter went out: its notices are never mailed again."""
    now = clock.now()
    Notice.objects.filter(pk__in=letter.notices).update(mailed_at=now, mail_after=None)
    Preference.objects.filter(account_id=letter.account_id).update(digested_on=clock.today())
    event = NoticesMailed(subject_id=letter.account_id, notices=list(letter.notices))
    record(actor=actor, event=event)


@transaction.atomic
def note_mail_failed(*, actor: Actor, letter: Letter, error: str) -> None:
    """Try again later: after a minute, then ever more rarely."""
    notices = Notice.objects.select_for_update().filter(pk__in=letter.notices)
    for notice in notices:
        notice.mail_after = clock.now() + rules.pause_after(notice.mail_tries)
    Notice.objects.bulk_update(notices, ["mail_after"], batch_size=200)
    record(
        actor=actor,
        event=MailFailed(
            subject_id=letter.account_id, notices=list(letter.notices), error=error[:100]
        ),
    )
