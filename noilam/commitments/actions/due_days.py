"""The verifier's due day: counted from the day of declaring, by the rulebook or as approval named.

A day that the rulebook made keeps the version that made it and the moment it was counted. While it
is open it moves with a changed rule or calendar, where whoever adopts the change says so.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.text import day_text, say
from noilam.notices.actions import Message, Wording, queue_all
from noilam.rulebook.queries import deadline
from noilam.rulebook.rules import Change

from .. import policies
from ..events import VerifyDueRecalculated
from ..keys import VERIFICATION_DAYS, commitment_link
from ..models import Commitment, Declaration
from ..queries.due_days import Moving, moving
from .standing import _refresh_standing


class _DueDays:
    """Counts once for each day of declaring, however many were declared on it."""

    def __init__(self) -> None:
        self.at: datetime = clock.now()
        self.by_rule: dict[date, dict[str, Any]] = {}

    def columns(self, declared_on: date, named: int | None) -> dict[str, Any]:
        """What a declaration stores. `named`: the days that approval named, if it did."""
        if named:
            return {"verify_due_on": declared_on + timedelta(days=named)}
        if declared_on not in self.by_rule:
            found = deadline(VERIFICATION_DAYS, declared_on)
            self.by_rule[declared_on] = {
                "verify_due_on": found.due_on,
                "verify_rule_id": found.rule_version,
                "verify_counted_at": self.at,
            }
        return self.by_rule[declared_on]


@transaction.atomic
def recalculate_due_days(*, actor: Actor, change: Change) -> int:
    """Move the open due days that an adopted change touches, as its preview said; say how many."""
    require(policies.may_recalculate(actor), to=_("tính lại hạn xác nhận"))
    _hold([each.declaration.commitment_id for each in moving(change)])
    found = moving(change)
    _move(found)
    _refresh_standing(each.declaration.commitment_id for each in found)
    queue_all(actor=actor, messages=_messages(found))
    because = change.key or "calendar.days"
    record_all(actor=actor, events=[_recalculated(each, because) for each in found])
    return len(found)


def _hold(ids: Sequence[int]) -> None:
    """No verdict falls while due days move."""
    rows = Commitment.objects.select_for_update(of=("self",)).order_by("pk")
    list(rows.filter(pk__in=ids).values_list("pk"))


def _move(found: Sequence[Moving]) -> None:
    """All that were declared on one day under one rule move together."""
    together: dict[tuple[date, int], list[int]] = {}
    for each in found:
        key = (each.becomes.due_on, each.becomes.rule_version)
        together.setdefault(key, []).append(each.declaration.pk)
    for (due_on, version), ids in together.items():
        Declaration.objects.filter(pk__in=ids).update(
            verify_due_on=due_on, verify_rule=version, verify_counted_at=clock.now()
        )


def _recalculated(each: Moving, because: str) -> VerifyDueRecalculated:
    row = each.declaration
    return VerifyDueRecalculated(
        subject_id=row.commitment_id,
        declaration_id=row.pk,
        because=because,
        before={"verify_due_on": each.was, "verify_rule": row.verify_rule_id},
        after={"verify_due_on": each.becomes.due_on, "verify_rule": each.becomes.rule_version},
    )


def _messages(found: Sequence[Moving]) -> Iterator[Message]:
    """One message for each verifier, however many of his due days moved."""
    told: dict[int, list[Moving]] = {}
    for each in found:
        verifier = each.declaration.commitment.verifier
        if verifier and verifier.account_id:
            told.setdefault(verifier.account_id, []).append(each)
    for account, moved in told.items():
        rows = [(each, each.declaration.commitment) for each in moved]
        lines = [
            Wording(
                say("{code}: hạn xác nhận {was} đổi thành {becomes}. {what}"),
                {
                    "code": row.code,
                    "was": day_text(each.was),
                    "becomes": day_text(each.becomes.due_on),
                    "what": row.statement,
                },
            )
            for each, row in rows
        ]
        yield Message(
            to=[account],
            kind="commitments.verify_due",
            subject=Wording(say("Hạn xác nhận đổi ngày ({count} việc)"), {"count": len(moved)}),
            text=lines,
            link=commitment_link(rows[0][1].pk) if len(rows) == 1 else "/commitments/verification/",
        )
