"""What becomes of the organisation's own open matters: units below, posts, areas, groups, roles.

Called from the hand-over of an event that was permitted and holds the pen.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record_all
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused, refuse_if
from noilam.foundation.events import Event
from noilam.foundation.text import say

from .. import events, open_matters, policies, queries, rules
from ..models import (
    Appointment,
    Assignment,
    Grant,
    GroupingMember,
    Person,
    Unit,
    UnitEvent,
)
from .people import _appointed, _ended, _leave, _take_up
from .timelines import _add_parts, _new_event, _renew_ancestry, _write_timeline
from .units import _told

Apply = Callable[[int], list[Event]]  # the id in a key -> what was changed


@transaction.atomic
def give_own_matters(
    *,
    actor: Actor,
    keys: Sequence[str],
    to_unit: Unit | None,
    to_person: Person | None,
    on: date,
    reason: str,
) -> None:
    """Units below, posts, areas, groups and roles go to another unit, person or both."""
    require(_may(actor, keys, to_unit), to=_("giao lại các mục này"))
    if to_unit:
        to_unit.refresh_from_db()
    give: dict[str, Apply] = {
        queries.CHILD: partial(_move_child, to_unit=to_unit, on=on, reason=reason),
        queries.APPOINTMENT: partial(
            _continue_post, to_unit=to_unit, to_person=to_person, on=on, reason=reason
        ),
        queries.MANAGED: partial(_manage_elsewhere, to_unit=to_unit, on=on, reason=reason),
        queries.ASSIGNMENT: partial(
            _reassign_area, to_unit=to_unit, to_person=to_person, on=on, reason=reason
        ),
        queries.MEMBERSHIP: partial(_join_instead, to_unit=to_unit, on=on),
        queries.GRANT: partial(_grant_instead, to_unit=to_unit, to_person=to_person, on=on),
    }
    record_all(actor=actor, events=_each(keys, give))


@transaction.atomic
def close_own_matters(*, actor: Actor, keys: Sequence[str], reason: str, on: date) -> None:
    """Units below, posts, areas, groups and roles end here, for a stated reason."""
    require(_may(actor, keys, None), to=_("khép lại các mục này"))
    close: dict[str, Apply] = {
        queries.CHILD: partial(_end_child, on=on, reason=reason),
        queries.APPOINTMENT: partial(_end_post, on=on, reason=reason),
        queries.MANAGED: partial(_manage_elsewhere, to_unit=None, on=on, reason=reason),
        queries.ASSIGNMENT: partial(_end_area, on=on),
        queries.MEMBERSHIP: partial(_leave_grouping, on=on),
        queries.GRANT: partial(_end_grant, on=on),
    }
    record_all(actor=actor, events=_each(keys, close))


def _each(keys: Sequence[str], deeds: dict[str, Apply]) -> list[Event]:
    """Units below first, so that posts and roles find the tree as it will be."""
    done: list[Event] = []
    problems: list[Problem] = []
    order = list(deeds)
    for key in sorted(keys, key=lambda each: order.index(each.split(":")[0])):
        prefix, row = key.split(":")
        try:
            with transaction.atomic():
                done += deeds[prefix](int(row))
        except Refused as refused:
            problems += [
                Problem(each.code, each.message, key, each.values) for each in refused.problems
            ]
    refuse_if(problems)
    return done


def _may(actor: Actor, keys: Sequence[str], to_unit: Unit | None) -> bool:
    """The units the matters are of, and the one that takes them over."""
    rows: dict[str, list[int]] = {}
    for key in keys:
        prefix, row = key.split(":")
        rows.setdefault(prefix, []).append(int(row))
    units = set(rows.get(queries.CHILD, ()))
    for model, prefix in (
        (Appointment, queries.APPOINTMENT),
        (Assignment, queries.ASSIGNMENT),
        (GroupingMember, queries.MEMBERSHIP),
        (Grant, queries.GRANT),
    ):
        found = model._default_manager.filter(pk__in=rows.get(prefix, ()), unit__isnull=False)
        units.update(found.values_list("unit", flat=True))
    asked: list[Unit | int] = [*units, *([to_unit] if to_unit else [])]
    return all(
        policies.may_change_organisation(actor, unit) or policies.may_change_people(actor, unit)
        for unit in asked
    )


def _needed(to_unit: Unit | None) -> Unit:
    if to_unit is None:
        raise Refused(Problem("unit-needed", say("Chọn đơn vị nhận mục này.")))
    return to_unit


# Units below --------------------------------------------------------------------------------


def _move_child(unit_id: int, *, to_unit: Unit | None, on: date, reason: str) -> list[Event]:
    parent = _needed(to_unit)
    child = Unit.objects.select_for_update().get(pk=unit_id)
    known = queries.timelines_with_all_above([child.pk, parent.pk])
    timeline = known[child.pk].timeline
    facts = {"parent_id": parent.pk}
    refuse_if(rules.problems_with_parents(child.pk, rules.changed(timeline, on, facts), known))
    before = child.parent_id
    event = _following(UnitEvent.Kind.MOVED, child, on, reason)
    _add_parts(event, after=[child.pk])
    _write_timeline(child, timeline, rules.changed(timeline, on, facts, event.pk))
    _renew_ancestry([child.pk])
    return [
        events.UnitMoved(
            **_told(child, event), before={"parent": before}, after={"parent": parent.pk}
        )
    ]


def _end_child(unit_id: int, *, on: date, reason: str) -> list[Event]:
    """Only a unit with nothing open may end along with the one above; others by themselves."""
    child = Unit.objects.select_for_update().get(pk=unit_id)
    known = queries.timelines([child.pk])[child.pk]
    problems = rules.problems_with_ending(known, on, begins_later=queries.begins_later(child, on))
    if open_matters.listed(units=[child], on=on):
        problems.append(
            Problem(
                "child-has-matters",
                say(
                    "{unit} còn việc đang mở. Chuyển đơn vị này đi, hoặc kết thúc nó trước ở "
                    "trang của nó."
                ),
                values={"unit": child.name},
            )
        )
    refuse_if(problems)
    event = _following(UnitEvent.Kind.ENDED, child, on, reason)
    _write_timeline(child, known.timeline, rules.ended(known.timeline, on))
    return [events.UnitEnded(**_told(child, event))]


def _following(kind: str, unit: Unit, on: date, reason: str) -> UnitEvent:
    """An event of its own for a unit below, under the decision that made it needed: the newest
    event, since whoever holds the pen wrote it in this transaction."""
    cause = UnitEvent.objects.order_by("-pk")[0]
    decision = rules.Decision(cause.decision_number, cause.decided_on, reason)
    return _new_event(kind, on, decision, before=[unit.pk])


# Posts --------------------------------------------------------------------------------------


def _continue_post(
    pk: int, *, to_unit: Unit | None, to_person: Person | None, on: date, reason: str
) -> list[Event]:
    """The same post goes on in the unit that follows, or is taken up by somebody else."""
    old = Appointment.objects.select_related("unit", "person").get(pk=pk)
    new = Appointment(
        person=to_person or old.person,
        unit=to_unit or old.unit,
        managed_by_id=old.managed_by_id,
    )
    return _replace_post(old, new, on, reason)


def _manage_elsewhere(pk: int, *, to_unit: Unit | None, on: date, reason: str) -> list[Event]:
    """Another committee, or none, manages the post from now on: a new line, the old one stays."""
    old = Appointment.objects.select_related("unit", "person").get(pk=pk)
    new = Appointment(person=old.person, unit=old.unit, managed_by=to_unit)
    return _replace_post(old, new, on, reason)


def _replace_post(old: Appointment, new: Appointment, on: date, reason: str) -> list[Event]:
    new.post, new.leads = old.post, old.leads
    new.is_acting, new.is_concurrent = old.is_acting, old.is_concurrent
    new.starts_on, new.ends_on, new.legal_basis = on, old.ends_on, reason[:200]
    _leave(old, on - timedelta(days=1), reason[:200])
    try:
        _take_up(new)
    except Refused as refused:
        raise Refused(*[_as_chosen(each, old) for each in refused.problems]) from None
    return [_appointed(new), _ended(old, on - timedelta(days=1))]


def _as_chosen(problem: Problem, old: Appointment) -> Problem:
    """A second head, told to somebody who chooses what becomes of posts."""
    if problem.code != "two-heads":
        return problem
    return Problem(
        problem.code,
        say(
            "{unit} đã có người đứng đầu: {holder}. Mỗi đơn vị chỉ có một người đứng đầu: chọn "
            "Khép lại hoặc Giao lại cho chức vụ “{post}: {person}”."
        ),
        problem.about,
        {**problem.values, "post": old.post, "person": str(old.person)},
    )


def _end_post(pk: int, *, on: date, reason: str) -> list[Event]:
    post = Appointment.objects.get(pk=pk)
    _leave(post, on - timedelta(days=1), reason[:200])
    return [_ended(post, on - timedelta(days=1))]


# Areas and groups ---------------------------------------------------------------------------


def _reassign_area(
    pk: int, *, to_unit: Unit | None, to_person: Person | None, on: date, reason: str
) -> list[Event]:
    old = Assignment.objects.select_related("person").get(pk=pk)
    new = Assignment.objects.create(
        person=to_person or old.person,
        unit=(to_unit or old.unit) if old.unit_id else None,
        grouping_id=old.grouping_id,
        field=old.field,
        starts_on=on,
        ends_on=old.ends_on,
        basis=reason[:200],
    )
    return [
        *_end_area(pk, on=on),
        events.AreaAssigned(
            subject_id=new.pk,
            person_id=new.person_id,
            after={"unit": new.unit_id, "grouping": new.grouping_id, "field": new.field},
        ),
    ]


def _end_area(pk: int, *, on: date) -> list[Event]:
    area = Assignment.objects.get(pk=pk)
    area.ends_on = on
    area.save(update_fields=["ends_on"])
    return [events.AssignmentEnded(subject_id=pk, person_id=area.person_id, ends_on=on)]


def _join_instead(pk: int, *, to_unit: Unit | None, on: date) -> list[Event]:
    unit, old = _needed(to_unit), GroupingMember.objects.get(pk=pk)
    done = _leave_grouping(pk, on=on)
    inside = GroupingMember.objects.filter(
        policies.in_force(on), grouping=old.grouping_id, unit=unit
    )
    if inside.exists():
        return done
    GroupingMember.objects.create(
        grouping_id=old.grouping_id, unit=unit, starts_on=on, ends_on=old.ends_on
    )
    return [
        *done,
        events.UnitJoinedGrouping(subject_id=old.grouping_id, unit_id=unit.pk, starts_on=on),
    ]


def _leave_grouping(pk: int, *, on: date) -> list[Event]:
    member = GroupingMember.objects.get(pk=pk)
    member.ends_on = on
    member.save(update_fields=["ends_on"])
    return [
        events.UnitLeftGrouping(subject_id=member.grouping_id, unit_id=member.unit_id, ends_on=on)
    ]


# Roles --------------------------------------------------------------------------------------


def _grant_instead(
    pk: int, *, to_unit: Unit | None, to_person: Person | None, on: date
) -> list[Event]:
    old = Grant.objects.get(pk=pk)
    account_id = to_person.account_id if to_person else old.account_id
    if account_id is None:
        raise Refused(
            Problem(
                "no-sign-in",
                say("{person} chưa có tài khoản. Mở tài khoản trước, hoặc khép lại vai trò này."),
                values={"person": str(to_person)},
            )
        )
    unit_id = to_unit.pk if to_unit else old.unit_id
    done = _end_grant(pk, on=on)
    held = Grant.objects.filter(
        policies.in_force(on), account=account_id, role=old.role, unit=unit_id
    )
    if held.exists():
        return done
    new = Grant.objects.create(
        account_id=account_id,
        role=old.role,
        unit_id=unit_id,
        only_here=old.only_here,
        starts_on=on,
        ends_on=old.ends_on,
    )
    return [*done, _granted(new)]


def _granted(grant: Grant) -> events.RoleGranted:
    return events.RoleGranted(
        subject_id=grant.pk,
        account_id=grant.account_id,
        role=grant.role,
        unit_id=grant.unit_id,
        after={
            "starts_on": grant.starts_on,
            "ends_on": grant.ends_on,
            "only_here": grant.only_here,
        },
    )


def _end_grant(pk: int, *, on: date) -> list[Event]:
    grant = Grant.objects.get(pk=pk)
    before, grant.ends_on = grant.ends_on, on
    grant.save(update_fields=["ends_on"])
    return [
        events.GrantRevoked(
            subject_id=pk,
            account_id=grant.account_id,
            role=grant.role,
            unit_id=grant.unit_id,
            before={"ends_on": before},
            after={"ends_on": on},
        )
    ]
