"""Who sees what past months would have been under a draft: it names units with their points."""

from django.db.models import QuerySet

from noilam.foundation.access import Actor
from noilam.organisation.policies import inside_units

from ..models import CriteriaSet, Simulation


def visible_simulations(actor: Actor) -> QuerySet[Simulation]:
    """Those of units that the actor sees inside; who is only asked for comment sees the draft."""
    inside = inside_units(actor).values("pk")
    return Simulation.objects.filter(criteria_set__unit__in=inside)


def may_see_simulations(actor: Actor, criteria_set: CriteriaSet) -> bool:
    return inside_units(actor).filter(pk=criteria_set.unit_id).exists()
