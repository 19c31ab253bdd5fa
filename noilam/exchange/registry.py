"""Which sheets there are: read once from config/sheets.py, which lists every package's own."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from .sheet import Sheet


@cache
def _table() -> dict[str, Sheet]:
    return {kind: import_string(path) for kind, path in import_string(settings.SHEETS).items()}


def kinds() -> list[str]:
    """In the order in which they are to be imported."""
    return list(_table())


def sheet(kind: str) -> Sheet:
    return _table()[kind]


def sheets() -> list[Sheet]:
    return list(_table().values())
