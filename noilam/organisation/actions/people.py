"""People are registered, appointed, and leave their posts, with everything open decided."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.text import fold, name_key, tidy

from .. import open_matters, policies, rules
from ..events import AppointmentEnded, PersonAppointed, PersonChanged, PersonRegistered
from ..models import Appointment, Person, Unit
from ..rules import NOTHING_OPEN, HandOver, Heirs
from .contacts import _accounts_follow
from .handing_over import _hand_over, _problems_with_hand_over
from .timelines import _take_the_pen


@transaction.atomic
def register_person(
    *, actor: Actor, code: str, full_name: str, email: str = "", phone: str = ""
) -> Person:
    """Write down somebody who holds, or is to hold, a post. Opens no sign-in."""
    require(policies.may_register_people(actor), to=_("ghi thêm người"))
    code, full_name = tidy(code), tidy(full_name)
    taken = Person.objects.filter(code__iexact=code).exists()
    refuse_if(rules.problems_with_person(code, full_name, code_taken=taken))
    person = Person.objects.create(
        code=code,
        full_name=full_name,
        sort_key=name_key(full_name),
        search_key=fold(full_name),
        email=email.strip(),
        phone=phone.strip(),
    )
    record(
        actor=actor,
        event=PersonRegistered(subject_id=person.pk, after={"code": code, "full_name": full_name}),
    )
    return person


@transaction.atomic
def change_person(
    *, actor: Actor, person: Person, full_name: str, email: str, phone: str
) -> Person:
    """Correct a name, or say where somebody can be reached now; his account follows."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(policies.may_change_person(actor, person), to=_("sửa thông tin người này"))
    full_name = tidy(full_name)
    refuse_if(rules.problems_with_person(person.code, full_name, code_taken=False))
    before = _contact(person)
    person.full_name, person.email, person.phone = full_name, email.strip(), phone.strip()
    person.sort_key, person.search_key = name_key(full_name), fold(full_name)
    person.save()
    changed = [name for name, value in _contact(person).items() if value != before[name]]
    record(actor=actor, event=PersonChanged(subject_id=person.pk, after={"changed": changed}))
    _accounts_follow(actor, [person.pk])
    return person


def _contact(person: Person) -> dict[str, str]:
    """The trail says which of these changed, not to what: contacts stay out of it."""
    return {"full_name": person.full_name, "email": person.email, "phone": person.phone}


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    person: Person,
    unit: Unit,
    post: str,
    leads: bool,
    starts_on: date,
    ends_on: date | None = None,
    is_acting: bool = False,
    is_concurrent: bool = False,
    legal_basis: str = "",
    managed_by: Unit | None = None,
) -> Appointment:
    """Somebody takes up a post in a unit. `ends_on` is the last day held."""
    _take_the_pen()
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    require(policies.may_change_people(actor, unit), to=_("bổ nhiệm ở {unit}").format(unit=unit))
    appointment = Appointment(
        person=person,
        unit=unit,
        post=tidy(post),
        leads=leads,
        is_acting=is_acting,
        is_concurrent=is_concurrent,
        starts_on=starts_on,
        ends_on=ends_on,
        legal_basis=tidy(legal_basis),
        managed_by=managed_by,
    )
    _take_up(appointment)
    record(actor=actor, event=_appointed(appointment))
    return appointment


@transaction.atomic
def end_appointment(
    *,
    actor: Actor,
    appointment: Appointment,
    last_day: date,
    basis: str = "",
    successor: Person | None = None,
    hand_over: HandOver = NOTHING_OPEN,
) -> Appointment:
    """Somebody leaves a post after a last day; a successor, if any, may inherit what is open."""
    appointment = _hold(actor, appointment)
    from_on = last_day + timedelta(days=1)
    matters = open_matters.listed(units=[appointment.unit], person=appointment.person, on=from_on)
    heirs = Heirs(persons=[successor.pk] if successor else [])
    refuse_if(
        rules.problems_with_end_of_post(_plain(appointment), last_day)
        + _problems_with_hand_over(matters, hand_over, heirs, from_on, [appointment.pk])
    )
    _leave(appointment, last_day, basis)
    given = _hand_over(
        actor=actor,
        matters=matters,
        given=hand_over,
        heirs=heirs,
        new_units={},
        on=from_on,
        because=appointment,
        reason=basis,
    )
    record(actor=actor, event=_ended(appointment, last_day, given))
    return appointment


@transaction.atomic
def change_appointment(
    *,
    actor: Actor,
    appointment: Appointment,
    on: date,
    post: str,
    leads: bool,
    is_acting: bool = False,
    is_concurrent: bool = False,
    legal_basis: str = "",
    managed_by: Unit | None = None,
    hand_over: HandOver = NOTHING_OPEN,
) -> Appointment:
    """Another post in the same unit from a day; what is open stays unless decided otherwise."""
    old = _hold(actor, appointment)
    matters = open_matters.listed(units=[old.unit], person=old.person, on=on)
    heirs = Heirs(persons=[old.person_id])
    refuse_if(
        rules.problems_with_end_of_post(_plain(old), on - timedelta(days=1))
        + rules.problems_with_handover(matters, hand_over, heirs=heirs)
    )
    ends_on = old.ends_on
    _leave(old, on - timedelta(days=1), legal_basis)
    new = Appointment(
        person=old.person,
        unit=old.unit,
        post=tidy(post),
        leads=leads,
        is_acting=is_acting,
        is_concurrent=is_concurrent,
        starts_on=on,
        ends_on=ends_on,
        legal_basis=tidy(legal_basis),
        managed_by=managed_by,
    )
    _take_up(new)
    given = _hand_over(
        actor=actor,
        matters=matters,
        given=hand_over,
        heirs=heirs,
        new_units={},
        on=on,
        because=new,
        reason=legal_basis,
    )
    record(actor=actor, event=_appointed(new))
    record(actor=actor, event=_ended(old, on - timedelta(days=1), given))
    return new


def _hold(actor: Actor, appointment: Appointment) -> Appointment:
    _take_the_pen()
    appointment = (
        Appointment.objects.select_for_update(of=["self"])
        .select_related("unit", "person")
        .get(pk=appointment.pk)
    )
    require(
        policies.may_change_people(actor, appointment.unit),
        to=_("thay đổi chức vụ ở {unit}").format(unit=appointment.unit),
    )
    return appointment


def _take_up(appointment: Appointment) -> None:
    """Save a new appointment unless the unit's life or its other posts stand against it.

    At most one leads at a time: no constraint of both databases can say that of stretches of time,
    so whoever comes here holds the pen, as imports and events do.
    """
    unit = appointment.unit
    others = Appointment.objects.filter(unit=unit).select_related("person")
    refuse_if(
        rules.problems_with_appointment(
            _plain(appointment),
            [_plain(each) for each in others],
            unit_from=unit.founded_on,
            unit_until=unit.ended_on,
            unit=unit.name,
        )
    )
    appointment.save()


def _leave(appointment: Appointment, last_day: date, basis: str) -> None:
    appointment.ends_on = last_day
    appointment.end_basis = tidy(basis)
    appointment.save(update_fields=["ends_on", "end_basis"])


def _plain(appointment: Appointment) -> rules.Post:
    return rules.Post(
        person_id=appointment.person_id,
        unit_id=appointment.unit_id,
        post=appointment.post,
        leads=appointment.leads,
        starts_on=appointment.starts_on,
        ends_on=appointment.ends_on,
        holder=str(appointment.person),
        id=appointment.pk or 0,
    )


def _appointed(appointment: Appointment) -> PersonAppointed:
    return PersonAppointed(
        subject_id=appointment.pk,
        person_id=appointment.person_id,
        unit_id=appointment.unit_id,
        after={
            "post": appointment.post,
            "leads": appointment.leads,
            "is_acting": appointment.is_acting,
            "is_concurrent": appointment.is_concurrent,
            "starts_on": appointment.starts_on,
            "ends_on": appointment.ends_on,
            "legal_basis": appointment.legal_basis,
            "managed_by": appointment.managed_by_id,
        },
    )


def _ended(
    appointment: Appointment, last_day: date, handed_over: Sequence[dict[str, str]] = ()
) -> AppointmentEnded:
    return AppointmentEnded(
        subject_id=appointment.pk,
        person_id=appointment.person_id,
        unit_id=appointment.unit_id,
        last_day=last_day,
        after={"basis": appointment.end_basis, "handed_over": list(handed_over)},
    )
