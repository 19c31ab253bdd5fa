"""The worker's door of scoring: the timetable, and closes asked for. Each may run again."""

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.errors import Refused
from noilam.foundation.periods import Month

from . import actions, queries
from .rules import closing


def open_months(*, actor: Actor) -> None:
    """Early each day: sheets of this month, and of the last where some are still to open."""
    this = Month.of(clock.today())
    for month in (this.previous, this):
        actions.open_month(actor=actor, month=month)


def take_facts(*, actor: Actor) -> None:
    """Each night: figures of this month so far, and for the last time those of months over."""
    today = clock.today()
    for month in queries.months_without_final_facts():
        actions.take_facts(actor=actor, month=month, is_final=today > month.last_day)


def keep_stages(*, actor: Actor) -> None:
    """Each morning: replies that did not come, what deserves a second look, reminders."""
    actions.pass_unreplied(actor=actor)
    for month in queries.months_being_checked():
        actions.raise_second_looks(actor=actor, month=month)
    actions.remind_units(actor=actor)


def finish_close(*, actor: Actor, close_id: int) -> None:
    """Sum up a month and tell of it. Run again after a kill, it goes on where it was."""
    try:
        if actions.begin_close(actor=actor, close_id=close_id):
            actions.run_close(actor=actor, close_id=close_id)
    except Refused as refused:
        actions.fail_close(actor=actor, close_id=close_id, problem=refused.problems[0])
    except Exception:
        actions.fail_close(actor=actor, close_id=close_id, problem=closing.software_failed())
        raise  # for the administrator: `noilam jobs` lists it with its trace
    while actions.tell_of_close(actor=actor, close_id=close_id):
        pass
