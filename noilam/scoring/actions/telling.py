"""After a close: heads are told their unit's result, those who answer for it what is missing.

In batches, each a transaction of its own, in the order of units: a worker that was killed goes on
where `Close.told_to` says, and nobody is told twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor, require
from noilam.foundation.text import say
from noilam.notices.actions import Message, Wording, queue_all
from noilam.organisation.models import Succession
from noilam.organisation.queries import accounts_with, heads_of, roots
from noilam.organisation.roles import Role

from .. import policies
from ..events import CloseTold
from ..models import BandRow, Close, Sheet, UnitMonth
from ..rules.closing import NAMED
from ..rules.months import key_text, month_of
from ..rules.numbers import points_text

BATCH = 500
TOLD_WHAT_IS_MISSING = (Role.OFFICE, Role.ORGANISING_BOARD, Role.STANDING_COMMITTEE)

_RESULT = say("Điểm tháng {month} của {unit}: {total}")
_BAND = say("Mức {band}.")
_PLACE = say("Vị trí {first}–{last} trong {peers} đơn vị cùng loại, cùng bộ tiêu chí.")
_UNSCORED = say("không có tiêu chí nào tính được điểm")
_MISSING = say("Tháng {month} đã khóa mà phiếu của {unit} chưa chốt")
_MISSING_TEXT = say("Chốt xong thì tháng được khóa lại, điểm của đơn vị vào bảng chung.")
_WHOLE = say("Đã khóa tháng {month}: {fixed}/{due} phiếu đã chốt")
_ALL_THERE = say("Không thiếu phiếu nào.")
_LACKING = say("Chưa chốt: {units}.")
_LACKING_MORE = say("Chưa chốt: {units} và {more} đơn vị nữa.")


@transaction.atomic
def tell_of_close(*, actor: Actor, close_id: int) -> bool:
    """Queue the notices of one batch of units; False: everybody is told."""
    close = Close.objects.select_for_update().get(pk=close_id)
    require(policies.may_close_months(actor), to=_("khóa tháng chấm điểm"))
    if close.step != Close.Step.NOTICES:
        return False
    batch = list(_due(close).filter(unit_id__gt=close.told_to).order_by("unit_id")[:BATCH])
    messages = _to_heads(close, batch) if batch else _to_those_who_answer(close)
    queue_all(actor=actor, messages=messages)
    close.notified += sum(len(each.to) for each in messages)
    if batch:
        close.told_to = batch[-1].unit_id
    else:
        close.step = Close.Step.OVER
    close.save(update_fields=["notified", "told_to", "step"])
    told = CloseTold(
        subject_id=close.pk, month=close.month, number=close.number, notices=close.notified
    )
    record(actor=actor, event=told)
    return bool(batch)


def _due(close: Close) -> QuerySet[Sheet]:
    due = Sheet.objects.filter(month=close.month).exclude(stage=Sheet.Stage.SET_ASIDE)
    return due.select_related("unit")


def _missing(close: Close) -> QuerySet[Sheet]:
    return _due(close).exclude(stage=Sheet.Stage.FIXED)


def _to_heads(close: Close, sheets: Sequence[Sheet]) -> list[Message]:
    """A result that an earlier close brought, and this one left as it was, is no news."""
    units = [each.unit_id for each in sheets]
    found = UnitMonth.objects.filter(month=close.month, unit__in=units, number=close.number)
    results = {each.unit_id: each for each in found}
    bands = _band_titles(results.values())
    heads = _heads(units)
    messages = []
    for sheet in sheets:
        to = heads.get(sheet.unit_id, [])
        if sheet.stage != Sheet.Stage.FIXED:
            messages.append(_of_missing(close, sheet, to))
        elif result := results.get(sheet.unit_id):
            messages.append(_of_result(sheet, result, bands, to))
    return [each for each in messages if each.to]


def _band_titles(results: Iterable[UnitMonth]) -> dict[int, str]:
    wanted = {each.band_id for each in results if each.band_id}
    return dict(BandRow.objects.filter(pk__in=wanted).values_list("pk", "title"))


def _heads(units: Sequence[int]) -> dict[int, list[int]]:
    """Sign-ins of those who lead; for a unit that ended, of who leads what it became."""
    today = clock.today()
    became = Succession.objects.filter(
        unit__in=units, since__lte=today, unit__ended_on__lte=today
    ).values_list("unit", "heir")
    heirs: dict[int, list[int]] = {}
    for unit, heir in became:
        heirs.setdefault(unit, []).append(heir)
    leading = heads_of([*units, *(heir for each in heirs.values() for heir in each)], today)
    found: dict[int, list[int]] = {}
    for unit in units:
        posts = [leading.get(each) for each in heirs.get(unit, [unit])]
        accounts = [post.person.account_id for post in posts if post]
        found[unit] = sorted({each for each in accounts if each})
    return found


def _of_result(
    sheet: Sheet, result: UnitMonth, bands: Mapping[int, str], to: Sequence[int]
) -> Message:
    total: str | Wording = Wording(_UNSCORED)
    if result.total is not None:
        total = points_text(result.total)
    values: dict[str, Any] = {"unit": sheet.unit.name, "total": total}
    text = [Wording(_BAND, {"band": bands[result.band_id]})] if result.band_id else []
    if result.rank_to:
        place = {"first": result.rank_from, "last": result.rank_to, "peers": result.peers}
        text.append(Wording(_PLACE, place))
    return _message("month_result", to, sheet, Wording(_RESULT, values | _month(sheet.month)), text)


def _of_missing(close: Close, sheet: Sheet, to: Sequence[int]) -> Message:
    subject = Wording(_MISSING, {"unit": sheet.unit.name} | _month(close.month))
    return _message("month_missing", to, sheet, subject, [Wording(_MISSING_TEXT)])


def _message(
    kind: str, to: Sequence[int], sheet: Sheet, subject: Wording, text: Sequence[Wording]
) -> Message:
    link = f"/scoring/units/{sheet.unit_id}/"
    return Message(to=to, kind=f"scoring.{kind}", subject=subject, text=list(text), link=link)


def _month(month: int) -> dict[str, Any]:
    return {"month": key_text(month)}


def _to_those_who_answer(close: Close) -> list[Message]:
    """How complete the month is, and whose sheets are missing, to the office and the boards."""
    today = clock.today()
    tops = list(roots(today))
    to = sorted({a for top in tops for role in TOLD_WHAT_IS_MISSING for a in _with(role, top)})
    subject = Wording(_WHOLE, {"fixed": close.fixed, "due": close.sheets} | _month(close.month))
    message = Message(
        to=to,
        kind="scoring.month_closed",
        subject=subject,
        text=_lacking(close),
        link=f"/scoring/close/{month_of(close.month)}/",
    )
    return [message] if to else []


def _with(role: Role, unit: Any) -> list[int]:
    return accounts_with(role, unit, clock.today())


def _lacking(close: Close) -> Wording:
    missing = _missing(close).order_by("unit__code")
    names = [each.unit.name for each in missing[:NAMED]]
    if not names:
        return Wording(_ALL_THERE)
    more = missing.count() - len(names)
    values = {"units": ", ".join(names), "more": more}
    return Wording(_LACKING_MORE if more else _LACKING, values)
