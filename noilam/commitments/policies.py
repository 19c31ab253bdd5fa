"""Who may see and do what with words and deeds. Asked by actions to decide, by pages to show.

Roles come from docs/roles.md. That nobody decides on his own matter is a rule about persons and
stands in `rules`; here is only which role of which unit a deed belongs to. A `may_…` about one
commitment asks the same narrowed list that a page shows, so the two cannot disagree.
"""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from noilam.files.models import StoredFile
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.organisation.models import Appointment, Person, Unit
from noilam.organisation.policies import (
    has_role,
    holds_anywhere,
    inside_units,
    may_change_organisation,
    may_change_people,
    reach,
    reaches_everything,
    units_where,
)
from noilam.organisation.queries import held_on, person_of
from noilam.organisation.roles import SEES_INSIDE, SEES_PUBLISHED, Role
from noilam.rulebook.policies import adopts

from .models import Commitment, Declaration, Evidence, Programme

WRITERS = frozenset({Role.HEAD, Role.UNIT_CLERK, Role.OFFICE})
GIVERS = frozenset({Role.HEAD, Role.OFFICE, Role.STANDING_COMMITTEE})
REPORTERS = frozenset({Role.HEAD, Role.UNIT_CLERK})
APPROVERS = frozenset({Role.HEAD, Role.OFFICE, Role.STANDING_COMMITTEE})
DECIDERS = frozenset({Role.HEAD, Role.STANDING_COMMITTEE})
COMMITTEE = frozenset({Role.STANDING_COMMITTEE})
VERIFIERS = frozenset({Role.INSPECTION_COMMISSION, Role.MEMBER_IN_CHARGE})
CONFIRMERS = frozenset({Role.INSPECTION_COMMISSION})

Commitments = QuerySet[Commitment]


# Seeing -------------------------------------------------------------------------------------


def visible_commitments(actor: Actor, commitments: Commitments | None = None) -> Commitments:
    """Those of units the actor sees inside, his own, those he verifies, and what is public."""
    found = Commitment.objects.all() if commitments is None else commitments
    if sees_every_commitment(actor):
        return found
    units = inside_units(actor).values("pk")
    supported = Commitment.support.through.objects.filter(commitment=OuterRef("pk"), unit__in=units)
    return found.filter(
        Q(unit__in=units)
        | _is_mine(actor)
        | Q(in_force_on__isnull=False, publicity=Commitment.Publicity.PUBLIC)
        | _published_inside(actor)
        | Exists(supported)
    )


def _published_inside(actor: Actor) -> Q:
    """What is in force and was published inside a unit is seen by its staff."""
    units = units_where(actor, SEES_PUBLISHED).values("pk")
    return Q(in_force_on__isnull=False, publicity=Commitment.Publicity.UNIT, unit__in=units)


def sees_every_commitment(actor: Actor) -> bool:
    """Whether none is hidden, so that a list need not be narrowed."""
    return reaches_everything(actor, SEES_INSIDE)


def may_see(actor: Actor, commitment: Commitment) -> bool:
    return visible_commitments(actor, _only(commitment)).exists()


def may_open_file(actor: Actor, stored_file: StoredFile) -> bool:
    """Evidence is open to whoever sees the commitment (config/file_owners.py)."""
    shown = Evidence.objects.filter(file=stored_file)
    return visible_commitments(
        actor, Commitment.objects.filter(pk__in=shown.values("commitment"))
    ).exists()


def visible_programmes(actor: Actor) -> QuerySet[Programme]:
    """Programmes of visible units, of those above them, and one's own."""
    if sees_every_commitment(actor):
        return Programme.objects.all()
    units = inside_units(actor)
    above = Unit.objects.filter(pk__in=units).values("ancestry__ancestor")
    seen = Q(unit__in=above) | Q(person__appointments__unit__in=units.values("pk"))
    if person := person_of(actor):
        seen |= Q(person=person)
    return Programme.objects.filter(pk__in=Programme.objects.filter(seen).values("pk"))


# Writing ------------------------------------------------------------------------------------


def may_draft(actor: Actor, unit: Unit | None, person: Person | None = None) -> bool:
    """Write a promise down: for the unit, or one's own."""
    if person is not None and _is(actor, person):
        return True
    return has_role(actor, WRITERS, unit) if unit else bool(units_to_write_for(actor).exists())


def units_to_write_for(actor: Actor) -> QuerySet[Unit]:
    """Units in whose name the actor may write: the choices of a form, the rows of an import."""
    return units_where(actor, WRITERS)


def own_units(actor: Actor) -> set[int]:
    """The very units in whose name the actor writes, without those below them."""
    held = reach(actor, WRITERS, clock.today())
    return set(held.wide | held.narrow)


def units_to_promise_for(actor: Actor) -> QuerySet[Unit]:
    """Those, and the units where the actor holds a post: there he may promise for himself."""
    person = person_of(actor)
    if person is None or actor.is_machine:
        return units_to_write_for(actor)
    posts = Appointment.objects.filter(held_on(clock.today()), person=person)
    written = units_to_write_for(actor).values("pk")
    return Unit.objects.filter(Q(pk__in=written) | Q(pk__in=posts.values("unit")))


def promises_only_for_himself(actor: Actor, unit: Unit) -> bool:
    """Holds a post in the unit and does not write in its name."""
    if has_role(actor, WRITERS, unit):
        return False
    return units_to_promise_for(actor).filter(pk=unit.pk).exists()


def is_own(actor: Actor, person: Person | None) -> bool:
    """Whether somebody speaks of himself. The machine speaks for whomever it names."""
    return person is not None and (actor.is_machine or _is(actor, person))


def writes_somewhere(actor: Actor) -> bool:
    """Whether to offer the blank paper at all. Asks the actor's memo, so menus may ask it."""
    return holds_anywhere(actor, WRITERS) or person_of(actor) is not None


def gives_somewhere(actor: Actor) -> bool:
    return holds_anywhere(actor, GIVERS)


def approves_somewhere(actor: Actor) -> bool:
    return holds_anywhere(actor, APPROVERS)


def verifies_somewhere(actor: Actor) -> bool:
    """Anybody in the organisation may be named a verifier."""
    return holds_anywhere(actor, VERIFIERS) or person_of(actor) is not None


def decides_somewhere(actor: Actor) -> bool:
    return holds_anywhere(actor, DECIDERS | CONFIRMERS)


def may_propose(actor: Actor, commitment: Commitment) -> bool:
    """Stand up for it before those who approve: the head, or who answers for it himself."""
    if commitment.unit_id is None:
        return False
    return has_role(actor, GIVERS, commitment.unit_id) or _answers(actor, commitment)


def may_give(actor: Actor, unit: Unit) -> bool:
    """Give a commitment or a checklist to a unit from above."""
    return has_role(actor, GIVERS, unit)


def units_to_give_to(actor: Actor) -> QuerySet[Unit]:
    return units_where(actor, GIVERS)


def may_name_topics(actor: Actor) -> bool:
    """An office keeps the list of fields of work short and common to all."""
    return actor.is_machine or units_where(actor, frozenset({Role.OFFICE})).exists()


def may_write_programme(
    actor: Actor, unit: Unit | None = None, person: Person | None = None
) -> bool:
    if person is not None:
        posts = Appointment.objects.filter(held_on(clock.today()), person=person)
        return _is(actor, person) or (
            units_where(actor, WRITERS).filter(pk__in=posts.values("unit")).exists()
        )
    return unit is not None and has_role(actor, WRITERS, unit)


# Deciding -----------------------------------------------------------------------------------


def approvable(actor: Actor, commitments: Commitments) -> Commitments:
    """Of these, the ones whose approval belongs to the actor's desk.

    It goes to the nearest unit above the lead unit, at the root to its standing committee; urgent
    matters always to a standing committee; a head's own commitments to the committee that manages
    the post; another person's own commitments to the head of the unit.
    """
    if actor.is_machine:
        return commitments
    urgent = Q(kind=Commitment.Kind.URGENT_MATTER)
    return commitments.filter(
        (~_personal() & ~urgent & _above(actor, APPROVERS))
        | (urgent & _above(actor, COMMITTEE))
        | _desk_for_persons(actor, APPROVERS)
    )


def may_approve(actor: Actor, commitment: Commitment) -> bool:
    return approvable(actor, _only(commitment)).exists()


def decidable(actor: Actor, commitments: Commitments) -> Commitments:
    """Of these, the ones whose extensions, withdrawals and ends belong to the actor's desk."""
    if actor.is_machine:
        return commitments
    return commitments.filter(
        (~_personal() & _above(actor, DECIDERS)) | _desk_for_persons(actor, DECIDERS)
    )


def may_decide(actor: Actor, commitment: Commitment) -> bool:
    """Asked once for several deeds of one page."""
    key = ("commitments.decides", commitment.pk, commitment.unit_id, commitment.person_id)
    if key not in actor.memo:
        actor.memo[key] = decidable(actor, _only(commitment)).exists()
    return bool(actor.memo[key])


def may_withdraw(actor: Actor, commitment: Commitment) -> bool:
    """Before it is in force whoever proposes it; afterwards whoever decides above."""
    if commitment.in_force_on is None:
        return may_propose(actor, commitment) or may_draft(
            actor, commitment.unit, commitment.person
        )
    return may_decide(actor, commitment)


def may_close(actor: Actor, commitment: Commitment) -> bool:
    return may_decide(actor, commitment) or _has(actor, CONFIRMERS, commitment)


def confirmable(actor: Actor, commitments: Commitments) -> Commitments:
    """Of these, the ones whose excuses the actor may confirm."""
    if actor.is_machine:
        return commitments
    inspected = units_where(actor, CONFIRMERS).values("pk")
    return commitments.filter(
        Q(unit__in=inspected) | Q(pk__in=decidable(actor, Commitment.objects.all()).values("pk"))
    )


def may_confirm(actor: Actor, commitment: Commitment) -> bool:
    return confirmable(actor, _only(commitment)).exists()


def verifiable(actor: Actor, commitments: Commitments) -> Commitments:
    """Of these, the declared ones that the actor may judge.

    The verifier named at approval; where none is named, the inspection commission and the member
    in charge; once the verifier is late, the inspection commission as well.
    """
    waiting = commitments.filter(is_undecided=True)
    if actor.is_machine:
        return waiting
    return waiting.filter(_judges(actor, late=Q(verify_due_on__lt=clock.today())))


def might_verify(actor: Actor, commitment: Commitment) -> bool:
    """Whether a claim on it, once there is one, might come before the actor."""
    if actor.is_machine:
        return True
    return _only(commitment).filter(_judges(actor, late=Q())).exists()


def _judges(actor: Actor, late: Q) -> Q:
    mine = Q(verifier=None, unit__in=units_where(actor, VERIFIERS).values("pk"))
    mine |= late & Q(unit__in=units_where(actor, CONFIRMERS).values("pk"))
    if person := person_of(actor):
        mine |= Q(verifier=person)
    return mine


def may_verify(actor: Actor, declaration: Declaration) -> bool:
    return verifiable(actor, _only(declaration.commitment)).exists()


def may_recalculate(actor: Actor) -> bool:
    """Move open due days with a changed rule or calendar: whoever adopts such changes."""
    return adopts(actor)


# Doing --------------------------------------------------------------------------------------


def may_report(actor: Actor, commitment: Commitment) -> bool:
    """Progress, evidence, declaring done, asking for time, naming a cause."""
    return _has(actor, REPORTERS, commitment) or _answers(actor, commitment)


def answered_by(actor: Actor) -> Q:
    """What the actor answers for himself: in person, or as head or clerk of the very unit."""
    held = reach(actor, REPORTERS, clock.today())
    return _is_mine(actor, verifying=False) | Q(unit__in=held.wide | held.narrow)


def reportable(actor: Actor, commitments: Commitments) -> Commitments:
    """Of these, the ones the actor reports on."""
    if actor.is_machine:
        return commitments
    units = units_where(actor, REPORTERS).values("pk")
    return commitments.filter(Q(unit__in=units) | _is_mine(actor, verifying=False))


def may_hand_over(actor: Actor, commitment: Commitment) -> bool:
    """Give it to another unit or person: the office, or whoever decides above."""
    return _has(actor, frozenset({Role.OFFICE}), commitment) or may_decide(actor, commitment)


def may_move_matters(actor: Actor, unit_id: int) -> bool:
    """Move what is open in a unit along with a change of the unit or of its people."""
    return may_change_organisation(actor, unit_id) or may_change_people(actor, unit_id)


# Parts --------------------------------------------------------------------------------------


def _only(commitment: Commitment) -> Commitments:
    return Commitment.objects.filter(pk=commitment.pk)


def _has(actor: Actor, roles: Collection[Role], commitment: Commitment) -> bool:
    return commitment.unit_id is not None and has_role(actor, roles, commitment.unit_id)


def _is(actor: Actor, person: Person) -> bool:
    mine = person_of(actor)
    return mine is not None and mine.pk == person.pk


def _answers(actor: Actor, commitment: Commitment) -> bool:
    mine = person_of(actor)
    return mine is not None and mine.pk == commitment.person_id


def _is_mine(actor: Actor, verifying: bool = True) -> Q:
    person = person_of(actor)
    if person is None:
        return Q(pk__in=[])
    return Q(person=person) | Q(verifier=person) if verifying else Q(person=person)


def _personal() -> Q:
    return Q(kind=Commitment.Kind.PERSONAL)


def _above(actor: Actor, roles: Collection[Role]) -> Q:
    """Lead units right below a unit where a role is held; the root stands before its committee."""
    return Q(unit__parent__in=units_where(actor, roles).values("pk")) | Q(
        unit__parent=None, unit__in=units_where(actor, COMMITTEE).values("pk")
    )


def _desk_for_persons(actor: Actor, roles: Collection[Role]) -> Q:
    leading = Appointment.objects.filter(
        held_on(clock.today()),
        leads=True,
        person=OuterRef("person"),
        unit=OuterRef("unit"),
    )
    committee = units_where(actor, COMMITTEE).values("pk")
    unmanaged = Q(Exists(leading.filter(managed_by=None))) & _above(actor, roles)
    managed = Q(Exists(leading.filter(managed_by__in=committee)))
    members = ~Q(Exists(leading)) & Q(
        unit__in=units_where(actor, frozenset({Role.HEAD})).values("pk")
    )
    return _personal() & (managed | unmanaged | members)
