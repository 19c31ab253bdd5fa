"""The independent check of a claim, and who is to make it."""

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, refuse_if
from noilam.foundation.text import say
from noilam.organisation.models import Person
from noilam.organisation.queries import person_of

from .. import policies, rules
from ..events import DeedVerified, VerifierNamed
from ..models import Commitment, Declaration, Verification
from .hands import _accounts_of, _accounts_of_person, _lock
from .ledger import _close_stretches
from .standing import _refresh_standing


@transaction.atomic
def verify(
    *, actor: Actor, declaration: Declaration, verdict: str, reason: str = ""
) -> Verification:
    """Decide on one claim: achieved, partly, or rejected. Never on one's own deed."""
    commitment = _lock(declaration.commitment)
    declaration = commitment.declarations.select_related("verification").get(pk=declaration.pk)
    is_decided = hasattr(declaration, "verification")
    require(
        is_decided or policies.may_verify(actor, declaration),
        to=_("xác nhận cam kết {code}").format(code=commitment.code),
    )
    refuse_if(
        rules.problems_with_verification(
            is_decided=is_decided,
            verdict=verdict,
            reason=reason,
            actor=_accounts_of(actor),
            performers={declaration.by_account, declaration.by_behalf}
            | _accounts_of_person(commitment.person),
        )
        + ([] if is_decided else rules.problems_with_end(commitment.status))
    )
    verification = Verification.objects.create(
        declaration=declaration,
        verdict=verdict,
        verified_on=clock.today(),
        verifier=person_of(actor),
        by=actor.label,
        reason=reason.strip(),
        recorded_at=clock.now(),
    )
    _refresh_standing([commitment.pk])
    _close_stretches([commitment.pk], through=clock.today())
    record(
        actor=actor,
        event=DeedVerified(
            subject_id=commitment.pk,
            declaration_id=declaration.pk,
            verdict=verdict,
            reason=verification.reason,
        ),
    )
    return verification


@transaction.atomic
def name_verifier(
    *, actor: Actor, commitment: Commitment, verifier: Person, reason: str
) -> Commitment:
    """Have somebody else verify from now on: the one named before left, or stands too near."""
    commitment = _lock(commitment)
    require(
        policies.may_decide(actor, commitment),
        to=_("đổi người xác nhận của {code}").format(code=commitment.code),
    )
    problems = rules.problems_with_end(commitment.status)
    if verifier.pk == commitment.person_id or (_accounts_of_person(verifier) & _accounts_of(actor)):
        message = say(
            "Người xác nhận phải khác người chịu trách nhiệm và người quyết định. Chọn người khác."
        )
        problems.append(Problem("verifier-is-responsible", message, "verifier"))
    if not reason.strip():
        problems.append(Problem("reason-missing", say("Ghi lý do đổi người xác nhận."), "reason"))
    refuse_if(problems)
    before, commitment.verifier = commitment.verifier_id, verifier
    commitment.save(update_fields=["verifier"])
    record(
        actor=actor,
        event=VerifierNamed(
            subject_id=commitment.pk,
            reason=reason.strip(),
            before={"verifier": before},
            after={"verifier": verifier.pk},
        ),
    )
    return commitment
