"""Who may open a consultation, see it, be heard in it, answer. Pages and actions both ask here."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.organisation.models import Grant, Person, Unit
from noilam.organisation.policies import (
    has_role,
    holds_anywhere,
    in_force,
    inside_units,
    reach,
    reaches_everything,
    units_where,
)
from noilam.organisation.queries import chunks, living_on, person_of, roots
from noilam.organisation.roles import SEES_INSIDE, Role

from .models import Comment, Consultation, Invitation

OPENERS = frozenset({Role.ORGANISING_BOARD, Role.OFFICE, Role.STANDING_COMMITTEE})
ANSWERERS = frozenset({Role.ORGANISING_BOARD, Role.OFFICE})
COMMENTERS = frozenset({Role.HEAD, Role.UNIT_CLERK})

Consultations = QuerySet[Consultation]


# Seeing -------------------------------------------------------------------------------------


def visible_consultations(actor: Actor) -> Consultations:
    """Those of units the actor sees inside, and those to which such a unit, or he, was invited.

    Comments bear the name of a body or a person: whoever sees a consultation reads all of them.
    """
    if reaches_everything(actor, SEES_INSIDE):
        return Consultation.objects.all()
    units = inside_units(actor).values("pk")
    invited = Invitation.objects.filter(consultation=OuterRef("pk"))
    return Consultation.objects.filter(
        Q(unit__in=units) | Exists(invited.filter(Q(unit__in=units) | _is(actor)))
    )


def may_see(actor: Actor, consultation: Consultation) -> bool:
    return visible_consultations(actor).filter(pk=consultation.pk).exists()


# Asking -------------------------------------------------------------------------------------


def may_open(actor: Actor, unit: Unit) -> bool:
    """Ask for comments in the name of this unit; invite, extend, close, publish a new draft."""
    return has_role(actor, OPENERS, unit)


def opens_somewhere(actor: Actor) -> bool:
    return holds_anywhere(actor, OPENERS)


def units_to_ask_for(actor: Actor) -> QuerySet[Unit]:
    """The bodies that a form offers: where the actor holds the role, not all those below."""
    held = reach(actor, OPENERS, clock.today())
    if held.everywhere:
        return roots(clock.today())
    return Unit.objects.filter(living_on(clock.today()), pk__in=held.wide | held.narrow)


def may_change(actor: Actor, consultation: Consultation) -> bool:
    return may_open(actor, consultation.unit)


# Being heard --------------------------------------------------------------------------------


def speaks_for(actor: Actor) -> frozenset[int]:
    """The very units in whose name the actor comments, without those below them: what a unit
    says is said by its own head or clerk."""
    held = reach(actor, COMMENTERS, clock.today())
    return held.wide | held.narrow


def invitations_of(actor: Actor) -> QuerySet[Invitation]:
    """Those that the actor may follow: of a unit for which he speaks, or his own."""
    return Invitation.objects.filter(Q(unit__in=speaks_for(actor)) | _is(actor))


def may_comment(
    actor: Actor, consultation: Consultation, unit: Unit | None = None, person: Person | None = None
) -> bool:
    """In the name of an invited unit, or in one's own; without either: in any name at all."""
    if actor.is_machine and (unit or person):
        invitations = Invitation.objects.all()
    else:
        invitations = invitations_of(actor)
    found = invitations.filter(consultation=consultation)
    if unit or person:
        found = found.filter(unit=unit, person=person)
    return found.exists()


def may_withdraw(actor: Actor, comment: Comment) -> bool:
    """Whoever could say it could take it back: the unit's voice, or the person himself."""
    if actor.is_machine:
        return True
    if comment.unit_id:
        return comment.unit_id in speaks_for(actor)
    person = person_of(actor)
    return person is not None and person.pk == comment.person_id


def voices_of(unit_ids: Collection[int], on: date) -> dict[int, list[int]]:
    """The accounts that speak for each unit on a day."""
    voices: dict[int, list[int]] = {}
    for ids in chunks(unit_ids):
        held = Grant.objects.filter(
            in_force(on), unit__in=ids, role__in=COMMENTERS, account__is_active=True
        )
        for unit_id, account_id in held.order_by("pk").values_list("unit", "account"):
            voices.setdefault(unit_id, []).append(account_id)
    return voices


# Answering ----------------------------------------------------------------------------------


def may_answer(actor: Actor, consultation: Consultation) -> bool:
    return has_role(actor, ANSWERERS, consultation.unit)


def answerable(actor: Actor) -> Consultations:
    """Those whose comments the actor answers."""
    return Consultation.objects.filter(unit__in=units_where(actor, ANSWERERS).values("pk"))


def _is(actor: Actor) -> Q:
    person = person_of(actor)
    return Q(person=person) if person else Q(pk__in=[])
