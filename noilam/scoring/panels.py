"""What scoring shows on other floors' pages (config/panels.py)."""

from datetime import date

from noilam.foundation.access import Actor
from noilam.organisation.models import Unit
from noilam.organisation.policies import may_see
from noilam.organisation.rules import Reading
from noilam.ui.pieces import Panel


def unit_months(
    actor: Actor, unit: Unit, day: date, reading: Reading = Reading.AS_WAS
) -> Panel | None:
    """The last closed months of a unit. The page has questions enough of its own: the rows come
    after it, and without JavaScript the link leads to them."""
    if reading is not Reading.AS_WAS or not may_see(actor, unit):
        return None
    return Panel("scoring/_unit_months_panel.html", {"link": f"/scoring/units/{unit.pk}/"})
