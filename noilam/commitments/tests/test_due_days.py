"""The verifier's due day: which rule made it, how it was counted, and what moves it."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from noilam.accounts.models import Account
from noilam.audit.models import Entry
from noilam.commitments import actions
from noilam.commitments.actions import due_days
from noilam.commitments.keys import VERIFICATION_DAYS
from noilam.commitments.models import Commitment, Declaration
from noilam.exchange.tests.given import a_workbook, brought_in
from noilam.foundation import clock
from noilam.foundation.access import Actor, Kind, shell
from noilam.foundation.errors import Refused
from noilam.notices.models import Notice
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_person, a_unit, an_actor
from noilam.rulebook import actions as rulebook
from noilam.rulebook.queries import impact, rule
from noilam.rulebook.rules import DayDraft, DayKind

from .given import a_commitment, a_proposal, declared, judged, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)  # a Friday
WORKING = {"amount": 5, "unit": "working_day", "moves_on_last_day_off": False}


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def unit():
    return a_unit("Đảng uỷ xã Mẫu", code="X")


@pytest.fixture
def head(unit):
    return a_head(unit, "Trần Thị Ví Dụ")


def adopted(value, valid_from=TODAY, key=VERIFICATION_DAYS, **more):
    """A rule of the office's own, adopted today."""
    draft = rulebook.draft_rule_change(
        actor=shell(), key=key, value=value, valid_from=valid_from, citation="QC 02", mark="own"
    )
    return rulebook.adopt_rule_version(actor=shell(), draft=draft, **more)


def told(client, address, **query) -> str:
    return client.get(address, query).content.decode()


def working_of(declaration: Declaration) -> str:
    return reverse("commitments:verify_due", args=[declaration.commitment_id, declaration.pk])


def lines(page: str) -> str:
    return " ".join(page.split())


def test_a_due_day_knows_the_rule_version_that_made_it(unit, head):
    declaration = declared(a_commitment(unit, head))

    assert declaration.verify_due_on == TODAY + timedelta(days=7)
    assert declaration.verify_rule_id == rule(VERIFICATION_DAYS, TODAY).pk
    assert declaration.verify_counted_at == clock.now()


def test_days_named_at_approval_are_made_by_no_rule(unit, head):
    made = a_proposal(unit, head)
    actions.approve(actor=shell(), commitment=made, verifier=a_person(), verify_within=3)

    declaration = declared(made)

    assert declaration.verify_due_on == TODAY + timedelta(days=3)
    assert (declaration.verify_rule_id, declaration.verify_counted_at) == (None, None)


def test_no_days_cannot_be_named(unit, head):
    with pytest.raises(Refused, match="để trống: theo sổ quy định"):
        actions.approve(
            actor=shell(),
            commitment=a_proposal(unit, head),
            verifier=a_person(),
            verify_within=0,
        )


def test_the_rule_of_the_day_of_declaring_counts(unit, head):
    first, second = a_commitment(unit, head), a_commitment(unit, head)
    version = adopted(WORKING, valid_from=date(2026, 11, 27))

    assert declared(first).verify_due_on == date(2026, 11, 27)
    with clock.frozen(date(2026, 11, 27)):
        later = declared(second)
    assert (later.verify_due_on, later.verify_rule_id) == (date(2026, 12, 4), version.pk)


def test_the_working_shows_every_counted_and_skipped_day(client, unit, head):
    adopted(WORKING)
    declaration = declared(a_commitment(unit, head))
    client.force_login(Account.objects.get(pk=an_actor(Role.HEAD, unit).id))

    page = lines(told(client, working_of(declaration)))

    assert "là ngày 0; đếm 5 ngày làm việc, theo quy định" in page
    assert "Thứ Hai, 30/11/2026" in page
    assert "ngày nhận: ngày 0" in page
    assert page.count("nghỉ hằng tuần, không tính") >= 4
    assert "nghỉ, không tính (Ngày Văn hóa Việt Nam)" in page
    assert reverse("rulebook:rule", args=[VERIFICATION_DAYS]) in page


def test_the_working_stands_beside_the_due_day_on_the_commitments_page(client, unit, head):
    made = a_commitment(unit, head)
    declaration = declared(made)
    client.force_login(Account.objects.get(pk=an_actor(Role.HEAD, unit).id))

    page = lines(told(client, f"/commitments/{made.pk}/"))

    assert "trong 7 ngày, theo sổ quy định" in page
    assert "là ngày 0; đếm 7 ngày, theo quy định" in page
    assert working_of(declaration) in page


def test_the_working_of_named_days_says_that_no_rule_made_them(client, unit, head):
    made = a_proposal(unit, head)
    actions.approve(actor=shell(), commitment=made, verifier=a_person(), verify_within=3)
    declaration = declared(made)
    client.force_login(Account.objects.get(pk=an_actor(Role.HEAD, unit).id))

    page = lines(told(client, working_of(declaration)))

    assert "Không quy định nào sinh ra hạn này" in page
    assert "Thứ Hai, 23/11/2026" in page


def test_whoever_may_not_see_the_commitment_may_not_see_the_working(client, unit, head):
    declaration = declared(a_commitment(unit, head))
    stranger = an_actor(Role.HEAD, a_unit("Đảng uỷ xã bên"))
    client.force_login(Account.objects.get(pk=stranger.id))

    assert client.get(working_of(declaration)).status_code == 404


def test_a_later_rule_leaves_the_working_of_earlier_due_days_alone(client, unit, head):
    declaration = declared(a_commitment(unit, head))
    with clock.frozen(date(2026, 11, 23)):
        adopted(WORKING, valid_from=TODAY)
        adopted([7], key="calendar.weekly_days_off")
    client.force_login(Account.objects.get(pk=an_actor(Role.HEAD, unit).id))

    page = lines(told(client, working_of(declaration)))

    assert "đếm 7 ngày, theo quy định" in page
    assert "nay biết thêm ngày" not in page


def test_deeds_from_a_file_know_their_rule_and_are_counted_once_a_day(
    tmp_path, unit, head, monkeypatch
):
    counted = []

    def count(key, start):
        counted.append(start)
        return real(key, start)

    real = due_days.deadline
    monkeypatch.setattr(due_days, "deadline", count)
    with clock.frozen(date(2026, 2, 1)):
        for code in ("C1", "C2", "C3"):
            a_commitment(unit, head, code=code, due_on=date(2026, 6, 30))
    header = ["Mã cam kết", "Ngày báo đã làm", "Minh chứng"]
    rows = [[code, "20/6/2026", "Biên bản"] for code in ("C1", "C2", "C3")]
    brought_in("progress", a_workbook(tmp_path / "deeds.xlsx", [header, *rows]))

    found = Declaration.objects.values_list("verify_due_on", "verify_rule")
    assert list(set(found)) == [(date(2026, 6, 27), rule(VERIFICATION_DAYS, TODAY).pk)]
    assert counted == [date(2026, 6, 20)]


def test_due_days_of_older_releases_are_given_the_rule_that_they_equal(unit, head):
    by_rule, named = a_commitment(unit, head), a_commitment(unit, head)
    for made, days in ((by_rule, 7), (named, 4)):
        declared(made)
        Commitment.objects.filter(pk=made.pk).update(verify_within=days)
        made.declarations.update(
            verify_due_on=TODAY + timedelta(days=days), verify_rule=None, verify_counted_at=None
        )

    import_module("noilam.commitments.migrations.0003_the_rules_that_made_them").by_rule(apps, None)

    by_rule.refresh_from_db()
    named.refresh_from_db()
    assert (by_rule.verify_within, named.verify_within) == (None, 4)
    assert by_rule.declarations.get().verify_rule == rule(VERIFICATION_DAYS, TODAY)
    assert by_rule.declarations.get().verify_counted_at == clock.now()
    assert named.declarations.get().verify_rule is None


# A changed rule or holiday -------------------------------------------------------------------

HOLIDAY = DayDraft(date(2026, 11, 26), DayKind.OFF, "Ngày thành lập xã")


@pytest.fixture
def open_claim(unit, head):
    """Declared on Friday 20/11 under five working days; 24/11 is a public holiday: due 30/11."""
    adopted(WORKING)
    return declared(a_commitment(unit, head, a_person("Lê Thị Mẫu"), code="C1"))


def preview_of(*days: DayDraft, actor: Actor | None = None) -> impact.Preview:
    return impact.preview(actor or shell(), impact.change_of_days(days))


def declare(*days: DayDraft, moving: bool = True) -> None:
    rulebook.declare_days(
        actor=shell(),
        days=days,
        citation="TB 9-TB/ĐU",
        recalculate=["verification"] if moving else [],
        seen=preview_of(*days).digest,
    )


def test_a_holiday_inside_an_open_due_day_previews_the_move(open_claim):
    (moved,) = preview_of(HOLIDAY).moved

    assert (moved.was, moved.becomes) == (date(2026, 11, 30), date(2026, 12, 1))
    assert moved.label.startswith("C1 · ")
    assert moved.link == f"/commitments/{open_claim.commitment_id}/"


def test_adopting_a_holiday_moves_it_and_the_working_shows_the_day_as_skipped(
    client, unit, open_claim
):
    with clock.frozen(date(2026, 11, 23)):
        declare(HOLIDAY)

    open_claim.refresh_from_db()
    assert open_claim.verify_due_on == open_claim.commitment.verify_due_on == date(2026, 12, 1)
    client.force_login(Account.objects.get(pk=an_actor(Role.HEAD, unit).id))
    page = lines(told(client, working_of(open_claim)))
    assert "nghỉ, không tính (Ngày thành lập xã)" in page
    assert "Thứ Ba, 01/12/2026" in page
    assert "ngày 23/11/2026, khi quy định hoặc lịch làm việc đổi" in page


def test_a_move_is_recorded_and_told_to_the_verifier(unit, head):
    adopted(WORKING)
    judge = a_person("Lê Thị Mẫu")
    signed_in(judge)
    made = a_commitment(unit, head, judge)
    declared(made)

    declare(HOLIDAY)

    entry = Entry.objects.get(event="commitments.VerifyDueRecalculated")
    assert entry.subject_id == made.pk
    assert entry.details["before"]["verify_due_on"] == "2026-11-30"
    assert entry.details["after"]["verify_due_on"] == "2026-12-01"
    notice = Notice.objects.get(kind="commitments.verify_due")
    assert notice.recipient_id == judge.account_id
    assert "30/11/2026 đổi thành 01/12/2026" in notice.text


def test_a_holiday_that_nobody_ticks_leaves_the_due_day_and_its_working(client, unit, open_claim):
    with clock.frozen(date(2026, 11, 23)):
        declare(HOLIDAY, moving=False)

    open_claim.refresh_from_db()
    assert open_claim.verify_due_on == date(2026, 11, 30)
    client.force_login(Account.objects.get(pk=an_actor(Role.HEAD, unit).id))
    assert "Ngày thành lập xã" not in told(client, working_of(open_claim))


def test_what_is_decided_past_or_named_keeps_its_due_day(unit, head):
    adopted(WORKING)
    judged(a_commitment(unit, head), "partly")
    named = a_proposal(unit, head)
    actions.approve(actor=shell(), commitment=named, verifier=a_person(), verify_within=10)
    declared(named)
    declared(a_commitment(unit, head))

    assert len(preview_of(HOLIDAY).moved) == 1
    with clock.frozen(date(2026, 12, 2)):
        assert preview_of(HOLIDAY).moved == []


def test_a_rule_moves_what_was_declared_since_it_holds(unit, head):
    with clock.frozen(TODAY - timedelta(days=2)):
        before = declared(a_commitment(unit, head))
    since = declared(a_commitment(unit, head))
    draft = rulebook.draft_rule_change(
        actor=shell(),
        key=VERIFICATION_DAYS,
        value=WORKING,
        valid_from=TODAY,
        citation="QC 02",
        mark="own",
    )
    seen = impact.preview(shell(), impact.change_by(draft))
    assert [(each.was, each.becomes) for each in seen.moved] == [
        (date(2026, 11, 27), date(2026, 11, 30))
    ]

    version = rulebook.adopt_rule_version(
        actor=shell(), draft=draft, recalculate=["verification"], seen=seen.digest
    )

    before.refresh_from_db()
    since.refresh_from_db()
    assert before.verify_due_on == date(2026, 11, 25)
    assert (since.verify_due_on, since.verify_rule_id) == (date(2026, 11, 30), version.pk)


def test_no_due_day_moves_to_a_day_already_gone(unit, head):
    with clock.frozen(TODAY - timedelta(days=5)):
        declared(a_commitment(unit, head))
    one_day = {"amount": 1, "unit": "day", "moves_on_last_day_off": False}
    since = TODAY - timedelta(days=9)

    change = impact.change_of_value(VERIFICATION_DAYS, one_day, since)

    assert impact.preview(shell(), change).moved == []


def test_another_week_moves_what_is_counted_in_working_days(open_claim):
    change = impact.change_of_value("calendar.weekly_days_off", [7], TODAY)

    (moved,) = impact.preview(shell(), change).moved

    assert (moved.was, moved.becomes) == (date(2026, 11, 30), date(2026, 11, 27))


def test_a_preview_names_only_the_code_of_what_its_reader_may_not_see(open_claim):
    clerk = Actor(Kind.PERSON, 0, "Văn phòng khác", permissions=frozenset({"adopt_rules"}))

    (moved,) = preview_of(HOLIDAY, actor=clerk).moved

    assert (moved.label, moved.link) == ("Cam kết C1", "")


def test_only_who_adopts_rules_moves_due_days(open_claim):
    nobody = Actor(Kind.PERSON, 1, "Người khác")

    with pytest.raises(PermissionDenied):
        actions.recalculate_due_days(actor=nobody, change=impact.change_of_days([HOLIDAY]))


def test_a_preview_tells_how_many_steps_up_the_tree_would_fall_on_other_days(unit, head):
    a_commitment(unit, head, due_on=date(2026, 11, 25))

    (note,) = preview_of(HOLIDAY).notes

    assert "3 bước báo lên trên" in note
    assert preview_of(DayDraft(date(2026, 11, 23), DayKind.OFF, "Nghỉ")).notes == []


def test_the_page_that_declares_a_day_shows_what_moves(client, open_claim):
    account = Account.objects.get(pk=an_actor(Role.OFFICE, open_claim.commitment.unit).id)
    Account.objects.filter(pk=account.pk).update(permissions=["adopt_rules"])
    client.force_login(account)

    answer = client.post(
        reverse("rulebook:declare_days"),
        {"off_on": "2026-11-26", "off_name": "Ngày hội", "citation": "TB 9", "step": "preview"},
    )

    page = lines(answer.content.decode())
    assert "Hạn xác nhận những việc đã báo xong" in page
    assert "01/12/2026" in page
