"""What scoring shows on other floors' pages (config/panels.py)."""

from datetime import date

from noilam.foundation.access import Actor
from noilam.organisation.models import Unit
from noilam.organisation.policies import inside_units
from noilam.organisation.rules import Reading
from noilam.ui.pieces import Panel

from . import policies
from .queries.pages.trend import SHORT, trend


def unit_months(
    actor: Actor, unit: Unit, day: date, reading: Reading = Reading.AS_WAS
) -> Panel | None:
    """The last closed months of a unit."""
    if reading is not Reading.AS_WAS or not policies.may_see_results(actor, unit):
        return None
    page = trend(actor, unit, inside_units(actor).filter(pk=unit.pk).exists(), SHORT)
    if not page.rows:
        return None
    context = {"rows": page.rows, "link": f"/scoring/units/{unit.pk}/"}
    return Panel("scoring/_unit_months_panel.html", context)
