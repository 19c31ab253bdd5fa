"""Who waits for a letter, and the letter itself: one to a person, with all that waits for him."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from noilam.foundation.rulings import ruling
from noilam.notices import rules
from noilam.notices.models import Notice, Preference

from .inbox import preference_of


@dataclass(frozen=True)
class Letter:
    """Ready to send."""

    account_id: int
    to: str
    subject: str
    body: str
    message_id: str
    notices: tuple[int, ...]


def waiting_for_mail(at: datetime) -> QuerySet[Notice]:
    """Unread, not mailed, not being tried at this moment, to somebody who can get mail.

    And not old: whoever connects a mail server, or asks for mail, is spared a year's letters.
    """
    days = ruling("notices.mail_within_days", timezone.localdate(at))
    return Notice.objects.filter(
        Q(mail_after=None) | Q(mail_after__lte=at),
        queued_at__gte=at - timedelta(days=days),
        mailed_at=None,
        is_read=False,
        mail_tries__lt=rules.MAX_TRIES,
        recipient__is_active=True,
    ).exclude(recipient__email="")


def accounts_waiting_for_mail(at: datetime) -> list[int]:
    """Whose letter is due now, by his own wish and quiet hours."""
    waiting = waiting_for_mail(at).order_by().values_list("recipient", flat=True).distinct()
    chosen = {each.account_id: each for each in Preference.objects.filter(account__in=waiting)}
    usual = preference_of(0)
    return [pk for pk in waiting if _is_due(chosen.get(pk, usual), at)]


def _is_due(preference: Preference, at: datetime) -> bool:
    return rules.mail_is_due(
        rules.Wish(preference.mail),
        preference.quiet,
        digested_on=preference.digested_on,
        at=timezone.localtime(at),
    )


def letter_for(account_id: int, notices: Sequence[Notice]) -> Letter:
    """One letter in the recipient's language."""
    account = get_user_model().objects.get(pk=account_id)
    with translation.override(account.language):
        return Letter(
            account_id=account_id,
            to=account.email,
            subject=rules.short(_subject(notices), 150),
            body=render_to_string("notices/mail.txt", _contents(notices)),
            message_id=f"<notices-{account_id}-{notices[0].pk}-{notices[-1].pk}@noilam>",
            notices=tuple(each.pk for each in notices),
        )


def _contents(notices: Sequence[Notice]) -> dict[str, object]:
    return {
        "notices": [
            {
                "subject": each.heading,
                "text": each.body,
                "address": settings.PUBLIC_URL + each.get_absolute_url(),
                "is_waiting": each.is_waiting,
            }
            for each in notices
        ],
        "preferences": f"{settings.PUBLIC_URL}/inbox/preferences/",
    }


def _subject(notices: Sequence[Notice]) -> str:
    if len(notices) == 1:
        return notices[0].heading
    count = len(notices)
    return gettext("NóiLàm: {sentence}").format(
        sentence=ngettext("{count} thông báo mới", "{count} thông báo mới", count).format(
            count=count
        )
    )
