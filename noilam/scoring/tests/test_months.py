"""A month opens for every unit that is scored, takes its facts, and knows units that change."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from noilam.accounts.models import Account
from noilam.audit.models import Entry
from noilam.commitments.tests.given import a_commitment, judged
from noilam.foundation import clock
from noilam.foundation.access import shell, worker
from noilam.foundation.errors import Refused
from noilam.foundation.periods import Month
from noilam.notices.models import Notice
from noilam.organisation import actions as organisation
from noilam.organisation.open_matters import all_alike, listed
from noilam.organisation.roles import Role
from noilam.organisation.rules import Choice, Deed
from noilam.organisation.tests.given import DECISION, a_unit, an_actor
from noilam.scoring import actions, jobs
from noilam.scoring.models import FixedFact, Mark, Sheet, SheetStep
from noilam.scoring.queries.marks import standing
from noilam.scoring.queries.sheets import month_rules

from .given import (
    ANSWERS,
    EVIDENCE,
    FILLED_ON,
    MONTH,
    NOTES,
    a_place,
    a_sheet,
    an_issued_set,
)

pytestmark = pytest.mark.django_db
Stage = Sheet.Stage
FIRST = MONTH.first_day


def open_on(day: date) -> int:
    with clock.frozen(day):
        return actions.open_month(actor=worker(), month=MONTH)


def test_each_unit_below_an_issuer_gets_one_sheet_once():
    root, (cell, other) = a_place(cells=2)
    a_unit(
        "Ban Tổ chức", parent=root, kind="organising_board"
    )  # a kind that the set does not score
    assert open_on(FIRST) == 2
    assert open_on(FIRST + timedelta(days=1)) == 0
    assert set(Sheet.objects.values_list("unit", flat=True)) == {cell.pk, other.pk}
    sheet = Sheet.objects.get(unit=cell)
    assert (sheet.stage, sheet.due_on) == (Stage.SELF_SCORE, date(2026, 12, 3))
    assert SheetStep.objects.get(sheet=sheet).due_on == date(2026, 12, 3)
    assert Entry.objects.filter(event="scoring.SheetOpened").count() == 2


def test_the_nearest_issuer_scores_a_unit():
    root, (cell,) = a_place()
    branch = a_unit("Đảng bộ cơ sở", parent=root, kind="grassroots_committee_org")
    below = a_unit("Chi bộ 5", parent=branch, kind="party_cell")
    with clock.frozen(MONTH.previous.last_day):
        nearer = an_issued_set(branch, MONTH, code="TC-RIENG")
    open_on(FIRST)
    by_unit = dict(Sheet.objects.values_list("unit", "criteria_set"))
    assert by_unit[below.pk] == nearer.pk
    assert by_unit[branch.pk] == by_unit[cell.pk] != nearer.pk


def test_a_month_ahead_and_a_month_without_criteria_open_nothing():
    a_place()
    with clock.frozen(FIRST):
        with pytest.raises(Refused) as refused:
            actions.open_month(actor=worker(), month=MONTH.next)
        assert refused.value.problems[0].code == "month-ahead"
        assert actions.open_month(actor=worker(), month=MONTH.previous) == 0


def test_a_sheet_opened_when_its_month_is_over_leaves_time_to_fill_it_in():
    a_place()
    with clock.frozen(date(2026, 12, 10)):
        actions.open_month(actor=shell(), month=MONTH)
    sheet = Sheet.objects.get()
    assert sheet.due_on == sheet.steps.get().due_on == date(2026, 12, 14)


def test_who_keeps_no_organisation_opens_no_month():
    _root, (cell,) = a_place()
    with clock.frozen(FIRST), pytest.raises(PermissionDenied):
        actions.open_month(actor=an_actor(Role.UNIT_CLERK, cell), month=MONTH)


def test_a_unit_founded_in_time_is_scored_the_same_month():
    root, _cells = a_place()
    with clock.frozen(date(2026, 11, 16)):
        early = a_unit("Chi bộ mới", parent=root, kind="party_cell", founded_on=date(2026, 11, 16))
    with clock.frozen(date(2026, 11, 17)):
        late = a_unit("Chi bộ muộn", parent=root, kind="party_cell", founded_on=date(2026, 11, 17))
    open_on(date(2026, 11, 18))
    assert Sheet.objects.filter(unit=early).exists()
    assert not Sheet.objects.filter(unit=late).exists()


def test_a_unit_keeps_the_issuer_of_the_first_day():
    root, (cell,) = a_place()
    branch = a_unit("Đảng bộ cơ sở", parent=root, kind="grassroots_committee_org")
    with clock.frozen(MONTH.previous.last_day):
        an_issued_set(branch, MONTH, code="TC-RIENG")
    with clock.frozen(date(2026, 11, 5)):
        organisation.move_unit(
            actor=shell(),
            unit=cell,
            parent=branch,
            on=date(2026, 11, 5),
            decision=DECISION,
            hand_over=all_alike(listed(units=[cell], on=date(2026, 11, 5)), Choice(Deed.INHERIT)),
        )
    open_on(date(2026, 11, 6))
    assert Sheet.objects.get(unit=cell).criteria_set.unit == root


# Units that end ------------------------------------------------------------------------------


def end(cell, on: date, choice: Choice) -> None:
    with clock.frozen(on):
        organisation.end_unit(
            actor=shell(),
            unit=cell,
            on=on,
            decision=DECISION,
            hand_over=all_alike(listed(units=[cell], on=on), choice),
        )


def test_a_unit_that_ends_after_a_few_days_is_set_aside_with_the_reason():
    _root, (cell, heir) = a_place(cells=2)
    sheet = a_sheet(cell)
    end(cell, date(2026, 11, 10), Choice(Deed.REASSIGN, to_unit=heir.pk))
    open_on(date(2026, 11, 10))
    sheet.refresh_from_db()
    assert (sheet.stage, sheet.due_on) == (Stage.SET_ASIDE, None)
    assert "ít ngày" in sheet.set_aside_because


def test_another_unit_completes_the_sheet_of_one_that_ended():
    _root, (cell, heir) = a_place(cells=2)
    sheet = a_sheet(cell)
    clerk = an_actor(Role.UNIT_CLERK, heir)
    end(cell, date(2026, 11, 20), Choice(Deed.REASSIGN, to_unit=heir.pk))
    assert open_on(date(2026, 11, 21)) == 0
    with clock.frozen(FILLED_ON):
        for code, text in EVIDENCE.items():
            actions.give_evidence(actor=clerk, sheet=sheet, code=code, text=text)
        done = actions.submit_self_score(
            actor=clerk, sheet=sheet, answers=ANSWERS, times={}, notes=NOTES
        )
    assert done.stage == Stage.APPRAISE


def test_an_open_sheet_may_end_with_its_unit():
    _root, (cell,) = a_place()
    sheet = a_sheet(cell)
    end(cell, date(2026, 11, 20), Choice(Deed.CLOSE, reason="Chi bộ giải thể"))
    sheet.refresh_from_db()
    assert (sheet.stage, sheet.set_aside_because) == (Stage.SET_ASIDE, "Chi bộ giải thể")


# Facts ---------------------------------------------------------------------------------------


def a_word(cell, is_kept: bool) -> None:
    with clock.frozen(date(2026, 10, 1)):
        word = a_commitment(cell, due_on=date(2026, 11, 10))
    if is_kept:
        with clock.frozen(date(2026, 11, 8)):
            judged(word)


def test_the_system_marks_what_it_measures_and_the_last_taking_stands():
    _root, (cell,) = a_place()
    a_word(cell, is_kept=True)
    a_word(cell, is_kept=False)
    sheet = a_sheet(cell)
    with clock.frozen(date(2026, 11, 9)):
        assert actions.take_facts(actor=worker(), month=MONTH, is_final=False) == 1
    with clock.frozen(MONTH.last_day), pytest.raises(Refused):
        actions.take_facts(actor=worker(), month=MONTH, is_final=True)
    with clock.frozen(MONTH.next.first_day):
        jobs.take_facts(actor=worker())
        assert actions.take_facts(actor=worker(), month=MONTH, is_final=False) == 0
    sheet.refresh_from_db()
    assert sheet.are_facts_final
    fact = FixedFact.objects.get(sheet=sheet, measure="commitments.on_time")
    assert (fact.numerator, fact.denominator, len(fact.why)) == (1, 2, 2)
    mark = Mark.objects.get(sheet=sheet, stage="system")
    assert (mark.answer, mark.points) == ({"numerator": 1, "denominator": 2}, 500)
    assert FixedFact.objects.filter(sheet=sheet, measure="commitments.overdue_over:15").exists()
    assert standing(sheet).points()["A1"] == 500


def test_many_units_cost_no_more_questions_than_few(django_assert_max_num_queries):
    a_place(cells=12)
    with django_assert_max_num_queries(25):
        open_on(FIRST)
    with clock.frozen(FIRST), django_assert_max_num_queries(40):
        actions.take_facts(actor=worker(), month=MONTH, is_final=False)


# The timetable -------------------------------------------------------------------------------


def test_the_worker_opens_this_month_and_reminds_once_before_the_day():
    _root, (cell,) = a_place()
    clerk = an_actor(Role.UNIT_CLERK, cell)
    with clock.frozen(FIRST):
        jobs.open_months(actor=worker())
    for day in (1, 2, 2, 3):  # due on the third, a Thursday
        with clock.frozen(date(2026, 12, day)):
            jobs.keep_stages(actor=worker())
    notice = Notice.objects.get(recipient=clerk.id)
    assert (notice.kind, notice.queued_at.day) == ("scoring.self_score_due", 2)
    assert notice.link == f"/scoring/sheets/{Sheet.objects.get().pk}/"


def test_a_month_of_long_ago_is_left_alone():
    a_place()
    with clock.frozen(Month(2027, 3).first_day):
        jobs.open_months(actor=worker())
    assert set(Sheet.objects.values_list("month", flat=True)) == {202702, 202703}


def test_the_rules_of_a_month_are_told_with_the_numbers_in_force(client):
    told = month_rules(FIRST)
    assert "ít nhất 15 ngày" in told[2]
    assert "thêm 2 ngày làm việc" in told[-1]

    root, _cells = a_place()
    client.force_login(Account.objects.get(pk=an_actor(Role.OFFICE, root).id))
    page = client.get("/scoring/close/").content.decode()
    assert all(each in page for each in told)
