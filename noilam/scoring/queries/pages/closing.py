"""The closing of months: how complete each is, who is missing, what each close found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, number_text

from ... import policies
from ...models import Close, Sheet
from ...rules.months import key_text, month_of
from .. import results
from . import results_looks as looks

State, Step = Close.State, Close.Step
UNDER_WAY = (State.WAITING, State.RUNNING)
_TONES = {State.DONE: "kept", State.FAILED: "broken", State.UNCHANGED: "calm"}


@dataclass(frozen=True)
class MonthLine:
    """A month in the list of months."""

    month: str
    link: str
    due: str
    fixed: str
    missing: int
    state: str
    tone: str
    closed: str  # number and day of the last close


@dataclass(frozen=True)
class CloseLine:
    """One time that the month was closed, or was to be."""

    number: str
    state: str
    tone: str
    at: str
    by: str
    counts: str
    notified: str
    snapshot_hash: str
    problem: str


@dataclass(frozen=True)
class Progress:
    """What runs now: steps with how far each is."""

    state: str
    steps: Sequence[tuple[str, str]]  # title, done | now | ""
    notified: str
    told: int
    due: int


@dataclass(frozen=True)
class MonthPage:
    month: str
    link: str
    is_over: bool
    first_day: str  # from which it may be closed
    due: int
    fixed: int
    aside: int
    stages: Sequence[tuple[str, int]]
    closes: Sequence[CloseLine]
    progress: Progress | None
    is_closed: bool
    is_stale: bool  # a sheet was fixed, corrected, opened or set aside since the last close

    @property
    def missing(self) -> int:
        return self.due - self.fixed


def months() -> list[MonthLine]:
    """Every month that has sheets, the latest first. A closed one counts as its last close did."""
    closes = _last_closes()
    return [
        _line(month, counts, closes.get(month))
        for month, counts in sorted(_counts(closes).items(), reverse=True)
    ]


def _last_closes() -> dict[int, Close]:
    last: dict[int, Close] = {}
    for each in Close.objects.exclude(state=State.UNCHANGED).order_by("pk"):
        if each.state in (State.DONE, *UNDER_WAY) or each.month not in last:
            last[each.month] = each
    return last


def _counts(closes: Mapping[int, Close]) -> dict[int, tuple[int, int]]:
    counts = {
        month: (each.sheets, each.fixed)
        for month, each in closes.items()
        if each.state == State.DONE
    }
    rest = Sheet.objects.exclude(month__in=list(counts)).exclude(stage=Sheet.Stage.SET_ASIDE)
    fixed = Count("pk", filter=Q(stage=Sheet.Stage.FIXED))
    for each in rest.order_by().values("month").annotate(due=Count("pk"), done=fixed):
        counts[each["month"]] = (each["due"], each["done"])
    return counts


def _line(month: int, counts: tuple[int, int], close: Close | None) -> MonthLine:
    due, fixed = counts
    state = looks.state_name(close) if close else _("Chưa khóa")
    if close and close.state == State.DONE:
        state = _("Đã khóa")
    return MonthLine(
        month=key_text(month),
        link=looks.month_link(month),
        due=number_text(due),
        fixed=number_text(fixed),
        missing=due - fixed,
        state=state,
        tone=_TONES.get(State(close.state), "late") if close else "calm",
        closed=_closed(close),
    )


def _closed(close: Close | None) -> str:
    if close is None or close.finished_at is None or close.state != State.DONE:
        return ""
    day = day_text(localtime(close.finished_at).date())
    return _("lần {number}, {day}").format(number=close.number, day=day)


def month_page(month: int) -> MonthPage:
    by_stage = {
        each["stage"]: each["n"]
        for each in Sheet.objects.filter(month=month).order_by().values("stage").annotate(
            n=Count("pk")
        )
    }  # fmt: skip
    closes = list(Close.objects.filter(month=month).order_by("-pk"))
    aside = by_stage.pop(Sheet.Stage.SET_ASIDE, 0)
    due, fixed = sum(by_stage.values()), by_stage.get(Sheet.Stage.FIXED, 0)
    running = next((each for each in closes if _is_under_way(each)), None)
    done = [each for each in closes if each.state == State.DONE]
    return MonthPage(
        month=key_text(month),
        link=looks.month_link(month),
        is_over=month_of(month).last_day < clock.today(),
        first_day=day_text(month_of(month).next.first_day),
        due=due,
        fixed=fixed,
        aside=aside,
        stages=[
            (str(stage.label), by_stage[stage])
            for stage in Sheet.Stage
            if stage != Sheet.Stage.FIXED and by_stage.get(stage)
        ],
        closes=[_close_line(each) for each in closes],
        progress=_progress(running) if running else None,
        is_closed=bool(done),
        is_stale=bool(done) and not running and results.has_changed(month),
    )


def _is_under_way(close: Close) -> bool:
    return close.state in UNDER_WAY or (close.state == State.DONE and close.step == Step.NOTICES)


def _progress(close: Close) -> Progress:
    reached = list(Step).index(Step(close.step)) if close.step else -1
    titles = [(Step.RESULTS, str(Step.RESULTS.label)), (Step.NOTICES, str(Step.NOTICES.label))]
    steps = [
        (title, "done" if at < reached else "now" if at == reached else "")
        for at, (_step, title) in enumerate(titles)
    ]
    told = 0
    if close.step == Step.NOTICES:
        sheets = Sheet.objects.filter(month=close.month, unit_id__lte=close.told_to)
        told = sheets.exclude(stage=Sheet.Stage.SET_ASIDE).count()
    return Progress(looks.state_name(close), steps, number_text(close.notified), told, close.sheets)


def _close_line(close: Close) -> CloseLine:
    counted = close.state in (State.DONE, State.UNCHANGED)
    counts = _("{fixed}/{due} phiếu, {on_time} đúng hạn").format(
        fixed=number_text(close.fixed),
        due=number_text(close.sheets),
        on_time=number_text(close.on_time),
    )
    return CloseLine(
        number=number_text(close.number),
        state=looks.state_name(close),
        tone=_TONES.get(State(close.state), "late"),
        at=f"{localtime(close.asked_at):%d/%m/%Y %H:%M}",
        by=close.asked_by,
        counts=counts if counted else "",
        notified=number_text(close.notified) if close.notified else "",
        snapshot_hash=close.snapshot_hash,
        problem=_problem(close.error),
    )


def _problem(error: Mapping[str, Any]) -> str:
    return _(error["sentence"]).format(**error["values"]) if error else ""


def missing(actor: Actor, month: int) -> QuerySet[Sheet]:
    """Sheets due and not fixed, of units whose results the reader would see."""
    due = Sheet.objects.filter(policies.published(actor), month=month)
    due = due.exclude(stage__in=[Sheet.Stage.SET_ASIDE, Sheet.Stage.FIXED])
    return due.select_related("unit", "kind").order_by("unit__code")
