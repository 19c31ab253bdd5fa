"""Keeping a file, for floors that stand below `files`; reached by settings path as rulings are.

Floors above it import `files.actions` instead. Who may open it, config/file_owners.py says.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from .access import Actor


def keep_file(*, actor: Actor, upload: Any) -> int:
    """Check an upload and keep it, as part of the deed that takes it in. Gives the file's id."""
    return int(_keeper(settings.SHELF)(actor=actor, upload=upload).pk)


@cache
def _keeper(path: str) -> Any:
    return import_string(path)
