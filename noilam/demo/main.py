"""Builds the demo: the same year for the same seed and day, lived through the actions."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from random import Random

from django.db import connection, transaction
from django.utils import translation

from noilam.audit import jobs as audit_jobs
from noilam.foundation import clock
from noilam.foundation.access import worker

from . import changes, programmes
from .commune import FORMED_ON, commune
from .life import Life
from .plans import Lots
from .setting_up import set_up

SEED = 2026
YEAR = timedelta(days=365)
SETTING_UP = 0.12  # of the whole, for the progress bar


def build(progress: Callable[[float, str], None]) -> list[tuple[str, str, str]]:
    """Live the year up to today. Returns who may sign in: words, user name, password.

    One transaction, so that an interrupted demo leaves nothing half-lived.
    """
    today = clock.today()
    random = Random(SEED)  # noqa: S311  # a story, not a secret
    with translation.override("vi"), _without_waiting_for_the_disk(), transaction.atomic():
        progress(0, "Lập đơn vị, cán bộ")
        place = commune(random)
        people = set_up(place)
        begins = max(FORMED_ON + timedelta(days=14), today - YEAR)
        life = Life(people, random, begins, today)
        for number, plan in enumerate(Lots(random, begins, today).of(place)):
            life.on(plan.starts_on, life.promise, number, plan)
        programmes.put_on_days(life, place)
        changes.put_on_days(life, place)
        _live(life, begins, today, progress)
    audit_jobs.seal(actor=worker())
    progress(1, "Xong")
    return people.sign_ins


def _live(life: Life, begins: date, today: date, progress: Callable[[float, str], None]) -> None:
    whole = (today - begins).days or 1
    for day in life.days():
        part = (day - begins).days / whole
        progress(SETTING_UP + (0.98 - SETTING_UP) * part, f"Sống lại ngày {day:%d/%m/%Y}")


def _without_waiting_for_the_disk() -> AbstractContextManager[None]:
    """A demo that is cut off is built anew: its small writes need not each be safe."""
    return _Hurry() if connection.vendor == "sqlite" else nullcontext()


class _Hurry(AbstractContextManager[None]):
    def __enter__(self) -> None:
        self._say("PRAGMA synchronous=OFF")

    def __exit__(self, *_: object) -> None:
        self._say("PRAGMA synchronous=FULL")

    def _say(self, words: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(words)
