"""Who acts for whom, for accounts' middleware (settings.STAND_INS) and the pages about absences."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from noilam.accounts.rules import Absence
from noilam.foundation.access import Actor
from noilam.organisation.models import StandIn
from noilam.organisation.policies import in_force, may_end_stand_in

from .grants import period_text


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


@dataclass(frozen=True)
class StandInLine:
    """One absence on a page."""

    id: int
    absent: str
    stand_in: str
    period: str
    reason: str
    is_now: bool
    may_end: bool


def stand_in_lines(actor: Actor, account_id: int, on: date) -> list[StandInLine]:
    """Present and coming absences that concern an account, on either side."""
    rows = StandIn.objects.filter(
        Q(absent=account_id) | Q(stand_in=account_id), ended_at=None, ends_on__gt=on
    )
    return [
        StandInLine(
            id=row.pk,
            absent=str(row.absent),
            stand_in=str(row.stand_in),
            period=period_text(row.starts_on, row.ends_on),
            reason=row.reason,
            is_now=row.starts_on <= on,
            may_end=may_end_stand_in(actor, row),
        )
        for row in rows.select_related("absent", "stand_in")
    ]
