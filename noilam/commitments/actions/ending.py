"""Words that end without a deed: withdrawn, or closed as not achieved. Both stay visible."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if

from .. import policies, rules
from ..events import CommitmentNotAchieved, CommitmentWithdrawn
from ..models import Commitment
from .hands import _lock
from .ledger import _close_stretches


@transaction.atomic
def withdraw(*, actor: Actor, commitment: Commitment, reason: str) -> Commitment:
    """Take a word back, for a reason that is always shown. It still counts as said."""
    commitment = _lock(commitment)
    require(
        policies.may_withdraw(actor, commitment),
        to=_("rút cam kết {code}").format(code=commitment.code),
    )
    refuse_if(rules.problems_with_withdrawal(status=commitment.status, reason=reason))
    _withdraw([commitment], reason.strip(), clock.today())
    record(actor=actor, event=_withdrawn(commitment))
    return commitment


@transaction.atomic
def close_not_achieved(*, actor: Actor, commitment: Commitment, reason: str) -> Commitment:
    """Close a word that was not kept and will not be."""
    commitment = _lock(commitment)
    require(
        policies.may_close(actor, commitment),
        to=_("kết thúc cam kết {code}").format(code=commitment.code),
    )
    refuse_if(rules.problems_with_closing(status=commitment.status, reason=reason))
    _close_stretches([commitment.pk], through=clock.today())
    commitment.status = Commitment.Status.NOT_ACHIEVED
    commitment.not_achieved_on = clock.today()
    commitment.end_reason = reason.strip()
    commitment.verify_due_on = None
    commitment.save(update_fields=["status", "not_achieved_on", "end_reason", "verify_due_on"])
    record(
        actor=actor,
        event=CommitmentNotAchieved(subject_id=commitment.pk, reason=commitment.end_reason),
    )
    return commitment


def _withdraw(commitments: Sequence[Commitment], reason: str, on: date) -> None:
    _close_stretches([each.pk for each in commitments], through=on)
    for each in commitments:
        each.status = Commitment.Status.WITHDRAWN
        each.withdrawn_on, each.end_reason, each.verify_due_on = on, reason, None
    Commitment.objects.bulk_update(
        commitments, ["status", "withdrawn_on", "end_reason", "verify_due_on"], batch_size=500
    )


def _withdrawn(commitment: Commitment) -> CommitmentWithdrawn:
    return CommitmentWithdrawn(subject_id=commitment.pk, reason=commitment.end_reason)
