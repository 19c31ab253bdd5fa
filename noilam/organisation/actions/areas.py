"""Who is in charge of which area or field, which units form a group, and what was counted."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record, record_all
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.text import tidy

from .. import policies, rules
from ..events import (
    AreaAssigned,
    AssignmentEnded,
    CensusCounted,
    GroupingMade,
    UnitJoinedGrouping,
    UnitLeftGrouping,
)
from ..models import Assignment, Census, Grouping, GroupingMember, Person, Unit


@transaction.atomic
def assign_area(
    *,
    actor: Actor,
    person: Person,
    starts_on: date,
    unit: Unit | None = None,
    grouping: Grouping | None = None,
    field: str = "",
    ends_on: date | None = None,
    basis: str = "",
) -> Assignment:
    """Put a person in charge of a unit with all below it, of a grouping, or of a field."""
    require(_may_assign(actor, person, unit), to=_("phân công phụ trách"))
    field = tidy(field)
    refuse_if(
        rules.problems_with_area(bool(unit), bool(grouping), field)
        + rules.problems_with_period(starts_on, ends_on)
    )
    area = Assignment.objects.create(
        person=person,
        unit=unit,
        grouping=grouping,
        field=field,
        starts_on=starts_on,
        ends_on=ends_on,
        basis=tidy(basis),
    )
    record(
        actor=actor,
        event=AreaAssigned(
            subject_id=area.pk,
            person_id=person.pk,
            after={
                "unit": area.unit_id,
                "grouping": area.grouping_id,
                "field": field,
                "starts_on": starts_on,
                "ends_on": ends_on,
                "basis": area.basis,
            },
        ),
    )
    return area


@transaction.atomic
def end_assignment(*, actor: Actor, assignment: Assignment, ends_on: date) -> Assignment:
    """From a day, the person is no longer in charge of it."""
    area = Assignment.objects.select_for_update().get(pk=assignment.pk)
    require(_may_assign(actor, area.person, area.unit), to=_("thôi phân công phụ trách"))
    refuse_if(rules.problems_with_period(area.starts_on, ends_on))
    before, area.ends_on = area.ends_on, ends_on
    area.save(update_fields=["ends_on"])
    record(
        actor=actor,
        event=AssignmentEnded(
            subject_id=area.pk,
            person_id=area.person_id,
            ends_on=ends_on,
            before={"ends_on": before},
        ),
    )
    return area


def _may_assign(actor: Actor, person: Person, unit: Unit | None) -> bool:
    if unit is not None:
        return policies.may_change_people(actor, unit)
    return policies.may_assign_field(actor, person)


@transaction.atomic
def make_grouping(*, actor: Actor, code: str, kind: str, name: str) -> Grouping:
    """A secondary grouping of units: khối, cụm or tiểu khu."""
    require(policies.may_group_units(actor), to=_("lập khối, cụm, tiểu khu"))
    code, name = tidy(code), tidy(name)
    taken = Grouping.objects.filter(code=code).exists()
    refuse_if(
        rules.problems_with_grouping(code, name, kind, kinds=Grouping.Kind.values, code_taken=taken)
    )
    grouping = Grouping.objects.create(code=code, kind=kind, name=name)
    record(
        actor=actor,
        event=GroupingMade(
            subject_id=grouping.pk, after={"code": code, "kind": kind, "name": name}
        ),
    )
    return grouping


@transaction.atomic
def join_grouping(
    *,
    actor: Actor,
    grouping: Grouping,
    unit: Unit,
    starts_on: date,
    ends_on: date | None = None,
) -> GroupingMember:
    """A unit belongs to a grouping from a day."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    require(
        policies.may_change_organisation(actor, unit), to=_("xếp khối cho {unit}").format(unit=unit)
    )
    others = GroupingMember.objects.filter(grouping=grouping, unit=unit)
    refuse_if(
        rules.problems_with_period(starts_on, ends_on)
        + rules.problems_with_joining(
            starts_on,
            ends_on,
            [(each.starts_on, each.ends_on) for each in others],
            unit=unit.name,
            unit_from=unit.founded_on,
            unit_until=unit.ended_on,
        )
    )
    member = GroupingMember.objects.create(
        grouping=grouping, unit=unit, starts_on=starts_on, ends_on=ends_on
    )
    record(
        actor=actor,
        event=UnitJoinedGrouping(subject_id=grouping.pk, unit_id=unit.pk, starts_on=starts_on),
    )
    return member


@transaction.atomic
def leave_grouping(*, actor: Actor, member: GroupingMember, ends_on: date) -> GroupingMember:
    """A unit no longer belongs to a grouping from a day."""
    member = GroupingMember.objects.select_for_update().get(pk=member.pk)
    require(
        policies.may_change_organisation(actor, member.unit),
        to=_("xếp khối cho {unit}").format(unit=member.unit),
    )
    refuse_if(rules.problems_with_period(member.starts_on, ends_on))
    member.ends_on = ends_on
    member.save(update_fields=["ends_on"])
    record(
        actor=actor,
        event=UnitLeftGrouping(
            subject_id=member.grouping_id, unit_id=member.unit_id, ends_on=ends_on
        ),
    )
    return member


@transaction.atomic
def count_census(
    *, actor: Actor, unit: Unit, counted_on: date, totals: Mapping[str, int]
) -> list[Census]:
    """Write down totals counted on a day: members, cells. A later count of the day corrects it."""
    require(
        policies.may_change_people(actor, unit), to=_("ghi số liệu của {unit}").format(unit=unit)
    )
    refuse_if(rules.problems_with_census(totals, counted_on, today=clock.today()))
    counts, events = [], []
    for measure, total in totals.items():
        count, _made = Census.objects.update_or_create(
            unit=unit, counted_on=counted_on, measure=measure, defaults={"total": total}
        )
        counts.append(count)
        events.append(
            CensusCounted(subject_id=unit.pk, measure=measure, counted_on=counted_on, total=total)
        )
    record_all(actor=actor, events=events)
    return counts
