"""A set of criteria is drafted, revised, dropped. What was issued is never touched again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.consultation.actions import call_off, publish_draft
from noilam.consultation.models import Consultation
from noilam.consultation.queries import standing
from noilam.consultation.rules import content_hash as parts_hash
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.text import tidy
from noilam.organisation.models import Unit

from .. import policies
from ..events import CriteriaDrafted, CriteriaDropped, CriteriaRevised
from ..keys import CRITERIA
from ..models import CriteriaSet, Revision
from ..queries.criteria import kind_names, words_of
from ..rules import drafting, hashing, reading
from ..rules.difference import differences

Content = Mapping[str, Any]
Status = CriteriaSet.Status


@transaction.atomic
def draft_criteria(*, actor: Actor, unit: Unit, content: Content, note: str = "") -> CriteriaSet:
    """A draft of a new set, or of the next version of one with the same code in this unit.

    `content`: as docs/criteria.md describes it. 422 with everything that is wrong in it.
    """
    require(
        policies.may_draft_criteria(actor, unit),
        to=_("soạn tiêu chí của {unit}").format(unit=unit),
    )
    Unit.objects.select_for_update().get(pk=unit.pk)  # one next number at a time
    written = _written(content)
    same = CriteriaSet.objects.filter(unit=unit, code=written["code"])
    refuse_if(drafting.problems_with_drafting(note=note, open_version=_open_version(same)))
    criteria_set = CriteriaSet.objects.create(
        unit=unit,
        version=(same.aggregate(last=Max("version"))["last"] or 0) + 1,
        replaces=same.filter(status=Status.ISSUED).order_by("-version").first(),
        recorded_at=clock.now(),
        recorded_by=actor.label,
        **_columns(written),
    )
    _keep_revision(actor, criteria_set, note)
    record(actor=actor, event=_drafted(criteria_set, note))
    return criteria_set


@transaction.atomic
def revise_criteria(
    *, actor: Actor, criteria_set: CriteriaSet, content: Content, note: str
) -> CriteriaSet:
    """The draft's next state. Once it was opened to comment, everybody asked sees the new one.

    It may be unfinished, as one piece is changed after another: points that do not sum yet are
    refused when it is issued.
    """
    criteria_set = _lock(criteria_set)
    require(
        policies.may_draft_criteria(actor, criteria_set.unit_id),
        to=_("sửa {title}").format(title=criteria_set.title),
    )
    refuse_if(drafting.problems_with_standing(criteria_set.status))
    written = _under_way(content)
    changes = differences(criteria_set.content, written)
    refuse_if(
        drafting.problems_with_revision(
            note=note,
            has_changes=bool(changes),
            code=criteria_set.code,
            new_code=written["code"],
        )
    )
    for name, value in _columns(written).items():
        setattr(criteria_set, name, value)
    criteria_set.save()
    revision = _keep_revision(actor, criteria_set, note)
    _publish(actor, criteria_set, note)
    record(
        actor=actor,
        event=CriteriaRevised(
            subject_id=criteria_set.pk,
            revision=revision.number,
            content_hash=criteria_set.content_hash,
            note=tidy(note),
            changes=[each.words for each in changes],
        ),
    )
    return criteria_set


@transaction.atomic
def drop_criteria(*, actor: Actor, criteria_set: CriteriaSet, reason: str) -> CriteriaSet:
    """A draft that will not be issued. It stays to be read, with the reason."""
    criteria_set = _lock(criteria_set)
    require(
        policies.may_draft_criteria(actor, criteria_set.unit_id),
        to=_("bỏ {title}").format(title=criteria_set.title),
    )
    refuse_if(
        drafting.problems_with_standing(criteria_set.status) or drafting.problems_with_drop(reason)
    )
    criteria_set.status = Status.DROPPED
    criteria_set.drop_reason = reason.strip()
    criteria_set.save(update_fields=["status", "drop_reason"])
    record(actor=actor, event=CriteriaDropped(subject_id=criteria_set.pk, reason=reason.strip()))
    asked = standing(CRITERIA, criteria_set.pk)
    if asked and asked.is_open:
        open_one = Consultation.objects.get(pk=asked.consultation_id)
        call_off(actor=actor, consultation=open_one, reason=reason)
    return criteria_set


def _lock(criteria_set: CriteriaSet) -> CriteriaSet:
    """Read it afresh and hold it, so that of two tabs one wins and the other hears why not."""
    rows = CriteriaSet.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=criteria_set.pk)


def _written(content: Content) -> dict[str, Any]:
    """The content in the one form that is stored; refused with all that is wrong."""
    kinds = kind_names()
    _criteria, problems = reading.read(content, kinds)
    refuse_if(problems)
    return reading.normal(content, kinds)


def _under_way(content: Content) -> dict[str, Any]:
    """The same of a draft that is not finished: refused where it cannot be read or never scored."""
    kinds = kind_names()
    refuse_if(reading.problems_with_draft(content, kinds))
    return reading.normal(content, kinds)


def _columns(content: dict[str, Any]) -> dict[str, Any]:
    """What the row repeats of its content."""
    return {
        "code": content["code"],
        "title": content["title"],
        "content": content,
        "content_hash": hashing.content_hash(content),
        "structure_hash": hashing.structure_hash(content),
    }


def _open_version(same: Any) -> int | None:
    draft = same.filter(status__in=[Status.DRAFT, Status.CONSULTATION]).first()
    return draft.version if draft else None


def _keep_revision(actor: Actor, criteria_set: CriteriaSet, note: str) -> Revision:
    last = criteria_set.revisions.aggregate(last=Max("number"))["last"] or 0
    return Revision.objects.create(
        criteria_set=criteria_set,
        number=last + 1,
        content=criteria_set.content,
        content_hash=criteria_set.content_hash,
        note=tidy(note),
        recorded_at=clock.now(),
        recorded_by=actor.label,
        by_account=actor.id,
        by_behalf=actor.behalf_id,
    )


def _publish(actor: Actor, criteria_set: CriteriaSet, note: str) -> None:
    """The words in the consultation follow the draft, where a change touches words at all."""
    if criteria_set.status != Status.CONSULTATION:
        return
    found = standing(CRITERIA, criteria_set.pk)
    if found is None:
        return
    parts = words_of(criteria_set)
    if parts_hash(parts) != found.draft_hash:
        consultation = Consultation.objects.get(pk=found.consultation_id)
        publish_draft(actor=actor, consultation=consultation, parts=parts, note=tidy(note))


def _drafted(criteria_set: CriteriaSet, note: str) -> CriteriaDrafted:
    return CriteriaDrafted(
        subject_id=criteria_set.pk,
        unit_id=criteria_set.unit_id,
        name_of_set=criteria_set.title,
        code=criteria_set.code,
        version=criteria_set.version,
        content_hash=criteria_set.content_hash,
        note=tidy(note),
        parts=[each.words for each in words_of(criteria_set)],
    )
