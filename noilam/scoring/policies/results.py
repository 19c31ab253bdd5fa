"""Who may see the results of closed months, and who closes a month.

Results are published inside: to whoever sees the unit, and among all units that stand under the
same issuer of criteria. They hold no name of a person.
"""

from django.db.models import Q, QuerySet

from noilam.accounts.policies import CLOSE_MONTHS
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.organisation.models import Ancestry, Unit
from noilam.organisation.policies import in_force, may_see, reach, sees_everything, visible_units
from noilam.organisation.roles import SEES_UNIT

from ..models import CriteriaSet, Sheet


def may_close_months(actor: Actor) -> bool:
    """Office, organising board or standing committee of a unit that stands under no other: the
    months of all are closed at once."""
    return actor.has(CLOSE_MONTHS)


def published(actor: Actor) -> Q:
    """Sheets and unit months whose result the actor sees."""
    if sees_everything(actor):
        return Q()
    return Q(unit__in=visible_units(actor).values("pk")) | Q(
        criteria_set__in=_sets_above_own_units(actor).values("pk")
    )


def result_units(actor: Actor) -> QuerySet[Unit]:
    """Units whose results the actor sees."""
    if sees_everything(actor):
        return Unit.objects.all()
    beside = Sheet.objects.filter(criteria_set__in=_sets_above_own_units(actor).values("pk"))
    return Unit.objects.filter(
        Q(pk__in=visible_units(actor).values("pk")) | Q(pk__in=beside.values("unit"))
    )


def may_see_results(actor: Actor, unit: Unit) -> bool:
    return may_see(actor, unit) or result_units(actor).filter(pk=unit.pk).exists()


def board_units(actor: Actor) -> QuerySet[Unit]:
    """Units whose scoreboard the actor may open: those he sees, and those who issued criteria above
    his own."""
    if sees_everything(actor):
        return Unit.objects.all()
    issuers = _sets_above_own_units(actor).values("unit")
    return Unit.objects.filter(Q(pk__in=visible_units(actor).values("pk")) | Q(pk__in=issuers))


def _sets_above_own_units(actor: Actor) -> QuerySet[CriteriaSet]:
    """Sets issued above the units where the actor holds a role; those below are seen anyway."""
    today = clock.today()
    held = reach(actor, SEES_UNIT, today)
    above = Ancestry.objects.filter(in_force(today), unit__in=held.wide | held.narrow, depth__gt=0)
    issued = CriteriaSet.objects.filter(status=CriteriaSet.Status.ISSUED)
    return issued.filter(unit__in=above.values("ancestor"))
