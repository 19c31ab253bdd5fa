"""What may stand open when a unit or an appointment changes: list, inherit, reassign, close."""

OPEN_MATTERS: list[str] = [
    "noilam.organisation.own_matters.OPEN",
    "noilam.commitments.open_matters.OPEN",
    "noilam.scoring.open_matters.OPEN",
]
