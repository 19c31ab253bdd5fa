"""Reads of the table of files: what is kept, and what has no row."""

from collections.abc import Collection

from .models import StoredFile


def is_kept(content_hash: str) -> bool:
    return StoredFile.objects.filter(content_hash=content_hash).exists()


def without_row(hashes: Collection[str]) -> set[str]:
    """Which of these lie on the shelf and belong to no upload."""
    named = StoredFile.objects.filter(content_hash__in=hashes)
    return set(hashes) - set(named.values_list("content_hash", flat=True))
