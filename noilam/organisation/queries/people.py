"""Who held which post on a day, who leads, and which sign-ins reach a unit."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from noilam.foundation import clock
from noilam.foundation.access import Actor

from ..models import Ancestry, Appointment, Grant, Person, Unit
from ..policies import PERSON, in_force, learn_who
from ..roles import OWN_UNIT_ONLY
from .units import chunks


def held_on(day: date) -> Q:
    """Appointments held on a day: the last day counts."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


def appointments_on(day: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(held_on(day)).select_related("person", "unit")


def posts_of(person: Person, on: date) -> QuerySet[Appointment]:
    """What a person holds on a day, the post that leads first."""
    return appointments_on(on).filter(person=person)


def head_of(unit: Unit, on: date) -> Appointment | None:
    """Who leads a unit on a day; on the day of a handover, the one who takes over."""
    return heads_of([unit.pk], on).get(unit.pk)


def heads_of(unit_ids: Collection[int], on: date) -> dict[int, Appointment]:
    """Who leads each unit on a day."""
    heads: dict[int, Appointment] = {}
    for ids in chunks(unit_ids):
        leading = appointments_on(on).filter(leads=True, unit__in=ids)
        heads.update((each.unit_id, each) for each in leading.order_by("starts_on", "pk"))
    return heads


def without_post_after(appointment_ids: Collection[int], on: date) -> dict[int, str]:
    """Names of those who hold no post on a day once these posts are given up, by id."""
    if not appointment_ids:
        return {}
    leaving = Appointment.objects.filter(pk__in=appointment_ids).values("person")
    others = Appointment.objects.filter(held_on(on)).exclude(pk__in=appointment_ids)
    people = Person.objects.filter(pk__in=leaving).exclude(pk__in=others.values("person"))
    return dict(people.values_list("pk", "full_name"))


def person_of(actor: Actor) -> Person | None:
    """The person whose matters the actor handles: the absent one for a stand-in."""
    if PERSON not in actor.memo:
        learn_who(actor, clock.today())
    return actor.memo[PERSON]


def accounts_with(role: str, unit: Unit, on: date) -> list[int]:
    """Open sign-ins that hold a role over a unit on a day."""
    above = Ancestry.objects.filter(in_force(on), unit=unit).values("ancestor")
    grants = Grant.objects.filter(in_force(on), role=role, account__is_active=True)
    if role in OWN_UNIT_ONLY:
        above = above.none()
    covering = grants.filter(Q(unit=unit) | Q(unit__in=above, only_here=False))
    return sorted(set(covering.values_list("account", flat=True)))
