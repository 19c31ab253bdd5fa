"""What second looks are raised from: a month's sheets as they were handed in."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from noilam.foundation.periods import Month

from ..models import CriterionRow, Mark, MarkEvidence, Sheet
from ..rules import months
from ..rules.second_look import Own, Seen, Shown, Weighed
from .marks import UNANSWERED, standings

Stage = Sheet.Stage
NOT_IN = (Stage.SELF_SCORE, Stage.SET_ASIDE)
CROSS_CHECKED = (Stage.REPLY, Stage.APPROVE)
CHUNK = 1_000


def handed_in(month: Month) -> list[Seen]:
    """Sheets of a month with the marks that their units gave by hand, in three queries."""
    sheets = Sheet.objects.filter(month=months.key(month)).exclude(stage__in=NOT_IN)
    own = _own_marks(sheets)
    first = _first_marks(sheets)
    due = sheets.filter(steps__stage=Stage.SELF_SCORE, steps__round=1)
    return [
        Seen(pk, unit_id, due_on, own.get(pk, ()), first.get(pk))
        for pk, unit_id, due_on in due.order_by("pk").values_list("pk", "unit", "steps__due_on")
    ]


def _own_marks(sheets: QuerySet[Sheet]) -> dict[int, list[Own]]:
    rows = Mark.objects.filter(
        sheet__in=sheets.values("pk"),
        stage=Mark.Stage.SELF_SCORE,
        superseded_at=None,
        criterion__kind=CriterionRow.Kind.CRITERION,
    )
    columns = ("sheet", "criterion__code", "answer", "reason", "points")
    more = ("criterion__max_points", "recorded_at")
    found: dict[int, list[Own]] = {}
    for sheet_id, code, answer, note, points, most, at in (
        rows.order_by().values_list(*columns, *more).iterator()
    ):
        if answer != UNANSWERED:
            said = json.dumps(answer, sort_keys=True)
            mark = Own(code, said, note, points, most, _local(at))
            found.setdefault(sheet_id, []).append(mark)
    return found


def _first_marks(sheets: QuerySet[Sheet]) -> dict[int, datetime]:
    rows = Mark.objects.filter(sheet__in=sheets.values("pk"), stage=Mark.Stage.SELF_SCORE)
    first = rows.order_by().values_list("sheet").annotate(at=Min("recorded_at"))
    return {sheet_id: _local(at) for sheet_id, at in first}


def _local(at: datetime) -> datetime:
    return timezone.localtime(at)


def weighed(month: Month) -> Iterator[Weighed]:
    """Sheets whose marks were cross-checked, beside their units' own totals. Peers are units of
    one kind under one version of a set."""
    rows = Sheet.objects.filter(
        Q(stage__in=CROSS_CHECKED) | Q(stage=Stage.FIXED), month=months.key(month)
    )
    found = list(rows.select_related("criteria_set", "kind").order_by("pk"))
    if all(each.stage == Stage.FIXED for each in found):
        return
    for at in range(0, len(found), CHUNK):
        yield from _weighed(found[at : at + CHUNK])


def _weighed(sheets: Sequence[Sheet]) -> Iterator[Weighed]:
    held = standings(sheets)
    for sheet in sheets:
        own, now = held[sheet.pk].self_total.total, held[sheet.pk].total().total
        if own is not None and now is not None:
            yield Weighed(sheet.pk, (sheet.criteria_set_id, sheet.kind_id), own, now)


def shown_files(month: Month) -> tuple[list[Shown], list[Shown]]:
    """Files that sheets of a month show, and every use of the same content so far."""
    rows = MarkEvidence.objects.filter(taken_back_at=None, file__isnull=False)
    now = rows.filter(sheet__month=months.key(month))
    uses = rows.filter(
        sheet__month__lte=months.key(month),
        file__content_hash__in=now.values("file__content_hash"),
    )
    return list(_shown(now)), list(_shown(uses))


def _shown(rows: QuerySet[MarkEvidence]) -> Iterable[Shown]:
    columns = ("sheet", "sheet__unit", "sheet__month", "file__content_hash", "file__name")
    row: tuple[Any, ...]
    for row in rows.order_by("pk").values_list(*columns):
        yield Shown(*row)
