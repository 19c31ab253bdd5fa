"""The rulebook in force, kept in the process and read by every floor above.

All versions and days are a few hundred rows, so each process keeps them whole. Rows are only ever
added; the highest ids are therefore the book's edition. A process asks for the edition at most
once a second (one query) and reads the book again when it changed, so a change made elsewhere is
seen within a second; one made here is seen at once. While a transaction holds a change that is
not committed yet, that connection reads past the kept copy, and nobody else sees it.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import Q, Subquery

from noilam.rulebook import rules
from noilam.rulebook.defaults import BY_KEY
from noilam.rulebook.models import CalendarDay, OriginalReading, RuleVersion
from noilam.rulebook.rules import Calendar, Deadline, Kind, Suspension

CHECK_SECONDS = 1.0
WEEKLY = "calendar.weekly_days_off"


class NoRule(LookupError):
    """No version of the rule covers the day."""


@dataclass(frozen=True)
class Book:
    """Every version (per key, the one that wins first) and what each day is."""

    edition: tuple[int, ...]
    versions: Mapping[str, tuple[RuleVersion, ...]]
    days: Mapping[date, CalendarDay]
    calendars: dict[frozenset[int], Calendar] = field(default_factory=dict)


_kept: Book | None = None
_checked_at = float("-inf")
_lock = threading.Lock()


def value(key: str, on: date) -> Any:
    """The value of a rule on a day: int or Decimal, list, dict, bool or text by its kind."""
    return rules.plain(BY_KEY[key].kind, rule(key, on).value)


def rule(key: str, on: date) -> RuleVersion:
    """The version of a rule that holds on a day. NoRule where none does."""
    return rule_in(book(), key, on)


def rule_in(book: Book, key: str, on: date, known_at: datetime | None = None) -> RuleVersion:
    """The same in a book at hand; of the versions known at a moment, where one is named."""
    for version in book.versions.get(key, ()):
        if known_at is not None and version.recorded_by and version.recorded_at > known_at:
            continue
        if version.valid_from <= on and (version.valid_to is None or on < version.valid_to):
            return version
    raise NoRule(f"{key} has no version on {on}.")


def version(version_id: int) -> RuleVersion:
    """A version by its id, as stored beside what it decided."""
    return version_in(book(), version_id)


def version_in(book: Book, version_id: int) -> RuleVersion:
    """The same in a book at hand."""
    for versions in book.versions.values():
        for each in versions:
            if each.pk == version_id:
                return each
    raise NoRule(f"There is no rule version {version_id}.")


def calendar(on: date) -> Calendar:
    """All days known to the office, with the weekly days off as they are on a day."""
    return calendar_in(book(), on)


def calendar_in(book: Book, on: date) -> Calendar:
    """The same in a book at hand."""
    return _calendar(book, frozenset(rule_in(book, WEEKLY, on).value))


def calendar_with(days: Mapping[date, CalendarDay], on: date) -> Calendar:
    """The calendar as it would be, or as it was, with some days otherwise."""
    return _calendar_of(days, frozenset(value(WEEKLY, on)))


def deadline(key: str, start: date, *, suspensions: tuple[Suspension, ...] = ()) -> Deadline:
    """Count a rule of kind "deadline" from the day of receipt, under the version of that day."""
    held = book()
    return counted(rule_in(held, key, start), start, calendar_in(held, start), suspensions)


class StoredDeadline(Protocol):
    """What a row keeps so that its deadline can be explained later.

    Floors that store a deadline keep these four beside it. They change only together, while it
    is open, when somebody who adopts a change says that it is to be counted anew.
    """

    @property
    def rule_version_id(self) -> int: ...
    @property
    def counted_from(self) -> date: ...
    @property
    def counted_at(self) -> datetime: ...
    @property
    def due_on(self) -> date: ...


def explain(row: StoredDeadline, *, suspensions: tuple[Suspension, ...] = ()) -> Deadline:
    """The working of a stored deadline, under the rule version and the calendar of its time."""
    then = calendar_known_at(row.counted_at, row.counted_from)
    return counted(version(row.rule_version_id), row.counted_from, then, suspensions)


def calendar_known_at(moment: datetime, on: date) -> Calendar:
    """The calendar as the office knew it at a moment. What came with the software, and the public
    list, count as always known."""
    declared_later = Q(origin=CalendarDay.Origin.OFFICE, recorded_at__gt=moment)
    rows = CalendarDay.objects.exclude(declared_later).order_by("id")
    weekly = rule_in(book(), WEEKLY, on, known_at=moment).value
    return _calendar_of({each.day: each for each in rows}, frozenset(weekly))


def counted(
    version: RuleVersion,
    start: date,
    days: Calendar,
    suspensions: tuple[Suspension, ...] = (),
) -> Deadline:
    """Count one version of a rule of kind "deadline" on a calendar."""
    if BY_KEY[version.key].kind is not Kind.DEADLINE:
        raise NoRule(f"{version.key} is not a deadline.")
    return rules.deadline(
        start,
        version.value["amount"],
        version.value["unit"],
        days,
        moves_on_last_day_off=version.value["moves_on_last_day_off"],
        suspensions=suspensions,
        rule_version=version.pk or 0,
    )


def book() -> Book:
    """The book as this connection sees it."""
    global _kept, _checked_at
    if _has_uncommitted_change():
        return _read()
    with _lock:
        if _kept is None or time.monotonic() - _checked_at > CHECK_SECONDS:
            if _kept is None or _kept.edition != _edition():
                _kept = _read()
            _checked_at = time.monotonic()
        return _kept


def forget() -> None:
    """Drop the kept copy: the next reader reads afresh."""
    global _kept
    _kept = None


def changed() -> None:
    """Say that this transaction changed the book. Called by the actions that do."""
    transaction.on_commit(forget)


def _has_uncommitted_change() -> bool:
    """Django drops callbacks on rollback, so the list tells exactly whether a change is pending."""
    return any(entry[1] is forget for entry in connection.run_on_commit)


def _edition() -> tuple[int, ...]:
    newest_day = CalendarDay.objects.order_by("-id").values("id")[:1]
    newest_reading = OriginalReading.objects.order_by("-id").values("id")[:1]
    row = (
        RuleVersion.objects.order_by("-id")
        .values_list("id", Subquery(newest_day), Subquery(newest_reading))
        .first()
    )
    return tuple(each or 0 for each in row or ())


def _read() -> Book:
    edition = _edition()
    versions: dict[str, list[RuleVersion]] = {}
    for each in RuleVersion.objects.select_related("reading").order_by("-valid_from", "-id"):
        versions.setdefault(each.key, []).append(each)
    return Book(
        edition=edition,
        versions={key: tuple(each) for key, each in versions.items()},
        days={each.day: each for each in CalendarDay.objects.order_by("id")},
    )


def _calendar(book: Book, weekly: frozenset[int]) -> Calendar:
    """Built once per book and week: counting asks for it again and again."""
    if weekly not in book.calendars:
        book.calendars[weekly] = _calendar_of(book.days, weekly)
    return book.calendars[weekly]


def _calendar_of(days: Mapping[date, CalendarDay], weekly: frozenset[int]) -> Calendar:
    known = [day for day, row in days.items() if row.origin == CalendarDay.Origin.LIBRARY]
    return Calendar(
        days_off={day: row.name for day, row in days.items() if row.kind == rules.DayKind.OFF},
        extra_work={
            day: row.name for day, row in days.items() if row.kind == rules.DayKind.WORKING
        },
        weekly=weekly,
        first_day=date(min(known).year, 1, 1) if known else date.max,
        last_day=date(max(known).year, 12, 31) if known else date.min,
    )
