"""Typed sources: kind -> path of `(id) -> (label, link) | None`, for soft references upwards."""

REFERENCES: dict[str, str] = {
    "criteria": "noilam.scoring.queries.criteria.reference",
}
