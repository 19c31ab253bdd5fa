"""Writing the promises of a file: complete ones bind from their first day. All rows or none."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record_all
from noilam.commitments.actions.standing import _bind
from noilam.commitments.events import (
    CommitmentImported,
    CommitmentImportTakenBack,
    ImportedCommitmentChanged,
)
from noilam.commitments.imports.words import (
    CommitmentRow,
    Planned,
    WordsPlanner,
    planned_parts,
)
from noilam.commitments.models import Commitment, DueDate, Holding, Source, Topic
from noilam.exchange import undoing
from noilam.exchange.sheet import Change, Counts, Reading, Report, in_chunks
from noilam.foundation import bulk
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.foundation.text import fold
from noilam.organisation.policies import may_import

WRITTEN: undoing.Fields = {
    "commitments.Commitment": (
        "code",
        "statement",
        "kind",
        "unit_id",
        "person_id",
        "starts_on",
        "due_on",
        "measure",
        "target",
        "solution",
        "topic_id",
        "weight",
        "publicity",
        "verifier_id",
        "programme_id",
        "proposed_at",
        "withdrawn_on",
        "not_achieved_on",
    ),
}
# What goes with a promise: written with it, or worked out from it as days pass.
_GOES_ALONG = {
    "commitments.Holding",
    "commitments.DueDate",
    "commitments.Source",
    "commitments.Commitment_support",
    "commitments.Lateness",
    "commitments.Reminder",
}
_IN_FORCE = ("status", "approved_on", "in_force_on", "first_due_on", "changed_on")
_Supporter = Commitment.support.through


@transaction.atomic(savepoint=False)
def import_commitments(
    *, actor: Actor, reading: Reading[CommitmentRow], report: Report
) -> tuple[Counts, list[Change]]:
    """Write the promises of a file: a complete one in force from its start, another as a draft.

    Written while it is read, a thousand rows at a time; a problem anywhere takes all back.
    """
    require(may_import(actor, "commitments"), to=_("nhập cam kết từ tệp"))
    planner = WordsPlanner(actor, reading)
    writer = _Writer(actor)
    for done, planned in planned_parts(planner):
        if not reading.findings.problems:
            writer.write([each for each in planned if each.before is None])
            writer.change([each for each in planned if each.before is not None])
        report(done, reading.total)
    refuse_if([finding.problem for finding in reading.findings.problems])
    return planner.counts, writer.changes


class _Writer:
    """Writes rows in sets and keeps note of each for taking back."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.changes: list[Change] = []
        self.topics: dict[str, int] = dict(Topic.objects.values_list("search_key", "pk"))

    def write(self, planned: Sequence[Planned]) -> None:
        made = [Commitment(code=each.code, **self._columns(each)) for each in planned]
        bulk.insert(made)
        keys = dict(
            Commitment.objects.filter(code__in=[row.code for row in made]).values_list("code", "pk")
        )
        for row, each in zip(made, planned, strict=True):
            row.pk = each.commitment_id = keys[row.code]
        self._write_support(planned)
        bulk.insert(_sources(planned))
        _bind(row for row, each in zip(made, planned, strict=True) if each.comes_into_force)
        self.changes.extend(undoing.made(row, WRITTEN) for row in made)
        record_all(
            actor=self.actor,
            events=[
                CommitmentImported(subject_id=row.pk, after=_told(row.code, each))
                for row, each in zip(made, planned, strict=True)
            ],
        )

    def _columns(self, planned: Planned) -> dict[str, Any]:
        columns = dict(planned.values)
        if "topic" in columns:
            columns["topic_id"] = self._topic(columns.pop("topic"))
        if "statement" in columns:
            columns["search_key"] = fold(f"{columns['statement']} {planned.code}")[:600]
        if planned.comes_into_force:
            columns |= self._in_force(columns)
        return columns

    def _topic(self, name: str) -> int | None:
        if not name:
            return None
        key = fold(name)
        if key not in self.topics:
            self.topics[key] = Topic.objects.create(name=name, search_key=key).pk
        return self.topics[key]

    def _in_force(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        starts_on = columns["starts_on"]
        return {
            "status": Commitment.Status.IN_FORCE,
            "approved_on": starts_on,
            "in_force_on": starts_on,
            "changed_on": starts_on,
            "first_due_on": columns["due_on"],
        }

    def _write_support(self, planned: Sequence[Planned]) -> None:
        bulk.insert(
            _Supporter(commitment_id=each.commitment_id, unit_id=unit)
            for each in planned
            for unit in each.support or ()
        )

    def change(self, planned: Sequence[Planned]) -> None:
        """Promises that are there: each gets the few columns that its row changes."""
        ids = [each.commitment_id for each in planned]
        rows = Commitment.objects.select_for_update().in_bulk(ids)
        for each in planned:
            row = rows[each.commitment_id]
            columns = self._columns(each)
            before = {name: getattr(row, name) for name in columns}
            if each.support is not None:
                before["support"] = each.support_before
            Commitment.objects.filter(pk=row.pk).update(**columns) if columns else None
            for name, column in columns.items():
                setattr(row, name, column)
            self.changes.append(undoing.changed(row, _kept(before), WRITTEN))
        self._replace_support(planned)
        ordered = [rows[each.commitment_id] for each in planned]
        self._write_support(planned)
        sources = Source.objects.bulk_create(_sources(planned))
        self.changes.extend(undoing.made(each, WRITTEN) for each in sources)
        _bind(row for row, each in zip(ordered, planned, strict=True) if each.comes_into_force)
        record_all(
            actor=self.actor,
            events=[
                ImportedCommitmentChanged(
                    subject_id=each.commitment_id,
                    before=each.before or {},
                    after=_told(each.code, each),
                )
                for each in planned
            ],
        )

    def _replace_support(self, planned: Sequence[Planned]) -> None:
        changed = [each.commitment_id for each in planned if each.support is not None]
        _Supporter.objects.filter(commitment__in=changed).delete()


def _sources(planned: Sequence[Planned]) -> list[Source]:
    """Sources are only ever added."""
    return [
        Source(commitment_id=each.commitment_id, label=label[:300], search_key=fold(label)[:400])
        for each in planned
        for label in each.sources
    ]


def _told(code: str, planned: Planned) -> dict[str, Any]:
    """What the row said, for the trail; nothing empty."""
    told = {"code": code, **planned.values, "sources": planned.sources}
    if planned.support is not None:
        told["support"] = planned.support
    told["in_force"] = planned.comes_into_force
    return {name: each for name, each in told.items() if each not in (None, "", [])}


def _kept(before: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON can keep it: days and decimals as text, which the table reads again."""
    return {
        name: each if each is None or isinstance(each, int | str | list) else str(each)
        for name, each in before.items()
    }


@transaction.atomic(savepoint=False)
def take_back_commitments(*, actor: Actor, changes: Sequence[Change], reason: str) -> None:
    """Undo an import of promises while no deed, extension or hand-over rests on them."""
    require(may_import(actor, "commitments"), to=_("hoàn lại cam kết đã nhập"))
    refuse_if(undoing.problems_with_undoing(changes, WRITTEN, _GOES_ALONG))
    made = undoing.made_by_table(changes)
    for model in (Source, Commitment):
        for ids in in_chunks(made.get(model._meta.label, [])):
            model.objects.filter(pk__in=ids).delete()
    for each in changes:
        if each.before is not None:
            _restore(each.id, each.before)
    touched = {each.id for each in changes if each.table == "commitments.Commitment"}
    record_all(
        actor=actor,
        events=[CommitmentImportTakenBack(subject_id=pk, reason=reason) for pk in sorted(touched)],
    )


def _restore(commitment_id: int, before: Mapping[str, Any]) -> None:
    values = dict(before)
    support = values.pop("support", None)
    if support is not None:
        Commitment.objects.get(pk=commitment_id).support.set(support)
    if "in_force_on" in values:  # it was a draft, which nobody answered for yet
        Holding.objects.filter(commitment=commitment_id).delete()
        DueDate.objects.filter(commitment=commitment_id).delete()
    if values:
        Commitment.objects.filter(pk=commitment_id).update(**values)
