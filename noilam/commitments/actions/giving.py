"""From above: one commitment or a checklist to many units, and what waits for what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record, record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, refuse_if
from noilam.foundation.text import say
from noilam.organisation.models import Person, Unit
from noilam.organisation.queries import heads_of

from .. import policies, queries, rules
from ..events import CommitmentDrafted, CommitmentProposed, DependenciesSet
from ..models import Commitment, Dependency
from .drafting import (
    Draft,
    SourceOf,
    _columns,
    _next_code,
    _problems_with_sources,
    _told,
    _write_around,
)
from .hands import _lock


@dataclass(frozen=True)
class Taker:
    """A unit that gets it, and who answers there; nobody named means its head."""

    unit: Unit
    person: Person | None = None


@transaction.atomic
def give_to_many(
    *,
    actor: Actor,
    drafts: Sequence[Draft],
    takers: Sequence[Taker],
    sources: Sequence[SourceOf] = (),
) -> list[Commitment]:
    """Give one commitment, or every line of a checklist, to many units in one act, proposed."""
    for taker in takers:
        require(
            policies.may_give(actor, taker.unit),
            to=_("giao việc cho {unit}").format(unit=taker.unit),
        )
    given = _spread(drafts, takers)
    refuse_if(_problems(given) + _problems_with_sources(sources))
    made = [_proposed(actor, draft, sources) for draft in given]
    drafted = [
        CommitmentDrafted(subject_id=each.pk, after=_told(draft))
        for each, draft in zip(made, given, strict=True)
    ]
    proposed = [CommitmentProposed(subject_id=each.pk) for each in made]
    record_all(actor=actor, events=[*drafted, *proposed])
    return made


@transaction.atomic
def set_dependencies(
    *, actor: Actor, commitment: Commitment, awaited: Sequence[Commitment]
) -> None:
    """Say what this commitment waits for. Nothing waits for itself, even by way of others."""
    commitment = _lock(commitment)
    require(
        policies.may_report(actor, commitment)
        or policies.may_draft(actor, commitment.unit, commitment.person),
        to=_("ghi việc phải chờ của {code}").format(code=commitment.code),
    )
    before = {each.on_id for each in commitment.waits_for.all()}
    after = {each.pk for each in awaited}
    refuse_if(_problems_with_circle(commitment, after))
    commitment.waits_for.exclude(on__in=after).delete()
    Dependency.objects.bulk_create(
        Dependency(commitment=commitment, on_id=each, recorded_on=clock.today())
        for each in sorted(after - before)
    )
    record(
        actor=actor,
        event=DependenciesSet(
            subject_id=commitment.pk,
            before={"waits_for": sorted(before)},
            after={"waits_for": sorted(after)},
        ),
    )


def _spread(drafts: Sequence[Draft], takers: Sequence[Taker]) -> list[Draft]:
    heads = heads_of([each.unit.pk for each in takers if each.person is None], clock.today())
    return [
        replace(draft, unit=taker.unit, person=taker.person or _head(heads, taker), code="")
        for taker in takers
        for draft in drafts
    ]


def _head(heads: Mapping[int, object], taker: Taker) -> Person | None:
    return getattr(heads.get(taker.unit.pk), "person", None)


NAMED = 5  # units or lines that one problem names; the rest are counted


def _problems(given: Sequence[Draft]) -> list[Problem]:
    """What all lack is said once; what some lack says which; units without a head together."""
    lacking: dict[tuple[str, str], tuple[Problem, list[Draft]]] = {}
    for draft in given:
        for problem in rules.problems_with_proposal(queries.candidate(draft)):
            lacking.setdefault((problem.code, str(problem)), (problem, []))[1].append(draft)
    return [_said_once(problem, drafts, given) for problem, drafts in lacking.values()]


def _said_once(problem: Problem, lacking: Sequence[Draft], given: Sequence[Draft]) -> Problem:
    units, lines = _units(lacking), _lines(lacking)
    if problem.code == "person-missing":
        message = say(
            "Chưa có người đứng đầu: {units}. Ghi chức vụ trước, hoặc đánh dấu bỏ các đơn vị đó."
        )
        return Problem("head-missing", message, "leave_out", {"units": _named(units)})
    if len(lacking) == len(given):
        return problem
    which = lines if len(lines) * len(_units(given)) == len(lacking) else units
    values = {"which": _named(which), "problem": problem.text(_)}
    return Problem(problem.code, say("{which}: {problem}"), problem.about, values)


def _units(drafts: Sequence[Draft]) -> list[str]:
    return list(dict.fromkeys(str(each.unit) for each in drafts))


def _lines(drafts: Sequence[Draft]) -> list[str]:
    return list(dict.fromkeys(each.statement[:60] for each in drafts))


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    if len(names) <= NAMED:
        return shown
    return _("{names} và {number} nơi khác").format(names=shown, number=len(names) - NAMED)


def _proposed(actor: Actor, draft: Draft, sources: Sequence[SourceOf]) -> Commitment:
    commitment = Commitment.objects.create(
        **_columns(draft, _next_code(draft)),
        status=Commitment.Status.PROPOSED,
        proposed_at=clock.now(),
        proposed_by=actor.id,
        proposed_for=actor.behalf_id,
    )
    _write_around(commitment, draft, sources)
    return commitment


def _problems_with_circle(commitment: Commitment, awaited: set[int]) -> list[Problem]:
    """Follow what the awaited wait for; meeting oneself is a circle."""
    reached, ahead = set[int](), set(awaited)
    while ahead:
        reached |= ahead
        further = Dependency.objects.filter(commitment__in=ahead).values_list("on", flat=True)
        ahead = set(further) - reached
    if commitment.pk not in reached:
        return []
    message = say("Việc này sẽ chờ chính nó qua các việc khác. Bỏ bớt một việc phải chờ.")
    return [Problem("waits-in-a-circle", message, "waits_for")]
