"""Builds the demo: the same year for the same seed and day, lived through the actions."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

from django.db import connection, transaction
from django.utils import translation

from noilam.audit import jobs as audit_jobs
from noilam.foundation import clock
from noilam.foundation.access import worker
from noilam.foundation.upkeep import refresh_statistics

from . import changes, matters, office, programmes, scores
from .commune import FORMED_ON, commune
from .life import Life
from .plans import Lots
from .setting_up import set_up

SEED = 2026
YEAR = timedelta(days=365)
SETTING_UP = 0.12  # of the whole, for the progress bar


def build(progress: Callable[[float, str], None]) -> list[tuple[str, str, str]]:
    """Live the year up to today. Returns who may sign in: words, user name, password.

    Each day is kept as it ends; whoever calls this builds an interrupted year anew.
    """
    today = clock.today()
    random = Random(SEED)  # noqa: S311  # a story, not a secret
    with translation.override("vi"), _in_a_hurry():
        progress(0, "Lập đơn vị, cán bộ")
        place = commune(random)
        with transaction.atomic():
            people = set_up(place)
        refresh_statistics(actor=worker())
        year = min(today - YEAR, scores.first_month(today).first_day)
        begins = max(FORMED_ON + timedelta(days=14), year)
        life = Life(people, random, begins, today)
        for number, plan in enumerate(Lots(random, begins, today).of(place)):
            life.on(plan.starts_on, life.promise, number, plan)
        programmes.put_on_days(life, place)
        changes.put_on_days(life, place)
        matters.put_on_days(life, place)
        office.put_on_days(life, place)
        scores.put_on_days(life, place)
        _live(life, begins, today, progress)
        audit_jobs.seal(actor=worker())
        refresh_statistics(actor=worker())
    progress(1, "Xong")
    return people.sign_ins


def _live(life: Life, begins: date, today: date, progress: Callable[[float, str], None]) -> None:
    whole = (today - begins).days or 1
    for number, day in enumerate(life.days()):
        if number % STATISTICS_EVERY == 1:
            refresh_statistics(actor=worker())
        part = (day - begins).days / whole
        progress(SETTING_UP + (0.98 - SETTING_UP) * part, f"Sống lại ngày {day:%d/%m/%Y}")


STATISTICS_EVERY = 90  # days; tables that were empty at the last look mislead the planner


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """A demo that is cut off is built anew: its small writes need not each be safe.

    And what it makes, it keeps: to look for rubbish every few thousand objects took an eighth of
    the time.
    """
    quick, safe = HURRY[connection.vendor]
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    with connection.cursor() as cursor:
        cursor.execute(quick)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        with connection.cursor() as cursor:
            cursor.execute(safe)


HURRY = {
    "sqlite": ("PRAGMA synchronous=OFF", "PRAGMA synchronous=FULL"),
    "postgresql": ("SET synchronous_commit TO off", "RESET synchronous_commit"),
}
