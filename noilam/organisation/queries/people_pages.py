"""What the pages about people show: the list, one person through time, a hand-over list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, fold, say
from noilam.ui.pieces import Panel

from .. import policies
from ..models import Appointment, Assignment, HandOverItem, Person
from ..rules import Deed
from .people import held_on
from .unit_list import held_units
from .unit_page import panels, post_line
from .units import names_on, subtree_of


@dataclass(frozen=True)
class PersonRow:
    id: int
    code: str
    name: str
    posts: list[str]
    units: list[tuple[int, str]]


def people_list(
    actor: Actor,
    day: date,
    *,
    words: str = "",
    under: int | None = None,
    post: str = "",
    status: str = "",
    sort: str = "",
) -> QuerySet[Person]:
    """Visible people: in office on a day, once in office, or all."""
    found = policies.visible_people(actor)
    for word in fold(words).split():
        found = found.filter(Q(search_key__contains=word) | Q(code__icontains=word))
    posts = _posts(day, under, post, status)
    if status == "past":
        found = found.exclude(pk__in=posts.values("person"))
    elif status != "all" or under or post:
        found = found.filter(pk__in=posts.values("person"))
    order = {"code": "code", "-code": "-code", "-name": "-sort_key"}.get(sort, "sort_key")
    return found.order_by(order, "code")


def _posts(day: date, under: int | None, post: str, status: str) -> QuerySet[Appointment]:
    posts = Appointment.objects.filter(held_on(day))
    if under:
        posts = posts.filter(unit__in=subtree_of([under], day))
    if post:
        posts = posts.filter(post__icontains=post)
    narrower = {"managed": Q(managed_by__isnull=False), "heads": Q(leads=True)}
    return posts.filter(narrower.get(status, Q()))


def person_rows(people: Iterable[Person], day: date) -> list[PersonRow]:
    people = list(people)
    held: dict[int, list[Appointment]] = {}
    for appointment in held_units([each.pk for each in people], day):
        held.setdefault(appointment.person_id, []).append(appointment)
    names = names_on({each.unit_id for posts in held.values() for each in posts}, day)
    return [
        PersonRow(
            id=person.pk,
            code=person.code,
            name=person.full_name,
            posts=[each.post for each in held.get(person.pk, ())],
            units=[(each.unit_id, names[each.unit_id]) for each in held.get(person.pk, ())],
        )
        for person in people
    ]


@dataclass(frozen=True)
class HeldLine:
    """One post of a person, as a line of a life in office."""

    id: int
    unit_id: int
    unit: str
    post: str
    leads: bool
    remarks: str
    starts: str
    ends: str
    is_held: bool
    basis: str
    end_basis: str
    managed_by: str
    may_change: bool


@dataclass(frozen=True)
class AreaLine:
    id: int
    what: str
    unit_id: int | None
    starts: str
    ends: str
    is_held: bool
    basis: str
    may_change: bool


@dataclass(frozen=True)
class PersonPage:
    person: Person
    day: date
    posts: list[HeldLine]
    areas: list[AreaLine]
    panels: list[Panel] = field(default_factory=list)
    may_change: bool = False
    may_correct: bool = False  # his name and contact

    @property
    def held(self) -> list[HeldLine]:
        return [each for each in self.posts if each.is_held]


def person_page(actor: Actor, person: Person, day: date) -> PersonPage:
    posts = list(
        Appointment.objects.filter(person=person)
        .select_related("unit", "managed_by", "person")
        .order_by("-starts_on", "-leads", "pk")
    )
    policies.learn_above(actor, {each.unit_id for each in posts})
    areas = Assignment.objects.filter(person=person).select_related("unit", "grouping")
    lines = [_held_line(each, actor, day) for each in posts]
    may_change = (
        any(each.may_change for each in lines) if lines else policies.may_register_people(actor)
    )
    return PersonPage(
        person=person,
        day=day,
        posts=lines,
        areas=[_area_line(each, day, may_change) for each in areas.order_by("-starts_on", "pk")],
        panels=panels("person", actor, person, day),
        may_change=may_change,
        may_correct=may_change and policies.may_change_person(actor, person),
    )


def _held_line(appointment: Appointment, actor: Actor, day: date) -> HeldLine:
    ends_on = appointment.ends_on
    is_held = appointment.starts_on <= day and (ends_on is None or day <= ends_on)
    return HeldLine(
        id=appointment.pk,
        unit_id=appointment.unit_id,
        unit=str(appointment.unit),
        post=appointment.post,
        leads=appointment.leads,
        remarks=post_line(appointment).remarks,
        starts=day_text(appointment.starts_on),
        ends=day_text(ends_on),
        is_held=is_held,
        basis=appointment.legal_basis,
        end_basis=appointment.end_basis,
        managed_by=str(appointment.managed_by or ""),
        may_change=is_held and policies.may_change_people(actor, appointment.unit_id),
    )


def _area_line(area: Assignment, day: date, may_change: bool) -> AreaLine:
    is_held = area.starts_on <= day and (area.ends_on is None or day < area.ends_on)
    return AreaLine(
        id=area.pk,
        what=str(area.unit or area.grouping or area.field),
        unit_id=area.unit_id,
        starts=day_text(area.starts_on),
        ends=day_text(area.ends_on),
        is_held=is_held,
        basis=area.basis,
        may_change=is_held and may_change,
    )


def people_named(actor: Actor, typed: str) -> Sequence[Person]:
    """Visible people by code or by folded full name."""
    visible = policies.visible_people(actor)
    return list(visible.filter(code__iexact=typed)) or list(
        visible.filter(search_key=fold(typed)).order_by("code")
    )


def people_choices(actor: Actor, day: date, limit: int = 1_000) -> list[tuple[str, str]]:
    """Codes and names of visible people in office, for typing with suggestions."""
    posts = Appointment.objects.filter(held_on(day))
    found = policies.visible_people(actor).filter(pk__in=posts.values("person"))
    return list(found.order_by("sort_key").values_list("code", "full_name")[:limit])


@dataclass(frozen=True)
class HandOverLine:
    kind: str
    label: str
    due: str
    holder: str
    deed: str
    taker: str
    reason: str


DEEDS = {
    Deed.INHERIT: say("Kế thừa"),
    Deed.REASSIGN: say("Giao lại"),
    Deed.CLOSE: say("Khép lại"),
}


def hand_over_lines(
    *, event_id: int | None = None, appointment_id: int | None = None
) -> list[HandOverLine]:
    """What became of each open matter, as it was worded on the day."""
    items = HandOverItem.objects.filter(event=event_id, appointment=appointment_id)
    return [
        HandOverLine(
            kind=each.kind,
            label=each.label,
            due=day_text(each.due_on),
            holder=", ".join(filter(None, (each.from_person, each.from_unit))),
            deed=_(DEEDS[Deed(each.deed)]),
            taker=", ".join(filter(None, (each.to_person, each.to_unit))),
            reason=each.reason,
        )
        for each in items
    ]
