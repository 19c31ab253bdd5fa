"""Drafts that are being written, and the units that a set would score."""

from django.db.models import Q, QuerySet

from noilam.foundation import clock
from noilam.organisation.models import Unit
from noilam.organisation.queries import living_on, subtree

from ..models import CriteriaSet

OPEN = (CriteriaSet.Status.DRAFT, CriteriaSet.Status.CONSULTATION)


def open_draft_of(unit: Unit, code: str) -> CriteriaSet | None:
    """The draft of a set in a unit; there is one at most."""
    open_ones = CriteriaSet.objects.filter(unit=unit, code=code, status__in=OPEN)
    return open_ones.select_related("unit").first()


def units_scored(row: CriteriaSet) -> QuerySet[Unit]:
    """Living units of its kinds below the one that issues it."""
    kinds, today = row.content["applies_to_org_types"], clock.today()
    below = Unit.objects.filter(living_on(today), pk__in=subtree(row.unit, today))
    return below.filter(~Q(pk=row.unit_id), kind__identifier__in=kinds).order_by("code")
