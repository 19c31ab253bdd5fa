import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from noilam.files import actions, policies, storage
from noilam.foundation import clock

from . import given

pytestmark = pytest.mark.django_db


def its_uploader(actor, file):
    return file.uploaded_by_account == actor.id


def nobody(actor, file):
    return False


OWNERS = ["noilam.files.tests.test_views.nobody", "noilam.files.tests.test_views.its_uploader"]


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_OWNERS = "noilam.files.tests.test_views.OWNERS"
    policies._owners.cache_clear()
    yield
    policies._owners.cache_clear()


@pytest.fixture
def file():
    upload = given.an_upload(given.a_pdf(), "Biên bản số 3.pdf")
    return actions.store_upload(actor=given.CLERK, upload=upload)


def sign_in(client, pk):
    account = get_user_model().objects.create(
        pk=pk, username=f"u{pk}", label="Lê Thị Thư", opened_at=clock.now()
    )
    client.force_login(account, backend="noilam.accounts.backends.PasswordBackend")


def test_evidence_is_saved_never_shown_under_its_own_name(client, file):
    sign_in(client, given.CLERK.id)

    response = client.get(file.get_absolute_url())

    content = b"".join(response.streaming_content)
    assert content == storage.path_of(file.content_hash).read_bytes()
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''Bi%C3%AAn%20b")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-cache"


def test_whom_no_owner_knows_learns_nothing_of_a_file(client, file):
    sign_in(client, 99)

    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.get(reverse("files:download", args=[12345])).status_code == 404


def test_evidence_is_closed_to_visitors_and_only_read(client, file):
    assert client.get(file.get_absolute_url()).status_code == 302

    sign_in(client, given.CLERK.id)
    assert client.post(file.get_absolute_url()).status_code == 405


def test_content_that_is_lost_is_said_to_be_missing(client, file):
    sign_in(client, given.CLERK.id)
    storage.path_of(file.content_hash).unlink()

    assert client.get(file.get_absolute_url()).status_code == 404
