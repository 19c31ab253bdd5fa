"""Writing a promise down and proposing it. A draft binds nobody; a proposal is no longer edited."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused, refuse_if
from noilam.foundation.text import fold, say, tidy
from noilam.organisation.models import Person, Unit

from .. import policies, queries, rules
from ..events import CommitmentDrafted, CommitmentProposed, CommitmentReturned, DraftChanged
from ..models import CodeCounter, Commitment, Milestone, Programme, Source, Topic
from .hands import _lock

# Prefixes of the codes that offices write on their papers.
PREFIXES = {
    Commitment.Kind.TASK: "NV",
    Commitment.Kind.URGENT_MATTER: "VCB",
    Commitment.Kind.BREAKTHROUGH: "KDP",
    Commitment.Kind.HOTSPOT: "NC",
    Commitment.Kind.PERSONAL: "CN",
    Commitment.Kind.REMEDIATION: "KP",
    Commitment.Kind.DUTY: "TX",
}


@dataclass(frozen=True)
class SourceOf:
    """Where the word came from: a typed soft reference with its label and link."""

    label: str
    kind: str = "text"
    reference: str = ""
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """All that a person writes about a promise. Names are those of the commitment."""

    statement: str
    code: str = ""
    kind: str = Commitment.Kind.TASK
    pace: str = ""
    topic: Topic | None = None
    unit: Unit | None = None
    person: Person | None = None
    support: Sequence[Unit] = ()
    support_text: str = ""
    solution: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    recurrence: str = ""
    repeats_until: date | None = None
    measure: str = ""
    measure_unit: str = ""
    baseline: Decimal | None = None
    baseline_text: str = ""
    target: Decimal | None = None
    target_text: str = ""
    weight: Decimal = Decimal(1)
    verifier: Person | None = None
    publicity: str = Commitment.Publicity.INTERNAL
    programme: Programme | None = None
    parent: Commitment | None = None
    finding: str = ""
    cause: str = ""
    recheck_on: date | None = None
    grounds: str = ""
    resources: str = ""
    citizen_check: str = ""
    for_year: int | None = None
    milestones: Sequence[tuple[str, date]] = ()


APART = {"support", "milestones"}  # rows of their own
COLUMNS = [each.name for each in fields(Draft) if each.name not in APART]


@transaction.atomic
def make_commitment(*, actor: Actor, draft: Draft, sources: Sequence[SourceOf] = ()) -> Commitment:
    """Write a promise down as a draft, unfinished if need be."""
    whose = _problems_with_whose(actor, draft)
    require(
        policies.may_draft(actor, draft.unit, draft.person) or bool(whose),
        to=_("ghi cam kết cho {unit}").format(unit=draft.unit or "—"),
    )
    problems = whose + rules.problems_with_draft(queries.candidate(draft))
    refuse_if(problems + _problems_with_sources(sources) + _problems_with_code(draft.code))
    commitment = Commitment.objects.create(**_columns(draft, draft.code or _next_code(draft)))
    _write_around(commitment, draft, sources)
    record(actor=actor, event=CommitmentDrafted(subject_id=commitment.pk, after=_told(draft)))
    return commitment


@transaction.atomic
def change_draft(
    *,
    actor: Actor,
    commitment: Commitment,
    draft: Draft,
    sources: Sequence[SourceOf] = (),
) -> Commitment:
    """Write a draft anew, whole. What was proposed must be returned first."""
    commitment = _lock(commitment)
    whose = _problems_with_whose(actor, draft)
    require(
        policies.may_draft(actor, commitment.unit, commitment.person)
        and (policies.may_draft(actor, draft.unit, draft.person) or bool(whose)),
        to=_("sửa cam kết {code}").format(code=commitment.code),
    )
    before = {name: _plain(getattr(commitment, name)) for name in COLUMNS}
    problems = whose + rules.problems_with_draft(queries.candidate(draft))
    refuse_if(_problems_with_change(commitment) + problems + _problems_with_sources(sources))
    for name, value in _columns(draft, commitment.code).items():
        setattr(commitment, name, value)
    commitment.save()
    commitment.milestones.all().delete()
    commitment.support.clear()
    _write_around(commitment, draft, _not_kept(commitment, sources))
    after = {name: _plain(getattr(commitment, name)) for name in COLUMNS}
    changed = [name for name in COLUMNS if before[name] != after[name]]
    record(
        actor=actor,
        event=DraftChanged(
            subject_id=commitment.pk,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        ),
    )
    return commitment


@transaction.atomic
def propose(*, actor: Actor, commitment: Commitment) -> Commitment:
    """Put a finished draft before those who approve. All gaps are named at once."""
    commitment = _lock(commitment)
    require(
        policies.may_propose(actor, commitment),
        to=_("trình cam kết {code}").format(code=commitment.code),
    )
    refuse_if(_problems_with_change(commitment))
    refuse_if(rules.problems_with_proposal(queries.candidate(commitment)))
    commitment.status = Commitment.Status.PROPOSED
    commitment.proposed_at = clock.now()
    commitment.proposed_by, commitment.proposed_for = actor.id, actor.behalf_id
    commitment.save(update_fields=["status", "proposed_at", "proposed_by", "proposed_for"])
    record(actor=actor, event=CommitmentProposed(subject_id=commitment.pk))
    return commitment


@transaction.atomic
def return_to_draft(*, actor: Actor, commitment: Commitment, reason: str) -> Commitment:
    """Send a proposal back to be put right, or take one's own back."""
    commitment = _lock(commitment)
    require(
        policies.may_approve(actor, commitment) or policies.may_propose(actor, commitment),
        to=_("trả lại cam kết {code}").format(code=commitment.code),
    )
    if commitment.status != Commitment.Status.PROPOSED:
        raise Refused(
            Problem("not-proposed", say("Cam kết này không còn chờ duyệt. Tải lại trang."))
        )
    if not reason.strip():
        raise Refused(Problem("reason-missing", say("Ghi rõ cần sửa gì."), "reason"))
    commitment.status = Commitment.Status.DRAFT
    commitment.save(update_fields=["status"])
    record(actor=actor, event=CommitmentReturned(subject_id=commitment.pk, reason=tidy(reason)))
    return commitment


def _problems_with_whose(actor: Actor, draft: Draft) -> list[Problem]:
    """For those who may write something at all: the gate still turns away all others."""
    if not policies.writes_somewhere(actor):
        return []
    unit = draft.unit
    return rules.problems_with_whose(
        has_unit=unit is not None,
        is_own=policies.is_own(actor, draft.person),
        only_for_himself=unit is not None and policies.promises_only_for_himself(actor, unit),
    )


def _problems_with_change(commitment: Commitment) -> list[Problem]:
    if commitment.status == Commitment.Status.DRAFT:
        return []
    return [
        Problem(
            "not-a-draft",
            say("Cam kết này không còn là dự thảo. Muốn sửa thì trả lại dự thảo trước."),
        )
    ]


def _problems_with_sources(sources: Sequence[SourceOf]) -> list[Problem]:
    return rules.problems_with_sources([(tidy(each.label), each.link) for each in sources])


def _not_kept(commitment: Commitment, sources: Sequence[SourceOf]) -> list[SourceOf]:
    """Sources named as before stay what they were, typed and linked; others go. What is new?"""
    named = {tidy(each.label): each for each in sources}
    commitment.sources.exclude(label__in=list(named)).delete()
    for row in commitment.sources.all():
        if (link := named.pop(row.label).link) != row.link:
            row.link = link
            row.save(update_fields=["link"])
    return list(named.values())


def _problems_with_code(code: str) -> list[Problem]:
    if not code or not Commitment.objects.filter(code__iexact=tidy(code)).exists():
        return []
    message = say("Mã {code} đã có. Chọn mã khác hoặc để trống.")
    return [Problem("code-taken", message, "code", {"code": tidy(code)})]


def _columns(draft: Draft, code: str) -> dict[str, Any]:
    columns = {name: getattr(draft, name) for name in COLUMNS}
    if draft.kind == Commitment.Kind.URGENT_MATTER and draft.starts_on:
        columns["for_year"] = draft.for_year or draft.starts_on.year
    statement = tidy(draft.statement)
    key = fold(f"{statement} {code}")[:600]
    return columns | {"statement": statement, "code": tidy(code), "search_key": key}


def _write_around(commitment: Commitment, draft: Draft, sources: Sequence[SourceOf]) -> None:
    """Supporters, sources and milestones of a draft, where none are yet."""
    commitment.support.add(*draft.support)
    Source.objects.bulk_create(
        Source(
            commitment=commitment,
            kind=each.kind,
            reference=each.reference,
            label=tidy(each.label),
            link=each.link,
            search_key=fold(each.label)[:400],
        )
        for each in sources
    )
    Milestone.objects.bulk_create(
        Milestone(commitment=commitment, title=tidy(title), due_on=due_on)
        for title, due_on in draft.milestones
    )


def _next_code(draft: Draft) -> str:
    """The next number of the kind in its year, e.g. VCB-2026-041."""
    year = draft.for_year or (draft.starts_on or clock.today()).year
    prefix = f"{PREFIXES[Commitment.Kind(draft.kind)]}-{year}"
    counter, _made = CodeCounter.objects.select_for_update().get_or_create(prefix=prefix)
    while True:
        counter.last += 1
        code = f"{prefix}-{counter.last:03}"
        if not Commitment.objects.filter(code=code).exists():
            counter.save(update_fields=["last"])
            return code


def _told(draft: Draft) -> dict[str, Any]:
    """A draft as plain values for the trail: what was given, nothing empty."""
    told = {name: _plain(getattr(draft, name)) for name in COLUMNS}
    told["support"] = [unit.pk for unit in draft.support]
    told["milestones"] = [[title, due_on] for title, due_on in draft.milestones]
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _plain(value: Any) -> Any:
    return getattr(value, "pk", value)
