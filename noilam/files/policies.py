"""Who may open a file: `files` asks the floors that know what it is evidence of."""

from collections.abc import Callable, Sequence
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from noilam.foundation.access import Actor

from .models import StoredFile

Owner = Callable[[Actor, StoredFile], bool]


def may_open(actor: Actor, file: StoredFile) -> bool:
    """One owner that says yes is enough; a file without an owner is nobody's to open."""
    return any(owner(actor, file) for owner in _owners(settings.FILE_OWNERS))


@cache
def _owners(table: str) -> Sequence[Owner]:
    return [import_string(path) for path in import_string(table)]
