"""What a changed rule or holiday moves: see noilam.rulebook.rules.Change and Moved."""

from noilam.foundation.text import say

# Stored deadlines, moved only where the person who adopts says so:
# name -> (title, path of `(actor, change) -> list[Moved]`, path of the action that moves them,
# `(*, actor, change) -> int`).
DEADLINES: dict[str, tuple[str, str, str]] = {
    "verification": (
        say("Hạn xác nhận những việc đã báo xong"),
        "noilam.commitments.queries.due_days.moved_due_days",
        "noilam.commitments.actions.recalculate_due_days",
    ),
}

# What follows the calendar or the rules by itself, told in a sentence before the change is made:
# paths of `(actor, change) -> str`, empty where nothing does.
FOLLOWING: list[str] = ["noilam.commitments.queries.escalation.escalation_that_moves"]
