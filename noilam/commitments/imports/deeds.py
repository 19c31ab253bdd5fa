"""Deeds from a file: what was declared done, when, on what evidence, and the verdict on it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from noilam.commitments import policies
from noilam.commitments.imports import lists
from noilam.commitments.imports.words import _ids
from noilam.commitments.models import Commitment, Declaration, Holding, Verdict
from noilam.exchange.rules.names import Names
from noilam.exchange.sheet import Counts, Reading, Report, in_chunks
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.errors import Problem
from noilam.foundation.text import day_text, say
from noilam.organisation.models import Person
from noilam.organisation.policies import units_where
from noilam.organisation.queries import person_of
from noilam.organisation.roles import Role

_COMMITMENTS_AT_ONCE = 1000


@dataclass(slots=True)
class DeedRow:
    """One line of the file."""

    number: int
    commitment_code: str | None = None
    declared_on: date | None = None
    evidence: str | None = None
    verified_on: date | None = None
    verdict: str | None = None
    verified_by: str | None = None


@dataclass(slots=True)
class PlannedDeed:
    """A row that writes something. `declaration_id` 0: the claim itself is new."""

    row: DeedRow
    commitment_id: int
    declared_on: date
    declaration_id: int = 0
    evidence: list[str] = field(default_factory=list)  # to add
    verdict: str = ""  # to add; empty leaves it
    verified_on: date | None = None
    verifier: int | None = None
    verify_within: int | None = None


@dataclass(slots=True)
class _Known:
    """A commitment with what the file may add to."""

    commitment: Commitment
    holders: list[Holding]
    claims: dict[date, Declaration]

    def responsible_on(self, day: date) -> int | None:
        held = [each for each in self.holders if each.starts_on <= day]
        last = max(held, key=lambda each: each.starts_on, default=None)
        return last.person_id if last else self.commitment.person_id


class DeedsPlanner:
    """Plans a file some commitments at a time: all rows of one commitment belong together."""

    def __init__(self, actor: Actor, reading: Reading[DeedRow]) -> None:
        self.actor, self.reading, self.add = actor, reading, reading.findings.add
        self.counts, self.today = Counts(), clock.today()
        people = list(Person.objects.values_list("pk", "code", "full_name").iterator(2000))
        self.people = {code: pk for pk, code, _name in people}
        names = {code: name for _pk, code, name in people}
        self.person_names = Names("person", names, reading.chosen.get("person", {}))
        self.writable = _ids(policies.units_to_write_for(actor), actor)
        self.may_judge = _ids(units_where(actor, {Role.OFFICE}), actor)
        self.myself = person_of(actor)

    def parts(self) -> Iterator[tuple[int, list[PlannedDeed]]]:
        """What the file writes, some commitments at a time, with how many rows are done."""
        by_code: dict[str, list[DeedRow]] = defaultdict(list)
        for part in self.reading.used_up():
            for row in part:
                if self._has_keys(row):
                    by_code[row.commitment_code or ""].append(row)
        done = 0
        for codes in in_chunks(list(by_code), _COMMITMENTS_AT_ONCE):
            known = _known(codes)
            planned: list[PlannedDeed] = []
            for code in codes:
                rows = self._once_a_day(by_code.pop(code))
                done += len(rows)
                planned += self._plan_commitment(known.get(code), rows)
            yield done, planned

    def _has_keys(self, row: DeedRow) -> bool:
        if not row.commitment_code:
            self.reading.lacks(row.number, "commitment_code", say("Ghi mã cam kết."))
        if not row.declared_on:
            self.reading.lacks(row.number, "declared_on", say("Ghi ngày báo đã làm."))
        return bool(row.commitment_code and row.declared_on)

    def _once_a_day(self, rows: Sequence[DeedRow]) -> list[DeedRow]:
        """Commitment and day tell a row from all others."""
        first: dict[date | None, DeedRow] = {}
        for row in rows:
            there = first.setdefault(row.declared_on, row)
            if there is not row:
                self.add(
                    row.number,
                    "declared_on",
                    "row-twice",
                    say("Cam kết {code}, ngày {day} đã có ở dòng {row}. Gộp lại thành một dòng."),
                    code=row.commitment_code,
                    day=day_text(row.declared_on),
                    row=there.number,
                )
        return list(first.values())

    def _plan_commitment(
        self, known: _Known | None, rows: Sequence[DeedRow]
    ) -> Iterator[PlannedDeed]:
        if known is None:
            for row in rows:
                self.add(
                    row.number,
                    "commitment_code",
                    "unknown",
                    say("Không có cam kết mã {code}. Nhập cam kết trước, hoặc sửa mã."),
                    code=row.commitment_code,
                )
            return
        if not self._may_write(known, rows):
            return
        ordered = sorted(rows, key=lambda row: row.declared_on or date.min)
        achieved = self._first_achieved(known, ordered)
        for row in ordered:
            planned = self._plan_row(known, row, achieved)
            if planned:
                yield planned

    def _may_write(self, known: _Known, rows: Sequence[DeedRow]) -> bool:
        unit = known.commitment.unit_id
        allowed = self.writable is None or unit in self.writable
        may_judge = self.may_judge is None or unit in self.may_judge
        for row in rows:
            if not allowed:
                self._forbid(row, "commitment_code", say("Bạn không được báo cáo cho cam kết này."))
            elif row.verdict and not may_judge:
                message = say("Kết luận do văn phòng nhập, không do đơn vị tự ghi. Để trống ô này.")
                self._forbid(row, "verdict", message)
        return allowed

    def _forbid(self, row: DeedRow, column: str, message: str) -> None:
        self.add(row.number, column, "not-permitted", message)

    @staticmethod
    def _first_achieved(known: _Known, rows: Sequence[DeedRow]) -> date | None:
        """The first day on which it stood verified, in the table or by this file."""
        days = [
            claim.verification.verified_on
            for claim in known.claims.values()
            if hasattr(claim, "verification") and claim.verification.verdict == Verdict.ACHIEVED
        ]
        days += [
            row.verified_on for row in rows if row.verdict == Verdict.ACHIEVED and row.verified_on
        ]
        return min(days, default=None)

    # One row ----------------------------------------------------------------------------

    def _plan_row(self, known: _Known, row: DeedRow, achieved: date | None) -> PlannedDeed | None:
        day = row.declared_on or date.min
        claim = known.claims.get(day)
        verifier = self._verifier(row)
        for column, problem in self._problems(known, row, claim, verifier, achieved):
            self.add(row.number, column, problem.code, problem.message, **problem.values)
        planned = PlannedDeed(row, known.commitment.pk, day, claim.pk if claim else 0)
        planned.verify_within = known.commitment.verify_within
        planned.evidence = (
            lists.missing(row.evidence, _texts(claim))
            if claim
            else ([row.evidence] if row.evidence else [])
        )
        if row.verdict and not (claim and hasattr(claim, "verification")):
            planned.verdict, planned.verified_on = row.verdict, row.verified_on
            planned.verifier = verifier
        if claim is None:
            self.counts.count("new")
            return planned
        is_changed = bool(planned.evidence or planned.verdict)
        self.counts.count("changed" if is_changed else "unchanged")
        return planned if is_changed else None

    def _verifier(self, row: DeedRow) -> int | None:
        if not row.verified_by:
            return None
        code = self.reading.resolve(row.number, "verified_by", row.verified_by, self.person_names)
        return self.people[code] if code else None

    def _problems(
        self,
        known: _Known,
        row: DeedRow,
        claim: Declaration | None,
        verifier: int | None,
        achieved: date | None,
    ) -> Iterator[tuple[str, Problem]]:
        yield from self._problems_with_days(row)
        if claim is None:
            yield from self._problems_with_new_claim(known.commitment, row, achieved)
        if row.verdict:
            yield from self._problems_with_verdict(known, row, claim, verifier)

    def _problems_with_days(self, row: DeedRow) -> Iterator[tuple[str, Problem]]:
        declared, verified = row.declared_on or date.min, row.verified_on
        for column, day in (("declared_on", declared), ("verified_on", verified)):
            if day and day > self.today:
                yield (
                    column,
                    Problem(
                        "in-the-future",
                        say("Ngày {day} chưa đến. Chỉ nhập việc đã xảy ra."),
                        values={"day": day_text(day)},
                    ),
                )
        if bool(row.verdict) != bool(verified):
            missing = "verified_on" if row.verdict else "verdict"
            if not self.reading.findings.is_at_fault(row.number, missing):
                yield (
                    missing,
                    Problem(
                        "half-a-verdict",
                        say("Kết luận và ngày xác nhận đi cùng nhau: ghi cả hai."),
                    ),
                )
        if verified and verified < declared:
            yield (
                "verified_on",
                Problem(
                    "verified-before-declared",
                    say("Ngày xác nhận {verified} trước ngày báo {declared}. Sửa một ngày."),
                    values={"verified": day_text(verified), "declared": day_text(declared)},
                ),
            )

    def _problems_with_new_claim(
        self, commitment: Commitment, row: DeedRow, achieved: date | None
    ) -> Iterator[tuple[str, Problem]]:
        declared = row.declared_on or date.min
        if problem := _not_in_force(commitment, declared):
            yield "declared_on", problem
        if not row.evidence and not self.reading.findings.is_at_fault(row.number, "evidence"):
            yield (
                "evidence",
                Problem("evidence-missing", say("Ghi minh chứng: thấy gì, ở đâu, văn bản nào.")),
            )
        if achieved and achieved < declared:
            yield (
                "declared_on",
                Problem(
                    "is-verified",
                    say("Đã được xác nhận Đạt ngày {day}, không báo thêm được. Bỏ dòng này."),
                    values={"day": day_text(achieved)},
                ),
            )

    def _problems_with_verdict(
        self, known: _Known, row: DeedRow, claim: Declaration | None, verifier: int | None
    ) -> Iterator[tuple[str, Problem]]:
        there = getattr(claim, "verification", None)
        if there is not None:
            if (there.verdict, there.verified_on) != (row.verdict, row.verified_on):
                yield (
                    "verdict",
                    Problem(
                        "verified-already",
                        say("Đã có kết luận {verdict} ngày {day}. Không ghi đè; để trống ô này."),
                        values={
                            "verdict": there.get_verdict_display(),
                            "day": day_text(there.verified_on),
                        },
                    ),
                )
            return
        days = {day for day in (row.declared_on, row.verified_on) if day}
        responsible = {known.responsible_on(day) for day in days} - {None}
        if verifier in responsible:
            yield (
                "verified_by",
                Problem(
                    "verifier-is-responsible",
                    say("Người chịu trách nhiệm không tự xác nhận. Ghi người xác nhận khác."),
                ),
            )
        if self.myself and self.myself.pk in responsible:
            yield (
                "verdict",
                Problem(
                    "own-verdict",
                    say("Bạn chịu trách nhiệm việc này nên không nhập kết luận. Nhờ người khác."),
                ),
            )


def _not_in_force(commitment: Commitment, on: date) -> Problem | None:
    """Deeds are reported on what binds on that day, and on each occurrence, not on a series."""
    if commitment.recurrence:
        return Problem(
            "is-a-series", say("Đây là việc lặp lại. Ghi kết quả cho từng kỳ, theo mã của kỳ.")
        )
    starts = commitment.in_force_on
    if starts is None:
        return Problem(
            "not-in-force",
            say("Cam kết này còn là dự thảo, chưa có hiệu lực. Bổ sung cho đủ rồi nhập lại."),
        )
    if on < starts:
        return Problem(
            "before-in-force",
            say("Cam kết có hiệu lực từ ngày {day}. Ngày báo không được trước ngày đó."),
            values={"day": day_text(starts)},
        )
    ended = min(filter(None, (commitment.withdrawn_on, commitment.not_achieved_on)), default=None)
    if ended and on >= ended:
        return Problem(
            "is-ended",
            say("Cam kết đã rút hoặc kết thúc ngày {day}. Bỏ dòng này."),
            values={"day": day_text(ended)},
        )
    return None


_ASKED = (
    *("code", "unit_id", "person_id", "recurrence", "verify_within", "due_on"),
    *("in_force_on", "withdrawn_on", "not_achieved_on"),
)


def _known(codes: Sequence[str]) -> Mapping[str, _Known]:
    found = Commitment.objects.filter(code__in=codes).only(*_ASKED)
    commitments = {each.code: each for each in found}
    ids = {each.pk: code for code, each in commitments.items()}
    known = {code: _Known(each, [], {}) for code, each in commitments.items()}
    for holding in Holding.objects.filter(commitment__in=ids):
        known[ids[holding.commitment_id]].holders.append(holding)
    claims = Declaration.objects.filter(commitment__in=ids).select_related("verification")
    for claim in claims.prefetch_related("evidence"):
        known[ids[claim.commitment_id]].claims[claim.declared_on] = claim
    return known


def _texts(claim: Declaration) -> list[str]:
    return [each.text for each in claim.evidence.all() if each.text]


def plan_deeds(actor: Actor, reading: Reading[DeedRow], report: Report) -> Counts:
    """What a file would do, nothing kept but its problems and counts."""
    planner = DeedsPlanner(actor, reading)
    for done, _planned in planner.parts():
        report(done, reading.total)
    return planner.counts


def plain(planned: PlannedDeed) -> dict[str, Any]:
    """For the trail."""
    return {
        "declared_on": planned.declared_on,
        "evidence": planned.evidence,
        "verdict": planned.verdict,
        "verified_on": planned.verified_on,
        "verifier": planned.verifier,
    }
