"""What of the organisation itself would be without a hand: units below, posts, areas, roles."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from noilam.foundation.text import day_text

from ..models import Appointment, Assignment, Grant, GroupingMember, Person, Unit, UnitVersion
from ..policies import in_force
from ..roles import NAMES, Role
from ..rules import OpenMatter
from .people import held_on

CHILD = "organisation.child"
APPOINTMENT = "organisation.appointment"
MANAGED = "organisation.managed"
ASSIGNMENT = "organisation.assignment"
MEMBERSHIP = "organisation.membership"
GRANT = "organisation.grant"


def open_matters(
    *, unit: Unit | None = None, person: Person | None = None, on: date
) -> list[OpenMatter]:
    """Open from `on`: of a unit; of a person; of a person in one unit."""
    if person is None and unit is not None:
        return [*_of_the_unit(unit, on)]
    return [*_of_the_person(person, unit, on)] if person else []


def appointment_key(appointment_id: int) -> str:
    return f"{APPOINTMENT}:{appointment_id}"


def leading_posts(keys: Iterable[str]) -> dict[str, Appointment]:
    """The posts of heads among open matters, by key."""
    ids = [each.rpartition(":")[2] for each in keys if each.startswith(f"{APPOINTMENT}:")]
    leading = Appointment.objects.filter(pk__in=ids, leads=True).select_related("person")
    return {appointment_key(each.pk): each for each in leading}


def begins_later(unit: Unit, on: date) -> list[str]:
    """What is bound to a unit and begins on a day or later, so that it cannot end that day."""
    posts = Appointment.objects.filter(unit=unit, starts_on__gte=on)
    areas = Assignment.objects.filter(unit=unit, starts_on__gte=on)
    groups = GroupingMember.objects.filter(unit=unit, starts_on__gte=on)
    grants = Grant.objects.filter(unit=unit, starts_on__gte=on)
    below = UnitVersion.objects.filter(superseded_at=None, parent=unit, starts_on__gt=on)
    return [
        *_dated(posts.values_list("person__full_name", "starts_on")),
        *_dated(areas.values_list("person__full_name", "starts_on")),
        *_dated(groups.values_list("grouping__name", "starts_on")),
        *_dated(grants.values_list("account__label", "starts_on")),
        *_dated(below.values_list("name", "starts_on")),
    ]


def _dated(rows: Iterable[tuple[str, date]]) -> list[str]:
    return [f"{what} ({day_text(starts_on)})" for what, starts_on in rows]


def _of_the_unit(unit: Unit, on: date) -> Iterator[OpenMatter]:
    below = UnitVersion.objects.filter(in_force(on), superseded_at=None, parent=unit)
    for version in below.order_by("unit__code"):
        yield OpenMatter(
            key=f"{CHILD}:{version.unit_id}",
            kind=_("Đơn vị cấp dưới"),
            label=version.name,
            link=reverse("organisation:unit", args=[version.unit_id]),
            unit_id=unit.pk,
        )
    held = Appointment.objects.filter(held_on(on), starts_on__lt=on).select_related("person")
    for post in held.filter(unit=unit).order_by("-leads", "person__sort_key", "pk"):
        yield _post(post, APPOINTMENT, _("Chức vụ"))
    managed = held.filter(managed_by=unit).exclude(unit=unit).select_related("unit")
    for post in managed.order_by("unit__code", "person__sort_key", "pk"):
        yield _post(post, MANAGED, _("Chức vụ do đơn vị quản lý"))
    yield from _areas(Assignment.objects.filter(unit=unit), on)
    members = GroupingMember.objects.filter(_runs_into(on), unit=unit).select_related("grouping")
    for member in members.order_by("pk"):
        yield OpenMatter(
            key=f"{MEMBERSHIP}:{member.pk}",
            kind=_("Thành viên khối, cụm"),
            label=str(member.grouping),
            unit_id=unit.pk,
        )
    yield from _grants(Grant.objects.filter(unit=unit), on)


def _of_the_person(person: Person, unit: Unit | None, on: date) -> Iterator[OpenMatter]:
    yield from _areas(Assignment.objects.filter(person=person), on)
    if person.account_id is None:
        return
    grants = Grant.objects.filter(account=person.account_id)
    yield from _grants(grants.filter(unit=unit) if unit else grants, on)


def _runs_into(on: date) -> Q:
    """Begun before a day and not over by then."""
    return in_force(on) & Q(starts_on__lt=on)


def _post(post: Appointment, prefix: str, kind: str) -> OpenMatter:
    place = f", {post.unit}" if prefix == MANAGED else ""
    return OpenMatter(
        key=f"{prefix}:{post.pk}",
        kind=kind,
        label=f"{post.post}: {post.person}{place}",
        link=reverse("organisation:person", args=[post.person_id]),
        unit_id=post.managed_by_id if prefix == MANAGED else post.unit_id,
        person_id=post.person_id,
    )


def _areas(rows: QuerySet[Assignment], on: date) -> Iterator[OpenMatter]:
    open_rows = rows.filter(_runs_into(on)).select_related("person", "unit", "grouping")
    for area in open_rows.order_by("person__sort_key", "pk"):
        yield OpenMatter(
            key=f"{ASSIGNMENT}:{area.pk}",
            kind=_("Phân công phụ trách"),
            label=f"{area.person}: {area.unit or area.grouping or area.field}",
            link=reverse("organisation:person", args=[area.person_id]),
            unit_id=area.unit_id,
            person_id=area.person_id,
        )


def _grants(rows: QuerySet[Grant], on: date) -> Iterator[OpenMatter]:
    open_rows = rows.filter(_runs_into(on), account__is_active=True)
    open_rows = open_rows.select_related("account__person", "unit")
    for grant in open_rows.order_by("account__label", "pk"):
        yield OpenMatter(
            key=f"{GRANT}:{grant.pk}",
            kind=_("Vai trò trong hệ thống"),
            label=f"{grant.account}: {_(NAMES[Role(grant.role)])}, {grant.unit}",
            unit_id=grant.unit_id,
            person_id=_person_id(grant),
        )


def _person_id(grant: Grant) -> int | None:
    """Not every sign-in belongs to a person with posts."""
    return grant.account.person.pk if hasattr(grant.account, "person") else None
