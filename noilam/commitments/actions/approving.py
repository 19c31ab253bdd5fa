"""A proposal becomes a word that binds: one by one, or a whole list in one sitting."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.accounts.models import Account
from noilam.audit.actions import record, record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, refuse_if
from noilam.foundation.text import say, tidy
from noilam.organisation.models import Person

from .. import policies, queries, rules
from ..events import CommitmentApproved, SittingHeld
from ..models import Commitment, Sitting
from .hands import _accounts_of, _accounts_of_people, _lock, _lock_all
from .series import _open_occurrences
from .standing import _bind

DECIDED = ["status", "approved_on", "in_force_on", "first_due_on", "verifier", "verify_within"]
DECIDED += ["decided_by", "decision_document", "changed_on", "sitting"]


@dataclass(frozen=True)
class Decision:
    """What the approval says: who verifies within how many days, which body, which paper."""

    verifier: Person | None = None  # None: the one each draft names
    verify_within: int | None = None  # None: as the rulebook says when the deed is declared
    decided_by: str = ""
    decision_document: str = ""
    sitting: Sitting | None = None


@transaction.atomic
def approve(
    *,
    actor: Actor,
    commitment: Commitment,
    verifier: Person | None = None,
    verify_within: int | None = None,
    decided_by: str = "",
    decision_document: str = "",
) -> Commitment:
    """Let a proposal bind from today on, with its verifier and his time to decide."""
    commitment = _lock(commitment)
    require(
        policies.may_approve(actor, commitment),
        to=_("duyệt cam kết {code}").format(code=commitment.code),
    )
    decision = Decision(verifier, verify_within, decided_by, decision_document)
    _decide(actor, [commitment], decision)
    record(actor=actor, event=_approved(commitment))
    return commitment


@transaction.atomic
def approve_many(
    *,
    actor: Actor,
    commitments: Collection[Commitment],
    list_hash: str,
    body: str,
    document: str = "",
    held_on: date | None = None,
    verifier: Person | None = None,
    verify_within: int | None = None,
) -> Sitting:
    """Approve a list in one sitting, all or nothing, exactly as it was read."""
    locked = _lock_all(commitments)
    desk = policies.approvable(actor, Commitment.objects.filter(pk__in=[c.pk for c in locked]))
    require(
        bool(locked) and desk.count() == len(locked),
        to=_("duyệt danh sách {count} cam kết này").format(count=len(locked)),
    )
    refuse_if(rules.problems_with_list(list_hash, queries.list_hash(locked)))
    sitting = Sitting.objects.create(
        held_on=held_on or clock.today(),
        body=tidy(body),
        document=tidy(document),
        list_hash=list_hash,
        count=len(locked),
        by=actor.label,
        by_account=Account.objects.filter(pk=actor.id).first(),
    )
    _decide(actor, locked, Decision(verifier, verify_within, body, document, sitting))
    held = SittingHeld(subject_id=sitting.pk, list_hash=list_hash, count=len(locked))
    record_all(actor=actor, events=[*map(_approved, locked), held])
    return sitting


def _decide(actor: Actor, commitments: Sequence[Commitment], decision: Decision) -> None:
    """Check every one, then bind them all."""
    today = clock.today()
    for commitment in commitments:
        commitment.verifier = decision.verifier or commitment.verifier
        commitment.verify_within = decision.verify_within
    refuse_if(_problems(actor, commitments))
    for commitment in commitments:
        commitment.status = Commitment.Status.IN_FORCE
        commitment.approved_on = commitment.in_force_on = commitment.changed_on = today
        commitment.first_due_on = commitment.due_on
        commitment.decided_by = tidy(decision.decided_by) or commitment.decided_by
        paper = tidy(decision.decision_document)
        commitment.decision_document = paper or commitment.decision_document
        commitment.sitting = decision.sitting
    Commitment.objects.bulk_update(commitments, DECIDED, batch_size=200)
    _bind(commitments)
    _open_occurrences(actor, [each for each in commitments if each.recurrence], today)


def _problems(actor: Actor, commitments: Sequence[Commitment]) -> list[Problem]:
    people = [each.person for each in commitments] + [each.verifier for each in commitments]
    accounts = _accounts_of_people(people)
    return [
        _about(problem, commitment, len(commitments))
        for commitment in commitments
        for problem in rules.problems_with_approval(
            queries.candidate(commitment),
            status=commitment.status,
            verify_within=commitment.verify_within,
            approver=_accounts_of(actor),
            proposer={commitment.proposed_by, commitment.proposed_for},
            responsible=_known(accounts, commitment.person_id),
            verifier=_known(accounts, commitment.verifier_id),
        )
    ]


def _known(accounts: Mapping[int, set[int]], person_id: int | None) -> set[int]:
    return accounts.get(person_id, set()) if person_id else set()


def _about(problem: Problem, commitment: Commitment, among: int) -> Problem:
    """In a list each problem says which commitment it is about."""
    if among == 1:
        return problem
    return Problem(
        problem.code,
        say("{code}: {problem}"),
        commitment.code,
        {"code": commitment.code, "problem": str(problem)},
    )


def _approved(commitment: Commitment) -> CommitmentApproved:
    return CommitmentApproved(
        subject_id=commitment.pk,
        verifier_id=commitment.verifier_id or 0,
        verify_within=commitment.verify_within,
        decided_by=commitment.decided_by,
        decision_document=commitment.decision_document,
        sitting_id=commitment.sitting_id,
        after={"in_force_on": commitment.in_force_on, "due_on": commitment.due_on},
    )
