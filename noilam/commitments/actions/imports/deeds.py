"""Writing the deeds of a file: claims with their evidence, and the verdicts on them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from noilam.audit.actions import record_all
from noilam.commitments.actions.due_days import _DueDays
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
from noilam.foundation.text import day_text
from noilam.organisation.models import Person
from noilam.organisation.policies import may_import

_CLAIM = "commitments.Declaration"
WRITTEN: undoing.Fields = {
    "commitments.Evidence": ("declaration_id", "text"),
    "commitments.Verification": ("declaration_id", "verdict", "verified_on", "verifier_id"),
}


@transaction.atomic(savepoint=False)
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
        report(done, reading.total)
    refuse_if([finding.problem for finding in reading.findings.problems])
    writer.write_lateness()
    return planner.counts, writer.changes


class _Writer:
    """Writes rows in sets and keeps note of each for taking back."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.changes: list[Change] = []
        self.last_deeds: dict[int, date] = {}  # commitment -> its newest day in the file
        self.now = clock.now()
        self.due_days = _DueDays()
        self.names: dict[int, str] = {}  # verifiers met so far

    def write(self, planned: Sequence[PlannedDeed]) -> None:
        ids = sorted({each.commitment_id for each in planned})
        list(Commitment.objects.select_for_update().filter(pk__in=ids).values_list("pk"))
        self._learn_names({each.verifier for each in planned if each.verifier})
        known = [each for each in planned if each.declaration_id]
        self._make_claims([each for each in planned if not each.declaration_id])
        evidence = Evidence.objects.bulk_create(_evidence(known, self))
        verdicts = Verification.objects.bulk_create(_verdicts(known, self))
        self.changes.extend(undoing.made(row, WRITTEN) for row in (*evidence, *verdicts))
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

    def _learn_names(self, verifiers: set[int]) -> None:
        new = verifiers - self.names.keys()
        self.names.update(Person.objects.filter(pk__in=new).values_list("pk", "full_name"))

    def _make_claims(self, new: Sequence[PlannedDeed]) -> None:
        """New claims with all that belongs to them. One note each stands for the whole claim."""
        bulk.insert(
            Declaration(
                commitment_id=each.commitment_id,
                declared_on=each.declared_on,
                by=self.actor.label,
                by_account=self.actor.id,
                by_behalf=self.actor.behalf_id,
                recorded_at=self.now,
                **self.due_days.columns(each.declared_on, each.verify_within),
            )
            for each in new
        )
        found = Declaration.objects.filter(commitment__in={each.commitment_id for each in new})
        keys = {
            (commitment, day): pk
            for pk, commitment, day in found.values_list("pk", "commitment_id", "declared_on")
        }
        for each in new:
            each.declaration_id = keys[each.commitment_id, each.declared_on]
            mark = _mark(each.verdict, each.verified_on, len(each.evidence))
            self.changes.append(Change(_CLAIM, each.declaration_id, None, mark))
        bulk.insert(_evidence(new, self))
        bulk.insert(_verdicts(new, self))

    def write_lateness(self) -> None:
        """Once late, always recorded late: history that was late enters the ledger too. Done for
        the whole file at once, day by day, since each day costs some questions of its own."""
        newest = Lateness.objects.aggregate(newest=Max("pk"))["newest"] or 0
        by_day: dict[date, list[int]] = defaultdict(list)
        for pk, day in self.last_deeds.items():
            by_day[day].append(pk)
        ledgers = dict(self._ledgers())
        notes = {  # one for each day, shared: fifty thousand would weigh
            day: {"ledger_to": str(day) if day else None} for day in set(ledgers.values())
        }
        for day in sorted(by_day):
            _close_stretches(by_day[day], through=day)
        for pk, ledger_to in self._ledgers():
            if ledger_to != ledgers[pk]:
                self.changes.append(Change("commitments.Commitment", pk, notes[ledgers[pk]]))
        for ids in in_chunks(list(self.last_deeds)):
            written = Lateness.objects.filter(pk__gt=newest, commitment__in=ids)
            rows = written.values_list("pk", flat=True)
            self.changes.extend(Change("commitments.Lateness", pk) for pk in rows)

    def _ledgers(self) -> Iterator[tuple[int, date | None]]:
        for ids in in_chunks(list(self.last_deeds)):
            yield from Commitment.objects.filter(pk__in=ids).values_list("pk", "ledger_to")

    def _remember_last(self, planned: Sequence[PlannedDeed]) -> None:
        for each in planned:
            day = each.verified_on or each.declared_on
            last = self.last_deeds.get(each.commitment_id, day)
            self.last_deeds[each.commitment_id] = max(day, last)


def _evidence(planned: Sequence[PlannedDeed], writer: _Writer) -> list[Evidence]:
    return [
        Evidence(
            commitment_id=each.commitment_id,
            declaration_id=each.declaration_id,
            kind=Evidence.Kind.TEXT,
            text=text,
            given_on=each.declared_on,
            by=writer.actor.label,
        )
        for each in planned
        for text in each.evidence
    ]


def _verdicts(planned: Sequence[PlannedDeed], writer: _Writer) -> list[Verification]:
    return [
        Verification(
            declaration_id=each.declaration_id,
            verdict=each.verdict,
            verified_on=each.verified_on,
            verifier_id=each.verifier,
            by=writer.names.get(each.verifier or 0, ""),
            recorded_at=writer.now,
        )
        for each in planned
        if each.verdict and each.verified_on
    ]


def _mark(verdict: str | None, verified_on: date | None, evidence: int) -> str:
    """How a claim was left: it may be taken back while it still stands so."""
    return f"{verdict or ''}|{verified_on or ''}|{evidence}"


@transaction.atomic(savepoint=False)
def take_back_progress(*, actor: Actor, changes: Sequence[Change], reason: str) -> None:
    """Undo an import of deeds while nobody judged or added to them since."""
    require(may_import(actor, "progress"), to=_("hoàn lại kết quả đã nhập"))
    claims = {each.id: each.mark for each in changes if each.table == _CLAIM}
    whole = [*changes, *_written_with(claims)]
    refuse_if(
        undoing.problems_with_changed(_touched_since(claims))
        + undoing.problems_with_undoing(whole, WRITTEN, ())
    )
    made = undoing.made_by_table(whole)
    ledgers = {each.id: each.before for each in changes if each.before is not None}
    commitments = sorted({*ledgers, *_commitments_of(made)})
    for model in (Lateness, Verification, Evidence, Declaration):
        for ids in in_chunks(made.get(model._meta.label, [])):
            model._base_manager.filter(pk__in=ids).delete()
    for pk, before in ledgers.items():
        Commitment.objects.filter(pk=pk).update(**before)
    _refresh_standing(commitments)
    record_all(
        actor=actor,
        events=[DeedImportTakenBack(subject_id=pk, reason=reason) for pk in commitments],
    )


def _written_with(claims: Mapping[int, str]) -> Iterator[Change]:
    """Evidence and verdict belong to a claim of the import, and so to the import."""
    for ids in in_chunks(list(claims)):
        for model in (Evidence, Verification):
            rows = model._base_manager.filter(declaration__in=ids).values_list("pk", flat=True)
            yield from (Change(model._meta.label, pk) for pk in rows)


def _touched_since(claims: Mapping[int, str]) -> Iterator[str]:
    for ids in in_chunks(list(claims)):
        found = Declaration.objects.filter(pk__in=ids).annotate(proofs=Count("evidence"))
        for row in found.select_related("commitment", "verification"):
            verdict = getattr(row, "verification", None)
            given = verdict.verdict if verdict else ""
            verified_on = verdict.verified_on if verdict else None
            if _mark(given, verified_on, row.proofs) != claims[row.pk]:
                yield f"“{row.commitment}” ({day_text(row.declared_on)})"


def _commitments_of(made: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """Whose standing changes when these rows go."""
    claims = Declaration.objects.order_by()
    for table, link in ((_CLAIM, "pk"), ("commitments.Verification", "verification")):
        for ids in in_chunks(made.get(table, [])):
            yield from claims.filter(**{f"{link}__in": ids}).values_list("commitment", flat=True)
