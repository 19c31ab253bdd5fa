"""The organisation's own open matters, as listed in config/open_matters.py."""

from .actions.own_matters import close_own_matters, give_own_matters
from .open_matters import OpenMatters
from .queries import open_matters

OPEN = OpenMatters(
    prefix="organisation.",
    list_open=open_matters,
    inherit=give_own_matters,
    reassign=give_own_matters,
    close=close_own_matters,
)
