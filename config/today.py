"""What waits for me: each path is `(actor, day) -> list[ui.waiting.Waiting]`, shown on Hôm nay."""

TODAY: list[str] = [
    "noilam.notices.panels.waiting",
    "noilam.rulebook.queries.pages.waiting",
    "noilam.commitments.queries.waiting.waiting",
    "noilam.commitments.queries.owing.waiting",
]
