"""Typed sources: kind -> path of `(reference) -> (label, link)`, for soft references upwards."""

REFERENCES: dict[str, str] = {}
