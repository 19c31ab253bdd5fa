"""Ready-made words and deeds for tests, built through the actions as the machine itself."""

from datetime import date
from itertools import count
from typing import Any

from noilam.accounts.queries import actor_for
from noilam.commitments import actions
from noilam.commitments.actions import Draft, Proof
from noilam.commitments.models import Commitment, Declaration
from noilam.foundation import clock
from noilam.foundation.access import Actor, shell
from noilam.organisation.actions.sign_ins import open_sign_ins
from noilam.organisation.models import Person, Unit
from noilam.organisation.tests.given import a_person

TODAY = date(2026, 11, 20)
_numbers = count(1)
DUE = date(2026, 12, 31)
PROOF = [Proof(text="Biên bản nghiệm thu số 4")]


def a_draft(unit: Unit | None, person: Person | None, **given: Any) -> Draft:
    """Everything that S1.14 asks for, unless said otherwise."""
    number = next(_numbers)
    complete: dict[str, Any] = {
        "statement": f"Xóa điểm rác tự phát số {number}",
        "unit": unit,
        "person": person,
        "starts_on": clock.today(),
        "due_on": DUE,
        "measure": "Không còn rác ở điểm này",
        "solution": "Thu gom, lắp biển báo, giao chi bộ trông coi",
        "grounds": "Dân phản ánh ba lần trong quý",
    }
    return Draft(**complete | given)


def a_proposal(unit: Unit, person: Person, **given: Any) -> Commitment:
    made = actions.make_commitment(actor=shell(), draft=a_draft(unit, person, **given))
    return actions.propose(actor=shell(), commitment=made)


def a_commitment(
    unit: Unit, person: Person | None = None, verifier: Person | None = None, **given: Any
) -> Commitment:
    """In force from today (of the clock)."""
    proposal = a_proposal(unit, person or a_person(), **given)
    return actions.approve(
        actor=shell(), commitment=proposal, verifier=verifier or a_person("Lê Thị Mẫu")
    )


def declared(commitment: Commitment) -> Declaration:
    return actions.declare_done(actor=shell(), commitment=commitment, evidence=PROOF)


def judged(commitment: Commitment, verdict: str = "achieved") -> Commitment:
    """Declared and decided today."""
    actions.verify(
        actor=shell(), declaration=declared(commitment), verdict=verdict, reason="Đã xem tận nơi"
    )
    commitment.refresh_from_db()
    return commitment


def signed_in(person: Person) -> Actor:
    """The person under his own sign-in, with the roles that his posts bring along."""
    if person.account is None:
        open_sign_ins(actor=shell(), people=[person])
        person.refresh_from_db()
    return actor_for(person.account)
