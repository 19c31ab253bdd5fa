"""Where search looks: each path is `(actor, folded words, limit) -> list[ui.found.Found]`."""

SEARCH: list[str] = []
