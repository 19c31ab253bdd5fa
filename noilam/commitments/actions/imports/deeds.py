"""Writing the deeds of a file: claims with their evidence, and the verdicts on them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from noilam.audit.actions import record_all
from noilam.commitments.actions.ledger import _close_stretches
from noilam.commitments.actions.standing import _refresh_standing
from noilam.commitments.events import DeedImported, DeedImportTakenBack
from noilam.commitments.imports.deeds import DeedRow, DeedsPlanner, PlannedDeed, plain
from noilam.commitments.models import (
    Commitment,
    Declaration,
    Evidence,
    Lateness,
    Verification,
)
from noilam.exchange import undoing
from noilam.exchange.sheet import Change, Counts, Reading, Report, in_chunks
from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import refuse_if
from noilam.organisation.models import Person
from noilam.organisation.policies import may_import
from noilam.rulebook.queries import value

WRITTEN: undoing.Fields = {
    "commitments.Declaration": ("commitment_id", "declared_on"),
    "commitments.Evidence": ("declaration_id", "text"),
    "commitments.Verification": ("declaration_id", "verdict", "verified_on", "verifier_id"),
}


@transaction.atomic
def import_progress(
    *, actor: Actor, reading: Reading[DeedRow], report: Report
) -> tuple[Counts, list[Change]]:
    """Write what was declared done and judged, on its own days; a problem takes all back."""
    require(may_import(actor, "progress"), to=_("nhập kết quả từ tệp"))
    planner = DeedsPlanner(actor, reading)
    writer = _Writer(actor)
    for done, planned in planner.parts():
        if planned and not reading.findings.problems:
            writer.write(planned)
        report(done, len(reading.rows))
    refuse_if([finding.problem for finding in reading.findings.problems])
    writer.write_lateness()
    return planner.counts, writer.changes


class _Writer:
    """Writes rows in sets and keeps note of each for taking back."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.changes: list[Change] = []
        self.last_deeds: dict[int, date] = {}  # commitment -> its newest day in the file
        self.now, self.today = clock.now(), clock.today()
        self.verify_within = value("commitments.verification_days", self.today)
        self.names: dict[int, str] = dict(Person.objects.values_list("pk", "full_name"))

    def write(self, planned: Sequence[PlannedDeed]) -> None:
        ids = sorted({each.commitment_id for each in planned})
        list(Commitment.objects.select_for_update().filter(pk__in=ids).values_list("pk"))
        claims = self._claims(planned)
        for rows in (claims, self._evidence(planned), self._verdicts(planned)):
            self.changes.extend(undoing.made(row, WRITTEN) for row in rows)
        _refresh_standing(ids)
        self._remember_last(planned)
        record_all(
            actor=self.actor,
            events=[
                DeedImported(
                    subject_id=each.commitment_id,
                    declaration_id=each.declaration_id,
                    after=plain(each),
                )
                for each in planned
            ],
        )

    def _claims(self, planned: Sequence[PlannedDeed]) -> list[Declaration]:
        new = [each for each in planned if not each.declaration_id]
        rows = [
            Declaration(
                commitment_id=each.commitment_id,
                declared_on=each.declared_on,
                by=self.actor.label,
                by_account=self.actor.id,
                by_behalf=self.actor.behalf_id,
                verify_due_on=each.declared_on
                + timedelta(days=each.verify_within or self.verify_within),
                recorded_at=self.now,
            )
            for each in new
        ]
        bulk.insert(rows)
        found = Declaration.objects.filter(commitment__in={row.commitment_id for row in rows})
        keys = {
            (commitment, day): pk
            for pk, commitment, day in found.values_list("pk", "commitment_id", "declared_on")
        }
        for row, each in zip(rows, new, strict=True):
            row.pk = each.declaration_id = keys[row.commitment_id, row.declared_on]
        return rows

    def _evidence(self, planned: Sequence[PlannedDeed]) -> list[Evidence]:
        return Evidence.objects.bulk_create(
            Evidence(
                commitment_id=each.commitment_id,
                declaration_id=each.declaration_id,
                kind=Evidence.Kind.TEXT,
                text=text,
                given_on=each.declared_on,
                by=self.actor.label,
            )
            for each in planned
            for text in each.evidence
        )

    def _verdicts(self, planned: Sequence[PlannedDeed]) -> list[Verification]:
        return Verification.objects.bulk_create(
            Verification(
                declaration_id=each.declaration_id,
                verdict=each.verdict,
                verified_on=each.verified_on,
                verifier_id=each.verifier,
                by=self.names.get(each.verifier or 0, ""),
                recorded_at=self.now,
            )
            for each in planned
            if each.verdict and each.verified_on
        )

    def write_lateness(self) -> None:
        """Once late, always recorded late: history that was late enters the ledger too. Done for
        the whole file at once, day by day, since each day costs some questions of its own."""
        newest = Lateness.objects.aggregate(newest=Max("pk"))["newest"] or 0
        by_day: dict[date, list[int]] = defaultdict(list)
        for pk, day in self.last_deeds.items():
            by_day[day].append(pk)
        for ids in in_chunks(list(self.last_deeds)):
            before = Commitment.objects.filter(pk__in=ids).values_list("pk", "ledger_to")
            self.changes.extend(
                Change("commitments.Commitment", pk, {"ledger_to": str(day) if day else None})
                for pk, day in before
            )
        for day in sorted(by_day):
            _close_stretches(by_day[day], through=day)
        for ids in in_chunks(list(self.last_deeds)):
            written = Lateness.objects.filter(pk__gt=newest, commitment__in=ids)
            self.changes.extend(undoing.made(row, WRITTEN) for row in written)

    def _remember_last(self, planned: Sequence[PlannedDeed]) -> None:
        for each in planned:
            day = each.verified_on or each.declared_on
            last = self.last_deeds.get(each.commitment_id, day)
            self.last_deeds[each.commitment_id] = max(day, last)


@transaction.atomic
def take_back_progress(*, actor: Actor, changes: Sequence[Change], reason: str) -> None:
    """Undo an import of deeds while nobody judged or added to them since."""
    require(may_import(actor, "progress"), to=_("hoàn lại kết quả đã nhập"))
    refuse_if(undoing.problems_with_undoing(changes, WRITTEN, ()))
    made = undoing.made_by_table(changes)
    for model in (Lateness, Verification, Evidence, Declaration):
        for ids in in_chunks(made.get(model._meta.label, [])):
            model._base_manager.filter(pk__in=ids).delete()
    commitments = {each.id: each.before for each in changes if each.before is not None}
    for pk, before in commitments.items():
        Commitment.objects.filter(pk=pk).update(**before)
    _refresh_standing(sorted(commitments))
    record_all(
        actor=actor,
        events=[DeedImportTakenBack(subject_id=pk, reason=reason) for pk in sorted(commitments)],
    )
