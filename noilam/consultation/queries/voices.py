"""Who was asked, who has spoken, and which sign-ins to tell."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from noilam.organisation.models import Person
from noilam.rulebook.queries import value

from .. import policies
from ..models import Comment, Consultation, Invitation
from .about import NOT_WITHDRAWN, open_on


def has_spoken() -> Exists:
    """Whether an invitation was followed by a comment that stands."""
    said = Comment.objects.filter(NOT_WITHDRAWN, consultation=OuterRef("consultation"))
    return Exists(said.filter(Q(unit=OuterRef("unit")) | Q(person=OuterRef("person"))))


def silent_before_the_end(day: date) -> list[tuple[Consultation, list[Invitation]]]:
    """Consultations about to end, each with those who have said nothing and were not reminded of
    this last day."""
    days_before = value("consultation.reminder_days_before", day)
    silent = (
        Invitation.objects.filter(
            open_on(day, "consultation__"),
            ~has_spoken(),
            ~Q(reminded_for=F("consultation__closes_on")),
            consultation__closes_on__lte=day + timedelta(days=days_before),
        )
        .select_related("consultation")
        .order_by("consultation", "pk")
    )
    grouped = groupby(silent, key=lambda each: each.consultation)
    return [(consultation, list(asked)) for consultation, asked in grouped]


def accounts_of(asked: Iterable[Invitation], day: date) -> list[int]:
    """The sign-ins that speak for those who were asked."""
    asked = list(asked)
    return accounts_for(
        [each.unit_id for each in asked if each.unit_id],
        [each.person_id for each in asked if each.person_id],
        day,
    )


def accounts_for(unit_ids: Iterable[int], person_ids: Iterable[int], day: date) -> list[int]:
    """The same for units and people by their ids."""
    voices = policies.voices_of(list(unit_ids), day)
    people = Person.objects.filter(pk__in=list(person_ids), account__isnull=False)
    own = people.values_list("account", flat=True)
    return list(dict.fromkeys([each for some in voices.values() for each in some] + list(own)))


def all_invited(consultation_id: int) -> QuerySet[Invitation]:
    return Invitation.objects.filter(consultation=consultation_id)
