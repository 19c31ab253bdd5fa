"""Stored deadlines that a changed rule or holiday may move.

name -> (title, path of `(actor, change) -> list[Moved]`, path of the action that moves them,
`(*, actor, change) -> int`). See noilam.rulebook.rules.Change and Moved.
"""

DEADLINES: dict[str, tuple[str, str, str]] = {}
