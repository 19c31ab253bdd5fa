"""The only place that reads the time. Tests and the demo hold it still with `frozen`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_held: ContextVar[datetime | None] = ContextVar("held_time", default=None)


def now() -> datetime:
    """The moment, with its zone."""
    return _held.get() or timezone.now()


def today() -> date:
    """The day in the office's own zone (settings.TIME_ZONE)."""
    return timezone.localdate(now())


@contextmanager
def frozen(at: datetime | date) -> Iterator[None]:
    """Hold the clock. A bare day means nine in the morning of that day, local time."""
    if not isinstance(at, datetime):
        at = timezone.make_aware(datetime.combine(at, time(9)))
    token = _held.set(at)
    try:
        yield
    finally:
        _held.reset(token)
