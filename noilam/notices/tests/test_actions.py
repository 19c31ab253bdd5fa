from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from noilam.audit.models import Entry
from noilam.foundation import clock
from noilam.foundation.access import worker
from noilam.foundation.errors import Refused
from noilam.notices import actions, panels, policies, queries
from noilam.notices.models import Notice, Service

from . import given

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def a_day():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def reader():
    return given.an_account()


def last():
    return Entry.objects.last()


def test_a_notice_goes_once_to_each_and_never_to_who_did_it(reader, django_assert_max_num_queries):
    others = [given.an_account(f"Người {number}").pk for number in range(30)]
    to = [reader.pk, *others, *others]

    with django_assert_max_num_queries(4):
        actions.queue(
            actor=given.acting(reader),
            message=actions.Message(to=to, kind="tests.told", subject="Việc"),
        )

    assert sorted(Notice.objects.values_list("recipient", flat=True)) == others


def test_a_notice_is_queued_with_the_deed_or_not_at_all(reader):
    with transaction.atomic():
        given.a_notice(reader)
        transaction.set_rollback(True)

    assert not Notice.objects.exists()


def test_reading_is_noted_without_a_moment_and_without_a_line_in_the_trail(reader):
    notice = given.a_notice(reader)

    assert actions.mark_read(actor=given.acting(reader), notices=[notice.pk]) == 1

    notice.refresh_from_db()
    assert (notice.is_read, notice.acknowledged_at) == (True, None)
    assert not Entry.objects.exists()


def test_nobody_marks_anothers_notices_as_read(reader):
    given.a_notice(reader)

    assert actions.mark_read(actor=given.acting(given.an_account("Trần Thị Ví"))) == 0


def test_an_acknowledgement_is_kept_and_recorded_once(reader):
    notice = given.a_duty(reader)

    actions.acknowledge(actor=given.acting(reader), notice=notice)

    notice.refresh_from_db()
    assert notice.acknowledged_at == clock.now()
    assert (last().event, last().subject_id) == ("notices.NoticeAcknowledged", notice.pk)
    with pytest.raises(Refused, match="đã được xác nhận"):
        actions.acknowledge(actor=given.acting(reader), notice=notice)


def test_only_its_recipient_acknowledges_a_notice(reader):
    notice = given.a_duty(reader)

    with pytest.raises(PermissionDenied):
        actions.acknowledge(actor=given.a_clerk(), notice=notice)


def test_what_needs_no_acknowledgement_takes_none(reader):
    with pytest.raises(Refused, match="không cần xác nhận"):
        actions.acknowledge(actor=given.acting(reader), notice=given.a_notice(reader))


def test_what_waits_for_acknowledgement_stands_on_the_day_page_and_is_found_by_kind(reader):
    given.a_notice(reader)
    duty = given.a_duty(reader)
    actor = given.acting(reader)

    waiting = panels.waiting(actor, TODAY)

    assert [(each.group, each.title) for each in waiting] == [("acknowledge", duty.subject)]
    with clock.frozen(date(2026, 4, 10)):
        assert list(queries.unacknowledged("tests.told", before=clock.now())) == [duty]
    assert not queries.unacknowledged("tests.told", before=clock.now())


def test_a_preference_is_kept_and_recorded(reader):
    actor = given.acting(reader)

    actions.set_preference(actor=actor, mail="daily", quiet_from=time(20), quiet_to=time(7))

    assert queries.preference_of(reader.pk).mail == "daily"
    assert last().details["before"]["mail"] == "at_once"
    assert last().details["after"]["quiet_to"] == "07:00:00"


def test_a_sealed_envelope_that_was_signed_for_acknowledges_the_notice(reader):
    notice = given.a_duty(reader)

    service = actions.serve_on_paper(
        actor=given.a_clerk(),
        notice=notice,
        served_on=TODAY,
        by="  Lê Thị   Thư ",
        proof="Biên nhận 12, ký tại xã",
        file_id=5,
    )

    notice.refresh_from_db()
    assert notice.acknowledged_at is not None
    assert (service.by, service.file_id, service.is_received) == ("Lê Thị Thư", 5, True)
    assert (last().event, last().details["channel"]) == ("notices.NoticeServed", "paper")


def test_a_call_that_nobody_answered_leaves_the_notice_on_the_list(reader):
    notice = given.a_duty(reader)
    clerk = given.a_clerk()

    actions.note_missed_call(actor=clerk, notice=notice, served_on=TODAY, by="Lê Thị Thư")
    (row,) = queries.deliveries(clerk, today=TODAY)
    assert (row.id, row.missed_calls) == (notice.pk, 1)

    actions.serve_by_call(
        actor=clerk, notice=notice, served_on=TODAY, by="Lê Thị Thư", proof="Đã rõ"
    )
    assert queries.deliveries(clerk, today=TODAY) == []
    assert list(Service.objects.values_list("is_received", flat=True)) == [False, True]


def test_a_service_without_proof_or_on_a_day_to_come_is_refused_with_all_reasons(reader):
    with pytest.raises(Refused) as refused:
        actions.serve_on_paper(
            actor=given.a_clerk(),
            notice=given.a_duty(reader),
            served_on=date(2026, 4, 1),
            by=" ",
            proof=" ",
        )

    assert [each.about for each in refused.value.problems] == ["served_on", "by", "proof"]
    assert not Service.objects.exists()


def test_only_the_clerk_notes_a_service(reader):
    with pytest.raises(PermissionDenied):
        actions.serve_by_call(
            actor=given.acting(reader),
            notice=given.a_duty(reader),
            served_on=TODAY,
            by="Tôi",
            proof="Đã rõ",
        )
    assert not policies.servable_notices(given.acting(reader))


def test_the_clerks_list_holds_those_without_mail_or_unread_by_given_name():
    bac = given.an_account("Phạm Văn Bắc", email="bac@example.vn")
    an = given.an_account("Trần Thị An")
    read = given.an_account("Vũ Thị Cúc", email="cuc@example.vn")
    for account in (bac, an, read):
        given.a_duty(account)
    actions.mark_read(actor=given.acting(read))
    actions.mark_read(actor=given.acting(an))
    clerk = given.a_clerk()

    assert [row.recipient for row in queries.deliveries(clerk, today=TODAY)] == [
        "Trần Thị An",
        "Phạm Văn Bắc",
    ]
    assert len(queries.deliveries(clerk, words="bac", today=TODAY)) == 1


def test_the_days_head_goes_to_every_administrator():
    from noilam.audit import jobs

    admin = given.an_account("Lê Thị Quản", "administer")
    given.an_account("Phạm Thị Thí", "read_trail")
    actor = given.acting(admin)
    actions.set_preference(actor=actor, mail="daily", quiet_from=time(20), quiet_to=time(7))

    jobs.announce_head(actor=worker())

    notice = Notice.objects.get()
    assert notice.recipient_id == admin.pk
    assert "31/03/2026" in notice.subject
    assert Entry.objects.get(event="audit.HeadAnnounced").details["head"] in notice.text
