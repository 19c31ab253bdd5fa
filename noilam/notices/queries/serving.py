"""Who has to be told otherwise: the clerk's lists, one notice's services, text messages to send."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.rulings import ruling
from noilam.foundation.text import day_text, fold
from noilam.notices import policies, rules
from noilam.notices.models import Notice, Preference, Service, TextMessage
from noilam.notices.policies import UNREAD, WAITING

from .inbox import preference_of

SHOWN = 5  # notices of one person on a page; the rest stand on the page of any of them


@dataclass(frozen=True)
class Wanted:
    """What the clerk asked for. `state`: "", acknowledge or no_mail."""

    state: str = ""
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One notice on the clerk's list."""

    id: int
    subject: str
    queued_on: str
    is_waiting: bool
    missed_calls: int


@dataclass(frozen=True)
class Delivery:
    """One person on the clerk's list, and what he has not received."""

    id: int
    recipient: str
    phone: str
    has_mail: bool
    notices: list[Line]
    more: int


def people_to_tell(actor: Actor, wanted: Wanted) -> QuerySet[Any]:
    """Whom no letter reaches, or who leaves notices unread; by given name."""
    waiting = _wanted(actor, wanted).filter(_overdue())
    people = get_user_model().objects.filter(
        Exists(waiting.filter(recipient=OuterRef("pk"))), is_active=True
    )
    if wanted.state == "no_mail":
        people = people.filter(email="")
    if wanted.words:
        people = people.filter(search_key__contains=fold(wanted.words))
    return people


def unread_days() -> int:
    """After how many days an unread notice is brought even to those who get mail."""
    return int(ruling("notices.unread_days", clock.today()))


def _overdue() -> Q:
    before = clock.now() - timedelta(days=unread_days())
    return Q(recipient__email="") | (UNREAD & (WAITING | Q(queued_at__lt=before)))


def _wanted(actor: Actor, wanted: Wanted) -> QuerySet[Notice]:
    waiting = policies.servable_notices(actor)
    return waiting.filter(WAITING) if wanted.state == "acknowledge" else waiting


def deliveries(
    actor: Actor, people: Sequence[Any], wanted: Wanted, *, shown: int | None = SHOWN
) -> list[Delivery]:
    """These people with all they have not received: what needs a word first, then the oldest."""
    waiting = _wanted(actor, wanted).filter(recipient__in=people)
    ids: dict[int, list[int]] = defaultdict(list)
    for pk, recipient in waiting.order_by("-needs_acknowledgement", "id").values_list(
        "id", "recipient"
    ):
        ids[recipient].append(pk)
    if shown is not None:
        waiting = waiting.filter(pk__in=[pk for each in ids.values() for pk in each[:shown]])
    missed = Count("services", filter=Q(services__channel=Service.Channel.CALL))
    lines = {row.pk: _line(row) for row in waiting.annotate(missed_calls=missed)}
    return [
        Delivery(
            id=each.pk,
            recipient=str(each),
            phone=each.phone,
            has_mail=bool(each.email),
            notices=[lines[pk] for pk in ids[each.pk][:shown]],
            more=max(0, len(ids[each.pk]) - (shown or len(ids[each.pk]))),
        )
        for each in people
    ]


def _line(row: Any) -> Line:
    return Line(
        id=row.pk,
        subject=row.heading,
        queued_on=day_text(timezone.localdate(row.queued_at)),
        is_waiting=row.is_waiting,
        missed_calls=row.missed_calls,
    )


@dataclass(frozen=True)
class Story:
    """All that the clerk's page of one notice shows. `others`: what else waits for that person."""

    notice: Notice
    recipient: AbstractBaseUser
    services: list[Service]
    texts: list[TextMessage]
    is_open: bool
    others: list[Notice]


def story(actor: Actor, notice: Notice) -> Story:
    waiting = policies.servable_notices(actor).filter(recipient=notice.recipient_id)
    return Story(
        notice=notice,
        recipient=notice.recipient,
        services=list(notice.services.all()),
        texts=list(notice.text_messages.all()),
        is_open=notice.is_waiting or not notice.is_read,
        others=list(waiting.exclude(pk=notice.pk).order_by("id")),
    )


def texts_to_send(at: datetime) -> QuerySet[TextMessage]:
    """Not sent, not being tried at this moment, not given up."""
    return TextMessage.objects.filter(
        Q(send_after=None) | Q(send_after__lte=at), sent_at=None, tries__lt=rules.MAX_TRIES
    )


def texts_due(at: datetime) -> list[TextMessage]:
    """Of these, what disturbs nobody: each recipient's quiet hours hold for the telephone too."""
    waiting = list(texts_to_send(at).select_related("notice"))
    told = {each.notice.recipient_id for each in waiting}
    chosen = {each.account_id: each for each in Preference.objects.filter(account__in=told)}
    usual, now = preference_of(0), timezone.localtime(at).time()
    return [
        each for each in waiting if now not in chosen.get(each.notice.recipient_id, usual).quiet
    ]
