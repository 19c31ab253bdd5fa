"""What becomes of a unit's open sheets when it changes (listed in config/open_matters.py)."""

from noilam.organisation.open_matters import OpenMatters

from . import actions, queries

OPEN = OpenMatters(
    prefix="scoring.",
    list_open=queries.open_matters,
    inherit=actions.give_sheets,
    reassign=actions.give_sheets,
    close=actions.close_sheets,
)
