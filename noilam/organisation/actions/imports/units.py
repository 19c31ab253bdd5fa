"""Writing units of a file: foundings level by level, corrections, ends. All rows or none."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from noilam.audit.actions import record_all
from noilam.exchange import undoing
from noilam.exchange.sheet import Change, Counts, Reading, Report, in_chunks
from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.events import Event
from noilam.foundation.text import fold
from noilam.organisation import policies
from noilam.organisation.actions.timelines import _renew_ancestry, _take_the_pen
from noilam.organisation.events import (
    UnitCorrected,
    UnitEnded,
    UnitFounded,
    UnitImportTakenBack,
)
from noilam.organisation.imports.units import Planned, State, UnitRow, plan_units
from noilam.organisation.models import (
    Ancestry,
    Unit,
    UnitEvent,
    UnitEventPart,
    UnitKind,
    UnitVersion,
)

WRITTEN: undoing.Fields = {
    "organisation.Unit": ("code", "name", "kind_id", "parent_id", "founded_on", "ended_on"),
}
_LINES = {"organisation.Ancestry"}


@transaction.atomic(savepoint=False)
def import_units(
    *, actor: Actor, reading: Reading[UnitRow], report: Report
) -> tuple[Counts, list[Change]]:
    """Found, correct and end the units of a file, as single deeds would, in one go."""
    _take_the_pen()
    require(policies.may_import(actor, "units"), to=_("nhập đơn vị từ tệp"))
    plan = plan_units(actor, reading, report)
    refuse_if([finding.problem for finding in reading.findings.problems])
    writer = _Writer(actor, report, len(plan.writes))
    for level in _by_level([each for each in plan.writes if each.before is None]):
        for part in in_chunks(level):
            writer.found(part)
    for part in in_chunks([each for each in plan.writes if each.before is not None]):
        writer.change(part)
    if writer.touched:
        _renew_ancestry(writer.touched)
    return plan.counts, writer.changes


def _by_level(planned: Sequence[Planned]) -> Iterator[list[Planned]]:
    """Parents before children."""
    waiting = {each.code: each for each in planned}
    while waiting:
        ready = [each for each in waiting.values() if each.after.parent not in waiting]
        for each in ready:
            del waiting[each.code]
        yield ready


class _Writer:
    """Writes a thousand rows at a time and keeps note of each for taking back."""

    def __init__(self, actor: Actor, report: Report, total: int) -> None:
        self.actor, self.report, self.total, self.done = actor, report, total, 0
        self.changes: list[Change] = []
        self.touched: set[int] = set()
        self.now = clock.now()
        self.kinds = dict(UnitKind.objects.values_list("identifier", "pk"))
        self.ids: dict[str, int] = dict(Unit.objects.values_list("code", "pk"))

    def found(self, planned: Sequence[Planned]) -> None:
        units = [self._unit(each) for each in planned]
        bulk.insert(units)
        self._learn_keys(units)
        foundings = self._event_rows(UnitEvent.Kind.FOUNDED, [u.founded_on for u in units])
        self._name_parts(foundings, units, "after")
        ended = [unit for unit in units if unit.ended_on]
        endings = self._event_rows(UnitEvent.Kind.ENDED, [u.ended_on for u in ended])
        self._name_parts(endings, ended, "before")
        bulk.insert(
            _version(unit, event.pk, self.now) for unit, event in zip(units, foundings, strict=True)
        )
        self._make(units)
        self._tell(
            UnitFounded(
                subject_id=unit.pk,
                event_id=event.pk,
                effective_on=unit.founded_on,
                after=_plain(each.after, unit.code),
            )
            for unit, event, each in zip(units, foundings, planned, strict=True)
        )

    def _learn_keys(self, units: Sequence[Unit]) -> None:
        codes = [unit.code for unit in units]
        self.ids.update(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
        for unit in units:
            unit.pk = self.ids[unit.code]

    def _unit(self, planned: Planned) -> Unit:
        after = planned.after
        return Unit(
            code=planned.code,
            name=after.name,
            search_key=fold(after.name),
            kind_id=self.kinds[after.kind],
            parent_id=self.ids[after.parent] if after.parent else None,
            founded_on=after.founded_on,
            ended_on=after.ended_on,
        )

    def _event_rows(self, kind: UnitEvent.Kind, days: Sequence[Any]) -> list[UnitEvent]:
        return self._make(
            UnitEvent.objects.bulk_create(
                UnitEvent(kind=kind, effective_on=day, recorded_at=self.now) for day in days
            )
        )

    def _name_parts(self, events: Sequence[UnitEvent], units: Sequence[Unit], side: str) -> None:
        pairs = zip(events, units, strict=True)
        bulk.insert(UnitEventPart(event=event, unit=unit, side=side) for event, unit in pairs)

    def change(self, planned: Sequence[Planned]) -> None:
        units = Unit.objects.select_for_update().in_bulk([each.unit_id for each in planned])
        for each in planned:
            unit = units[each.unit_id]
            before = {name: getattr(unit, name) for name in WRITTEN["organisation.Unit"]}
            event = self._end(each, unit) if each.ends else None
            self._put(each.after, unit)
            self._supersede(unit, before)
            self.changes.append(undoing.changed(unit, _dated(before), WRITTEN))
            self._tell([self._change_event(each, unit, event, before)])

    def _end(self, planned: Planned, unit: Unit) -> UnitEvent:
        (event,) = self._event_rows(UnitEvent.Kind.ENDED, [planned.after.ended_on])
        self._name_parts([event], [unit], "before")
        return event

    def _put(self, after: State, unit: Unit) -> None:
        unit.name, unit.search_key = after.name, fold(after.name)
        unit.kind_id = self.kinds[after.kind]
        unit.parent_id = self.ids[after.parent] if after.parent else None
        unit.founded_on, unit.ended_on = after.founded_on, after.ended_on
        unit.save()

    def _supersede(self, unit: Unit, before: Mapping[str, Any]) -> None:
        """The last stretch is written anew; the only one where more than the end changed."""
        old = unit.versions.filter(superseded_at=None).latest("starts_on")
        old.superseded_at = self.now
        old.save(update_fields=["superseded_at"])
        note = Change("organisation.UnitVersion", old.pk, {"superseded_at": None})
        self.changes.append(note)
        new = _version(unit, old.event_id, self.now)
        if old.starts_on != before["founded_on"]:
            new.starts_on = old.starts_on
        new.place_id = old.place_id
        new.save()
        self._make([new])
        if unit.founded_on != before["founded_on"]:
            self._redate_founding(old, unit)

    def _redate_founding(self, old: UnitVersion, unit: Unit) -> None:
        event = UnitEvent.objects.get(versions=old)
        note = Change("organisation.UnitEvent", event.pk, {"effective_on": str(event.effective_on)})
        self.changes.append(note)
        event.effective_on = unit.founded_on
        event.save(update_fields=["effective_on"])

    def _change_event(
        self, planned: Planned, unit: Unit, event: UnitEvent | None, before: Mapping[str, Any]
    ) -> Event:
        was, now = _plain(planned.was, unit.code), _plain(planned.after, unit.code)
        if event and not planned.corrects:
            return UnitEnded(
                subject_id=unit.pk,
                event_id=event.pk,
                effective_on=event.effective_on,
                before=was,
                after=now,
            )
        return UnitCorrected(subject_id=unit.pk, before=was, after=now)

    def _make(self, rows: list[Any]) -> list[Any]:
        self.changes.extend(undoing.made(row, WRITTEN) for row in rows)
        return rows

    def _tell(self, events: Any) -> None:
        listed = list(events)
        record_all(actor=self.actor, events=listed)
        self.touched.update(event.subject_id for event in listed)
        self.done += len(listed)
        self.report(self.done, self.total)


def _version(unit: Unit, event_id: int | None, now: Any) -> UnitVersion:
    return UnitVersion(
        unit=unit,
        starts_on=unit.founded_on,
        ends_on=unit.ended_on,
        name=unit.name,
        kind_id=unit.kind_id,
        parent_id=unit.parent_id,
        event_id=event_id,
        recorded_at=now,
    )


def _plain(state: State, code: str) -> dict[str, Any]:
    return {
        "code": code,
        "name": state.name,
        "kind": state.kind,
        "parent": state.parent,
        "founded_on": state.founded_on,
        "ended_on": state.ended_on,
    }


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    """Days as text, which JSON can keep."""
    return {
        key: str(each) if key.endswith("_on") and each else each for key, each in values.items()
    }


@transaction.atomic(savepoint=False)
def take_back_units(*, actor: Actor, changes: Sequence[Change], reason: str) -> None:
    """Undo an import of units while nothing stands on them and nothing else happened to them."""
    _take_the_pen()
    require(policies.may_import(actor, "units"), to=_("hoàn lại đơn vị đã nhập"))
    changes = [*changes, *_written_with(undoing.made_by_table(changes))]
    refuse_if(undoing.problems_with_undoing(changes, WRITTEN, _LINES))
    made = undoing.made_by_table(changes)
    units = made.get("organisation.Unit", [])
    back = [each.id for each in changes if each.before and each.table == "organisation.Unit"]
    for ids in in_chunks(units):
        Ancestry.objects.filter(unit__in=ids).delete()
    _delete(made, UnitEventPart, UnitVersion)
    for each in changes:
        if each.before is not None:
            _restore(each.table, each.id, each.before)
    for ids in in_chunks(units):  # so that none holds another while they go
        Unit.objects.filter(pk__in=ids).update(parent=None)
    _delete(made, UnitEvent, Unit)
    if back:
        _renew_ancestry(back)
    record_all(
        actor=actor,
        events=[UnitImportTakenBack(subject_id=each, reason=reason) for each in (*units, *back)],
    )


def _written_with(made: Mapping[str, Sequence[int]]) -> Iterator[Change]:
    """Parts and stretches belong to the events of the import, and so to the import."""
    for ids in in_chunks(made.get("organisation.UnitEvent", [])):
        for model in (UnitEventPart, UnitVersion):
            rows = model._base_manager.filter(event__in=ids).values_list("pk", flat=True)
            yield from (Change(model._meta.label, pk) for pk in rows)


def _delete(made: Mapping[str, Sequence[int]], *models: type[Model]) -> None:
    for model in models:
        for ids in in_chunks(made.get(model._meta.label, [])):
            model._base_manager.filter(pk__in=ids).delete()


def _restore(table: str, row_id: int, before: Mapping[str, Any]) -> None:
    values = dict(before)
    if "name" in values:
        values["search_key"] = fold(values["name"])
    apps.get_model(table)._base_manager.filter(pk=row_id).update(**values)
