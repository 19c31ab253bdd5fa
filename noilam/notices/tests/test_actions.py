from datetime import date, time

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation

from noilam.audit.models import Entry
from noilam.foundation import clock
from noilam.foundation.access import worker
from noilam.foundation.errors import Refused
from noilam.notices import actions, panels, policies, queries
from noilam.notices.models import Notice, Service
from noilam.notices.rules import Wording

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


def serve(*notices, clerk=None, **values):
    usual = {"served_on": TODAY, "by": "Lê Thị Thư", "proof": "Biên nhận 12, ký tại xã"}
    return actions.serve_on_paper(
        actor=clerk or given.a_clerk(), notices=notices, **{**usual, **values}
    )


def told(clerk, **wanted):
    wanted = queries.Wanted(**wanted)
    return queries.deliveries(clerk, list(queries.people_to_tell(clerk, wanted)), wanted)


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

    (service,) = serve(notice, by="  Lê Thị   Thư ")

    notice.refresh_from_db()
    assert notice.acknowledged_at is not None
    assert (service.by, service.file_id, service.is_received) == ("Lê Thị Thư", 0, True)
    assert (last().event, last().details["channel"]) == ("notices.NoticeServed", "paper")


def test_any_notice_is_brought_and_one_envelope_holds_several(reader):
    first, second, duty = given.a_notice(reader), given.a_notice(reader), given.a_duty(reader)
    clerk = given.a_clerk()

    services = serve(first, duty, clerk=clerk)

    assert [each.notice_id for each in services] == [first.pk, duty.pk]
    assert Entry.objects.filter(event="notices.NoticeServed").count() == 2
    assert [line.id for line in told(clerk)[0].notices] == [second.pk]
    first.refresh_from_db()
    assert (first.is_read, first.acknowledged_at) == (True, clock.now())


def test_what_was_received_is_not_brought_again(reader):
    notice = given.a_notice(reader)
    serve(notice)

    with pytest.raises(Refused, match="đã được xác nhận"):
        serve(notice)


def test_a_receipt_of_a_letter_read_meanwhile_is_taken_without_a_word_about_reading(reader):
    notice = given.a_notice(reader)
    actions.mark_read(actor=given.acting(reader))

    serve(notice)

    assert Service.objects.get().notice == notice


def test_a_clerk_does_not_open_letters_that_were_read_and_never_brought(reader):
    notice, duty = given.a_notice(reader), given.a_duty(reader)
    served = given.a_notice(reader)
    clerk = given.a_clerk()
    serve(served, clerk=clerk)
    actions.mark_read(actor=given.acting(reader))

    assert set(policies.served_notices(clerk)) == {duty, served}
    assert set(policies.servable_notices(clerk)) == {duty}
    assert not policies.served_notices(given.acting(reader)).exists()
    assert notice not in policies.served_notices(clerk)


def test_a_scanned_receipt_is_kept_with_the_service_for_clerks_and_for_who_signed(reader):
    clerk = given.a_clerk()
    (service,) = serve(given.a_duty(reader), clerk=clerk, receipt=given.a_receipt())

    file = apps.get_model("files", "StoredFile").objects.get(pk=service.file_id)
    assert file.name == "bien-nhan.txt"
    assert last().details["file_id"] == file.pk
    assert policies.may_open_receipt(clerk, file)
    assert policies.may_open_receipt(given.acting(reader), file)
    assert not policies.may_open_receipt(given.acting(given.an_account("Trần Thị Ví")), file)


def test_a_receipt_that_may_not_stay_refuses_the_service(reader):
    with pytest.raises(Refused, match="TỐI MẬT"):
        serve(given.a_duty(reader), receipt=given.a_receipt("TỐI MẬT"))

    assert not Service.objects.exists()
    assert not apps.get_model("files", "StoredFile").objects.exists()


def test_a_call_that_nobody_answered_leaves_the_notice_on_the_list(reader):
    notice = given.a_duty(reader)
    clerk = given.a_clerk()

    actions.note_missed_call(actor=clerk, notice=notice, served_on=TODAY, by="Lê Thị Thư")
    ((line,),) = (row.notices for row in told(clerk))
    assert (line.id, line.missed_calls) == (notice.pk, 1)

    actions.serve_by_call(
        actor=clerk, notices=[notice], served_on=TODAY, by="Lê Thị Thư", proof="Đã rõ"
    )
    assert told(clerk) == []
    assert list(Service.objects.values_list("is_received", flat=True)) == [False, True]


def test_a_service_without_proof_or_on_a_day_to_come_is_refused_with_all_reasons(reader):
    with pytest.raises(Refused) as refused:
        actions.serve_on_paper(
            actor=given.a_clerk(),
            notices=[given.a_duty(reader)],
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
            notices=[given.a_duty(reader)],
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

    assert [row.recipient for row in told(clerk)] == ["Trần Thị An", "Phạm Văn Bắc"]
    assert [row.recipient for row in told(clerk, words="bac")] == ["Phạm Văn Bắc"]
    assert [row.recipient for row in told(clerk, state="no_mail")] == ["Trần Thị An"]


def test_who_gets_mail_is_listed_once_a_notice_lay_unread_for_days_of_the_rulebook():
    an = given.an_account("Trần Thị An")
    bac = given.an_account("Phạm Văn Bắc", email="bac@example.vn")
    given.a_notice(an, "Việc một")
    given.a_notice(bac, "Việc hai")
    clerk = given.a_clerk()
    assert [row.recipient for row in told(clerk)] == ["Trần Thị An"]

    with clock.frozen(date(2026, 4, 8)):
        duty = given.a_duty(an)
        given.a_notice(bac, "Việc ba")
        rows = told(clerk)
        asked = told(clerk, state="acknowledge")
    subjects = {row.recipient: [line.subject for line in row.notices] for row in rows}
    assert subjects == {
        "Trần Thị An": [duty.subject, "Việc một"],
        "Phạm Văn Bắc": ["Việc hai", "Việc ba"],
    }
    assert [[line.id for line in row.notices] for row in asked] == [[duty.pk]]


def test_a_person_with_many_notices_takes_few_lines(django_assert_max_num_queries):
    an = given.an_account("Trần Thị An")
    for number in range(9):
        given.a_notice(an, f"Việc {number}")
    clerk = given.a_clerk()

    with django_assert_max_num_queries(5):
        (row,) = told(clerk)
    assert (len(row.notices), row.more) == (5, 4)


def test_each_reads_a_notice_in_his_own_language_whoever_wrote_it_in_which(reader):
    message = actions.Message(
        to=[reader.pk],
        kind="tests.told",
        subject=Wording(
            "Sắp đến hạn: {what}", {"what": Wording("{number} cam kết", {"number": 3})}
        ),
        text=["Dọn bãi {rác}", Wording("Hạn: {day}.", {"day": "31/03/2026"})],
    )
    with translation.override("en"):
        actions.queue(actor=worker(), message=message)
        notice = Notice.objects.get()
        english = (notice.heading, notice.body)

    kept = ("Sắp đến hạn: 3 cam kết", "Dọn bãi {rác}\nHạn: 31/03/2026.")
    assert (notice.subject, notice.text) == kept
    assert (notice.heading, notice.body) == kept
    assert english == ("Due soon: 3 commitments", "Dọn bãi {rác}\nDue: 31/03/2026.")


def test_a_notice_from_before_reads_as_it_stands(reader):
    notice = given.a_notice(reader, "Việc {một}", text="Dọn rác")

    assert notice.wording == {}
    with translation.override("en"):
        assert (notice.heading, notice.body) == ("Việc {một}", "Dọn rác")


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
