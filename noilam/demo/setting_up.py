"""The office sets itself up: units and people from its Excel files, sign-ins, roles, areas."""

import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from noilam.accounts import actions as accounts
from noilam.accounts.queries import actor_for
from noilam.exchange.actions import run_now
from noilam.exchange.writing import write_file
from noilam.foundation import clock
from noilam.foundation.access import Actor, shell
from noilam.foundation.errors import Refused
from noilam.organisation import actions, open_matters
from noilam.organisation.actions.grants import grant_role
from noilam.organisation.actions.sign_ins import open_sign_ins
from noilam.organisation.models import Person, Unit
from noilam.organisation.roles import NAMES, Role
from noilam.organisation.rules import Choice, Decision, Deed, HandOver, NewUnit, list_hash

from .commune import BOARD, COMMISSION, FORMED_ON, OFFICE, ROOT, Commune

FORMING = Decision("01-QĐ/TU", date(2025, 6, 20), "Sắp xếp đơn vị hành chính hai cấp")

# Who may be tried out: role, where, the leader's place among that unit's people, name to sign in.
DESKS: Sequence[tuple[Role, str, int, str]] = [
    (Role.HEAD, ROOT, 0, "bithu"),
    (Role.STANDING_COMMITTEE, ROOT, 1, "thuongvu"),
    (Role.OFFICE, OFFICE, 0, "vanphong"),
    (Role.ORGANISING_BOARD, BOARD, 0, "tochuc"),
    (Role.INSPECTION_COMMISSION, COMMISSION, 0, "kiemtra"),
    (Role.MEMBER_IN_CHARGE, ROOT, 3, "phutrach"),
    (Role.AUDITOR, COMMISSION, 3, "giamsat"),
    (Role.HEAD, "SH.01", 0, "donvi"),
    (Role.UNIT_CLERK, "SH.01", 1, "thuky"),
    (Role.STAFF, "SH.01", 5, "canbo"),
]


@dataclass
class People:
    """Who sits where, by unit code, in the order of the file; and how each acts."""

    seats: dict[str, list[Person]] = field(default_factory=dict)
    sign_ins: list[tuple[str, str, str]] = field(default_factory=list)
    _known: dict[int, Person] = field(default_factory=dict)
    _acting: dict[tuple[date, int], Actor] = field(default_factory=dict)  # of this very day

    def known(self, number: int) -> Person:
        """By key: who took a seat since the setting up is looked up once."""
        if number not in self._known:
            self._known = {each.pk: each for each in Person.objects.select_related("account")}
        return self._known[number]

    def with_sign_ins(self) -> list[Person]:
        """Everybody who may read letters."""
        return list(Person.objects.exclude(account=None).select_related("account").order_by("pk"))

    def head(self, code: str) -> Person:
        return self.seats[code][0]

    def actor(self, person: Person) -> Actor:
        if person.account is None:
            raise LookupError(f"{person} has no sign-in")
        today = (clock.today(), person.pk)
        if today not in self._acting:
            self._acting = {key: each for key, each in self._acting.items() if key[0] == today[0]}
            self._acting[today] = actor_for(person.account)
        return self._acting[today]

    def desk(self, name: str) -> Actor:
        """Whoever sits at a desk of the demo."""
        code, place = next((code, place) for _, code, place, desk in DESKS if desk == name)
        return self.actor(self.seats[code][place])


def set_up(commune: Commune) -> People:
    """From the ended district to a commune at work, each step on its own day."""
    with clock.frozen(FORMED_ON):
        bring_in("units", commune.history)
        _form_the_commune()
        bring_in("units", commune.units)
        bring_in("people", commune.people)
        people = _seats(commune)
        _count(commune)
        _open_desks(people)
        _share_out(commune, people)
    return people


def bring_in(kind: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Through a spreadsheet, as an office would."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.xlsx"
        headers = list(dict.fromkeys(name for row in rows for name in row))
        write_file(path, headers, [[row.get(name) for name in headers] for row in rows])
        run = run_now(actor=shell(), kind=kind, path=path)
    if run.problems:
        raise Refused(*run.problems)


def _form_the_commune() -> None:
    """The district ended; its three communes became one."""
    communes = list(Unit.objects.filter(parent__code="TL").order_by("code"))
    actions.merge_units(
        actor=shell(),
        inputs=communes,
        output=NewUnit(ROOT, "Đảng bộ xã Sông Hiền", "commune_committee"),
        on=FORMED_ON,
        decision=FORMING,
        hand_over=inherited(communes, FORMED_ON),
    )
    district = Unit.objects.get(code="TL")
    actions.end_unit(
        actor=shell(),
        unit=district,
        on=FORMED_ON,
        decision=FORMING,
        hand_over=inherited([district], FORMED_ON),
    )


def inherited(units: Sequence[Unit], on: date, **choices: Choice) -> HandOver:
    """Whatever stands open goes to the heir, unless chosen otherwise."""
    matters = open_matters.listed(units=units, on=on)
    return HandOver(list_hash(matters), choices, Choice(Deed.INHERIT))


def _seats(commune: Commune) -> People:
    by_code = {person.code: person for person in Person.objects.all()}
    people = People()
    for row in commune.people:
        people.seats.setdefault(row["unit_code"], []).append(by_code[row["code"]])
    return people


def _count(commune: Commune) -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    for code, total in [*commune.members.items(), (ROOT, sum(commune.members.values()))]:
        actions.count_census(
            actor=shell(), unit=units[code], counted_on=FORMED_ON, totals={"members": total}
        )


def _open_desks(people: People) -> None:
    """Everybody gets a sign-in; the desks of the demo also a name and a password to try."""
    everybody = list({each.pk: each for seat in people.seats.values() for each in seat}.values())
    open_sign_ins(actor=shell(), people=everybody)
    for person in everybody:
        person.refresh_from_db(fields=["account"])
    root = Unit.objects.get(code=ROOT)
    for role, code, place, name in DESKS:
        person = people.seats[code][place]
        where = Unit.objects.get(code=code) if code.startswith("SH.0") else root
        _try_out(people, person, role, where, name)
    _administrator(people)


def _try_out(people: People, person: Person, role: Role, unit: Unit, name: str) -> None:
    account = person.account
    if account is None:
        raise LookupError(f"{person} has no sign-in")
    held = account.grants.filter(role=role, unit=unit)
    if not held.exists():
        grant_role(actor=shell(), account=account, role=role, unit=unit, starts_on=FORMED_ON)
    password = _password()
    accounts.set_password(actor=shell(), account=account, password=password)
    people.sign_ins.append((f"{NAMES[role]}: {person}", account.username, password))


def _administrator(people: People) -> None:
    account = accounts.open_account(
        actor=shell(),
        username="quantri",
        label="Quản trị hệ thống",
        permissions=["administer", "read_trail"],
    )
    password = _password()
    accounts.set_password(actor=shell(), account=account, password=password)
    people.sign_ins.append(("Quản trị", account.username, password))


def _password() -> str:
    return f"{secrets.choice(_WORDS)}-{secrets.choice(_WORDS)}-{secrets.randbelow(9000) + 1000}"


_WORDS = ["song", "hien", "bendo", "mai", "chieu", "nuong", "doi", "nang", "mua", "gio", "suoi"]


def _share_out(commune: Commune, people: People) -> None:
    """Members of the committee in charge of units, and units in clusters and blocks."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    clusters = [
        actions.make_grouping(actor=shell(), code=f"CUM{n}", kind="cluster", name=f"Cụm {n}")
        for n in range(1, 7)
    ]
    members = people.seats[ROOT][3:]
    for place, code in enumerate(commune.grassroots):
        actions.join_grouping(
            actor=shell(),
            grouping=clusters[place % len(clusters)],
            unit=units[code],
            starts_on=FORMED_ON,
        )
        person = members[place % len(members)]
        actions.assign_area(actor=shell(), person=person, unit=units[code], starts_on=FORMED_ON)
