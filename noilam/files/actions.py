"""Taking evidence in."""

from collections.abc import Collection

from django.db import transaction

from noilam.audit.actions import record
from noilam.foundation import clock
from noilam.foundation.access import Actor
from noilam.foundation.rulings import ruling

from . import queries, storage
from .events import FileStored
from .inspection import ALL, Inspected, Upload, inspect
from .models import StoredFile


@transaction.atomic
def store_upload(
    *, actor: Actor, upload: Upload | Inspected, allowed: Collection[str] = ALL
) -> StoredFile:
    """Check a file in every way, keep its content, and enter it. Refused names what is wrong.

    Whether this actor may hand in evidence here is for the deed that takes it. The content reaches
    the disk before the row is committed: a row always has its content, and content left behind by
    a rollback is swept up (`jobs.sweep`). A door with large files inspects them before the deed
    begins (`inspection.inspect`), so that no other writer waits for that.
    """
    checked = upload if isinstance(upload, Inspected) else _inspected(upload, allowed)
    if queries.is_kept(checked.received_hash):
        checked = checked.as_it_came()
    storage.keep(checked.content_hash, checked.content)
    file = StoredFile.objects.create(
        name=checked.name,
        media_type=checked.kind.media_type,
        size=len(checked.content),
        content_hash=checked.content_hash,
        uploaded_at=clock.now(),
        uploaded_by=actor.label,
        uploaded_by_account=actor.id,
    )
    record(
        actor=actor,
        event=FileStored(
            subject_id=file.pk,
            file_name=file.name,
            media_type=file.media_type,
            size=file.size,
            content_hash=file.content_hash,
        ),
    )
    return file


def _inspected(upload: Upload, allowed: Collection[str]) -> Inspected:
    return inspect(
        upload, max_megabytes=ruling("files.max_megabytes", clock.today()), allowed=allowed
    )
