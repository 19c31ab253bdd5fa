"""Facts for tests, built through the actions of this floor, as the machine itself."""

from datetime import date
from itertools import count

from noilam.accounts.actions import open_account
from noilam.accounts.models import Account
from noilam.accounts.policies import ADMINISTER
from noilam.accounts.queries import actor_for
from noilam.foundation import clock
from noilam.foundation.access import Actor, shell
from noilam.organisation import actions
from noilam.organisation.models import Grant, Person, Unit
from noilam.organisation.roles import Role
from noilam.organisation.rules import Decision

_numbers = count(1)
FOUNDED = date(2020, 1, 1)
DECISION = Decision(number="12-QĐ/TU", decided_on=date(2020, 1, 1))


def a_unit(
    name: str = "Xã Mẫu",
    code: str | None = None,
    parent: Unit | None = None,
    kind: str = "commune_committee",
    founded_on: date = FOUNDED,
) -> Unit:
    return actions.found_unit(
        actor=shell(),
        code=code or f"DV{next(_numbers)}",
        name=name,
        kind=kind,
        parent=parent,
        founded_on=founded_on,
    )


def a_person(name: str = "Nguyễn Văn Mẫu", code: str | None = None) -> Person:
    return actions.register_person(
        actor=shell(), code=code or f"CB{next(_numbers)}", full_name=name
    )


def a_head(unit: Unit, name: str = "Trần Thị Ví Dụ", starts_on: date | None = None) -> Person:
    """Somebody who leads the unit, from its founding unless said otherwise."""
    person = a_person(name)
    actions.appoint(
        actor=shell(),
        person=person,
        unit=unit,
        post="Bí thư",
        leads=True,
        starts_on=starts_on or unit.founded_on,
    )
    return person


def an_actor(role: Role | str, unit: Unit, person: Person | None = None) -> Actor:
    """Somebody signed in who holds a role in a unit; for a person, under his own sign-in."""
    account = _account_of(person) if person else _an_account()
    if not Grant.objects.filter(account=account, role=role, unit=unit).exists():
        actions.grant_role(
            actor=shell(),
            account=account,
            role=Role(role),
            unit=unit,
            starts_on=min(unit.founded_on, clock.today()),
        )
    return actor_for(account)


def an_administrator() -> Actor:
    return actor_for(_an_account(permissions=[ADMINISTER]))


def _an_account(**more: object) -> Account:
    number = next(_numbers)
    label = f"Người dùng {number}"
    return open_account(actor=shell(), username=f"tk{number}", label=label, **more)


def _account_of(person: Person) -> Account:
    if person.account is None:
        actions.open_sign_ins(actor=shell(), people=[person])
        person.refresh_from_db()
    return person.account


def office(unit: Unit) -> Actor:
    return an_actor(Role.OFFICE, unit)
