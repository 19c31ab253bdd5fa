"""Who has to be told otherwise: the clerk's lists, one notice's services, text messages to send."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, fold, name_key
from noilam.notices import policies, rules
from noilam.notices.models import Notice, Service, TextMessage


@dataclass(frozen=True)
class Delivery:
    """One line of the clerk's list."""

    id: int
    recipient: str
    phone: str
    has_mail: bool
    subject: str
    queued_on: str
    days: int
    missed_calls: int
    texts: int


def deliveries(actor: Actor, *, words: str = "", today: date) -> list[Delivery]:
    """Unacknowledged, to people without mail or who have not read it; by given name."""
    missed = Count("services", filter=Q(services__channel=Service.Channel.CALL), distinct=True)
    texts = Count("text_messages", distinct=True)
    rows = (
        policies.servable_notices(actor)
        .filter(Q(recipient__email="") | Q(is_read=False))
        .annotate(missed_calls=missed, texts=texts)
        .select_related("recipient")
    )
    wanted = fold(words)
    found = [_delivery(row, today) for row in rows if wanted in fold(str(row.recipient))]
    return sorted(found, key=lambda each: (name_key(each.recipient), each.id))


def _delivery(row: Notice, today: date) -> Delivery:
    queued_on = timezone.localdate(row.queued_at)
    return Delivery(
        id=row.pk,
        recipient=str(row.recipient),
        phone=row.recipient.phone,
        has_mail=bool(row.recipient.email),
        subject=row.subject,
        queued_on=day_text(queued_on),
        days=(today - queued_on).days,
        missed_calls=row.missed_calls,  # type: ignore[attr-defined]
        texts=row.texts,  # type: ignore[attr-defined]
    )


@dataclass(frozen=True)
class Story:
    """All that the clerk's page of one notice shows."""

    notice: Notice
    recipient: AbstractBaseUser
    services: list[Service]
    texts: list[TextMessage]


def story(notice: Notice) -> Story:
    return Story(
        notice=notice,
        recipient=notice.recipient,
        services=list(notice.services.all()),
        texts=list(notice.text_messages.all()),
    )


def texts_to_send(at: datetime) -> QuerySet[TextMessage]:
    """Not sent, not being tried at this moment, not given up."""
    return TextMessage.objects.filter(
        Q(send_after=None) | Q(send_after__lte=at), sent_at=None, tries__lt=rules.MAX_TRIES
    )
