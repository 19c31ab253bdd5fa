"""Names of this floor's matters across floors, and where their pages are."""

COMMITMENT = "commitments.commitment"
VERIFIER = "commitments.verifier"
PROGRAMME = "commitments.programme"


def key_of(prefix: str, row_id: int) -> str:
    """E.g. "commitments.commitment:12"."""
    return f"{prefix}:{row_id}"


def commitment_link(commitment_id: int) -> str:
    """Written out: a list of fifty rows must not ask the router fifty times."""
    return f"/commitments/{commitment_id}/"


def programme_link(programme_id: int) -> str:
    return f"/programmes/{programme_id}/"
