"""More time, and causes that are nobody's fault. Neither erases a day that was late."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.text import tidy

from .. import policies, rules
from ..events import ExcuseClaimed, ExcuseDecided, ExtensionDecided, ExtensionRequested
from ..models import Commitment, DueDate, Excuse, Extension
from .hands import _accounts_of, _accounts_of_person, _lock
from .ledger import _close_stretches
from .standing import _refresh_standing


@transaction.atomic
def request_extension(
    *, actor: Actor, commitment: Commitment, due_on: date, reason: str
) -> Extension:
    """Ask for more time, before the due day."""
    commitment = _lock(commitment)
    require(
        policies.may_report(actor, commitment),
        to=_("xin gia hạn cam kết {code}").format(code=commitment.code),
    )
    refuse_if(
        rules.problems_with_extension(
            status=commitment.status,
            due_on=commitment.due_on,
            new_due_on=due_on,
            reason=reason,
            has_open_request=commitment.extensions.filter(decided_on=None).exists(),
            on=clock.today(),
        )
    )
    extension = Extension.objects.create(
        commitment=commitment,
        asked_on=clock.today(),
        asked_by=actor.label,
        asked_by_account=actor.id,
        asked_for=actor.behalf_id,
        due_on=due_on,
        reason=reason.strip(),
    )
    record(
        actor=actor,
        event=ExtensionRequested(
            subject_id=commitment.pk,
            extension_id=extension.pk,
            before={"due_on": commitment.due_on},
            after={"due_on": due_on, "reason": extension.reason},
        ),
    )
    return extension


@transaction.atomic
def decide_extension(
    *, actor: Actor, extension: Extension, is_granted: bool, reason: str = ""
) -> Extension:
    """Grant or refuse more time. A new due day counts from today; the earlier stays visible."""
    commitment = _lock(extension.commitment)
    extension = commitment.extensions.get(pk=extension.pk)
    require(
        policies.may_decide(actor, commitment),
        to=_("quyết định gia hạn cam kết {code}").format(code=commitment.code),
    )
    refuse_if(
        rules.problems_with_decision_on_extension(
            is_decided=extension.decided_on is not None,
            is_granted=is_granted,
            status=commitment.status,
            reason=reason,
            decider=_accounts_of(actor),
            asker={extension.asked_by_account, extension.asked_for}
            | _accounts_of_person(commitment.person),
        )
    )
    today = clock.today()
    extension.decided_on, extension.decided_by = today, actor.label
    extension.is_granted, extension.decision_reason = is_granted, reason.strip()
    extension.save(update_fields=["decided_on", "decided_by", "is_granted", "decision_reason"])
    if is_granted:
        _close_stretches([commitment.pk], through=today - timedelta(days=1))
        DueDate.objects.get_or_create(
            commitment=commitment,
            due_on=extension.due_on,
            decided_on=today,
            defaults={"reason": extension.reason},
        )
        _refresh_standing([commitment.pk])
    record(
        actor=actor,
        event=ExtensionDecided(
            subject_id=commitment.pk,
            extension_id=extension.pk,
            is_granted=is_granted,
            reason=extension.decision_reason,
            before={"due_on": commitment.due_on},
            after={"due_on": extension.due_on if is_granted else commitment.due_on},
        ),
    )
    return extension


@transaction.atomic
def claim_excuse(
    *,
    actor: Actor,
    commitment: Commitment,
    kind: str,
    from_on: date,
    to_on: date | None = None,
    reason: str,
    document: str = "",
    agency: str = "",
) -> Excuse:
    """Name an objective cause, or a suspension with its document. Another confirms it."""
    commitment = _lock(commitment)
    require(
        policies.may_report(actor, commitment),
        to=_("nêu nguyên nhân cho cam kết {code}").format(code=commitment.code),
    )
    refuse_if(
        rules.problems_with_standing(commitment.status)
        + rules.problems_with_excuse(
            kind=kind, from_on=from_on, to_on=to_on, reason=reason, document=document
        )
    )
    excuse = Excuse.objects.create(
        commitment=commitment,
        kind=kind,
        from_on=from_on,
        to_on=to_on,
        reason=reason.strip(),
        document=tidy(document),
        agency=tidy(agency),
        claimed_by=actor.label,
        claimed_by_account=actor.id,
        claimed_for=actor.behalf_id,
        claimed_on=clock.today(),
    )
    record(
        actor=actor,
        event=ExcuseClaimed(
            subject_id=commitment.pk,
            excuse_id=excuse.pk,
            after={"kind": kind, "from_on": from_on, "to_on": to_on, "reason": excuse.reason},
        ),
    )
    return excuse


@transaction.atomic
def confirm_excuse(
    *, actor: Actor, excuse: Excuse, is_confirmed: bool = True, reason: str = ""
) -> Excuse:
    """Confirm a cause or a suspension, or say that it is none. It is shown apart from lateness."""
    commitment = _lock(excuse.commitment)
    excuse = commitment.excuses.get(pk=excuse.pk)
    require(
        policies.may_confirm(actor, commitment),
        to=_("xác nhận nguyên nhân của cam kết {code}").format(code=commitment.code),
    )
    refuse_if(
        rules.problems_with_confirmation(
            is_decided=excuse.confirmed_on is not None,
            is_confirmed=is_confirmed,
            reason=reason,
            confirmer=_accounts_of(actor),
            claimant={excuse.claimed_by_account, excuse.claimed_for}
            | _accounts_of_person(commitment.person),
        )
    )
    excuse.confirmed_on, excuse.confirmed_by = clock.today(), actor.label
    excuse.is_confirmed, excuse.decision_reason = is_confirmed, reason.strip()
    excuse.save(update_fields=["confirmed_on", "confirmed_by", "is_confirmed", "decision_reason"])
    record(
        actor=actor,
        event=ExcuseDecided(
            subject_id=commitment.pk,
            excuse_id=excuse.pk,
            is_confirmed=is_confirmed,
            reason=excuse.decision_reason,
        ),
    )
    return excuse
