"""The way to the deed: milestones, progress, evidence, and the claim that it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.files.models import StoredFile
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused, refuse_if
from noilam.foundation.text import say, tidy

from .. import policies, rules
from ..events import (
    DoneDeclared,
    EvidenceGiven,
    MilestoneReached,
    MilestonesSet,
    ProgressReported,
)
from ..models import Commitment, Declaration, Evidence, Milestone, Progress
from ..queries.reuse import earlier_uses
from .due_days import _DueDays
from .hands import _lock
from .ledger import _close_stretches
from .standing import _refresh_standing


@dataclass(frozen=True)
class Proof:
    """One piece of evidence as it is handed in: a file, a link, a figure, or words."""

    text: str = ""
    file: StoredFile | None = None
    kind: str = Evidence.Kind.TEXT

    @property
    def is_empty(self) -> bool:
        return self.file is None and not self.text.strip()


@transaction.atomic
def set_milestones(
    *, actor: Actor, commitment: Commitment, milestones: Sequence[tuple[str, date]]
) -> None:
    """Set the milestones still ahead; those reached or missed stay as they are."""
    commitment = _lock(commitment)
    _require_report(actor, commitment)
    today = clock.today()
    begins = commitment.starts_on
    if commitment.in_force_on:  # in force, a past day is one already missed
        begins = max(begins or today, today)
    refuse_if(rules.problems_with_milestones(milestones, begins, commitment.due_on))
    ahead = commitment.milestones.filter(reached_on=None)
    if commitment.in_force_on:
        ahead = ahead.filter(due_on__gte=today)
    before = [[each.title, each.due_on] for each in ahead]
    ahead.delete()
    Milestone.objects.bulk_create(
        Milestone(commitment=commitment, title=tidy(title), due_on=due_on)
        for title, due_on in milestones
    )
    record(
        actor=actor,
        event=MilestonesSet(
            subject_id=commitment.pk,
            before={"milestones": before},
            after={"milestones": [[title, due_on] for title, due_on in milestones]},
        ),
    )


@transaction.atomic
def reach_milestone(*, actor: Actor, milestone: Milestone) -> None:
    """Mark a milestone as reached today."""
    commitment = _lock(milestone.commitment)
    _require_report(actor, commitment)
    milestone = commitment.milestones.get(pk=milestone.pk)
    refuse_if(rules.problems_with_standing(commitment.status))
    if milestone.reached_on is not None:
        raise Refused(Problem("already-reached", say("Mốc này đã ghi là đạt.")))
    milestone.reached_on = clock.today()
    milestone.save(update_fields=["reached_on"])
    record(
        actor=actor,
        event=MilestoneReached(
            subject_id=commitment.pk, milestone_id=milestone.pk, reached_on=clock.today()
        ),
    )


@transaction.atomic
def report_progress(
    *,
    actor: Actor,
    commitment: Commitment,
    note: str = "",
    figure: Decimal | None = None,
    is_at_risk: bool = False,
) -> Progress:
    """Say how far it has come, with a figure where the measure is a number."""
    commitment = _lock(commitment)
    _require_report(actor, commitment)
    refuse_if(rules.problems_with_progress(status=commitment.status, note=note, figure=figure))
    progress = Progress.objects.create(
        commitment=commitment,
        reported_on=clock.today(),
        figure=figure,
        note=note.strip(),
        is_at_risk=is_at_risk,
        by=actor.label,
        recorded_at=clock.now(),
    )
    _refresh_standing([commitment.pk])
    record(
        actor=actor,
        event=ProgressReported(
            subject_id=commitment.pk,
            progress_id=progress.pk,
            before={"reached": commitment.reached},
            after={"reached": figure, "note": progress.note, "is_at_risk": is_at_risk},
        ),
    )
    return progress


@transaction.atomic
def declare_done(
    *,
    actor: Actor,
    commitment: Commitment,
    note: str = "",
    evidence: Sequence[Proof] = (),
    declared_on: date | None = None,
) -> Declaration:
    """Claim that it is done, with evidence. From now on the verifier's clock runs.

    Only the machine may name a past day (history brought in); a person declares today.
    """
    commitment = _lock(commitment)
    _require_report(actor, commitment)
    day = declared_on or clock.today()
    given = [each for each in evidence if not each.is_empty]
    refuse_if(_problems_with_declaration(actor, commitment, day, bool(given)))
    declaration = Declaration.objects.create(
        commitment=commitment,
        declared_on=day,
        note=note.strip(),
        by=actor.label,
        by_account=actor.id,
        by_behalf=actor.behalf_id,
        **_DueDays().columns(day, commitment.verify_within),
        recorded_at=clock.now(),
    )
    kept = _keep_evidence(actor, commitment, given, day, declaration)
    _refresh_standing([commitment.pk])
    _close_stretches([commitment.pk], through=day)
    record(
        actor=actor,
        event=DoneDeclared(
            subject_id=commitment.pk,
            declaration_id=declaration.pk,
            declared_on=day,
            **_reused(kept),
            before={"status": commitment.status},
            after={
                "status": Commitment.Status.DECLARED,
                "note": declaration.note,
                "verify_due_on": declaration.verify_due_on,
                "verify_rule": declaration.verify_rule_id,
            },
        ),
    )
    return declaration


@transaction.atomic
def give_evidence(
    *, actor: Actor, commitment: Commitment, evidence: Sequence[Proof]
) -> list[Evidence]:
    """Add evidence on the way, before or beside a declaration that waits."""
    commitment = _lock(commitment)
    _require_report(actor, commitment)
    refuse_if(rules.problems_with_standing(commitment.status))
    given = [each for each in evidence if not each.is_empty]
    if not given:
        message = say("Chọn tệp hoặc ghi lời, con số, liên kết làm minh chứng.")
        raise Refused(Problem("evidence-missing", message, "evidence"))
    waiting = commitment.declarations.filter(verification=None).order_by("-declared_on").first()
    kept = _keep_evidence(actor, commitment, given, clock.today(), waiting)
    record(
        actor=actor,
        event=EvidenceGiven(
            subject_id=commitment.pk, evidence_ids=[each.pk for each in kept], **_reused(kept)
        ),
    )
    return kept


def _require_report(actor: Actor, commitment: Commitment) -> None:
    require(
        policies.may_report(actor, commitment),
        to=_("báo cáo về cam kết {code}").format(code=commitment.code),
    )


def _problems_with_declaration(
    actor: Actor, commitment: Commitment, day: date, has_evidence: bool
) -> list[Problem]:
    already = commitment.evidence.filter(declaration=None).exists()
    problems = rules.problems_with_declaration(
        status=commitment.status,
        declared_on=day,
        in_force_on=commitment.in_force_on,
        last_on=commitment.last_verdict_on,
        has_evidence=has_evidence or already,
        on=clock.today(),
    )
    if day < clock.today() and not actor.is_machine:
        message = say("Ngày báo xong là hôm nay. Việc đã xong từ trước thì nhập qua tệp Excel.")
        problems.append(Problem("declared-back-dated", message, "declared_on"))
    if commitment.last_declared_on == day and commitment.status == Commitment.Status.IN_FORCE:
        message = say("Hôm nay đã báo một lần và đã có kết luận. Báo lại từ ngày mai.")
        problems.append(Problem("declared-twice-a-day", message, "declared_on"))
    return problems


def _keep_evidence(
    actor: Actor,
    commitment: Commitment,
    given: Sequence[Proof],
    day: date,
    declaration: Declaration | None,
) -> list[Evidence]:
    """Store what is handed in; a declaration takes along what was given before it."""
    if declaration is not None:
        commitment.evidence.filter(declaration=None).update(declaration=declaration)
    return [
        Evidence.objects.create(
            commitment=commitment,
            declaration=declaration,
            kind=Evidence.Kind.FILE if each.file else each.kind,
            text=each.text.strip(),
            file=each.file,
            given_on=day,
            by=actor.label,
        )
        for each in given
    ]


def _reused(kept: Sequence[Evidence]) -> dict[str, Any]:
    """What the trail says of files that were handed in before."""
    earlier = earlier_uses(kept)
    files = [str(each.file) for each in kept if each.pk in earlier]
    return {"reused_files": files, "reused_from": list(earlier.values())}
