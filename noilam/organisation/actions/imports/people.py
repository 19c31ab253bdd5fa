"""Writing people and posts of a file. No sign-in is opened. All rows or none."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record_all
from noilam.exchange import undoing
from noilam.exchange.sheet import Change, Counts, Reading, Report, in_chunks
from noilam.foundation import bulk
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.events import Event
from noilam.foundation.text import fold, name_key
from noilam.organisation import policies
from noilam.organisation.actions.contacts import _accounts_follow
from noilam.organisation.actions.timelines import _take_the_pen
from noilam.organisation.events import (
    AppointmentEnded,
    PeopleImportTakenBack,
    PersonAppointed,
    PersonChanged,
    PersonRegistered,
)
from noilam.organisation.imports.people import PersonRow, PlannedPerson, PlannedPost, plan_people
from noilam.organisation.models import Appointment, Person, Unit

WRITTEN: undoing.Fields = {
    "organisation.Person": ("code", "full_name", "email", "phone", "account_id"),
    "organisation.Appointment": ("person_id", "unit_id", "post", "leads", "starts_on", "ends_on"),
}


@transaction.atomic(savepoint=False)
def import_people(
    *, actor: Actor, reading: Reading[PersonRow], report: Report
) -> tuple[Counts, list[Change]]:
    """Register the people of a file and appoint them, as single deeds would, in one go."""
    _take_the_pen()
    require(policies.may_import(actor, "people"), to=_("nhập người từ tệp"))
    plan = plan_people(actor, reading, report)
    refuse_if([finding.problem for finding in reading.findings.problems])
    writer = _Writer(actor, report, len(plan.people) + len(plan.appointments))
    for part in in_chunks([each for each in plan.people if each.is_new]):
        writer.register(part)
    for part in in_chunks([each for each in plan.people if not each.is_new]):
        writer.correct(part)
    for posts in in_chunks(plan.appointments):
        writer.appoint(posts)
    for posts in in_chunks(plan.endings):
        writer.end(posts)
    return plan.counts, writer.changes


class _Writer:
    """Writes a thousand rows at a time and keeps note of each for taking back."""

    def __init__(self, actor: Actor, report: Report, total: int) -> None:
        self.actor, self.report, self.total, self.done = actor, report, total, 0
        self.changes: list[Change] = []
        self.units: dict[str, int] = dict(Unit.objects.values_list("code", "pk"))
        self.people: dict[str, int] = dict(Person.objects.values_list("code", "pk"))

    def register(self, planned: Sequence[PlannedPerson]) -> None:
        people = [
            Person(
                code=each.code,
                full_name=each.full_name,
                sort_key=name_key(each.full_name),
                search_key=fold(each.full_name),
                email=each.email,
                phone=each.phone,
            )
            for each in planned
        ]
        bulk.insert(people)
        codes = [person.code for person in people]
        self.people.update(Person.objects.filter(code__in=codes).values_list("code", "pk"))
        for person in people:
            person.pk = self.people[person.code]
        self._make(people)
        self._tell(
            PersonRegistered(
                subject_id=person.pk, after={"code": person.code, "full_name": person.full_name}
            )
            for person in people
        )

    def correct(self, planned: Sequence[PlannedPerson]) -> None:
        people = Person.objects.select_for_update().in_bulk([each.person_id for each in planned])
        for each in planned:
            person = people[each.person_id]
            person.full_name, person.email, person.phone = each.full_name, each.email, each.phone
            person.sort_key, person.search_key = name_key(each.full_name), fold(each.full_name)
            self.changes.append(undoing.changed(person, dict(each.before), WRITTEN))
        names = ["full_name", "email", "phone", "sort_key", "search_key"]
        Person.objects.bulk_update(people.values(), names)
        self._tell(
            PersonChanged(subject_id=each.person_id, after={"changed": _changed_names(each)})
            for each in planned
        )
        _accounts_follow(self.actor, people)

    def appoint(self, planned: Sequence[PlannedPost]) -> None:
        appointments = [
            Appointment(
                person_id=self.people[each.person],
                unit_id=self.units[each.unit],
                post=each.post,
                leads=each.leads,
                starts_on=each.starts_on,
                ends_on=each.ends_on,
            )
            for each in planned
        ]
        bulk.insert(appointments)
        _learn_keys(appointments)
        self._make(appointments)
        self._tell(
            PersonAppointed(
                subject_id=each.pk,
                person_id=each.person_id,
                unit_id=each.unit_id,
                after={
                    "post": each.post,
                    "leads": each.leads,
                    "starts_on": each.starts_on,
                    "ends_on": each.ends_on,
                },
            )
            for each in appointments
        )

    def end(self, planned: Sequence[PlannedPost]) -> None:
        held = Appointment.objects.select_for_update().in_bulk([each.id for each in planned])
        for each in planned:
            held[each.id].ends_on = each.ends_on
            self.changes.append(undoing.changed(held[each.id], {"ends_on": None}, WRITTEN))
        Appointment.objects.bulk_update(held.values(), ["ends_on"])
        self._tell(
            AppointmentEnded(
                subject_id=each.pk,
                person_id=each.person_id,
                unit_id=each.unit_id,
                last_day=each.ends_on,
            )
            for each in held.values()
            if each.ends_on
        )

    def _make(self, rows: Sequence[Any]) -> None:
        self.changes.extend(undoing.made(row, WRITTEN) for row in rows)

    def _tell(self, events: Any) -> None:
        listed: list[Event] = list(events)
        record_all(actor=self.actor, events=listed)
        self.done += len(listed)
        self.report(self.done, self.total)


def _learn_keys(appointments: Sequence[Appointment]) -> None:
    """One appointment begins a day: that tells each from all others."""
    found = Appointment.objects.filter(person__in={each.person_id for each in appointments})
    keys = {
        (person, unit, post, starts_on): pk
        for pk, person, unit, post, starts_on in found.values_list(
            "pk", "person_id", "unit_id", "post", "starts_on"
        )
    }
    for each in appointments:
        each.pk = keys[each.person_id, each.unit_id, each.post, each.starts_on]


def _changed_names(planned: PlannedPerson) -> list[str]:
    """Which facts, not what: contacts stay out of the trail."""
    return [name for name, value in planned.contact().items() if planned.before[name] != value]


@transaction.atomic(savepoint=False)
def take_back_people(*, actor: Actor, changes: Sequence[Change], reason: str) -> None:
    """Undo an import of people while no sign-in, promise or role rests on them."""
    _take_the_pen()
    require(policies.may_import(actor, "people"), to=_("hoàn lại người đã nhập"))
    refuse_if(undoing.problems_with_undoing(changes, WRITTEN, ()))
    made = undoing.made_by_table(changes)
    for model in (Appointment, Person):
        for ids in in_chunks(made.get(model._meta.label, [])):
            model.objects.filter(pk__in=ids).delete()
    for each in changes:
        if each.before is not None:
            _restore(each.table, each.id, each.before)
    restored = [each.id for each in changes if each.table == Person._meta.label]
    _accounts_follow(actor, restored)
    touched = {(each.table, each.id) for each in changes}
    record_all(
        actor=actor,
        events=[
            PeopleImportTakenBack(subject_id=row, table=table, reason=reason)
            for table, row in sorted(touched)
        ],
    )


def _restore(table: str, row_id: int, before: Mapping[str, Any]) -> None:
    values = dict(before)
    if table == "organisation.Appointment":
        Appointment.objects.filter(pk=row_id).update(**values)
        return
    values |= {
        "sort_key": name_key(values["full_name"]),
        "search_key": fold(values["full_name"]),
    }
    Person.objects.filter(pk=row_id).update(**values)
