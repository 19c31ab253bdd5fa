"""Units from a file: in any order, new ones with their founding, known ones corrected or ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from noilam.exchange.rules.names import Codes, Names
from noilam.exchange.sheet import Counts, Reading, Report
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, say
from noilam.organisation import policies, rules
from noilam.organisation.imports import standing_units
from noilam.organisation.models import Unit

_REPORT_EVERY = 500


@dataclass(slots=True)
class UnitRow:
    """One line of the file."""

    number: int
    code: str | None = None
    name: str | None = None
    kind: str | None = None
    parent_code: str | None = None
    founded_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What a unit is, or is to be."""

    name: str
    kind: str
    parent: str  # code; empty at the root
    founded_on: date
    ended_on: date | None = None


@dataclass(slots=True)
class Planned:
    """A row that writes something. `before` is None for a unit that is not there yet."""

    row: UnitRow
    code: str
    after: State
    before: State | None = None
    unit_id: int = 0

    @property
    def was(self) -> State:
        """What a known unit is so far; a new one was nothing, which no caller may ask."""
        if self.before is None:
            raise LookupError(self.code)
        return self.before

    @property
    def corrects(self) -> bool:
        """Whether more changes than an end being written."""
        return self.before is not None and self.before != replace(
            self.after, ended_on=self.before.ended_on
        )

    @property
    def ends(self) -> bool:
        return self.before is not None and self.before.ended_on != self.after.ended_on


@dataclass
class UnitsPlan:
    counts: Counts = field(default_factory=Counts)
    writes: list[Planned] = field(default_factory=list)


def plan_units(actor: Actor, reading: Reading[UnitRow], report: Report) -> UnitsPlan:
    """What the file would do; every problem goes into `reading.findings`."""
    return _Planner(actor, reading, report).plan()


class _Planner:
    """Holds what all rows share: the units there are, those in the file, and who asks."""

    def __init__(self, actor: Actor, reading: Reading[UnitRow], report: Report) -> None:
        self.actor, self.reading, self.report = actor, reading, report
        self.say_problem = reading.findings.add
        self.ids: dict[str, int] = {}
        self.states: dict[str, State] = {}
        for code, unit_id, state in _known_units():
            self.ids[code] = unit_id
            self.states[code] = state
        self.codes = Codes(self.states)
        self.first_rows: dict[str, int] = {}
        self.result = UnitsPlan()

    def plan(self) -> UnitsPlan:
        rows = [row for row in self.reading.rows if self._is_named_once(row)]
        labels = {code: state.name for code, state in self.states.items()}
        labels |= {row.code: row.name or labels.get(row.code, "") for row in rows if row.code}
        names = Names("unit", labels, self.reading.chosen.get("unit", {}))
        after: dict[str, State] = dict(self.states)
        planned = []
        for row in rows:
            if (state := self._state_after(row, names)) is not None:
                after[row.code or ""] = state
                planned.append((row, state))
        circles = self._circles(planned, after)
        for number, (row, state) in enumerate(planned):
            self._settle(row, state, after, circles)
            if number % _REPORT_EVERY == 0:
                self.report(number, len(planned))
        self._ask_about_changes(after)
        return self.result

    # One row alone ----------------------------------------------------------------------

    def _is_named_once(self, row: UnitRow) -> bool:
        if not row.code:
            self.reading.lacks(row.number, "code", say("Ghi mã đơn vị."))
            return False
        if row.code not in self.states:
            row.code = self.codes.settle(row.code)
        first = self.first_rows.setdefault(row.code, row.number)
        if first != row.number:
            self.say_problem(
                row.number,
                "code",
                "code-twice",
                say("Mã {code} đã có ở dòng {row}. Mỗi đơn vị một dòng, một mã."),
                code=row.code,
                row=first,
            )
        return first == row.number

    def _state_after(self, row: UnitRow, names: Names) -> State | None:
        """What the unit is to be; blank cells of a known unit stay as they are."""
        known = self.states.get(row.code or "")
        parent: str | None = known.parent if known else ""
        if row.parent_code:
            parent = self.reading.resolve(row.number, "parent_code", row.parent_code, names)
        is_whole = known is not None or self._has_what_is_needed(row)
        if parent is None or not is_whole:
            return None
        return State(
            name=row.name or (known.name if known else ""),
            kind=row.kind or (known.kind if known else ""),
            parent=parent,
            founded_on=row.founded_on or (known.founded_on if known else date.min),
            ended_on=row.ended_on or (known.ended_on if known else None),
        )

    def _has_what_is_needed(self, row: UnitRow) -> bool:
        needed = {
            "name": say("Đơn vị mới {code}: ghi tên đơn vị."),
            "kind": say("Đơn vị mới {code}: ghi loại."),
            "founded_on": say("Đơn vị mới {code}: ghi ngày thành lập."),
        }
        missing = [key for key in needed if getattr(row, key) is None]
        for key in missing:
            self.reading.lacks(row.number, key, needed[key], code=row.code)
        return not missing

    # Rows together ----------------------------------------------------------------------

    def _circles(
        self, planned: list[tuple[UnitRow, State]], after: Mapping[str, State]
    ) -> set[str]:
        """Codes that stand, through others, under themselves."""
        settled: set[str] = set()
        circles: set[str] = set()
        for row, _state in planned:
            path: dict[str, None] = {}
            code = row.code or ""
            while code and code in after and code not in settled and code not in path:
                path[code] = None
                code = after[code].parent
            if code in path:
                walked = list(path)
                circles.update(walked[walked.index(code) :])
            settled.update(path)
        return circles

    def _settle(
        self,
        row: UnitRow,
        state: State,
        after: Mapping[str, State],
        circles: set[str],
    ) -> None:
        code = row.code or ""
        before = self.states.get(code)
        if before == state:
            self.result.counts.count("unchanged")
            return
        self._check_life(row, state)
        if code in circles:
            self.say_problem(
                row.number,
                "parent_code",
                "circle",
                say("{parent} nằm dưới chính đơn vị này. Sửa cấp trên của một trong hai."),
                parent=after[state.parent].name,
            )
        elif state.parent in after:  # else its own row is faulty, and named
            self._check_parent(row, state, after[state.parent])
        self._check_permission(row, state, before, after)
        self.result.counts.count("changed" if before else "new")
        self.result.writes.append(Planned(row, code, state, before, self.ids.get(code, 0)))

    def _check_life(self, row: UnitRow, state: State) -> None:
        if state.ended_on and state.ended_on <= state.founded_on:
            self.say_problem(
                row.number,
                "ended_on",
                "ends-before-founded",
                say(
                    "Ngày kết thúc {end} phải sau ngày thành lập {start}. "
                    "Ngày kết thúc là ngày đầu tiên đơn vị không còn hoạt động."
                ),
                end=day_text(state.ended_on),
                start=day_text(state.founded_on),
            )

    def _check_parent(self, row: UnitRow, state: State, parent: State) -> None:
        stretch = rules.Stretch(state.founded_on, state.ended_on, {"parent_id": 1})
        above = rules.Stretch(parent.founded_on, parent.ended_on, {"parent_id": None})
        others = {1: rules.Known(1, parent.name, [above])}
        for problem in rules.problems_with_parents(0, [stretch], others):
            self.say_problem(
                row.number, "parent_code", problem.code, problem.message, **problem.values
            )

    def _check_permission(
        self, row: UnitRow, state: State, before: State | None, after: Mapping[str, State]
    ) -> None:
        if self.actor.is_machine:
            return
        wanted: list[int | None] = [self.ids[row.code or ""]] if before else []
        if before is None or before.parent != state.parent:
            wanted.append(self._known_above(state.parent, after))
        if not all(policies.may_change_organisation(self.actor, each) for each in wanted):
            self.say_problem(
                row.number,
                "code",
                "not-permitted",
                say("Bạn không được thay đổi đơn vị này. Nhờ văn phòng của cấp trên nhập."),
            )

    def _known_above(self, code: str, after: Mapping[str, State]) -> int | None:
        """The nearest unit above that is there already; the file's own units do not permit."""
        seen: set[str] = set()
        while code in after and code not in self.ids and code not in seen:
            seen.add(code)
            code = after[code].parent
        return self.ids.get(code)

    # Known units ------------------------------------------------------------------------

    def _ask_about_changes(self, after: Mapping[str, State]) -> None:
        """A known unit may be corrected while nothing else happened to it, and ended while
        nothing is left open."""
        changed = [each for each in self.result.writes if each.before]
        if not changed:
            return
        ending = {each.unit_id: each.after.ended_on for each in changed if each.after.ended_on}
        asked = standing_units.ask([each.unit_id for each in changed if each.corrects])
        for each in changed:
            tell = partial(self.say_problem, each.row.number)
            if each.corrects:
                for column, problem in asked.problems_with_correction(each):
                    tell(column, problem.code, problem.message, **problem.values)
            if each.ends:
                for problem in standing_units.problems_with_ending(each, ending):
                    tell("ended_on", problem.code, problem.message, **problem.values)


def _known_units() -> Iterator[tuple[str, int, State]]:
    rows = Unit.objects.values_list(
        "code", "pk", "name", "kind__identifier", "parent__code", "founded_on", "ended_on"
    )
    for code, unit_id, name, kind, parent, founded_on, ended_on in rows.iterator(2000):
        yield code, unit_id, State(name, kind, parent or "", founded_on, ended_on)
