"""The kept copy of the book: free when warm, fresh when changed, silent on what was rolled back."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from noilam.foundation import access, clock
from noilam.rulebook import actions, queries
from noilam.rulebook.models import RuleVersion
from noilam.rulebook.queries import book

from . import given

KEY = "commitments.soon_days"
LATER = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _cold():
    """Each test starts as a fresh process does, whatever a test before it committed."""
    book.forget()


def adopt(value: int) -> None:
    shell = access.shell()
    actions.adopt_rule_version(actor=shell, draft=given.a_draft(shell, value=value))


@pytest.fixture
def patient(monkeypatch):
    """A process that does not look at the edition again during a test."""
    monkeypatch.setattr(book, "CHECK_SECONDS", 3600)


@pytest.mark.django_db
def test_a_warm_process_asks_the_database_nothing(patient, django_assert_num_queries):
    queries.value(KEY, LATER)

    with django_assert_num_queries(0):
        for _ in range(50):
            queries.value(KEY, LATER)
            queries.calendar(LATER)


@pytest.mark.django_db
def test_after_a_second_the_edition_costs_one_query(monkeypatch, django_assert_num_queries):
    queries.value(KEY, LATER)
    monkeypatch.setattr(book, "CHECK_SECONDS", -1)

    with django_assert_num_queries(1):
        queries.value(KEY, LATER)


@pytest.mark.django_db
def test_a_change_is_seen_inside_its_own_transaction_and_forgotten_with_it(patient):
    queries.value(KEY, LATER)

    with transaction.atomic():
        adopt(8)
        assert queries.value(KEY, LATER) == 8
        transaction.set_rollback(True)
    assert queries.value(KEY, LATER) == 3


@pytest.mark.django_db(transaction=True)
def test_a_committed_change_is_seen_at_once(patient):
    queries.value(KEY, LATER)
    adopt(9)

    assert queries.value(KEY, LATER) == 9


@pytest.mark.django_db(transaction=True)
def test_a_change_by_another_process_is_seen_at_the_next_look(monkeypatch):
    assert queries.value(KEY, LATER) == 3
    # Another process leaves no callback in this one, as this row leaves none.
    RuleVersion.objects.create(
        key=KEY, value=4, valid_from=LATER, citation="QC 01", mark="own", recorded_at=clock.now()
    )
    monkeypatch.setattr(book, "CHECK_SECONDS", -1)

    assert queries.value(KEY, LATER) == 4


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_gets_its_rules_and_calendar_back():
    call_command("flush", interactive=False, verbosity=0)

    assert queries.value(KEY, LATER) == 3
    assert queries.calendar(LATER).days_off


@pytest.mark.django_db
def test_a_key_without_a_version_on_the_day_says_so():
    with pytest.raises(queries.NoRule, match="no version"):
        queries.value(KEY, date(1850, 1, 1))
    with pytest.raises(queries.NoRule, match="no rule version"):
        queries.version(0)


@pytest.mark.django_db
def test_the_calendar_knows_the_real_days_off_and_worked():
    calendar = queries.calendar(LATER)

    assert calendar.days_off[date(2025, 1, 29)] == "Tết Nguyên Đán"
    assert "nghỉ bù" in calendar.days_off[date(2026, 4, 27)]
    assert date(2026, 8, 22) in calendar.extra_work
    assert "10/01/2026" in calendar.days_off[date(2026, 1, 2)]
    assert date(2026, 1, 10) in calendar.extra_work
    assert calendar.weekly == {6, 7}
