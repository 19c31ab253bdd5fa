"""Where search looks: each path is `(actor, words: list[str], limit) -> list[ui.pieces.Found]`.

The words are folded (foundation.text.fold); a hit holds all of them.
"""

SEARCH: list[str] = [
    "noilam.organisation.queries.search.units_found",
    "noilam.organisation.queries.search.people_found",
    "noilam.commitments.queries.waiting.commitments_found",
    "noilam.consultation.queries.lists.consultations_found",
]
