"""Whom a step of a sheet concerns is told at once. Wired up in config/reactions.py."""

from collections.abc import Iterable, Mapping

from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.text import day_text, say
from noilam.notices.actions import Message, Wording, queue, queue_all

from .events import (
    PackSettled,
    ScoreAppealDecided,
    SheetCorrected,
    SheetCrossChecked,
    SheetReturned,
)
from .keys import sheet_link
from .models import Appeal, Sheet, SheetStep
from .queries.sheets import people_of
from .rules.months import key_text
from .rules.numbers import points_text

Stage = Sheet.Stage

_RESULT = say("Điểm tháng {month} của {unit}: {total}")
_APPEAL = say("Không đồng ý thì người đứng đầu khiếu nại đến hết ngày {day}.")
_BAND = say("Mức {band}.")
_UNSCORED = say("không có tiêu chí nào tính được điểm")
_ASKED = say("Giải trình điểm tháng {month} của {unit} trước hết ngày {day}")
_ASKED_TEXT = say("Điểm thẩm tra khác điểm tự chấm. Quá hạn thì phiếu ghi là không có ý kiến.")
_BACK = say("Phiếu tháng {month} của {unit} bị trả lại để làm lại")
_CORRECTED = say("Điểm tháng {month} của {unit} được đính chính: {total}")
_UPHELD = say("Khiếu nại điểm tháng {month} của {unit} được chấp nhận: {total}")
_PARTLY = say("Khiếu nại điểm tháng {month} của {unit} được chấp nhận một phần: {total}")
_REJECTED = say("Khiếu nại điểm tháng {month} của {unit} không được chấp nhận: {total}")
OUTCOMES: Mapping[str, str] = {
    Appeal.Outcome.UPHELD: _UPHELD,
    Appeal.Outcome.PARTLY: _PARTLY,
    Appeal.Outcome.REJECTED: _REJECTED,
}


def tell_results(*, actor: Actor, event: PackSettled) -> None:
    """Head and clerk of every unit settled say that they have its result."""
    rows = Sheet.objects.filter(pack_items__pack=event.subject_id, stage=Stage.FIXED)
    sheets = list(rows.select_related("unit", "band").order_by("pk"))
    people = people_of(sheets, clock.today())
    messages = [_result(sheet, people[sheet.pk], _RESULT) for sheet in sheets]
    queue_all(actor=actor, messages=messages)


def tell_the_corrected(*, actor: Actor, event: SheetCorrected) -> None:
    sheet = _row(event.subject_id)
    queue(actor=actor, message=_result(sheet, _people(sheet), _CORRECTED, event.reason))


def tell_who_appealed(*, actor: Actor, event: ScoreAppealDecided) -> None:
    sheet = _row(event.subject_id)
    subject = OUTCOMES[event.outcome]
    queue(actor=actor, message=_result(sheet, _people(sheet), subject, event.reason))


def ask_for_reply(*, actor: Actor, event: SheetCrossChecked) -> None:
    """The unit has some days to speak to marks that differ from its own."""
    if not event.asks_reply:
        return
    sheet = _row(event.subject_id)
    subject = Wording(_ASKED, _values(sheet) | {"day": day_text(sheet.due_on)})
    _tell(actor, sheet, "asked", _people(sheet), subject, Wording(_ASKED_TEXT))


def tell_about_return(*, actor: Actor, event: SheetReturned) -> None:
    """To the unit, or to whoever did the step last that is to be done again."""
    sheet = _row(event.subject_id)
    to: Iterable[int] = _people(sheet)
    if event.to != Stage.SELF_SCORE:
        done = SheetStep.objects.filter(sheet=sheet, stage=event.to).exclude(outcome="")
        last = done.order_by("-pk").values_list("by_account", "by_behalf").first()
        to = last or ()
    _tell(actor, sheet, "returned", to, Wording(_BACK, _values(sheet)), event.reason)


def _row(sheet_id: int) -> Sheet:
    return Sheet.objects.select_related("unit", "band").get(pk=sheet_id)


def _people(sheet: Sheet) -> list[int]:
    return people_of([sheet], clock.today())[sheet.pk]


def _values(sheet: Sheet) -> dict[str, object]:
    return {"month": key_text(sheet.month), "unit": sheet.unit.name}


def _result(sheet: Sheet, to: Iterable[int], subject: str, reason: str = "") -> Message:
    """What was fixed, with its band and the days to appeal; to be acknowledged."""
    total = Wording(_UNSCORED) if sheet.total is None else points_text(sheet.total)
    lines: list[Wording | str] = [reason] if reason else []
    if sheet.band:
        lines.append(Wording(_BAND, {"band": sheet.band.title}))
    if sheet.appeal_until and sheet.appeal_until >= clock.today():
        lines.append(Wording(_APPEAL, {"day": day_text(sheet.appeal_until)}))
    return Message(
        to=list(to),
        kind="scoring.fixed",
        subject=Wording(subject, _values(sheet) | {"total": total}),
        text=lines,
        link=sheet_link(sheet.pk),
        needs_acknowledgement=True,
    )


def _tell(
    actor: Actor,
    sheet: Sheet,
    kind: str,
    to: Iterable[int],
    subject: Wording,
    text: Wording | str = "",
) -> None:
    queue(
        actor=actor,
        message=Message(
            to=[account for account in to if account],
            kind=f"scoring.{kind}",
            subject=subject,
            text=text,
            link=sheet_link(sheet.pk),
        ),
    )
