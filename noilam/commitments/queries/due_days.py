"""Open due days of verifiers, and what a changed rule or calendar makes of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.rulebook.queries.moving import deadlines_under, touches
from noilam.rulebook.rules import Change, Deadline, Moved

from .. import policies
from ..keys import VERIFICATION_DAYS, commitment_link
from ..models import Commitment, Declaration


@dataclass(frozen=True)
class Moving:
    """An open due day, and what it would be."""

    declaration: Declaration
    becomes: Deadline

    @property
    def was(self) -> date:
        return self.declaration.verify_due_on or self.declaration.declared_on


def moving(change: Change) -> list[Moving]:
    """The due days that a change moves, the nearest first.

    Open are those that a rule made, that wait for a verdict and are not past: what is past keeps
    the old rule, and none moves to a day already gone, which would make it late unwarned.
    """
    if not touches(change, VERIFICATION_DAYS):
        return []
    today, rows = clock.today(), list(_open_due_days())
    starts = [(row.verify_rule_id or 0, row.declared_on) for row in rows]
    under = deadlines_under(change, VERIFICATION_DAYS, starts)
    found = zip(rows, (under.get(each) for each in starts), strict=True)
    return [
        Moving(row, becomes)
        for row, becomes in found
        if becomes and becomes.due_on != row.verify_due_on and becomes.due_on >= today
    ]


def moved_due_days(actor: Actor, change: Change) -> list[Moved]:
    """The same for a preview (config/deadlines.py). What the reader may not see is only coded."""
    found = moving(change)
    seen = _seen(actor, {each.declaration.commitment_id for each in found})
    return [_moved(each, each.declaration.commitment_id in seen) for each in found]


def _open_due_days() -> QuerySet[Declaration]:
    """The last declaration of each: the one whose due day the commitment repeats."""
    return (
        Declaration.objects.filter(
            verification=None,
            verify_rule__isnull=False,
            verify_due_on__gte=clock.today(),
            declared_on=F("commitment__last_declared_on"),
            commitment__status=Commitment.Status.DECLARED,
        )
        .select_related("commitment", "commitment__verifier")
        .order_by("verify_due_on", "commitment__code")
    )


def _seen(actor: Actor, ids: Collection[int]) -> Collection[int]:
    if not ids or policies.sees_every_commitment(actor):
        return ids
    asked = Commitment.objects.filter(pk__in=ids)
    return set(policies.visible_commitments(actor, asked).values_list("pk", flat=True))


def _moved(each: Moving, is_seen: bool) -> Moved:
    row = each.declaration.commitment
    return Moved(
        label=f"{row.code} · {row.statement}"
        if is_seen
        else _("Cam kết {code}").format(code=row.code),
        link=commitment_link(row.pk) if is_seen else "",
        was=each.was,
        becomes=each.becomes.due_on,
    )
