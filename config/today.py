"""What waits for me, shown on Hôm nay."""

# Each path is a `ui.waiting.Together`: all of them are asked in one question.
TOGETHER: list[str] = [
    "noilam.commitments.queries.waiting.waiting",
    "noilam.consultation.queries.waiting.waiting",
    "noilam.scoring.queries.waiting.waiting",
]

# Each path is `(actor, day) -> list[ui.pieces.Waiting]`, and asks for itself.
TODAY: list[str] = [
    "noilam.notices.panels.waiting",
    "noilam.rulebook.queries.pages.waiting",
    "noilam.commitments.queries.owing.waiting",
]
