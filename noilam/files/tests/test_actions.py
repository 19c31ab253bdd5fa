import os
import time
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import transaction

from noilam.audit.models import Entry
from noilam.files import actions, jobs, storage
from noilam.files.inspection import inspect
from noilam.files.models import StoredFile
from noilam.foundation.access import worker
from noilam.foundation.errors import Refused

from . import given

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def on_shelf(shelf):
    return [place for place in Path(shelf).rglob("*") if place.is_file()]


def store(content, name="minh-chung.pdf"):
    return actions.store_upload(actor=given.CLERK, upload=given.an_upload(content, name))


def test_evidence_is_kept_under_the_hash_of_what_is_stored_and_recorded():
    content = given.a_pdf()
    file = store(content, "Biên bản.pdf")

    assert storage.path_of(file.content_hash).read_bytes() == content
    assert file.content_hash == sha256(content).hexdigest()
    assert (file.name, file.media_type, file.size) == (
        "Biên bản.pdf",
        "application/pdf",
        len(content),
    )
    assert (file.uploaded_by, file.uploaded_by_account) == ("Lê Thị Thư", 7)
    last = Entry.objects.last()
    assert (last.event, last.subject_id) == ("files.FileStored", file.pk)
    assert last.details["content_hash"] == file.content_hash


def test_a_refused_file_leaves_nothing_behind(shelf):
    with pytest.raises(Refused):
        store(b"MZ\x90\x00\x03")

    assert on_shelf(shelf) == []
    assert not StoredFile.objects.exists()
    assert not Entry.objects.exists()


def test_the_same_content_has_the_same_hash_even_after_it_was_cleaned():
    photo = given.a_picture()
    first = store(photo, "một.jpg")
    second = store(photo, "hai.jpg")
    downloaded = storage.path_of(first.content_hash).read_bytes()
    third = store(downloaded, "ba.jpg")

    assert first.content_hash == second.content_hash == third.content_hash


def test_a_file_inspected_beforehand_is_stored_as_it_was_found():
    checked = inspect(given.an_upload(given.a_picture(), "ảnh.jpg"), max_megabytes=20)

    file = actions.store_upload(actor=given.CLERK, upload=checked)

    assert file.content_hash == checked.content_hash


def test_the_limit_is_the_rulebooks(settings):
    settings.RULINGS = "noilam.files.tests.given.no_room"

    with pytest.raises(Refused, match="lớn hơn mức 0 MB"):
        store(given.a_pdf())


def test_content_left_by_a_deed_taken_back_is_swept_up_a_day_later(shelf):
    kept = store(given.a_pdf())
    with transaction.atomic():
        store(given.a_picture(), "ảnh.jpg")
        transaction.set_rollback(True)
    (shelf / "ab" / "cd").mkdir(parents=True)
    (shelf / "ab" / "cd" / ".draft-x").write_bytes(b"half")
    assert len(on_shelf(shelf)) == 3

    assert jobs.sweep(actor=worker()) == 0
    yesterday = time.time() - timedelta(days=2).total_seconds()
    for place in on_shelf(shelf):
        os.utime(place, (yesterday, yesterday))
    assert jobs.sweep(actor=worker()) == 2

    assert on_shelf(shelf) == [storage.path_of(kept.content_hash)]


def test_a_file_handed_in_again_keeps_the_sweeper_away(shelf):
    content = given.a_pdf()
    place = storage.path_of(store(content).content_hash)
    yesterday = time.time() - timedelta(days=2).total_seconds()
    os.utime(place, (yesterday, yesterday))
    StoredFile.objects.all().delete()

    storage.keep(place.name, content)

    assert jobs.sweep(actor=worker()) == 0
    assert place.exists()


def test_a_write_that_fails_leaves_no_half_a_file(shelf, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        store(given.a_pdf())

    assert on_shelf(shelf) == []
