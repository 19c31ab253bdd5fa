"""Who acts for whom, for accounts' middleware (settings.STAND_INS) and the pages about absences."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from noilam.accounts.rules import Absence
from noilam.organisation.models import StandIn
from noilam.organisation.policies import in_force


def absences_for(account_id: int, on: date) -> list[Absence]:
    """Those for whom this account may act on the day. Nobody acts for a closed account."""
    rows = StandIn.objects.filter(
        in_force(on), stand_in=account_id, ended_at=None, absent__is_active=True
    )
    return [
        Absence(
            id=row.pk,
            account_id=row.absent_id,
            label=str(row.absent),
            last_day=row.ends_on - timedelta(days=1),
        )
        for row in rows.select_related("absent").order_by("ends_on")
    ]


def stand_ins_of(account_id: int, on: date) -> QuerySet[StandIn]:
    """Present and coming absences that concern an account, on either side."""
    rows = StandIn.objects.filter(
        Q(absent=account_id) | Q(stand_in=account_id), ended_at=None, ends_on__gt=on
    )
    return rows.select_related("absent", "stand_in")
