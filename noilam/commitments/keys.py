"""Names of this floor's matters across floors, and where their pages are."""

import re
from collections.abc import Iterable

COMMITMENT = "commitments.commitment"
VERIFIER = "commitments.verifier"
PROGRAMME = "commitments.programme"

ESCALATION_DAYS = "commitments.escalation_days"
VERIFICATION_DAYS = "commitments.verification_days"  # the rule that gives the verifier his due day


def key_of(prefix: str, row_id: int) -> str:
    """E.g. "commitments.commitment:12"."""
    return f"{prefix}:{row_id}"


def commitment_link(commitment_id: int) -> str:
    """Written out: a list of fifty rows must not ask the router fifty times."""
    return f"/commitments/{commitment_id}/"


def verify_due_link(commitment_id: int, declaration_id: int) -> str:
    """Where the working of the verifier's due day is shown."""
    return f"/commitments/{commitment_id}/declarations/{declaration_id}/due/"


def programme_link(programme_id: int) -> str:
    return f"/programmes/{programme_id}/"


def person_link(person_id: int) -> str:
    return f"/people/{person_id}/"


def ids_in(links: Iterable[str]) -> set[int]:
    """The number that each of these links ends with; what has none is passed over."""
    found = (re.search(r"/([0-9]+)/\Z", each) for each in links)
    return {int(each[1]) for each in found if each}
