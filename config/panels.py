"""What each floor shows on another's page: path of `(actor, thing, day) -> Panel | None`.

Pages: "today" (thing is None), "unit" (a Unit), "person" (a Person), "account" (an Account).
"""

PANELS: dict[str, list[str]] = {
    "today": [],
    "unit": [],
    "person": [],
    "account": ["noilam.organisation.panels.account_roles"],
}
