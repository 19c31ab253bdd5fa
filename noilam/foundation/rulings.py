"""A rule's value for floors that stand below the rulebook, reached by settings path as tables are.

Floors above it import `rulebook.queries` instead.
"""

from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def ruling(key: str, on: date) -> Any:
    """The value of a rule on a day, e.g. ruling("files.max_megabytes", clock.today())."""
    return _reader(settings.RULINGS)(key, on)


@cache
def _reader(path: str) -> Any:
    return import_string(path)
