"""What of a month waits for somebody on Hôm nay. One question for sheets, one for appeals."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.organisation.policies import holds_anywhere
from noilam.ui.pieces import Waiting

from ..models import Sheet
from ..policies import sheets as policies
from ..rules.months import month_of
from .pages.appeals import to_decide
from .pages.queue import DOORS
from .pages.stage_bar import stage_name

Stage = Sheet.Stage
LONG = 8  # from so many sheets of one step on, Hôm nay shows one line for all
COLUMNS = ("pk", "unit__name", "month", "stage", "due_on", "criteria_set__unit")
Row = tuple[int, str, int, str, date | None, int]


def waiting(actor: Actor, day: date) -> list[Waiting]:
    """For config/today.py: sheets at a step of mine, months before my committee, appeals."""
    if actor.is_machine:
        return []
    rows: list[Row] = list(policies.waiting_for(actor).order_by("due_on").values_list(*COLUMNS))
    by_stage: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[3] != Stage.SELF_SCORE or day > month_of(row[2]).last_day:
            by_stage[row[3]].append(row)
    lines = list(_sittings(by_stage.pop(Stage.APPROVE, []), day))
    for stage, of_stage in by_stage.items():
        lines += _lines(stage, of_stage, day)
    return [*lines, *_appeals(actor, day)]


def _group(due_on: date | None, day: date, otherwise: str) -> str:
    return "late" if due_on is not None and due_on < day else otherwise


def _lines(stage: str, rows: Sequence[Row], day: date) -> Iterator[Waiting]:
    """Late ones and others apart; many of a kind in one line."""
    for group in ("late", "soon"):
        found = [row for row in rows if _group(row[4], day, "soon") == group]
        if len(found) >= LONG:
            link = f"{reverse('scoring:mine')}?stage={stage}"
            title = _("{step}: {number} phiếu chấm điểm").format(
                step=stage_name(stage), number=len(found)
            )
            yield Waiting(group, title, link, found[0][4], count=len(found))
        else:
            yield from (_line(row, group) for row in found)


def _line(row: Row, group: str) -> Waiting:
    pk, unit, month, stage, due_on, _issuer = row
    title = _("{step} tháng {month}: {unit}").format(
        step=stage_name(stage), month=_month(month), unit=unit
    )
    return Waiting(group, title, f"/scoring/sheets/{pk}/{DOORS[Stage(stage)]}", due_on)


def _sittings(rows: Sequence[Row], day: date) -> Iterator[Waiting]:
    """One line for each month before a committee."""
    counted = Counter((issuer, month) for *_rest, month, _stage, _due, issuer in rows)
    due = {(row[5], row[2]): row[4] for row in reversed(rows)}  # the earliest holds
    for (issuer, month), number in counted.items():
        due_on = due[issuer, month]
        yield Waiting(
            _group(due_on, day, "approve"),
            _("Phiên duyệt điểm tháng {month}: {number} phiếu").format(
                month=_month(month), number=number
            ),
            reverse("scoring:pack", args=[issuer, month]),
            due_on,
            count=number,
        )


def _appeals(actor: Actor, day: date) -> Iterator[Waiting]:
    if not holds_anywhere(actor, policies.DECIDERS):
        return
    rows: Any = to_decide(actor).values_list("pk", "sheet__unit__name", "sheet__month", "due_on")
    for pk, unit, month, due_on in rows:
        title = _("Giải quyết khiếu nại điểm tháng {month}: {unit}").format(
            month=_month(month), unit=unit
        )
        link = reverse("scoring:appeal", args=[pk])
        yield Waiting(_group(due_on, day, "approve"), title, link, due_on)


def _month(key: int) -> str:
    return f"{key % 100:02}/{key // 100}"
