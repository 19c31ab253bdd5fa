"""Deeds from a file: what was declared done, when, on what evidence, and the verdict on it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from noilam.commitments import policies
from noilam.commitments.imports import lists, standing_deeds
from noilam.commitments.imports.standing_deeds import Known
from noilam.commitments.imports.words import _ids
from noilam.commitments.models import Commitment, Declaration, Verdict
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
        standing_deeds.settle_codes(by_code)
        done = 0
        for codes in in_chunks(list(by_code), _COMMITMENTS_AT_ONCE):
            known = standing_deeds.known_by_code(codes)
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
        self, known: Known | None, rows: Sequence[DeedRow]
    ) -> Iterator[PlannedDeed]:
        if known is None:
            for row in rows:
                self._check_alone(row)
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
        achieved = self._achieved(known, ordered)
        for row in ordered:
            other = (on for claim, on in achieved.items() if claim != row.declared_on)
            planned = self._plan_row(known, row, min(other, default=None))
            if planned:
                yield planned

    def _check_alone(self, row: DeedRow) -> None:
        """Of a commitment that nobody knows: what can be said of the row all the same."""
        self._verifier(row)
        for column, problem in self._problems_with_days(row):
            self.add(row.number, column, problem.code, problem.message, **problem.values)

    def _may_write(self, known: Known, rows: Sequence[DeedRow]) -> bool:
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
    def _achieved(known: Known, rows: Sequence[DeedRow]) -> dict[date | None, date]:
        """Claims found to be so, in the table or by this file: declared on -> verified on."""
        found: dict[date | None, date] = {
            row.declared_on: row.verified_on
            for row in rows
            if row.verdict == Verdict.ACHIEVED and row.verified_on
        }
        for day, claim in known.claims.items():
            verdict = getattr(claim, "verification", None)
            if verdict and verdict.verdict == Verdict.ACHIEVED:
                found[day] = verdict.verified_on
        return found

    # One row ----------------------------------------------------------------------------

    def _plan_row(self, known: Known, row: DeedRow, achieved: date | None) -> PlannedDeed | None:
        day = row.declared_on or date.min
        claim = known.claims.get(day)
        verifier = self._verifier(row)
        if row.verified_by and not row.verdict and not hasattr(claim, "verification"):
            self._name_idle_verifier(row)
        for column, problem in self._problems(known, row, claim, verifier, achieved):
            self.add(row.number, column, problem.code, problem.message, **problem.values)
        planned = PlannedDeed(row, known.commitment.pk, day, claim.pk if claim else 0)
        planned.verify_within = known.commitment.verify_within
        planned.evidence = (
            lists.missing(row.evidence, standing_deeds.texts(claim))
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

    def _name_idle_verifier(self, row: DeedRow) -> None:
        self.reading.findings.remark(
            row.number,
            "verified_by",
            "verifier-without-verdict",
            say(
                "Chưa có kết luận nên chưa ghi người xác nhận {typed}. "
                "Khi có, ghi đủ Kết luận, Ngày xác nhận, Người xác nhận."
            ),
            typed=row.verified_by,
        )

    def _verifier(self, row: DeedRow) -> int | None:
        if not row.verified_by:
            return None
        code = self.reading.resolve(row.number, "verified_by", row.verified_by, self.person_names)
        return self.people[code] if code else None

    def _problems(
        self,
        known: Known,
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
        if problem := standing_deeds.not_in_force(commitment, declared):
            yield "declared_on", problem
        if not row.evidence and not self.reading.findings.is_at_fault(row.number, "evidence"):
            yield (
                "evidence",
                Problem("evidence-missing", say("Ghi minh chứng: thấy gì, ở đâu, văn bản nào.")),
            )
        if achieved and achieved <= declared:
            yield (
                "declared_on",
                Problem(
                    "is-verified",
                    say("Đã được xác nhận Đạt ngày {day}, không báo thêm được. Bỏ dòng này."),
                    values={"day": day_text(achieved)},
                ),
            )

    def _problems_with_verdict(
        self, known: Known, row: DeedRow, claim: Declaration | None, verifier: int | None
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
