"""Files of units and of people, each written as one set, and taken back as one."""

from .people import import_people, take_back_people
from .units import import_units, take_back_units

__all__ = ["import_people", "import_units", "take_back_people", "take_back_units"]
