"""The shelf: content under its own hash in MEDIA_ROOT, put there whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings


def path_of(content_hash: str) -> Path:
    return Path(settings.MEDIA_ROOT) / content_hash[:2] / content_hash[2:4] / content_hash


def keep(content_hash: str, content: bytes) -> None:
    """Written beside its place, brought to the disk, then moved there in one step.

    What is there already is only touched: its new date keeps the sweeper away until the row that
    is about to name it again is committed.
    """
    place = path_of(content_hash)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        os.utime(place)
        return
    descriptor, draft = tempfile.mkstemp(dir=place.parent, prefix=".draft-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o440)
        os.replace(draft, place)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    _settle(place.parent)


def _settle(folder: Path) -> None:
    """Bring the folder's new line to the disk too, where the system allows it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)


def older_than(moment: datetime) -> Iterator[Path]:
    """Everything on the shelf last touched before a moment, forgotten drafts too."""
    for place in Path(settings.MEDIA_ROOT).glob("??/??/*"):
        if place.stat().st_mtime < moment.timestamp():
            yield place


def drop(place: Path, moment: datetime) -> bool:
    """Take it away unless somebody touched it meanwhile."""
    if place.stat().st_mtime >= moment.timestamp():
        return False
    place.unlink()
    return True
