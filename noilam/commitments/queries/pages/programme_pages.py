"""Programmes of work as a tree with their figures, one of them, and who owes one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, fold
from noilam.organisation.policies import inside_units
from noilam.ui.pieces import Pair

from ... import policies
from ...models import Commitment, Programme
from ...rules import Figures, State, Tally, figures
from ..figures import _tallies
from ..owing import owed_programmes
from ..standing import said_by
from .looks import period_text


@dataclass(frozen=True)
class ProgrammeRow:
    """One line of the tree. `depth` counts the visible programmes above it."""

    pk: int
    title: str
    whose: str
    period: str
    depth: int
    said: int
    kept: int
    late: int
    percent: int | None


@dataclass(frozen=True)
class OwedRow:
    """Whoever has no programme, and by when there should be one."""

    whose: str
    link: str
    period: str
    due: str
    is_late: bool
    form_link: str  # empty for a reader who may not write it


@dataclass(frozen=True)
class ProgrammePage:
    """A programme with those above and below it, its figures, and what may be done."""

    programme: Programme
    period: str
    above: list[Programme]
    below: list[ProgrammeRow]
    figures: Figures
    pair: Pair
    may_write: bool


def programmes(
    actor: Actor, words: str = "", unit: Any = None, person: Any = None, year: int | None = None
) -> list[Programme]:
    """Visible programmes in the order of the tree: whose, then from the term down to the month."""
    found = policies.visible_programmes(actor).select_related("unit", "person")
    if unit:
        found = found.filter(unit=unit)
    if person:
        found = found.filter(person=person)
    if year:
        found = found.filter(starts_on__year__lte=year, ends_on__year__gte=year)
    for word in fold(words).split():
        found = found.filter(
            Q(unit__search_key__contains=word) | Q(person__search_key__contains=word)
        )
    return _in_tree_order(list(found))


def _in_tree_order(found: Sequence[Any]) -> list[Any]:
    """Each right before those nested in it; `depth` is put on every one."""
    known = {each.pk for each in found}
    nested: Mapping[int | None, list[Any]] = defaultdict(list)
    for each in sorted(found, key=_place):
        nested[each.parent_id if each.parent_id in known else None].append(each)
    ordered: list[Any] = []
    waiting = [(each, 0) for each in reversed(nested[None])]
    while waiting:
        each, each.depth = waiting.pop()
        ordered.append(each)
        waiting += [(child, each.depth + 1) for child in reversed(nested[each.pk])]
    return ordered


def _place(each: Programme) -> tuple[Any, ...]:
    whose = (0, each.unit.code) if each.unit else (1, each.person.sort_key if each.person else "")
    return *whose, each.starts_on, -(each.ends_on - each.starts_on).days, each.title


def programme_rows(shown: Sequence[Any], on: date) -> list[ProgrammeRow]:
    """Lines of the tree with the figures of each and of all nested in it."""
    return _lines(shown, figures_by_programme([each.pk for each in shown], on))


def _lines(shown: Sequence[Any], counted: Mapping[int, Figures]) -> list[ProgrammeRow]:
    return [
        ProgrammeRow(
            pk=each.pk,
            title=each.title,
            whose=str(each.unit or each.person),
            period=period_text(each.period),
            depth=min(each.depth, 3),
            said=counted[each.pk].said,
            kept=counted[each.pk].kept,
            late=counted[each.pk].late + counted[each.pk].broken,
            percent=counted[each.pk].index_percent,
        )
        for each in shown
    ]


def figures_by_programme(programme_ids: Collection[int], on: date) -> dict[int, Figures]:
    """Figures of many programmes, each with all nested in it, in two questions."""
    parents = dict(Programme.objects.order_by().values_list("pk", "parent"))
    wanted, gathered = set(programme_ids), defaultdict[int, list[Tally]](list)
    said = said_by(on).filter(programme__isnull=False)
    for programme_id, tally in _tallies(said, on, by="programme"):
        for above in _line_up(programme_id, parents):
            if above in wanted:
                gathered[above].append(tally)
    return {each: figures(gathered[each]) for each in wanted}


def _line_up(programme_id: int, parents: Mapping[int, int | None]) -> Iterable[int]:
    step: int | None = programme_id
    while step is not None:
        yield step
        step = parents.get(step)


def programme_page(actor: Actor, programme: Any, on: date) -> ProgrammePage:
    children: list[Any] = list(
        policies.visible_programmes(actor).filter(parent=programme).select_related("unit", "person")
    )
    for each in children:
        each.depth = 0
    counted = figures_by_programme([programme.pk, *(each.pk for each in children)], on)
    total = counted[programme.pk]
    return ProgrammePage(
        programme=programme,
        period=period_text(programme.period),
        above=[programme.parent] if programme.parent else [],
        below=_lines(sorted(children, key=_place), counted),
        figures=total,
        pair=Pair(said=total.said, **{state.value: getattr(total, state) for state in State}),
        may_write=policies.may_write_programme(actor, programme.unit, programme.person),
    )


def adoptable(actor: Actor, programme: Programme) -> QuerySet[Commitment]:
    """What stands in the programmes above and is neither here nor taken over already."""
    above, step = [], programme.parent
    while step is not None:
        above.append(step.pk)
        step = step.parent
    taken = Commitment.objects.filter(programme=programme, parent__isnull=False)
    found = policies.visible_commitments(actor).filter(programme__in=above)
    return (
        found.exclude(pk__in=taken.values("parent"))
        .exclude(status=Commitment.Status.WITHDRAWN)
        .select_related("unit", "person")
        .order_by("due_on", "code")
    )


def owed(actor: Actor, on: date) -> list[OwedRow]:
    """Whoever the actor sees inside that owes a programme and has none, the latest first."""
    seen = set(inside_units(actor).values_list("pk", flat=True))
    written_for = set(policies.units_to_write_for(actor).values_list("pk", flat=True))
    rows = [each for each in owed_programmes(on) if each.unit.pk in seen]
    return [
        OwedRow(
            whose=f"{each.person} ({each.unit})" if each.person else each.unit.name,
            link=f"/people/{each.person.pk}/" if each.person else f"/units/{each.unit.pk}/",
            period=period_text(str(each.period)),
            due=day_text(each.due_on),
            is_late=each.is_late(on),
            form_link=each.form_link if each.unit.pk in written_for else "",
        )
        for each in sorted(rows, key=lambda each: (each.due_on, each.unit.code, each.whose))
    ]
