"""What others know the things of this floor by (config/references.py)."""

CRITERIA = "criteria"


def criteria_link(criteria_id: int) -> str:
    return f"/criteria/{criteria_id}/"


CONSULTATION_REQUIRED = "scoring.consultation_required"  # before criteria are issued

SHEET = "scoring.sheet"


def sheet_link(sheet_id: int) -> str:
    """Written out: a list of fifty rows must not ask the router fifty times."""
    return f"/scoring/sheets/{sheet_id}/"
