"""How commitments go along when a unit or a post changes (listed in config/open_matters.py)."""

from noilam.organisation.open_matters import OpenMatters

from . import actions, queries

OPEN = OpenMatters(
    prefix="commitments.",
    list_open=queries.open_matters,
    inherit=actions.give_matters,
    reassign=actions.give_matters,
    close=actions.close_matters,
)
