"""What a change would move. Each floor that stores deadlines offers its own in config/deadlines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.errors import Problem
from noilam.foundation.text import say
from noilam.rulebook import rules
from noilam.rulebook.defaults import BY_KEY
from noilam.rulebook.models import CalendarDay, RuleDraft
from noilam.rulebook.rules import Change, DayDraft, DayKind, Mark, Moved

from .book import WEEKLY, NoRule, book, calendar, calendar_with, value


@dataclass(frozen=True)
class DeadlineKind:
    """One floor's stored deadlines: which would move, and the action that moves them."""

    name: str
    title: str
    moved: Callable[[Actor, Change], list[Moved]]
    recalculate: Callable[..., int]


@dataclass(frozen=True)
class Preview:
    """The open deadlines that a change would move, kind by kind; and what follows by itself."""

    kinds: list[tuple[DeadlineKind, list[Moved]]]
    notes: list[str] = field(default_factory=list)

    @property
    def moved(self) -> list[Moved]:
        return [each for _kind, moved in self.kinds for each in moved]

    @property
    def digest(self) -> str:
        return rules.digest(self.moved)


def deadline_kinds() -> list[DeadlineKind]:
    table: Mapping[str, tuple[str, str, str]] = import_string(settings.DEADLINES)
    return [
        DeadlineKind(name, title, import_string(moved), import_string(recalculate))
        for name, (title, moved, recalculate) in table.items()
    ]


def preview(actor: Actor, change: Change) -> Preview:
    """Nothing moves by a value that cannot be adopted (a draft older than its rule's bounds)."""
    if change.key and problems_with_value(change.key, as_stored(change.new_value)):
        return Preview([])
    kinds = [(kind, kind.moved(actor, change)) for kind in deadline_kinds()]
    return Preview([(kind, moved) for kind, moved in kinds if moved], _notes(actor, change))


def _notes(actor: Actor, change: Change) -> list[str]:
    """What the calendar or the rule moves without being asked, a sentence from each floor."""
    paths: Sequence[str] = import_string(settings.FOLLOWING)
    said = (import_string(path)(actor, change) for path in paths)
    return [sentence for sentence in said if sentence]


def value_in_force(key: str, on: date) -> Any:
    """A rule's value on a day in stored form; None where it has none."""
    try:
        return as_stored(value(key, on))
    except NoRule:
        return None


def as_stored(value: Any) -> Any:
    """Decimals as text, as they stand in the table."""
    return value if isinstance(value, int | str | list | dict) or value is None else str(value)


def problems_with_draft(
    *,
    key: str,
    value: Any,
    valid_from: date,
    citation: str,
    mark: Mark | str,
    valid_to: date | None = None,
    source: str = "",
    note: str = "",
) -> list[Problem]:
    """Everything that keeps a change from being put forward. A note never does."""
    if key not in BY_KEY:
        return [Problem("unknown-rule", _UNKNOWN, about="key", values={"key": key})]
    return rules.problems_with_draft(
        BY_KEY[key],
        value,
        in_force=value_in_force(key, valid_from),
        valid_from=valid_from,
        valid_to=valid_to,
        citation=citation,
        source=source,
        mark=Mark(mark),
    )


def problems_with_value(key: str, value: Any) -> list[Problem]:
    """Whether a value still fits its rule as the software knows it today."""
    if key not in BY_KEY:
        return [Problem("unknown-rule", _UNKNOWN, about="key", values={"key": key})]
    return rules.problems_with_value(BY_KEY[key], value)


def problems_with_days(days: Sequence[DayDraft], citation: str) -> list[Problem]:
    return rules.problems_with_days(days, calendar(clock.today()), citation)


def change_by(draft: RuleDraft) -> Change:
    return change_of_value(draft.key, draft.value, draft.valid_from, draft.valid_to)


def change_of_value(
    key: str, new_value: Any, valid_from: date, valid_to: date | None = None
) -> Change:
    """A rule with another value. Weekly days off are a rule that changes the calendar."""
    kind = BY_KEY[key].kind
    old = value_in_force(key, valid_from)
    now = calendar(clock.today())
    becomes = now
    if key == WEEKLY:
        becomes = rules.Calendar(
            now.days_off, now.extra_work, frozenset(new_value), now.first_day, now.last_day
        )
    return Change(
        key=key,
        old_value=None if old is None else rules.plain(kind, old),
        new_value=rules.plain(kind, new_value),
        valid_from=valid_from,
        valid_to=valid_to,
        old_calendar=now,
        new_calendar=becomes,
    )


def change_of_days(days: Sequence[DayDraft]) -> Change:
    """The calendar with some days otherwise."""
    today = clock.today()
    otherwise = {
        draft.day: CalendarDay(
            day=draft.day,
            kind=draft.kind,
            name=draft.name,
            origin=_origin(draft.day),
        )
        for draft in days
    }
    return Change(
        key="",
        old_value=None,
        new_value=None,
        valid_from=min((draft.day for draft in days), default=today),
        old_calendar=calendar(today),
        new_calendar=calendar_with({**book().days, **otherwise}, today),
    )


def _origin(day: date) -> str:
    """A day keeps its origin in a preview, so that the span of known years stays as it is."""
    row = book().days.get(day)
    return row.origin if row else CalendarDay.Origin.OFFICE


def declared_days() -> set[date]:
    """Days whose standing comes from this office."""
    return {
        day
        for day, row in book().days.items()
        if row.origin == CalendarDay.Origin.OFFICE and not row.is_withdrawal
    }


def public_standing(day: date) -> DayDraft:
    """What the public list says of a day, whatever the office declared."""
    row = (
        CalendarDay.objects.filter(day=day)
        .exclude(origin=CalendarDay.Origin.OFFICE)
        .order_by("-id")
        .first()
    )
    return (
        DayDraft(day, DayKind(row.kind), row.name) if row else DayDraft(day, DayKind.ORDINARY, "")
    )


_UNKNOWN = say("Không có quy định nào tên {key}. Chọn một quy định trong sổ.")
