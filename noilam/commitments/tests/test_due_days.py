"""The verifier's due day: which rule made it, how it was counted, and what moves it."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from noilam.accounts.models import Account
from noilam.commitments import actions
from noilam.commitments.actions import due_days
from noilam.commitments.keys import VERIFICATION_DAYS
from noilam.commitments.models import Commitment, Declaration
from noilam.exchange.tests.given import a_workbook, brought_in
from noilam.foundation import clock
from noilam.foundation.access import shell
from noilam.foundation.errors import Refused
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import a_head, a_person, a_unit, an_actor
from noilam.rulebook import actions as rulebook
from noilam.rulebook.queries import rule

from .given import a_commitment, a_proposal, declared

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
