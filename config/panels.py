"""What each floor shows on another's page: path of `(actor, thing, day) -> Panel | None`.

Pages: "today" (thing is None), "unit" (a Unit; its makers are also told the reading), "person" (a
Person), "account" (an Account).
"""

PANELS: dict[str, list[str]] = {
    "today": [
        "noilam.commitments.panels.today_words",
        "noilam.commitments.panels.today_urgent",
        "noilam.commitments.panels.today_units",
    ],
    "unit": ["noilam.commitments.panels.unit_words", "noilam.scoring.panels.unit_months"],
    "person": ["noilam.commitments.panels.person_words"],
    "account": ["noilam.organisation.panels.account_roles"],
}
