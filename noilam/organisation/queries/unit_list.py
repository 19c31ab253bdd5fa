"""Units in a list, and units as people type them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, fold

from .. import policies
from ..models import Appointment, GroupingMember, Unit, UnitKind, UnitVersion
from ..policies import in_force
from .people import heads_of, held_on
from .units import names_on, subtree_of


def kind_name(kind: UnitKind) -> str:
    """A kind in the reader's language: kinds are data, not messages."""
    return kind.name_en if get_language() == "en" else kind.name


@dataclass(frozen=True)
class UnitRow:
    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    parent: str
    head: str
    founded: str
    ended: str


SORTS = {
    "code": ("unit__code",),
    "name": ("unit__search_key", "unit__code"),
    "kind": ("kind__order", "unit__code"),
    "founded": ("unit__founded_on", "unit__code"),
    "ended": ("unit__ended_on", "unit__code"),
}


def unit_list(
    actor: Actor,
    day: date,
    *,
    words: str = "",
    kind: str = "",
    grouping: int | None = None,
    under: int | None = None,
    status: str = "",
    sort: str = "",
) -> QuerySet[UnitVersion]:
    """Visible units as they were on a day; ended ones as they last were."""
    found = _of_status(status, day).select_related("unit", "kind")
    if not policies.sees_everything(actor):
        found = found.filter(unit__in=policies.visible_units(actor))
    for word in fold(words).split():
        found = found.filter(Q(unit__search_key__contains=word) | Q(unit__code__icontains=word))
    if kind:
        found = found.filter(kind__identifier=kind)
    if grouping:
        members = GroupingMember.objects.filter(in_force(day), grouping=grouping)
        found = found.filter(unit__in=members.values("unit"))
    if under:
        found = found.filter(unit__in=subtree_of([under], day)).exclude(unit=under)
    order = SORTS.get(sort.lstrip("-"), SORTS["code"])
    return found.order_by(*(f"-{name}" if sort.startswith("-") else name for name in order))


def _of_status(status: str, day: date) -> QuerySet[UnitVersion]:
    versions = UnitVersion.objects.filter(superseded_at=None)
    living = in_force(day)
    gone = Q(ends_on__lte=day, unit__ended_on=F("ends_on"))
    return versions.filter({"ended": gone, "all": living | gone}.get(status, living))


def unit_rows(versions: Iterable[UnitVersion], day: date) -> list[UnitRow]:
    versions = list(versions)
    parents = names_on({each.parent_id for each in versions if each.parent_id}, day)
    heads = heads_of([each.unit_id for each in versions], day)
    return [
        UnitRow(
            id=each.unit_id,
            code=each.unit.code,
            name=each.name,
            kind=kind_name(each.kind),
            parent_id=each.parent_id,
            parent=parents.get(each.parent_id or 0, ""),
            head=str(heads[each.unit_id].person) if each.unit_id in heads else "",
            founded=day_text(each.unit.founded_on),
            ended=day_text(each.unit.ended_on),
        )
        for each in versions
    ]


CHOICES = 1_000  # a browser's list of suggestions; whatever is not in it can still be typed


def unit_choices(actor: Actor, day: date) -> list[tuple[str, str]]:
    """Codes and names of visible living units, for typing with suggestions."""
    found = UnitVersion.objects.filter(in_force(day), superseded_at=None)
    if not policies.sees_everything(actor):
        found = found.filter(unit__in=policies.visible_units(actor))
    rows = found.order_by("unit__code").values_list("unit__code", "name")
    return list(rows[:CHOICES])


def units_named(actor: Actor, typed: str) -> Sequence[Unit]:
    """Visible units by code or, living ones first, by folded name."""
    visible = policies.visible_units(actor)
    by_code = list(visible.filter(code__iexact=typed))
    if by_code:
        return by_code
    by_name = list(visible.filter(search_key=fold(typed)).order_by("code"))
    today = clock.today()
    return [each for each in by_name if not each.ended_on or each.ended_on > today] or by_name


def held_units(person_ids: Collection[int], day: date) -> QuerySet[Appointment]:
    """What people hold on a day, for a list of them."""
    return (
        Appointment.objects.filter(held_on(day), person__in=person_ids)
        .select_related("unit")
        .order_by("-leads", "starts_on")
    )


def neighbours(actor: Actor, unit: Unit, day: date) -> Sequence[Unit]:
    """Visible living units under the same parent, first in line for a merger or a split."""
    beside = UnitVersion.objects.filter(
        in_force(day), superseded_at=None, parent=unit.parent_id
    ).exclude(unit=unit)
    found = policies.visible_units(actor).filter(pk__in=beside.values("unit"))
    return list(found.order_by("code")[:CHOICES])
