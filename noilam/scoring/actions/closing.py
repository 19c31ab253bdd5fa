"""A month is closed: asked for, summed up in one transaction, told afterwards in batches.

Each step can be run again after a kill and ends the same: what was summed is there as a whole or
not at all, and `Close.told_to` says whom the notices have reached.
"""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock, jobs
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused, refuse_if
from noilam.foundation.periods import Month
from noilam.rulebook import queries as rulebook

from .. import policies
from ..events import (
    MonthCloseAsked,
    MonthCloseBegun,
    MonthClosed,
    MonthCloseFailed,
    MonthFoundUnchanged,
)
from ..models import BandRow, Close, CriteriaSet, Sheet
from ..queries.results import last_close
from ..rules import closing as rules
from ..rules.months import key, month_of
from ..rules.numbers import hundredths
from ._closing_sql import Counts, Cut, Statements

JOB = "noilam.scoring.jobs.finish_close"
State, Step = Close.State, Close.Step
UNDER_WAY = (State.WAITING, State.RUNNING)


@transaction.atomic
def close_month(*, actor: Actor, month: Month) -> Close:
    """Have a month closed by the worker. While one close of it is under way, that one."""
    require(policies.may_close_months(actor), to=_("khóa tháng chấm điểm"))
    under_way = Close.objects.filter(month=key(month), state__in=UNDER_WAY).first()
    if under_way:
        return under_way
    sheets = Sheet.objects.filter(month=key(month)).exclude(stage=Sheet.Stage.SET_ASIDE).count()
    is_over = month.last_day < clock.today()
    refuse_if(rules.problems_with_closing(month, sheets=sheets, is_over=is_over))
    close, is_new = Close.objects.get_or_create(
        month=key(month),
        state__in=UNDER_WAY,
        defaults={
            "state": State.WAITING,
            "number": _next_number(key(month)),
            "asked_at": clock.now(),
            "asked_by": actor.label,
        },
    )
    if is_new:
        jobs.enqueue(JOB, close_id=close.pk)
        record(actor=actor, event=MonthCloseAsked(subject_id=close.pk, month=close.month))
    return close


def _next_number(month: int) -> int:
    last = last_close(month)
    return last.number + 1 if last else 1


@transaction.atomic
def begin_close(*, actor: Actor, close_id: int) -> bool:
    """Let whoever watches see that it runs. False: there is nothing left to sum up."""
    close = _lock(close_id)
    require(policies.may_close_months(actor), to=_("khóa tháng chấm điểm"))
    if close.state not in UNDER_WAY and not _may_try_again(close):
        return False
    close.state, close.step, close.error = State.RUNNING, Step.RESULTS, {}
    close.save(update_fields=["state", "step", "error"])
    record(actor=actor, event=MonthCloseBegun(subject_id=close.pk, month=close.month))
    return True


def _may_try_again(close: Close) -> bool:
    """A job that failed is handed out again, unless somebody has asked anew meanwhile."""
    if close.state != State.FAILED or close.error.get("code") != rules.SOFTWARE_FAILED:
        return False
    return not Close.objects.filter(month=close.month, pk__gt=close.pk).exists()


@transaction.atomic
def run_close(*, actor: Actor, close_id: int) -> Close:
    """Sum up the fixed lines of the month: results, positions, roll-ups, snapshot; all or nothing.

    Refused, with the units named, where lines no longer give what was approved.
    """
    close = _lock(close_id)
    require(policies.may_close_months(actor), to=_("khóa tháng chấm điểm"))
    if close.state not in UNDER_WAY:
        return close  # another worker was handed the same job and finished it
    _hold_the_sheets()
    statements = _statements(close)
    statements.make_room()
    statements.lay_out(_cuts(close.month))
    counts = statements.sum_up()
    _refuse_altered(statements, counts)
    close.sheets, close.fixed, close.on_time = counts.due, counts.fixed, counts.on_time
    close.noise, close.peer_minimum = statements.noise, statements.enough
    _settle(actor, close, rules.snapshot_hash(statements.snapshot()))
    statements.clear()
    return close


def _lock(close_id: int) -> Close:
    return Close.objects.select_for_update().get(pk=close_id)


def _hold_the_sheets() -> None:
    """Nobody fixes a sheet while the month is summed up: every statement reads the same ones."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE scoring_sheet IN SHARE MODE")


def _statements(close: Close) -> Statements:
    day = month_of(close.month).last_day
    noise = rulebook.value("scoring.noise_points", day)
    return Statements(
        month=close.month,
        day=day,
        number=close.number,
        noise=int(noise * 100),
        enough=rulebook.value("scoring.peer_minimum", day),
    )


def _cuts(month: int) -> list[Cut]:
    """The sets under which the month was scored: their whole and their bands, highest first."""
    used = Sheet.objects.filter(month=month).order_by().values("criteria_set").distinct()
    wholes = CriteriaSet.objects.filter(pk__in=used).values_list("pk", "content__max_points")
    bands: dict[int, list[tuple[int, int, int]]] = {pk: [] for pk, _whole in wholes}
    rows = BandRow.objects.filter(criteria_set__in=used).order_by("criteria_set", "level")
    for row in rows:
        bands[row.criteria_set_id].append((row.at_least, row.gates, row.pk))
    return [Cut(pk, hundredths(whole), bands[pk]) for pk, whole in wholes]


def _refuse_altered(statements: Statements, counts: Counts) -> None:
    if counts.at_fault:
        named = [f"{name} ({code})" for code, name in statements.at_fault(rules.NAMED)]
        raise Refused(rules.altered_lines(named, counts.at_fault))


def _settle(actor: Actor, close: Close, snapshot: str) -> None:
    """Done, with a number of its own if anything differs from the last snapshot."""
    last = last_close(close.month)
    close.snapshot_hash, close.finished_at = snapshot, clock.now()
    event: MonthClosed | MonthFoundUnchanged
    if last and last.snapshot_hash == snapshot:
        close.state, close.step, close.number = State.UNCHANGED, Step.OVER, last.number
        event = MonthFoundUnchanged(
            subject_id=close.pk, month=close.month, number=close.number, snapshot_hash=snapshot
        )
    else:
        close.state, close.step = State.DONE, Step.NOTICES
        event = MonthClosed(
            subject_id=close.pk,
            month=close.month,
            number=close.number,
            sheets=close.sheets,
            fixed=close.fixed,
            on_time=close.on_time,
            snapshot_hash=snapshot,
        )
    close.save()
    record(actor=actor, event=event)


@transaction.atomic
def fail_close(*, actor: Actor, close_id: int, problem: Problem) -> None:
    """Nothing was summed up: say why. The month may be closed again once that is put right."""
    close = _lock(close_id)
    require(policies.may_close_months(actor), to=_("khóa tháng chấm điểm"))
    if close.state not in UNDER_WAY:
        return
    close.state, close.finished_at = State.FAILED, clock.now()
    close.error = {
        "code": problem.code,
        "sentence": problem.message,
        "values": dict(problem.values),
    }
    close.save(update_fields=["state", "error", "finished_at"])
    event = MonthCloseFailed(subject_id=close.pk, month=close.month, problem=str(problem))
    record(actor=actor, event=event)
