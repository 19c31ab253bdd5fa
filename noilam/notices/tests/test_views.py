import pytest
from django.urls import reverse

from noilam.notices import queries
from noilam.notices.models import Notice, Service, TextMessage
from noilam.notices.rules import Wording

from . import given

pytestmark = pytest.mark.django_db


def sign_in(client, account):
    client.force_login(account, backend="noilam.accounts.backends.PasswordBackend")
    return account


@pytest.fixture
def reader(client):
    return sign_in(client, given.an_account())


@pytest.fixture
def clerk(client):
    return sign_in(client, given.an_account("Lê Thị Thư", "serve_notices"))


def test_a_reader_opens_a_notice_goes_to_the_matter_and_acknowledges(client, reader):
    notice = given.a_notice(
        reader, "Kết luận số 5", text="Dọn bãi rác.", link="/units/", needs_acknowledgement=True
    )

    inbox = client.get(reverse("notices:inbox"))
    page = client.get(notice.get_absolute_url())
    done = client.post(reverse("notices:acknowledgement", args=[notice.pk]), follow=True)

    assert "<b>Kết luận số 5</b>" in inbox.text
    assert 'href="/units/"' in page.text
    assert "Tôi đã nhận thông báo này" in page.text
    assert "đã xác nhận ngày" in done.text
    assert Notice.objects.get().is_read


def test_acknowledging_twice_is_refused_in_words(client, reader):
    notice = given.a_duty(reader)
    url = reverse("notices:acknowledgement", args=[notice.pk])
    client.post(url)

    response = client.post(url)

    assert response.status_code == 422
    assert "đã được xác nhận" in response.text


def test_anothers_notice_does_not_exist(client, reader):
    notice = given.a_duty(given.an_account("Trần Thị Ví"))

    assert client.get(notice.get_absolute_url()).status_code == 404
    url = reverse("notices:acknowledgement", args=[notice.pk])
    assert client.post(url).status_code == 404


def test_the_inbox_is_filtered_paged_and_costs_the_same(
    client, reader, django_assert_max_num_queries
):
    for number in range(60):
        given.a_notice(reader, f"Việc {number}")
    given.a_duty(reader)
    url = reverse("notices:inbox")

    with django_assert_max_num_queries(12):
        assert len(client.get(url).context["listing"].rows) == 50
    assert len(client.get(f"{url}?state=waiting").context["listing"].rows) == 1
    assert len(client.get(f"{url}?words=Việc 59").context["listing"].rows) == 1
    assert len(client.get(f"{url}?state=none").context["listing"].rows) == 50


def test_unread_come_first_and_are_marked_read_by_tick_or_all_at_once(client, reader):
    first, second, third = (given.a_notice(reader, f"Việc {n}") for n in range(3))
    url = reverse("notices:reading")

    client.post(url, {"notice": [third.pk, "x"]})
    rows = client.get(reverse("notices:inbox")).context["listing"].rows
    assert [row.pk for row in rows] == [second.pk, first.pk, third.pk]

    client.post(url, {"all": "1"})
    assert queries.unread_count(given.acting(reader)) == 0


def test_an_empty_inbox_says_what_will_come(client, reader):
    assert "Không có thông báo" in client.get(reverse("notices:inbox")).text


def test_a_reader_is_told_that_no_letters_go_out_without_a_mail_server(client, reader, settings):
    url = reverse("notices:preferences")

    settings.EMAIL_HOST = ""
    assert "chưa nối máy chủ thư" in client.get(url).text
    settings.EMAIL_HOST = "mail.example.vn"
    assert "chưa nối máy chủ thư" not in client.get(url).text


def test_a_reader_chooses_how_mail_comes(client, reader):
    url = reverse("notices:preferences")
    assert "21:00" in client.get(url).text

    wrong = client.post(url, {"mail": "never", "quiet_from": "22:00", "quiet_to": ""})
    right = client.post(
        url, {"mail": "daily", "quiet_from": "22:00", "quiet_to": "07:00"}, follow=True
    )

    assert wrong.status_code == 422
    assert 'value="22:00"' in wrong.text
    assert "Đã đổi cách nhận thư" in right.text
    assert queries.preference_of(reader.pk).mail == "daily"


def test_a_clerk_prints_a_slip_notes_a_missed_call_and_hands_the_letter_over(client, clerk):
    reader = given.an_account("Phạm Văn Bắc", phone="0912345678")
    notice = given.a_duty(reader, "Kết quả của riêng đồng chí")

    listed = client.get(reverse("notices:deliveries"))
    slip = client.get(reverse("notices:slip", args=[notice.pk]))
    missed = client.post(
        reverse("notices:missed_call", args=[notice.pk]),
        {"missed-served_on": notice.queued_at.date().isoformat(), "missed-by": "Lê Thị Thư"},
        follow=True,
    )
    refused = client.post(
        reverse("notices:paper", args=[notice.pk]),
        {"paper-served_on": "2001-01-01", "paper-by": "Lê Thị Thư", "paper-proof": "Sổ 3"},
    )
    handed = client.post(
        reverse("notices:paper", args=[notice.pk]),
        {
            "paper-served_on": notice.queued_at.date().isoformat(),
            "paper-by": "Lê Thị Thư",
            "paper-proof": "Sổ 3, dòng 12",
        },
        follow=True,
    )

    assert "0912345678" in listed.text
    assert "đã nhận thư này" in slip.text
    assert "gọi không gặp" in missed.text
    assert refused.status_code == 422
    assert "Ngày giao phải từ" in refused.text
    assert "Sổ 3" in refused.text
    assert "Không còn ai phải báo" in handed.text
    assert Service.objects.count() == 2


def test_a_clerk_brings_all_that_waits_in_one_envelope_and_keeps_the_signed_receipt(client, clerk):
    reader = given.an_account("Phạm Văn Bắc")
    reader.language = "en"
    reader.save()
    first = given.a_notice(reader, Wording("Sắp đến hạn: {what}", {"what": "dọn rác"}))
    second = given.a_notice(reader, "Việc hai", text="Trồng cây")

    page = client.get(reverse("notices:delivery", args=[first.pk]))
    slip = client.get(reverse("notices:slip", args=[first.pk]) + "?all=1")
    done = client.post(
        reverse("notices:paper", args=[first.pk]),
        {
            "paper-served_on": first.queued_at.date().isoformat(),
            "paper-by": "Lê Thị Thư",
            "paper-proof": "Sổ 3",
            "paper-others": [second.pk],
            "paper-receipt": given.a_receipt(),
        },
        follow=True,
    )

    assert "Sắp đến hạn: dọn rác" in page.text
    assert "Due soon: dọn rác" in slip.text
    assert "Trồng cây" in slip.text
    assert "Không còn ai phải báo" in done.text
    assert Notice.objects.filter(acknowledged_at=None).count() == 0
    story = client.get(reverse("notices:delivery", args=[second.pk]))
    receipt = Service.objects.get(notice=second).file_id
    assert f"/files/{receipt}/" in story.text
    assert client.get(f"/files/{receipt}/").status_code == 200


def test_the_clerks_list_is_filtered(client, clerk):
    given.a_notice(given.an_account("Phạm Văn Bắc"), "Việc thường")
    given.a_duty(given.an_account("Trần Thị An", email="an@example.vn"), "Kết luận số 5")
    url = reverse("notices:deliveries")

    everything, asked = client.get(url), client.get(f"{url}?state=acknowledge")
    no_mail, odd = client.get(f"{url}?state=no_mail"), client.get(f"{url}?state=odd")

    assert "Việc thường" in everything.text
    assert "Kết luận số 5" in everything.text
    assert "Việc thường" not in asked.text
    assert "Kết luận số 5" in asked.text
    assert "Kết luận số 5" not in no_mail.text
    assert len(odd.context["rows"]) == 2


def test_the_clerks_list_costs_the_same_and_is_taken_away_as_csv(
    client, clerk, django_assert_max_num_queries
):
    for number in range(20):
        given.a_duty(given.an_account(f"Phạm Văn Bắc {number}"))
    url = reverse("notices:deliveries")

    with django_assert_max_num_queries(12):
        assert len(client.get(url).context["listing"].rows) == 20
    text = b"".join(client.get(f"{url}?format=csv").streaming_content).decode()
    assert text.count("Phạm Văn Bắc") == 20


def test_a_clerk_sends_text_messages_from_the_list(client, clerk, settings):
    notice = given.a_duty(given.an_account(phone="0912345678"))
    url = reverse("notices:texts")

    assert client.post(url, {"notice": notice.pk}).status_code == 422
    settings.SMS_WEBHOOK_URL = "http://127.0.0.1:1/"
    response = client.post(url, {"notice": notice.pk}, follow=True)

    assert "Đã xếp 1 tin nhắn" in response.text
    assert TextMessage.objects.get().phone == "0912345678"
    page = client.get(reverse("notices:delivery", args=[notice.pk]))
    assert "Tin nhắn đang chờ gửi" in page.text


@pytest.mark.parametrize("name", ["deliveries", "delivery", "slip"])
def test_the_clerks_pages_are_closed_to_others(client, reader, name):
    notice = given.a_duty(reader)
    args = [] if name == "deliveries" else [notice.pk]

    assert client.get(reverse(f"notices:{name}", args=args)).status_code == 403


def test_a_call_is_noted_with_what_was_answered(client, clerk):
    notice = given.a_duty(given.an_account("Phạm Văn Bắc"))
    url = reverse("notices:call", args=[notice.pk])
    day = notice.queued_at.date().isoformat()

    empty = client.post(url, {"call-served_on": day, "call-by": "Lê Thị Thư", "call-proof": ""})
    client.post(url, {"call-served_on": day, "call-by": "Lê Thị Thư", "call-proof": "Đã rõ"})

    assert empty.status_code == 422
    notice.refresh_from_db()
    assert notice.acknowledged_at is not None
