"""Promises from a file: complete ones come into force as written, others stay drafts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from noilam.commitments import policies
from noilam.commitments.imports import lists, standing_words, typed
from noilam.commitments.models import Commitment
from noilam.exchange.rules.cells import Number
from noilam.exchange.rules.names import Codes, Names
from noilam.exchange.sheet import Counts, Reading, Report
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, say
from noilam.organisation.models import Person, Unit
from noilam.organisation.policies import units_where
from noilam.organisation.roles import Role


@dataclass(slots=True)
class CommitmentRow:
    """One line of the file."""

    number: int
    code: str | None = None
    statement: str | None = None
    kind: str | None = None
    unit_code: str | None = None
    person_code: str | None = None
    starts_on: date | None = None
    due_on: date | None = None
    measure: str | None = None
    target: Number | str | None = None
    solution: str | None = None
    source: str | None = None
    topic: str | None = None
    pace: str | None = None
    support: str | None = None
    weight: Number | None = None
    baseline: Number | str | None = None
    decided_by: str | None = None
    publicity: str | None = None


@dataclass(slots=True)
class Planned:
    """A row that writes something: what is to be, and what was (None for a new promise)."""

    row: CommitmentRow
    code: str
    values: dict[str, Any]
    comes_into_force: bool
    before: dict[str, Any] | None = None
    commitment_id: int = 0
    support: list[int] | None = None  # units; None leaves them
    support_before: list[int] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)  # labels to add


@dataclass(frozen=True, slots=True)
class _Support:
    """Who helps: units by their ids, and others in words."""

    units: list[int]
    others: list[str]


@dataclass(frozen=True, slots=True)
class UnitLife:
    id: int
    name: str
    founded_on: date
    ended_on: date | None


class WordsPlanner:
    """Plans a file a thousand rows at a time, so that fifty thousand fit into little memory."""

    def __init__(self, actor: Actor, reading: Reading[CommitmentRow]) -> None:
        self.actor, self.reading, self.add = actor, reading, reading.findings.add
        self.counts = Counts()
        self.units = {
            code: UnitLife(pk, name, founded_on, ended_on)
            for pk, code, name, founded_on, ended_on in Unit.objects.values_list(
                "pk", "code", "name", "founded_on", "ended_on"
            ).iterator(2000)
        }
        labels = {code: unit.name for code, unit in self.units.items()}
        self.unit_names = Names("unit", labels, reading.chosen.get("unit", {}))
        people = list(Person.objects.values_list("pk", "code", "full_name").iterator(2000))
        self.people = {code: pk for pk, code, _name in people}
        names = {code: name for _pk, code, name in people}
        self.person_names = Names("person", names, reading.chosen.get("person", {}))
        self.lives = {unit.id: unit for unit in self.units.values()}
        self.first_rows: dict[str, int] = {}  # by code, whatever its case
        self.codes: Codes | None = None  # of promises there are, once one is not found as typed
        self.writable = _ids(policies.units_to_write_for(actor), actor)
        self.approvable = _ids(units_where(actor, {Role.OFFICE}), actor)

    def plan(self, rows: Sequence[CommitmentRow]) -> list[Planned]:
        """What these rows write. Problems, remarks and counts are kept for the whole file."""
        rows = [row for row in rows if self._is_named_once(row)]
        known = standing_words.known_by_code([row.code or "" for row in rows])
        known |= self._known_in_another_case([row for row in rows if row.code not in known])
        planned = (self._plan_row(row, known.get(row.code or "")) for row in rows)
        return [each for each in planned if each is not None]

    def _known_in_another_case(self, rows: Sequence[CommitmentRow]) -> dict[str, Commitment]:
        """ "vcb-01" is VCB-01: the row gets the code that is kept."""
        if rows and self.codes is None:
            self.codes = Codes(Commitment.objects.values_list("code", flat=True).iterator(2000))
        found = []
        for row in rows:
            if self.codes and (code := self.codes.find(row.code or "")):
                row.code = code
                found.append(code)
        return standing_words.known_by_code(found) if found else {}

    def _is_named_once(self, row: CommitmentRow) -> bool:
        if not row.code:
            self.reading.lacks(row.number, "code", say("Ghi mã cam kết."))
            return False
        first = self.first_rows.setdefault(row.code.casefold(), row.number)
        if first != row.number:
            self.add(
                row.number,
                "code",
                "code-twice",
                say("Mã {code} đã có ở dòng {row}. Mỗi cam kết một dòng, một mã."),
                code=row.code,
                row=first,
            )
        return first == row.number

    def _plan_row(self, row: CommitmentRow, known: Commitment | None) -> Planned | None:
        problems = len(self.reading.findings.problems)
        given = self._given(row)
        support = self._support_in(row, known)
        if support is not None:
            given["support_text"] = lists.joined(support.others)
        self._check_cells(row, given, known)
        may_write = self._may_write(row, given, known)
        if known is not None:
            return self._plan_known(row, given, known, support) if may_write else None
        if not row.statement:
            sentence = say("Cam kết mới {code}: ghi nội dung.")
            self.reading.lacks(row.number, "statement", sentence, code=row.code)
        if len(self.reading.findings.problems) > problems:
            self._check_days(row, {**typed.DEFAULTS, **given})
            return None
        return self._plan_new(row, given, support)

    # One row alone ----------------------------------------------------------------------

    def _given(self, row: CommitmentRow) -> dict[str, Any]:
        """The cells that are filled, as columns of the table; one that means nothing is named."""
        given = typed.values(row)
        for key, attribute, names in (
            ("unit_code", "unit_id", self.unit_names),
            ("person_code", "person_id", self.person_names),
        ):
            text = getattr(row, key)
            code = self.reading.resolve(row.number, key, text, names) if text else None
            if code is not None:
                ids = self.units[code].id if key == "unit_code" else self.people[code]
                given[attribute] = ids
        return given

    def _support_in(self, row: CommitmentRow, known: Commitment | None) -> "_Support | None":
        """Units by code or name, and others in words; None where the cell says nothing new."""
        if row.support is None:
            return None
        if known and lists.is_same(row.support, standing_words.support_text(known)):
            return None
        units, others = set(), []
        for part in lists.parts(row.support):
            match = self.unit_names.find(part)
            if match.code is not None:
                units.add(self.units[match.code].id)
            elif match.is_shared:
                self.reading.resolve(row.number, "support", part, self.unit_names)
            else:
                others.append(part)
        return _Support(sorted(units), others)

    def _check_cells(
        self, row: CommitmentRow, given: Mapping[str, Any], known: Commitment | None
    ) -> None:
        there = standing_words.labels(known) if known else []
        new = lists.missing(row.source, there) if typed.may_be_long(row.source) else []
        for problem in (*typed.problems(given), *typed.problems_with_sources(new)):
            column = typed.column_of(problem.about)
            self.add(row.number, column, problem.code, problem.message, **problem.values)

    def _may_write(
        self, row: CommitmentRow, given: Mapping[str, Any], known: Commitment | None
    ) -> bool:
        """Whoever may write for the unit, before the row and after it."""
        units = {given.get("unit_id"), known.unit_id if known else given.get("unit_id")}
        if self.writable is None or units - {None} <= self.writable:
            return True
        self.add(
            row.number,
            "unit_code",
            "not-permitted",
            say("Bạn không được ghi cam kết cho đơn vị này. Nhờ văn phòng của đơn vị nhập."),
        )
        return False

    def _plan_new(
        self, row: CommitmentRow, given: dict[str, Any], support: "_Support | None"
    ) -> Planned:
        values = {**typed.DEFAULTS, **given}
        comes = self._comes_into_force(row, values)
        planned = Planned(row, row.code or "", values, comes)
        planned.support = support.units if support else None
        planned.sources = lists.parts(row.source or "")
        self.counts.count("new")
        return planned

    def _comes_into_force(self, row: CommitmentRow, values: dict[str, Any]) -> bool:
        self._check_days(row, values)
        lacking = standing_words.lacking(values)
        if lacking:
            self.counts.incomplete += 1
            self.reading.findings.remark(
                row.number,
                "",
                "incomplete",
                say("Chưa đủ nên ghi là dự thảo, chưa có hiệu lực. Còn thiếu: {what}."),
                what=", ".join(self.reading.labels.get(key, key) for key in lacking),
            )
            return False
        if self.approvable is not None and values["unit_id"] not in self.approvable:
            self.reading.findings.remark(
                row.number,
                "",
                "needs-approval",
                say("Đủ nhưng bạn không duyệt cho đơn vị này: ghi là dự thảo, chờ trình duyệt."),
            )
            return False
        return True

    def _check_days(self, row: CommitmentRow, values: Mapping[str, Any]) -> None:
        start, due = values["starts_on"], values["due_on"]
        if start and due and due < start:
            self.add(
                row.number,
                "due_on",
                "due-before-start",
                say("Hạn {due} trước ngày bắt đầu {start}. Sửa một trong hai ngày."),
                due=day_text(due),
                start=day_text(start),
            )
        unit = self.lives.get(values["unit_id"] or 0)
        if unit and start:
            self._check_life(row, unit, start, due)

    def _check_life(
        self, row: CommitmentRow, unit: UnitLife, start: date, due: date | None
    ) -> None:
        """Nobody answers for what an ended unit promised."""
        end, remark = unit.ended_on or date.max, self.reading.findings.remark
        if end <= start:
            self.add(
                row.number,
                "unit_code",
                "unit-ended",
                say(
                    "{unit} kết thúc ngày {end}, không sau ngày bắt đầu {start}. "
                    "Ghi đơn vị kế tiếp, hoặc sửa ngày bắt đầu."
                ),
                unit=unit.name,
                end=day_text(end),
                start=day_text(start),
            )
        elif start < unit.founded_on:
            remark(
                row.number,
                "starts_on",
                "outside-unit-life",
                say("Ngày {day}, {unit} chưa thành lập. Kiểm tra lại ngày."),
                day=day_text(start),
                unit=unit.name,
            )
        if start < end <= (due or date.min):
            remark(
                row.number,
                "due_on",
                "unit-ends-before-due",
                say(
                    "{unit} kết thúc ngày {end}, trước hạn {due}. Nếu việc còn dở, "
                    "ghi đơn vị kế tiếp hoặc giao lại ở trang cam kết."
                ),
                unit=unit.name,
                end=day_text(end),
                due=day_text(due),
            )

    # A promise that is there ------------------------------------------------------------

    def _plan_known(
        self,
        row: CommitmentRow,
        given: dict[str, Any],
        known: Commitment,
        support: "_Support | None",
    ) -> Planned | None:
        now = standing_words.values_of(known)
        changes = {
            name: value
            for name, value in given.items()
            if not typed.is_same(name, now[name], value)
        }
        there = standing_words.supporters(known)
        units = support.units if support and support.units != there else None
        sources = lists.missing(row.source, standing_words.labels(known))
        was_lacking = standing_words.lacking(now)
        is_draft = known.status == Commitment.Status.DRAFT
        if changes and not self._may_change(row, known, changes):
            return None
        if is_draft:
            comes = self._comes_into_force(row, now | changes) and bool(was_lacking)
        else:
            comes = False
        if not (changes or sources or units is not None):
            self.counts.count("unchanged")
            return None
        self.counts.count("changed")
        before = {name: now[name] for name in changes}
        planned = Planned(row, known.code, changes, comes, before, known.pk, units, there, sources)
        if comes:
            planned.values = {**changes, **{n: now[n] for n in BINDING if n not in changes}}
        return planned

    def _may_change(self, row: CommitmentRow, known: Commitment, changes: dict[str, Any]) -> bool:
        """Nothing in force moves its due day, measure or person by a file."""
        kept = standing_words.settle(known, changes)
        for problem in kept.problems:
            column = typed.column_of(problem.about)
            self.add(row.number, column, problem.code, problem.message, **problem.values)
        for problem in kept.remarks:
            column = typed.column_of(problem.about)
            self.reading.findings.remark(
                row.number, column, problem.code, problem.message, **problem.values
            )
        return not kept.problems


BINDING = ("unit_id", "person_id", "starts_on", "due_on")


def plan_words(actor: Actor, reading: Reading[CommitmentRow], report: Report) -> Counts:
    """What a file would do, nothing kept but its problems, remarks and counts."""
    planner = WordsPlanner(actor, reading)
    for done, _planned in planned_parts(planner):
        report(done, reading.total)
    return planner.counts


def planned_parts(planner: WordsPlanner) -> Iterator[tuple[int, list[Planned]]]:
    done = 0
    for part in planner.reading.used_up():
        planned = planner.plan(part)
        done += len(part)
        yield done, planned


def _ids(units: Iterable[Unit], actor: Actor) -> set[int] | None:
    """Ids of units; None is all of them."""
    if actor.is_machine:
        return None
    return {unit.pk for unit in units}
