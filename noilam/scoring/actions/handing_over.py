"""What becomes of a unit's open sheets when it ends: another completes them, or nobody does."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from noilam.audit.actions import record_all
from noilam.foundation.access import Actor, require
from noilam.foundation.errors import Problem, refuse_if
from noilam.foundation.text import say, tidy
from noilam.organisation.models import Person, Unit

from .. import policies
from ..events import SheetHandedOver, SheetSetAside
from ..keys import SHEET
from ..models import Sheet
from .hands import Stage

_TO_A_UNIT = say("Phiếu chấm điểm giao cho một đơn vị làm tiếp. Chọn đơn vị.")
_FIXED = say("Phiếu này đã chốt, không khép lại nữa.")


@transaction.atomic
def give_sheets(
    *,
    actor: Actor,
    keys: Sequence[str],
    to_unit: Unit | None,
    to_person: Person | None,
    on: date,
    reason: str,
) -> None:
    """Head and clerk of another unit complete these sheets, as the change of the unit says."""
    sheets = _locked(actor, keys)
    if to_unit is None:
        refuse_if([Problem("unit-missing", _TO_A_UNIT, _key(each)) for each in sheets])
        return
    for each in sheets:
        each.heir = to_unit
    Sheet.objects.bulk_update(sheets, ["heir"], batch_size=200)
    events = [
        SheetHandedOver(subject_id=each.pk, unit_id=to_unit.pk, reason=tidy(reason))
        for each in sheets
    ]
    record_all(actor=actor, events=events)


@transaction.atomic
def close_sheets(*, actor: Actor, keys: Sequence[str], reason: str, on: date) -> None:
    """Set these sheets aside with the unit, for a stated reason."""
    sheets, reason = _locked(actor, keys), tidy(reason)
    done = [each for each in sheets if each.stage == Stage.FIXED]
    refuse_if([Problem("fixed", _FIXED, _key(each)) for each in done])
    for each in sheets:
        each.stage, each.due_on, each.set_aside_because = Stage.SET_ASIDE, None, reason[:300]
    Sheet.objects.bulk_update(sheets, ["stage", "due_on", "set_aside_because"], batch_size=200)
    record_all(
        actor=actor, events=[SheetSetAside(subject_id=each.pk, reason=reason) for each in sheets]
    )


def _key(sheet: Sheet) -> str:
    return f"{SHEET}:{sheet.pk}"


def _locked(actor: Actor, keys: Sequence[str]) -> list[Sheet]:
    prefix = f"{SHEET}:"
    ids = [int(key.removeprefix(prefix)) for key in keys if key.startswith(prefix)]
    rows = Sheet.objects.select_for_update(of=("self",)).order_by("pk")
    sheets = list(rows.filter(pk__in=ids))
    units = {each.unit_id for each in sheets}
    permitted = all(policies.may_move_matters(actor, unit) for unit in units)
    require(permitted, to=_("giao lại các phiếu chấm điểm này"))
    return sheets
