"""People and posts from a file: one person may stand in several rows, each with a post."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from noilam.exchange.rules.names import Codes, Names, spelled
from noilam.exchange.sheet import Counts, Reading, Report
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, fold, say
from noilam.organisation import policies, rules
from noilam.organisation.imports import standing_people
from noilam.organisation.models import Appointment, Person, Unit

_REPORT_EVERY = 500
_WANTED = {"unit_code": say("Mã đơn vị"), "post": say("Chức vụ"), "from": say("Từ ngày")}


@dataclass(slots=True)
class PersonRow:
    """One line of the file."""

    number: int
    code: str | None = None
    full_name: str | None = None
    unit_code: str | None = None
    post: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    leads: bool | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(slots=True)
class PlannedPerson:
    """A person to be made or corrected; `before` holds what is so now."""

    code: str
    full_name: str
    email: str = ""
    phone: str = ""
    person_id: int = 0
    row: int = 0
    before: dict[str, str] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return not self.person_id

    @property
    def is_changed(self) -> bool:
        return bool(self.person_id) and self.before != self.contact()

    def contact(self) -> dict[str, str]:
        return {"full_name": self.full_name, "email": self.email, "phone": self.phone}


@dataclass(slots=True)
class PlannedPost:
    """A post to be taken up (`id` 0) or to be left. People and units by code."""

    row: int
    person: str
    unit: str
    post: str
    leads: bool
    starts_on: date
    ends_on: date | None = None
    id: int = 0


@dataclass
class PeoplePlan:
    counts: Counts = field(default_factory=Counts)
    people: list[PlannedPerson] = field(default_factory=list)  # new or changed
    appointments: list[PlannedPost] = field(default_factory=list)  # new
    endings: list[PlannedPost] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Unit:
    id: int
    name: str
    founded_on: date
    ended_on: date | None


def plan_people(actor: Actor, reading: Reading[PersonRow], report: Report) -> PeoplePlan:
    """What the file would do; every problem goes into `reading.findings`."""
    return _Planner(actor, reading, report).plan()


class _Planner:
    """Holds what all rows share: units, people and posts there are, and those in the file."""

    def __init__(self, actor: Actor, reading: Reading[PersonRow], report: Report) -> None:
        self.actor, self.reading, self.report = actor, reading, report
        self.add = reading.findings.add
        self.units = {
            code: _Unit(unit_id, name, founded_on, ended_on)
            for code, unit_id, name, founded_on, ended_on in Unit.objects.values_list(
                "code", "pk", "name", "founded_on", "ended_on"
            ).iterator(2000)
        }
        labels = {code: unit.name for code, unit in self.units.items()}
        self.unit_names = Names("unit", labels, reading.chosen.get("unit", {}))
        self.people = {
            code: PlannedPerson(
                code, name, email, phone, person_id, 0, _contact(name, email, phone)
            )
            for person_id, code, name, email, phone in Person.objects.values_list(
                "pk", "code", "full_name", "email", "phone"
            ).iterator(2000)
        }
        self.codes = Codes(self.people)
        self.posts: dict[tuple[str, str, str], list[PlannedPost]] = defaultdict(list)
        for post in _posts_there_are():
            self.posts[post.person, post.unit, fold(post.post)].append(post)
        self.permitted: dict[str, bool] = {}
        self.result = PeoplePlan()

    def plan(self) -> PeoplePlan:
        rows = [row for row in self.reading.rows if self._has_code(row)]
        outcomes: dict[int, str] = {}
        for number, row in enumerate(rows):
            outcomes[row.number] = self._take_person(row)
            if number % _REPORT_EVERY == 0:
                self.report(number, 2 * len(rows))
        self._require_names()
        for number, row in enumerate(rows):
            outcome = self._take_post(row)
            outcomes[row.number] = max(outcomes[row.number], outcome, key=_WEIGHT.index)
            if number % _REPORT_EVERY == 0:
                self.report(len(rows) + number, 2 * len(rows))
        self._check_together()
        for outcome in outcomes.values():
            self.result.counts.count(outcome)
        self.result.people = [p for p in self.people.values() if p.is_new or p.is_changed]
        return self.result

    def _has_code(self, row: PersonRow) -> bool:
        if not row.code:
            self.reading.lacks(row.number, "code", say("Ghi mã người."))
        elif row.code not in self.people:
            row.code = self.codes.settle(row.code)
        return bool(row.code)

    # The person -------------------------------------------------------------------------

    def _take_person(self, row: PersonRow) -> str:
        code = row.code or ""
        person = self.people.get(code)
        if person is None:
            person = self.people[code] = PlannedPerson(
                code, row.full_name or "", row.email or "", row.phone or "", 0, row.number
            )
            return "new"
        is_first = not person.row
        person.row = person.row or row.number
        changes = [self._take_value(row, person, name, is_first) for name in _CONTACT]
        if any(changes) and person.person_id:
            self._ask_to_change(row, person)
        return "changed" if any(changes) and person.person_id else "unchanged"

    def _take_value(self, row: PersonRow, person: PlannedPerson, name: str, is_first: bool) -> bool:
        """Whether the cell changes the person. Two rows of one file may not disagree."""
        typed, known = getattr(row, name), getattr(person, name)
        if not typed or typed == known:
            return False
        if name == "full_name" and known and not self._is_same_name(row, person, is_first):
            return False
        if known and not is_first and known != person.before.get(name, ""):
            if name != "full_name":
                self._disagree(row, person, name)
            return False
        setattr(person, name, typed)
        return True

    def _is_same_name(self, row: PersonRow, person: PlannedPerson, is_first: bool) -> bool:
        """A known person's spelling may be put right; another name is another person."""
        typed = row.full_name or ""
        alike = fold if person.person_id and is_first else spelled
        if alike(typed) == alike(person.full_name):
            return True
        self.add(
            row.number,
            "full_name",
            "another-name",
            say("Mã {code} là của {name}. Kiểm tra mã; nếu đúng người, sửa tên ở trang người."),
            code=person.code,
            name=person.full_name,
        )
        return False

    def _disagree(self, row: PersonRow, person: PlannedPerson, column: str) -> None:
        self.add(
            row.number,
            column,
            "rows-disagree",
            say("Khác với dòng {row} của cùng một người. Ghi giống nhau, hoặc để trống một ô."),
            row=person.row,
        )

    def _ask_to_change(self, row: PersonRow, person: PlannedPerson) -> None:
        if self.actor.is_machine:
            return
        if not policies.may_change_person(self.actor, Person(pk=person.person_id)):
            self._forbid(row.number, "code")

    def _require_names(self) -> None:
        for person in self.people.values():
            if person.is_new and not person.full_name:
                sentence = say("Người mới {code}: ghi họ và tên.")
                self.reading.lacks(person.row, "full_name", sentence, code=person.code)

    # The post ---------------------------------------------------------------------------

    def _take_post(self, row: PersonRow) -> str:
        if not (row.unit_code or row.post or row.starts_on or row.ends_on):
            self._check_registering(row)
            return "unchanged"
        unit = self._unit_of(row)
        same = self._same_posts(row, unit)
        if not self._has_whole_post(row, same) or not unit:
            return "unchanged"
        starts_on = row.starts_on or same[0].starts_on
        if not self._may_appoint(unit):
            self._forbid(row.number, "unit_code")
        there = next((each for each in same if each.starts_on == starts_on and each.id), None)
        if there is not None:
            return self._take_known_post(row, there)
        new = PlannedPost(
            row.number,
            row.code or "",
            unit,
            row.post or "",
            bool(row.leads),
            starts_on,
            row.ends_on,
        )
        self.posts[new.person, unit, fold(new.post)].append(new)
        self.result.appointments.append(new)
        return "new"

    def _check_registering(self, row: PersonRow) -> None:
        """A person without a post: who appoints somewhere may write him down."""
        if row.leads:
            self.reading.lacks(row.number, "unit_code", say("Đứng đầu đơn vị nào? Ghi mã đơn vị."))
        person = self.people[row.code or ""]
        if person.is_new and not policies.may_register_people(self.actor):
            self._forbid(row.number, "code")

    def _unit_of(self, row: PersonRow) -> str:
        if not row.unit_code:
            return ""
        found = self.reading.resolve(row.number, "unit_code", row.unit_code, self.unit_names)
        return found or ""

    def _same_posts(self, row: PersonRow, unit: str) -> list[PlannedPost]:
        return self.posts.get((row.code or "", unit, fold(row.post or "")), [])

    def _has_whole_post(self, row: PersonRow, same: list[PlannedPost]) -> bool:
        """Unit, post and first day; the day may be left out where it is known."""
        values = {"unit_code": row.unit_code, "post": row.post, "from": row.starts_on}
        if len(same) == 1 and same[0].id:
            values["from"] = same[0].starts_on
        missing = [key for key, value in values.items() if not value]
        for key in missing:
            self.reading.lacks(
                row.number,
                key,
                say("Chức vụ cần đủ đơn vị, tên chức vụ và ngày bắt đầu: ghi {what}."),
                what=_WANTED[key],
            )
        return not missing

    def _may_appoint(self, unit: str) -> bool:
        if unit not in self.permitted:
            self.permitted[unit] = policies.may_change_people(self.actor, self.units[unit].id)
        return self.permitted[unit]

    def _forbid(self, row: int, column: str) -> None:
        self.add(
            row,
            column,
            "not-permitted",
            say("Bạn không được ghi người và chức vụ ở đây. Nhờ văn phòng hoặc ban tổ chức nhập."),
        )

    def _take_known_post(self, row: PersonRow, there: PlannedPost) -> str:
        there.row = there.row or row.number
        if row.leads is not None and row.leads != there.leads:
            self.add(
                row.number,
                "leads",
                "leads-changed",
                say("Việc đứng đầu đã ghi khác. Dùng Đổi chức vụ ở trang người, hoặc để trống ô."),
            )
        if row.ends_on is None or row.ends_on == there.ends_on:
            return "unchanged"
        if there.ends_on is not None:
            self.add(
                row.number,
                "to",
                "ended-already",
                say("Đã ghi thôi chức ngày {day}. Không đổi ngày này bằng tệp; để trống ô."),
                day=day_text(there.ends_on),
            )
            return "unchanged"
        there.row, there.ends_on = row.number, row.ends_on
        self.result.endings.append(there)
        return "changed"

    # Posts together ---------------------------------------------------------------------

    def _check_together(self) -> None:
        """Each new post against the heads of its unit and the person's own posts there; ends
        written by the same file count."""
        heads: dict[str, list[PlannedPost]] = defaultdict(list)
        own: dict[tuple[str, str], list[PlannedPost]] = defaultdict(list)
        for posts in self.posts.values():
            for post in posts:
                own[post.person, post.unit].append(post)
                if post.leads:
                    heads[post.unit].append(post)
        new = {id(post) for post in self.result.appointments}
        for post in self.result.appointments:
            new.discard(id(post))  # a pair of two new posts is looked at once
            others = [*own[post.person, post.unit], *(heads[post.unit] if post.leads else ())]
            self._check_post(post, [each for each in others if id(each) not in new])
        for post in self.result.endings:
            for problem in standing_people.problems_with_ending(post):
                self.add(post.row, "to", problem.code, problem.message, **problem.values)

    def _check_post(self, post: PlannedPost, others: Iterable[PlannedPost]) -> None:
        unit = self.units[post.unit]
        plain = [self._plain(each) for each in others if each is not post]
        problems = rules.problems_with_appointment(
            self._plain(post),
            list(dict.fromkeys(plain)),
            unit_from=unit.founded_on,
            unit_until=unit.ended_on,
            unit=unit.name,
        )
        for problem in problems:
            column = _COLUMNS.get(problem.about, problem.about)
            self.add(post.row, column, problem.code, problem.message, **problem.values)

    def _plain(self, post: PlannedPost) -> rules.Post:
        person = self.people[post.person]
        return rules.Post(
            person_id=person.person_id or -person.row,
            unit_id=self.units[post.unit].id,
            post=post.post,
            leads=post.leads,
            starts_on=post.starts_on,
            ends_on=post.ends_on,
            holder=person.full_name,
            id=post.id,
        )


_CONTACT = ("full_name", "email", "phone")
_COLUMNS = {"starts_on": "from", "ends_on": "to"}
_WEIGHT = ["unchanged", "changed", "new"]


def _contact(full_name: str, email: str, phone: str) -> dict[str, str]:
    return {"full_name": full_name, "email": email, "phone": phone}


def _posts_there_are() -> Iterable[PlannedPost]:
    rows = Appointment.objects.order_by("pk").values_list(
        "person__code", "unit__code", "post", "leads", "starts_on", "ends_on", "pk"
    )
    return (PlannedPost(0, *values) for values in rows.iterator(2000))
