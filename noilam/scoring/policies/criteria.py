"""Who drafts, issues and sees sets of criteria. Pages and actions both ask here."""

from django.db.models import Q, QuerySet

from noilam.consultation.policies import visible_consultations
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.organisation.models import Ancestry, Unit
from noilam.organisation.policies import (
    has_role,
    holds_anywhere,
    in_force,
    inside_units,
    reach,
    sees_everything,
    units_where,
)
from noilam.organisation.queries import living_on, roots
from noilam.organisation.roles import SEES_UNIT, Role

from ..keys import CRITERIA
from ..models import CriteriaSet

DRAFTERS = frozenset({Role.ORGANISING_BOARD, Role.OFFICE})
ISSUERS = frozenset({Role.STANDING_COMMITTEE})

Sets = QuerySet[CriteriaSet]


# Seeing -------------------------------------------------------------------------------------


def visible_criteria(actor: Actor) -> Sets:
    """Issued: whoever is scored by them, or sees a unit that is. Drafts: whoever sees inside the
    unit that drafts, and those asked for comment."""
    inside = Q(unit__in=inside_units(actor).values("pk"))
    return CriteriaSet.objects.filter(inside | _issued(actor) | _asked(actor))


def may_see_criteria(actor: Actor, criteria_set: CriteriaSet) -> bool:
    return visible_criteria(actor).filter(pk=criteria_set.pk).exists()


def _issued(actor: Actor) -> Q:
    issued = Q(status=CriteriaSet.Status.ISSUED)
    if sees_everything(actor):
        return issued
    held = reach(actor, SEES_UNIT, clock.today())
    above = Ancestry.objects.filter(in_force(clock.today()), unit__in=held.wide | held.narrow)
    below = units_where(actor, SEES_UNIT)
    return issued & (Q(unit__in=above.values("ancestor")) | Q(unit__in=below.values("pk")))


def _asked(actor: Actor) -> Q:
    asked = visible_consultations(actor).filter(about_kind=CRITERIA)
    return Q(status=CriteriaSet.Status.CONSULTATION, pk__in=asked.values("about_id"))


# Writing ------------------------------------------------------------------------------------


def may_draft_criteria(actor: Actor, unit: Unit | int) -> bool:
    """Draft, revise, drop, open to comment: for units below this one."""
    return has_role(actor, DRAFTERS, unit)


def drafts_somewhere(actor: Actor) -> bool:
    return holds_anywhere(actor, DRAFTERS)


def units_to_draft_for(actor: Actor) -> QuerySet[Unit]:
    """The units that a form offers: where the actor holds the role, not all those below."""
    held = reach(actor, DRAFTERS, clock.today())
    if held.everywhere:
        return roots(clock.today())
    return Unit.objects.filter(living_on(clock.today()), pk__in=held.wide | held.narrow)


def may_issue_criteria(actor: Actor, criteria_set: CriteriaSet) -> bool:
    """Record the decision that a set holds; that it is another person than drafted it, a rule
    asks."""
    return has_role(actor, ISSUERS, criteria_set.unit_id)
