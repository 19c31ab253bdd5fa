"""What helps somebody write a promise down: where he likely writes, and what is still missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from noilam.foundation.access import Actor
from noilam.foundation.errors import Problem
from noilam.organisation.queries import living_on, person_of, posts_of

from .. import policies, rules


@dataclass(frozen=True)
class Place:
    """A unit, and whether the actor writes in its name or only for himself there."""

    unit_id: int
    is_written_for: bool
    person_code: str = ""


def likely_place(actor: Actor, on: date) -> Place | None:
    """Where the actor holds a post and writes, else the first unit he writes for, else his post."""
    writable = policies.units_to_write_for(actor).filter(living_on(on))
    person = person_of(actor)
    posts = posts_of(person, on).filter(living_on(on, "unit__")) if person else None
    if posts is not None:
        held = list(posts.order_by("-leads", "unit__code").values_list("unit", flat=True))
        written = set(writable.filter(pk__in=held).values_list("pk", flat=True)) if held else set()
        if own := next((each for each in held if each in written), None):
            return Place(own, is_written_for=True)
    if first := writable.order_by("code").values_list("pk", flat=True).first():
        return Place(first, is_written_for=True)
    if person and posts is not None and held:
        return Place(held[0], is_written_for=False, person_code=person.code)
    return None


def candidate(source: Any) -> rules.Candidate:
    """A draft or a row as S1.14 looks at it."""
    return rules.Candidate(
        statement=source.statement,
        kind=source.kind,
        unit_id=source.unit.pk if source.unit else None,
        person_id=source.person.pk if source.person else None,
        starts_on=source.starts_on,
        due_on=source.due_on,
        measure=source.measure,
        has_target=source.target is not None,
        solution=source.solution,
        weight=source.weight,
        finding=source.finding,
        cause=source.cause,
        recheck_on=source.recheck_on,
        grounds=source.grounds,
        verifier_id=source.verifier.pk if source.verifier else None,
        repeats_until=source.repeats_until,
    )


def gaps(commitment: Any) -> list[Problem]:
    """What keeps a draft from being proposed; nothing once it is no draft."""
    if commitment.status != "draft":
        return []
    return rules.problems_with_proposal(candidate(commitment))
