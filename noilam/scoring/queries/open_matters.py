"""Sheets that would be without a hand when a unit ends."""

from datetime import date

from django.utils.translation import gettext as _

from noilam.organisation.models import Person, Unit
from noilam.organisation.rules import OpenMatter

from ..keys import SHEET, sheet_link
from ..models import Sheet
from ..rules.months import key_text
from .sheets import OVER


def open_matters(
    *, unit: Unit | None = None, person: Person | None = None, on: date
) -> list[OpenMatter]:
    """A unit's sheets that are not settled. A person leaves none: they are the unit's."""
    if unit is None or person is not None:
        return []
    rows = Sheet.objects.filter(unit=unit).exclude(stage__in=OVER).select_related("criteria_set")
    return [
        OpenMatter(
            key=f"{SHEET}:{each.pk}",
            kind=_("Phiếu chấm điểm"),
            label=_("Phiếu tháng {month}").format(month=key_text(each.month)),
            link=sheet_link(each.pk),
            unit_id=each.unit_id,
            person_id=None,
            due_on=each.due_on,
        )
        for each in rows.order_by("month")
    ]
