import pytest
from django.urls import reverse

from noilam.audit.models import Batch, Entry

from . import given

pytestmark = pytest.mark.django_db


def sign_in(client, *permissions):
    account = given.an_account("Phạm Thị Thí", *permissions)
    client.force_login(account, backend="noilam.accounts.backends.PasswordBackend")
    return account


@pytest.fixture
def auditor(client):
    return sign_in(client, "read_trail")


def test_an_auditor_reads_who_did_what_and_follows_one_entry_to_its_proof(client, auditor):
    entry = given.sealed(3, before={"due_on": "2026-03-31"}, after={"due_on": "2026-04-30"})[1]

    trail = client.get(reverse("audit:trail"))
    page = client.get(entry.get_absolute_url())

    assert "Nguyễn Văn Mẫu" in trail.text
    assert "Ghi lời hứa" in trail.text
    assert "30/04/2026" in page.text
    assert "khớp dấu niêm phong" in page.text
    assert Entry.objects.get(pk=entry.pk).batch.head in page.text


@pytest.mark.parametrize("name", ["trail", "heads"])
def test_the_trail_is_closed_to_others_and_to_visitors(client, name):
    assert client.get(reverse(f"audit:{name}")).status_code == 302

    sign_in(client)
    response = client.get(reverse(f"audit:{name}"))
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 4),
        ("person=vi du", 1),
        ("person=nguyen van mau", 3),
        ("event=tests.PromiseMade", 4),
        ("event=tests.", 4),
        ("event=other.", 0),
        ("subject=2", 1),
        ("first=2020-01-01&last=2020-01-02", 0),
        ("first=none&subject=x", 4),
    ],
)
def test_the_list_is_filtered_by_person_event_subject_and_period(client, auditor, query, count):
    mau = given.an_account("Nguyễn Văn Mẫu")
    other = given.an_account("Trần Thị Ví Dụ")
    given.entries(3, actor=given.acting(mau))
    given.entries(1, actor=given.acting(other))

    response = client.get(f"{reverse('audit:trail')}?{query}")

    assert len(response.context["lines"]) == count
    assert ("Không có dòng nào" in response.text) == (count == 0)


def test_the_list_costs_the_same_however_long(client, auditor, django_assert_max_num_queries):
    given.sealed(60)

    with django_assert_max_num_queries(12):
        response = client.get(reverse("audit:trail"))

    assert len(response.context["lines"]) == 50


def test_the_list_is_taken_away_as_csv_that_runs_no_formula(client, auditor):
    given.entries(1, statement="=CMD()")

    response = client.get(f"{reverse('audit:trail')}?format=csv")

    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeffDòng số,Lúc,Người làm")
    assert "statement: =CMD()" in text
    assert ",=CMD" not in text


def test_the_heads_are_listed_and_one_is_printed_on_a_slip(client, auditor):
    given.sealed(2)
    batch = Batch.objects.get()

    heads = client.get(reverse("audit:heads"))
    slip = client.get(reverse("audit:slip", args=[batch.number]))

    assert batch.head in heads.text
    assert batch.head[:8] in slip.text
    assert "<svg" in slip.text


def test_the_whole_trail_is_checked_from_the_page_against_a_kept_head(client, auditor):
    entry = given.sealed(2)[0]
    url = reverse("audit:verification")

    sound = client.post(url, {"head": Batch.objects.get().head})
    foreign = client.post(url, {"head": "ab" * 32})
    Entry.objects.filter(pk=entry.pk).update(subject_id=77)
    altered = client.post(url, {"head": ""})

    assert "Nhật ký nguyên vẹn" in sound.text
    assert "Mã đã giữ có trong chuỗi" in sound.text
    assert "Không tìm thấy mã" in foreign.text
    assert f"Dòng {entry.pk} đã bị sửa" in altered.text


def test_an_administrator_erases_by_law_and_a_refusal_keeps_what_was_typed(client):
    sign_in(client, "administer")
    entry = given.sealed(1)[0]
    url = reverse("audit:erasure", args=[entry.pk])

    refused = client.post(url, {"reason": "Đương sự yêu cầu", "basis": ""})
    erased = client.post(url, {"reason": "Đương sự yêu cầu", "basis": "Luật mẫu"}, follow=True)

    assert refused.status_code == 422
    assert "Ghi căn cứ pháp lý" in refused.text
    assert 'value="Đương sự yêu cầu"' in refused.text
    assert "Căn cứ: Luật mẫu" in erased.text
    assert "Dọn bãi rác" not in erased.text


def test_an_auditor_is_not_offered_to_erase_and_may_not(client, auditor):
    entry = given.sealed(1)[0]

    assert "Xóa nội dung" not in client.get(entry.get_absolute_url()).text
    response = client.post(reverse("audit:erasure", args=[entry.pk]), {"reason": "a", "basis": "b"})
    assert response.status_code == 403
