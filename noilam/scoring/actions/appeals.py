"""A unit asks for another look at its fixed score, and somebody else decides."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.rulebook import queries as rulebook

from .. import policies
from ..events import ScoreAppealDecided, ScoreAppealFiled
from ..models import Appeal, Mark, Sheet
from ..rules import appeals, months, stages
from ..rules.filling import Change
from .deciding import _refix
from .hands import Stage, Told, _accounts_of, _acted, _lock, _own_unit, _steps_of

DECIDED = ["outcome", "reason", "decided_on", "decided_by", "decided_account", "decided_behalf"]


@transaction.atomic
def file_appeal(*, actor: Actor, sheet: Sheet, text: str) -> Appeal:
    """The head of the unit speaks against a fixed score, in time, once at a time."""
    sheet = _lock(sheet)
    require(
        policies.may_appeal(actor, sheet),
        to=_("khiếu nại điểm của {unit}").format(unit=sheet.unit.name),
    )
    today = clock.today()
    refuse_if(
        stages.problems_with_place(sheet.stage, Stage.FIXED)
        or appeals.problems_with_appeal(
            until=sheet.appeal_until,
            has_open=sheet.appeals.filter(outcome="").exists(),
            text=text,
            on=today,
        )
    )
    appeal = Appeal.objects.create(
        sheet=sheet,
        against_version=sheet.versions.get(number=sheet.version),
        text=text.strip(),
        filed_on=today,
        filed_account=actor.id,
        filed_behalf=actor.behalf_id,
        filed_by=actor.label[:120],
        due_on=months.working_days_after(
            today,
            rulebook.value("scoring.appeal_decision_working_days", today),
            rulebook.calendar(today),
        ),
        recorded_at=clock.now(),
    )
    event = ScoreAppealFiled(
        subject_id=sheet.pk, appeal_id=appeal.pk, version=sheet.version, text=appeal.text
    )
    record(actor=actor, event=event)
    return appeal


@transaction.atomic
def decide_appeal(
    *,
    actor: Actor,
    appeal: Appeal,
    outcome: str,
    reason: str,
    changes: Mapping[str, Change],
) -> Appeal:
    """Uphold it, wholly or partly, with the marks that hold instead; or reject it. Always with a
    reason, by a person who took no part before."""
    sheet = _lock(appeal.sheet)
    require(
        policies.may_decide_appeal(actor, sheet),
        to=_("giải quyết khiếu nại của {unit}").format(unit=sheet.unit.name),
    )
    appeal = sheet.appeals.select_related("against_version").get(pk=appeal.pk)
    refuse_if(
        appeals.problems_with_decision(
            is_decided=bool(appeal.outcome),
            outcome=outcome,
            reason=reason,
            has_changes=bool(changes),
            persons=stages.problems_with_persons(_accounts_of(actor), _took_part(sheet, appeal))
            + _own_unit(actor, sheet),
        )
    )
    told: Told = []
    if outcome != Appeal.Outcome.REJECTED:
        version, told = _refix(actor, sheet, changes, reason, actor.label, opens_appeals=False)
        refuse_if(appeals.problems_with_new_total(appeal.against_version.total, version.total))
    appeal.outcome, appeal.reason = outcome, reason.strip()
    appeal.decided_on, appeal.decided_by = clock.today(), actor.label[:120]
    appeal.decided_account, appeal.decided_behalf = actor.id, actor.behalf_id
    appeal.save(update_fields=DECIDED)
    record(actor=actor, event=_decided(sheet, appeal, told))
    return appeal


def _took_part(sheet: Sheet, appeal: Appeal) -> Mapping[str, set[int]]:
    """Accounts of every step, of whoever fixed or corrected the score or decided an appeal before,
    and of whoever appeals now."""
    acted = _acted(_steps_of([sheet])[sheet.pk], besides="")
    versions = sheet.versions.values_list("by_account", "by_behalf")
    decided = sheet.appeals.exclude(outcome="").values_list("decided_account", "decided_behalf")
    again = acted.setdefault(str(Mark.Stage.APPEAL), set())
    for both in (*versions, *decided):
        again.update(both)
    again -= acted.get(str(Stage.APPROVE), set())  # said of the sitting already
    unit = acted.setdefault(str(Stage.SELF_SCORE), set())
    unit.update({appeal.filed_account, appeal.filed_behalf})
    return acted


def _decided(sheet: Sheet, appeal: Appeal, told: Told) -> ScoreAppealDecided:
    return ScoreAppealDecided(
        subject_id=sheet.pk,
        appeal_id=appeal.pk,
        outcome=str(appeal.outcome),
        reason=appeal.reason,
        version=sheet.version,
        content_hash=sheet.content_hash,
        marks=told,
    )
