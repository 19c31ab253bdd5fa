"""The figures of a unit, subtree, person, programme, source or topic on any day.

SQL groups what is alike; `rules.figures` does the adding, so there is one definition.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, FilteredRelation, Q, QuerySet, Sum, Value

from noilam.foundation.access import Actor
from noilam.organisation.models import Ancestry, Person, Unit
from noilam.organisation.policies import in_force
from noilam.organisation.rules import Reading

from .. import policies, rules
from ..models import Commitment, Programme, Source, Topic
from ..rules import Figures, State, Tally
from .readings import day_of_holders, units_below
from .standing import CLAIMED_AFTER_DUE, said_by, with_standing

FEW = 500  # up to so many units are named in the question; beyond, the whole place is read


def figures_of(
    *,
    unit: Unit | None = None,
    person: Person | None = None,
    programme: Programme | None = None,
    source: tuple[str, str] | None = None,
    topic: Topic | None = None,
    kind: str = "",
    year: int | None = None,
    on: date,
    actor: Actor | None = None,
    reading: Reading = Reading.AS_WAS,
) -> Figures:
    """The figures of whatever is named, all of it together; nothing named is the whole place.

    `source` is (kind, reference), or ("", label). With an actor, only what that one may see.
    """
    said = _visible(said_by(on), actor)
    if unit is not None or person is not None:
        said = _held_by(said, unit, person, on, reading)
    asked = [
        in_programme(programme) if programme else None,
        Q(pk__in=from_source(*source)) if source else None,
        _of_year(year) if year else None,
        Q(topic=topic) if topic else None,
        Q(kind=kind) if kind else None,
    ]
    said = said.filter(*(each for each in asked if each is not None))
    return rules.figures(tally for _, tally in _tallies(said, on))


def figures_by_unit(units: Collection[Unit], on: date) -> dict[int, Figures]:
    """Each unit's figures with all below it, for any number of units in two questions.

    Commitments are grouped by lead unit once and added up the tree in Python.
    """
    wanted = [unit.pk for unit in units]
    lines = Ancestry.objects.filter(in_force(on), ancestor__in=wanted)
    above: Mapping[int, set[int]] = defaultdict(set)
    for ancestor_id, unit_id in lines.values_list("ancestor", "unit"):
        above[unit_id].add(ancestor_id)
    gathered: Mapping[int, list[Tally]] = defaultdict(list)
    said = held_on(said_by(on), on)
    if len(above) <= FEW:
        said = said.filter(held__unit__in=list(above))
    for unit_id, tally in _tallies(said, on, by="held__unit"):
        for ancestor_id in above.get(unit_id, ()):
            gathered[ancestor_id].append(tally)
    return {unit_id: rules.figures(gathered[unit_id]) for unit_id in wanted}


def figures_by_person(people: Collection[Person], on: date) -> dict[int, Figures]:
    """Each person's own figures."""
    wanted = [person.pk for person in people]
    said = held_on(said_by(on), on).filter(held__person__in=wanted)
    return _gathered(wanted, _tallies(said, on, by="held__person"))


def figures_by(field: str, ids: Collection[int], on: date) -> dict[int, Figures]:
    """Figures for each topic or programme (`field` is "topic" or "programme")."""
    said = said_by(on).filter(**{f"{field}__in": list(ids)})
    return _gathered(ids, _tallies(said, on, by=field))


def figures_on_days(days: Sequence[date], actor: Actor | None = None) -> list[Figures]:
    """The whole place, or what the actor may see of it, on several days in one question."""
    asked = [
        _grouped(_visible(said_by(day), actor).annotate(asked=Value(at)), day, "asked")
        for at, day in enumerate(days)
    ]
    found = _gathered(range(len(days)), _read(asked[0].union(*asked[1:], all=True)))
    return [found[at] for at in range(len(days))]


def registered(kind: str, year: int, on: date, actor: Actor | None = None) -> tuple[Figures, int]:
    """What was registered of a kind for a year: its figures, and how many units did."""
    said = _visible(said_by(on), actor).filter(_of_year(year), kind=kind)
    by_unit = list(_tallies(said, on, by="unit"))
    return rules.figures(tally for _, tally in by_unit), len({unit for unit, _ in by_unit})


def _visible(said: QuerySet[Any], actor: Actor | None) -> QuerySet[Any]:
    return said if actor is None else policies.visible_commitments(actor, said)


def _held_by(
    said: QuerySet[Any], unit: Unit | None, person: Person | None, on: date, reading: Reading
) -> QuerySet[Any]:
    held = held_on(said, day_of_holders(on, reading))
    if unit is not None:
        held = held.filter(held__unit__in=units_below(unit, on, reading))
    return held.filter(held__person=person) if person is not None else held


def _of_year(year: int) -> Q:
    """Registered for a year; where no year was named, begun in it."""
    return Q(for_year=year) | Q(for_year=None, starts_on__year=year)


def held_on(commitments: QuerySet[Commitment], on: date) -> QuerySet[Any]:
    """Join whoever answered on the day, as `held`: lead unit and responsible person."""
    return with_holder(commitments, on).filter(held__isnull=False)


def with_holder(commitments: QuerySet[Commitment], on: date) -> QuerySet[Any]:
    """The same for whoever narrows `held` at once: a second filter would join it again."""
    that_day = Q(holdings__starts_on__lte=on) & (
        Q(holdings__ends_on=None) | Q(holdings__ends_on__gt=on)
    )
    return commitments.annotate(held=FilteredRelation("holdings", condition=that_day))


def in_programme(programme: Programme) -> Q:
    """A programme's commitments and those of the programmes nested in it (term to month)."""
    return (
        Q(programme=programme)
        | Q(programme__parent=programme)
        | Q(programme__parent__parent=programme)
        | Q(programme__parent__parent__parent=programme)
    )


def from_source(kind: str, reference: str) -> QuerySet[Source, int]:
    """Ids of commitments that name a source; without a kind, by its label."""
    named = Source.objects.filter(kind=kind, reference=reference)
    if not kind:
        named = Source.objects.filter(label=reference)
    return named.values_list("commitment_id", flat=True)


def _tallies(said: QuerySet[Any], on: date, by: str = "") -> Iterator[tuple[int, Tally]]:
    return _read(_grouped(said, on, by))


def _grouped(said: QuerySet[Any], on: date, by: str) -> QuerySet[Any, Any]:
    """What is alike, counted together: optionally a key, the standing, then the sums."""
    return (
        with_standing(said, on)
        .order_by()
        .values_list(*([by] if by else []), "standing")
        .annotate(Count("pk"), Sum("weight"), Sum("then_verdicts"), Sum("then_rejections"))
    )


def _read(grouped: QuerySet[Any, Any]) -> Iterator[tuple[int, Tally]]:
    for row in grouped:
        *group, standing, count, weight, verdicts, rejections = row
        is_after = standing == CLAIMED_AFTER_DUE
        state = State.CLAIMED if is_after else State(standing)
        yield group[0] if group else 0, Tally(state, is_after, count, weight, verdicts, rejections)


def _gathered(ids: Collection[int], tallies: Iterator[tuple[int, Tally]]) -> dict[int, Figures]:
    gathered: Mapping[int, list[Tally]] = defaultdict(list)
    for key, tally in tallies:
        gathered[key].append(tally)
    return {key: rules.figures(gathered[key]) for key in ids}
