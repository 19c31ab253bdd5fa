"""Signs that a sheet deserves a second look, raised by night and looked at by a person."""

from collections.abc import Iterator, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record, record_all
from noilam.foundation import bulk, clock
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, Refused, refuse_if
from noilam.foundation.periods import Month
from noilam.foundation.text import say
from noilam.rulebook import queries as rulebook

from .. import policies
from ..events import LookedAgain, SecondLookRaised
from ..models import SecondLook, Sheet
from ..queries.second_looks import handed_in, shown_files, weighed
from ..rules import months, second_look, stages
from ..rules.second_look import Detail, Thresholds
from .hands import Stage

Kind = SecondLook.Kind
OVER = (Stage.SELF_SCORE, Stage.FIXED, Stage.SET_ASIDE)


@transaction.atomic
def raise_second_looks(*, actor: Actor, month: Month) -> int:
    """Mark what stands out among the sheets of a month that are not fixed yet; say how many are
    new. Advice to those who check: nothing else changes."""
    require(policies.may_open_month(actor), to=_("đánh dấu phiếu nên xem lại"))
    rows = Sheet.objects.filter(month=months.key(month)).exclude(stage__in=OVER)
    open_sheets = set(rows.values_list("pk", flat=True))
    if not open_sheets:
        return 0
    known = SecondLook.objects.filter(sheet__month=months.key(month))
    raised = set(known.values_list("sheet", "kind"))
    new = [
        SecondLook(sheet_id=pk, kind=kind, detail=detail, raised_at=clock.now())
        for kind, found in _signs(month)
        for pk, detail in found.items()
        if pk in open_sheets and (pk, kind) not in raised
    ]
    bulk.insert(new)
    events = [SecondLookRaised(subject_id=each.sheet_id, kind=str(each.kind)) for each in new]
    record_all(actor=actor, events=events)
    return len(new)


def _signs(month: Month) -> Iterator[tuple[str, Mapping[int, Detail]]]:
    limits = Thresholds(**rulebook.value("scoring.second_looks", clock.today()))
    sheets = handed_in(month)
    past = {each.unit_id: each for each in handed_in(month.previous)}
    yield Kind.ALL_FULL, second_look.all_full(sheets)
    yield Kind.OUTLIER, second_look.outliers(weighed(month), limits)
    again = second_look.repeated(sheets, past, limits)
    yield Kind.COPIED, again | second_look.copied(sheets, limits)
    yield Kind.REUSED, second_look.reused(*shown_files(month))
    yield Kind.LAST_MINUTE, second_look.last_minute(sheets, limits)


@transaction.atomic
def look_again(*, actor: Actor, second_look: SecondLook, note: str) -> SecondLook:
    """Somebody who checks the sheet has looked at it, and says what he found."""
    rows = SecondLook.objects.select_for_update(of=("self",))
    found = rows.select_related("sheet__criteria_set", "sheet__unit").get(pk=second_look.pk)
    require(
        policies.may_look_again(actor, found),
        to=_("xem lại phiếu của {unit}").format(unit=found.sheet.unit.name),
    )
    if found.looked_at:
        raise Refused(Problem("already-looked", say("Dấu hiệu này đã có người xem lại.")))
    refuse_if(stages.problems_with_words(note, "note-missing", _WHAT, "note"))
    found.looked_at, found.looked_by = clock.now(), actor.label[:120]
    found.note = note.strip()
    found.save(update_fields=["looked_at", "looked_by", "note"])
    event = LookedAgain(subject_id=found.sheet_id, kind=str(found.kind), note=found.note)
    record(actor=actor, event=event)
    return found


_WHAT = say("Ghi đã xem gì và thấy thế nào.")
