"""What a change makes of deadlines that other floors store. They ask here, for their own rule."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from noilam.rulebook.models import RuleVersion
from noilam.rulebook.rules import Change, Deadline

from .book import WEEKLY, Book, book, calendar_in, counted, rule_in, version_in

Start = tuple[int, date]  # the version that made a stored deadline, and the day it counts from


def touches(change: Change, key: str) -> bool:
    """Whether a change can move deadlines of a rule at all."""
    return change.key in ("", WEEKLY, key)


def deadlines_under(change: Change, key: str, stored: Iterable[Start]) -> dict[Start, Deadline]:
    """Deadlines as a change makes them; only those that it touches.

    Another value counts for those that start while it holds; another week likewise, under the
    version that each has; a changed day for those it makes longer or shorter. The answer is the
    same before the change is made and after it, but that a version not adopted yet is number 0.
    """
    held = book()
    found = {each: _under(held, change, key, *each) for each in set(stored)}
    return {each: deadline for each, deadline in found.items() if deadline is not None}


def _under(held: Book, change: Change, key: str, version_id: int, start: date) -> Deadline | None:
    if change.key and not _would_hold(held, change, start):
        return None
    if change.key == key:
        return counted(_becoming(held, change, start), start, calendar_in(held, start))
    version = version_in(held, version_id)
    if change.key == WEEKLY:
        return counted(version, start, change.new_calendar)
    weekly = calendar_in(held, start).weekly
    was, becomes = (
        counted(version, start, replace(days, weekly=weekly))
        for days in (change.old_calendar, change.new_calendar)
    )
    return becomes if becomes.due_on != was.due_on else None


def _would_hold(held: Book, change: Change, start: date) -> bool:
    """Whether the changed value would be the rule on a day: no later version covers it."""
    if start < change.valid_from or (change.valid_to and start >= change.valid_to):
        return False
    return not any(
        change.valid_from < each.valid_from <= start
        and (each.valid_to is None or start < each.valid_to)
        for each in held.versions.get(change.key, ())
    )


def _becoming(held: Book, change: Change, start: date) -> RuleVersion:
    """The version adopted by the change, or one like it while it is not adopted yet."""
    version = rule_in(held, change.key, start)
    is_it = version.valid_from == change.valid_from and version.value == change.new_value
    return version if is_it else RuleVersion(key=change.key, value=change.new_value)
