"""Letters and text messages, really sent: to Django's test outbox and to a real local gateway."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from noilam.audit.models import Entry
from noilam.foundation import clock
from noilam.foundation.access import worker
from noilam.foundation.errors import Refused
from noilam.notices import actions, jobs, rules
from noilam.notices.models import Notice, Service, TextMessage
from noilam.notices.rules import Wording

from . import given

pytestmark = pytest.mark.django_db


def at(hour, minute=0, day=31):
    zone = timezone.get_default_timezone()
    return clock.frozen(datetime(2026, 3, day, hour, minute, tzinfo=zone))


def deliver():
    return jobs.deliver_mail(actor=worker())


@pytest.fixture(autouse=True)
def a_mail_server(settings):
    settings.EMAIL_HOST = "mail.example.vn"


@pytest.fixture
def reader():
    return given.an_account(email="mau@example.vn", phone="0912345678")


def test_all_that_waits_for_one_person_goes_out_as_one_letter_and_never_again(reader):
    with at(9):
        given.a_notice(reader, "Việc một", text="Dọn bãi rác", link="/commitments/1/")
        duty = given.a_duty(reader, "Việc hai")
        assert deliver() == 1
        assert deliver() == 0

    (letter,) = mail.outbox
    assert letter.to == ["mau@example.vn"]
    assert letter.subject == "NóiLàm: 2 thông báo mới"
    assert "Việc một" in letter.body
    assert "Dọn bãi rác" in letter.body
    assert f"/inbox/{duty.pk}/" in letter.body
    assert not Notice.objects.filter(mailed_at=None).exists()
    assert Entry.objects.last().event == "notices.NoticesMailed"


def test_a_letter_of_one_notice_bears_its_subject(reader):
    with at(9):
        given.a_notice(reader, "Việc một\r\nBcc: kẻ khác")
        deliver()

    assert mail.outbox[0].subject == "Việc một Bcc: kẻ khác"


def test_without_a_mail_server_no_letter_goes_out_and_none_is_claimed(reader, settings):
    settings.EMAIL_HOST = ""
    with at(9):
        given.a_notice(reader)
        assert deliver() == 0

    assert mail.outbox == []
    assert Notice.objects.filter(mailed_at=None, mail_tries=0).exists()
    assert not Entry.objects.exists()


def test_once_there_is_a_mail_server_what_is_new_and_unread_goes_out_and_no_old_backlog(reader):
    with at(9, day=20):
        given.a_notice(reader, "Việc cũ")
    with at(9, day=25):
        given.a_notice(reader, "Việc mới")
    with at(9):
        assert deliver() == 1
        assert deliver() == 0

    assert mail.outbox[0].subject == "Việc mới"
    assert Notice.objects.get(mailed_at=None).subject == "Việc cũ"


def test_the_letter_speaks_the_recipients_language(reader):
    reader.language = "en"
    reader.save()
    with at(9):
        given.a_duty(reader, Wording("Sắp đến hạn: {what}", {"what": "dọn rác"}))
        deliver()

    assert mail.outbox[0].subject == "Due soon: dọn rác"
    assert "Please acknowledge" in mail.outbox[0].body


def test_no_letter_in_quiet_hours_and_one_when_they_end(reader):
    with at(21, 5):
        given.a_notice(reader)
        assert deliver() == 0
    with at(6, 30, day=31):
        assert deliver() == 1


def test_a_daily_digest_goes_out_once_a_day(reader):
    actor = given.acting(reader)
    usual = rules.quiet_hours("21:00-06:30")
    with at(9, day=30):
        actions.set_preference(
            actor=actor, mail="daily", quiet_from=usual.start, quiet_to=usual.end
        )
        given.a_notice(reader)
        assert deliver() == 1
        given.a_notice(reader)
        assert deliver() == 0
    with at(6, 31):
        given.a_notice(reader)
        assert deliver() == 1
    assert mail.outbox[1].subject == "NóiLàm: 2 thông báo mới"


def test_no_letter_to_who_wants_none_has_no_address_has_read_it_or_is_closed(reader):
    silent = given.an_account("Trần Thị Ví", email="vi@example.vn")
    closed = given.an_account("Vũ Văn Cũ", email="cu@example.vn")
    with at(9):
        actor = given.acting(silent)
        quiet = rules.quiet_hours("21:00-06:30")
        actions.set_preference(actor=actor, mail="none", quiet_from=quiet.start, quiet_to=quiet.end)
        for account in (silent, closed, reader, given.an_account("Không Thư")):
            given.a_notice(account)
        actions.mark_read(actor=given.acting(reader))
        closed.is_active = False
        closed.save()
        assert deliver() == 0


def test_a_letter_that_fails_is_tried_again_later_and_holds_nobody_up(reader, settings):
    other = given.an_account("Bùi Thị Bé", email="be@example.vn")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    with at(9):
        given.a_notice(reader)
        given.a_notice(other)
        assert deliver() == 0
    failed = Entry.objects.filter(event="notices.MailFailed")
    assert failed.count() == 2
    assert failed[0].details["error"] == "ConnectionRefusedError"
    assert "example.vn" not in str(failed[0].details)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with at(9):
        assert deliver() == 0
    with at(9, 1):
        assert deliver() == 2


def test_a_letter_claimed_by_one_worker_is_left_alone_by_another(reader):
    with at(9):
        given.a_notice(reader)
        assert actions.claim_letter(actor=worker(), account_id=reader.pk) is not None
        assert actions.claim_letter(actor=worker(), account_id=reader.pk) is None
        assert deliver() == 0
    with at(9, 15):  # the first worker was killed
        assert deliver() == 1


def test_a_letter_is_given_up_after_many_tries(reader):
    with at(9):
        given.a_notice(reader)
        Notice.objects.update(mail_tries=rules.MAX_TRIES)
        assert deliver() == 0


def test_a_text_message_reaches_the_gateway_signed_and_its_answer_is_kept(reader, settings):
    clerk = given.a_clerk()
    with given.a_gateway() as gateway, at(9):
        settings.SMS_WEBHOOK_URL, settings.SMS_WEBHOOK_SECRET = gateway.url, "bí mật"
        notice = given.a_duty(reader, "Kết luận số 5")
        assert actions.queue_texts(actor=clerk, notices=[notice.pk]) == 1
        assert actions.queue_texts(actor=clerk, notices=[notice.pk]) == 0
        assert jobs.deliver_texts(actor=worker()) == 1
        assert jobs.deliver_texts(actor=worker()) == 0

    ((path, headers, body, sent),) = gateway.calls
    assert path == "/send?key=1"
    assert sent["to"] == "0912345678"
    assert sent["text"].startswith("Kết luận số 5 http")
    moment = headers["X-Noilam-Moment"]
    assert headers["X-Noilam-Signature"] == rules.signature("bí mật", moment, body)
    service = Service.objects.get()
    assert (service.channel, service.is_received) == ("sms", False)
    assert service.proof == '200 {"queued": "abc-1"}'
    notice.refresh_from_db()
    assert notice.is_waiting


def test_a_gateway_that_fails_is_asked_again_later(reader, settings):
    clerk = given.a_clerk()
    with given.a_gateway(status=500) as gateway:
        settings.SMS_WEBHOOK_URL = gateway.url
        with at(9):
            actions.queue_texts(actor=clerk, notices=[given.a_duty(reader).pk])
            assert jobs.deliver_texts(actor=worker()) == 0
            assert jobs.deliver_texts(actor=worker()) == 0
        gateway.status = 202
        with at(9, 1):
            assert jobs.deliver_texts(actor=worker()) == 1
    assert len(gateway.calls) == 2
    assert gateway.calls[0][1]["Idempotency-Key"] == gateway.calls[1][1]["Idempotency-Key"]


def test_a_gateway_that_is_away_is_asked_again_later(reader, settings):
    settings.SMS_WEBHOOK_URL = "http://127.0.0.1:1/"
    with at(9):
        actions.queue_texts(actor=given.a_clerk(), notices=[given.a_duty(reader).pk])
        jobs.deliver_texts(actor=worker())
        message = TextMessage.objects.get()
        assert message.answer == "0 ConnectionRefusedError"
        assert message.send_after - clock.now() == timedelta(minutes=1)


def test_a_text_message_waits_for_the_end_of_its_readers_quiet_hours(reader, settings):
    other = given.an_account("Bùi Thị Bé", phone="0987654321")
    with given.a_gateway() as gateway:
        settings.SMS_WEBHOOK_URL = gateway.url
        with at(20, 30, day=30):
            quiet = rules.quiet_hours("20:00-08:00")
            actions.set_preference(
                actor=given.acting(reader), mail="none", quiet_from=quiet.start, quiet_to=quiet.end
            )
            duties = [given.a_duty(each).pk for each in (reader, other)]
            actions.queue_texts(actor=given.a_clerk(), notices=duties)
            assert jobs.deliver_texts(actor=worker()) == 1
        for hour, minute in ((6, 30), (7, 59)):
            with at(hour, minute):
                assert jobs.deliver_texts(actor=worker()) == 0
        with at(8):
            assert jobs.deliver_texts(actor=worker()) == 1
    assert [call[3]["to"] for call in gateway.calls] == ["0987654321", "0912345678"]


def test_a_text_message_speaks_the_recipients_language(reader, settings):
    settings.SMS_WEBHOOK_URL = "http://127.0.0.1:1/"
    reader.language = "en"
    reader.save()
    with at(9):
        duty = given.a_duty(reader, Wording("Sắp đến hạn: {what}", {"what": "dọn rác"}))
        actions.queue_texts(actor=given.a_clerk(), notices=[duty.pk])

    assert TextMessage.objects.get().text.startswith("Due soon: dọn rác http")


def test_without_gateway_or_number_no_text_message_is_queued(reader, settings):
    clerk = given.a_clerk()
    with pytest.raises(Refused, match="Chưa nối cổng tin nhắn"):
        actions.queue_texts(actor=clerk, notices=[given.a_duty(reader).pk])

    settings.SMS_WEBHOOK_URL = "http://127.0.0.1:1/"
    nobody = given.a_duty(given.an_account("Bùi Thị Bé"))
    with pytest.raises(Refused, match="Bùi Thị Bé chưa có số điện thoại"):
        actions.queue_texts(actor=clerk, notices=[nobody.pk])
