"""What somebody else wrote on a sheet while a form of it lay open."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from noilam.foundation.access import Actor
from noilam.foundation.errors import Problem
from noilam.foundation.text import say

from ...models import Mark, Sheet
from ...rules.criteria import CriteriaSet
from ...rules.score import Answer
from ..marks import UNANSWERED
from .answer_words import answer_text, times_text

NOT_READ = Problem(
    "not-read", say("Trang gửi lên thiếu dấu đã đọc. Mở lại phiếu, xem rồi làm lại.")
)


@dataclass(frozen=True)
class Meanwhile:
    """`theirs`: code -> what stands there now, whose and since when."""

    problems: tuple[Problem, ...] = ()
    theirs: Mapping[str, str] | None = None


def read_mark(sheet: Sheet) -> str:
    """How far the marks of people had come when a form is opened: put into the form."""
    return str(_last(sheet))


def _last(sheet: Sheet) -> int:
    by_people = Mark.objects.filter(sheet=sheet).exclude(stage=Mark.Stage.SYSTEM)
    return by_people.order_by("-pk").values_list("pk", flat=True).first() or 0


def meanwhile(actor: Actor, sheet: Sheet, criteria: CriteriaSet, read: str) -> Meanwhile:
    """Others' marks since the form was opened. One's own are known, whatever tab they came from."""
    if not read.isdigit():
        return Meanwhile((NOT_READ,))
    since = Mark.objects.filter(sheet=sheet, pk__gt=int(read), superseded_at=None)
    since = since.exclude(stage=Mark.Stage.SYSTEM).exclude(by_account=actor.id)
    found = {mark.criterion.code: mark for mark in since.select_related("criterion")}
    if not found:
        return Meanwhile()
    message = say(
        "{who} đã ghi vào phiếu lúc {at}, sau khi anh/chị mở trang: {codes}. Xem lại các tiêu chí"
        " ấy; điều anh/chị gõ vẫn còn, gửi lần nữa là ghi theo điều đã gõ."
    )
    last = max(found.values(), key=lambda mark: mark.pk)
    values = {"who": last.by, "at": _at(last), "codes": ", ".join(found)}
    problem = Problem("written-meanwhile", message, values=values)
    return Meanwhile((problem,), {code: _said(criteria, code, m) for code, m in found.items()})


def _at(mark: Mark) -> str:
    return f"{timezone.localtime(mark.recorded_at):%H:%M %d/%m/%Y}"


def _said(criteria: CriteriaSet, code: str, mark: Mark) -> str:
    criterion = criteria.by_code.get(code)
    if criterion is None:
        answer = times_text(mark.answer.get("times", 0))
    elif mark.answer == UNANSWERED:
        answer = _("bỏ trống")
    else:
        answer = answer_text(criterion, Answer.read(mark.answer))
    return _("{who} ghi lúc {at}: {answer}").format(who=mark.by, at=_at(mark), answer=answer)
