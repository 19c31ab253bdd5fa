from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from noilam.audit.models import Entry
from noilam.foundation import access, clock
from noilam.foundation.access import Actor, Kind
from noilam.foundation.errors import Refused
from noilam.rulebook import actions, queries, rules
from noilam.rulebook.defaults import BY_KEY
from noilam.rulebook.models import CalendarDay, RuleDraft, RuleVersion
from noilam.rulebook.queries import impact, public_days
from noilam.rulebook.rules import DayDraft, DayKind

from . import given

pytestmark = pytest.mark.django_db
KEY = "commitments.soon_days"


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(given.TODAY):
        yield


@pytest.fixture
def answers(settings):
    """A floor with stored deadlines, wired as config/deadlines.py wires floors."""
    settings.DEADLINES = "noilam.rulebook.tests.given.DEADLINES"
    given.ANSWERS.clear()
    yield given.ANSWERS
    given.ANSWERS.clear()


def codes(refused) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def test_an_adopted_change_holds_from_its_day_and_the_old_value_before_it():
    actions.adopt_rule_version(actor=given.an_office(), draft=given.a_draft())

    assert queries.value(KEY, date(2026, 11, 30)) == 3
    assert queries.value(KEY, date(2026, 12, 1)) == 5
    assert RuleVersion.objects.filter(key=KEY).count() == 2


def test_adopting_is_recorded_with_the_value_before_and_after():
    actions.adopt_rule_version(actor=given.an_office(), draft=given.a_draft())

    entry = Entry.objects.filter(event="rulebook.RuleVersionAdopted").get()
    assert entry.actor_label == "Văn phòng Mẫu"
    assert (entry.details["before"], entry.details["after"]) == ({"value": 3}, {"value": 5})


def test_a_passing_rule_gives_way_to_the_one_before_when_it_ends():
    draft = given.a_draft(valid_to=date(2027, 1, 1))
    actions.adopt_rule_version(actor=given.an_office(), draft=draft)

    assert queries.value(KEY, date(2026, 12, 31)) == 5
    assert queries.value(KEY, date(2027, 1, 1)) == 3


def test_of_two_versions_from_one_day_the_later_recorded_holds():
    actions.adopt_rule_version(actor=given.an_office(), draft=given.a_draft())
    actions.adopt_rule_version(actor=given.an_office(), draft=given.a_draft(value=6))

    assert queries.value(KEY, date(2026, 12, 1)) == 6


def test_nobody_adopts_his_own_draft_nor_in_the_drafters_stead():
    both = Actor(Kind.PERSON, 9, "Một Người", permissions=frozenset({"administer", "adopt_rules"}))
    stand_in = Actor(Kind.STAND_IN, 4, "Thay", behalf_id=9, permissions=frozenset({"adopt_rules"}))
    draft = given.a_draft(both)

    for actor in (both, stand_in):
        with pytest.raises(PermissionDenied, match="do chính mình lập"):
            actions.adopt_rule_version(actor=actor, draft=draft)
    assert actions.adopt_rule_version(actor=given.an_office(), draft=draft)


def test_who_may_not_draft_or_adopt_is_told_so():
    with pytest.raises(PermissionDenied):
        given.a_draft(given.a_reader())
    with pytest.raises(PermissionDenied):
        actions.adopt_rule_version(actor=given.an_administrator(), draft=given.a_draft())


def test_the_shell_may_draft_and_adopt():
    shell = access.shell()

    assert actions.adopt_rule_version(actor=shell, draft=given.a_draft(shell))


def test_all_that_is_wrong_with_a_draft_is_said_at_once():
    with pytest.raises(Refused) as refused:
        given.a_draft(value="nhiều", citation=" ", mark="verified", valid_to=date(2026, 1, 1))

    assert codes(refused) == {
        "not-a-number",
        "no-citation",
        "no-source",
        "ends-before-it-starts",
    }


@pytest.mark.parametrize(
    ("fields", "code"), [({"value": 3}, "nothing-changes"), ({"key": "no.such"}, "unknown-rule")]
)
def test_a_draft_that_changes_nothing_is_refused(fields, code):
    with pytest.raises(Refused) as refused:
        given.a_draft(**fields)
    assert codes(refused) == {code}


def test_a_draft_is_adopted_or_withdrawn_once():
    draft = given.a_draft()
    actions.withdraw_rule_draft(actor=given.an_administrator(), draft=draft, reason="Chưa cần")

    with pytest.raises(Refused) as refused:
        actions.adopt_rule_version(actor=given.an_office(), draft=draft)
    assert codes(refused) == {"draft-closed"}
    assert queries.value(KEY, date(2026, 12, 1)) == 3


def test_a_draft_older_than_the_bounds_of_its_rule_is_not_adopted():
    draft = given.a_draft()
    RuleDraft.objects.filter(pk=draft.pk).update(value="2.5")

    with pytest.raises(Refused, match="từ 1 đến 60") as refused:
        actions.adopt_rule_version(actor=given.an_office(), draft=draft)
    assert codes(refused) == {"out-of-bounds"}
    assert queries.value(KEY, date(2026, 12, 1)) == 3


def test_a_withdrawal_needs_a_reason():
    with pytest.raises(Refused, match="lý do"):
        actions.withdraw_rule_draft(
            actor=given.an_administrator(), draft=given.a_draft(), reason=""
        )


def test_reading_the_original_verifies_a_version_and_names_the_reader():
    version = queries.rule("calendar.weekly_days_off", given.TODAY)
    actions.confirm_original(
        actor=given.an_office(), version=version, source="Công báo số 35, bản giấy lưu văn thư"
    )

    reading = queries.rule("calendar.weekly_days_off", given.TODAY).reading
    assert reading.read_by == "Văn phòng Mẫu"
    with pytest.raises(Refused) as refused:
        actions.confirm_original(actor=given.an_office(), version=version, source="")
    assert codes(refused) == {"already-verified", "no-source"}


def test_a_value_of_the_house_has_no_original_to_read():
    with pytest.raises(Refused) as refused:
        actions.confirm_original(
            actor=given.an_office(), version=queries.rule(KEY, given.TODAY), source="Tủ hồ sơ"
        )
    assert codes(refused) == {"no-original"}


def test_a_declared_day_off_is_not_counted_from_then_on():
    actions.declare_days(
        actor=given.an_office(), days=[given.a_day_off()], citation="Thông báo số 9-TB/ĐU"
    )

    calendar = queries.calendar(given.TODAY)
    found = rules.deadline(date(2026, 12, 4), 1, "working_day", calendar)
    assert found.due_on == date(2026, 12, 8)
    assert found.working[-2].name == "Ngày thành lập xã"
    assert Entry.objects.filter(event="rulebook.CalendarDayDeclared").count() == 1


def test_a_pair_of_swapped_days_is_declared_in_one_act():
    pair = [given.a_day_off(), DayDraft(date(2026, 12, 12), DayKind.WORKING, "Làm bù 07/12")]
    actions.declare_days(actor=given.an_office(), days=pair, citation="Thông báo số 9-TB/ĐU")

    calendar = queries.calendar(given.TODAY)
    assert rules.is_working(date(2026, 12, 12), calendar)
    assert not rules.is_working(date(2026, 12, 7), calendar)


def test_a_withdrawn_day_is_again_what_the_public_list_says():
    office, new_year = given.an_office(), date(2027, 1, 1)
    worked = DayDraft(new_year, DayKind.WORKING, "Trực")
    actions.declare_days(actor=office, days=[worked], citation="TB 9")
    assert rules.is_working(new_year, queries.calendar(given.TODAY))

    actions.withdraw_day(actor=office, day=new_year, reason="Ghi nhầm")

    why, name = queries.calendar(given.TODAY).standing(new_year)
    assert (why, name) == (rules.Why.DAY_OFF, "Tết Dương lịch")
    assert CalendarDay.objects.filter(day=new_year).count() == 3


def test_all_that_is_wrong_with_declared_days_is_said_at_once():
    saturday, monday = date(2026, 12, 12), date(2026, 12, 14)
    days = [DayDraft(saturday, DayKind.OFF, ""), DayDraft(monday, DayKind.WORKING, "Làm bù")]
    with pytest.raises(Refused) as refused:
        actions.declare_days(actor=given.an_office(), days=days, citation="")

    assert codes(refused) == {"already-off", "already-worked", "no-name", "no-citation"}


def test_only_a_declared_day_can_be_withdrawn_and_with_a_reason():
    with pytest.raises(Refused) as refused:
        actions.withdraw_day(actor=given.an_office(), day=date(2027, 1, 1), reason=" ")
    assert codes(refused) == {"not-declared", "no-reason"}


def test_administrators_do_not_declare_days():
    with pytest.raises(PermissionDenied):
        actions.declare_days(
            actor=given.an_administrator(), days=[given.a_day_off()], citation="TB 9"
        )


def test_open_deadlines_stay_unless_the_adopter_says_to_move_them(answers):
    kept = given.an_answer(date(2026, 12, 4))
    actions.declare_days(actor=given.an_office(), days=[given.a_day_off()], citation="TB 9")

    assert kept.due_on == date(2026, 12, 9)


def test_open_deadlines_move_on_the_adopters_word_by_the_preview_he_saw(answers):
    office, moved = given.an_office(), given.an_answer(date(2026, 12, 4))
    days = [given.a_day_off()]
    seen = impact.preview(office, impact.change_of_days(days))
    assert [(each.was, each.becomes) for each in seen.moved] == [
        (date(2026, 12, 9), date(2026, 12, 10))
    ]

    actions.declare_days(
        actor=office, days=days, citation="TB 9", recalculate=["answers"], seen=seen.digest
    )

    assert moved.due_on == date(2026, 12, 10)
    entry = Entry.objects.filter(event="rulebook.CalendarDayDeclared").get()
    assert entry.details["recalculated"] == {"answers": 1}


def test_a_preview_that_is_no_longer_true_moves_nothing(answers):
    office, days = given.an_office(), [given.a_day_off()]
    first = given.an_answer(date(2026, 12, 4))
    seen = impact.preview(office, impact.change_of_days(days))
    given.an_answer(date(2026, 12, 3), label="Đến sau khi xem")

    with pytest.raises(Refused) as refused:
        actions.declare_days(
            actor=office, days=days, citation="TB 9", recalculate=["answers"], seen=seen.digest
        )
    assert codes(refused) == {"preview-is-old"}
    assert first.due_on == date(2026, 12, 9)
    assert not CalendarDay.objects.filter(origin="office").exists()


def test_another_weekly_day_off_previews_the_deadlines_it_moves(answers):
    given.an_answer(date(2026, 12, 3))
    draft = given.a_draft(key="calendar.weekly_days_off", value=[7], mark="unverified")

    preview = impact.preview(given.an_office(), impact.change_by(draft))

    assert [each.becomes for each in preview.moved] == [date(2026, 12, 7)]


def test_a_stored_deadline_is_explained_by_the_rule_and_calendar_of_its_time(monkeypatch):
    monkeypatch.setitem(BY_KEY, "tests.reply", given.REPLY)
    reply = {"amount": 1, "unit": "working_day", "moves_on_last_day_off": False}
    start = date(2026, 12, 4)
    first = _adopted("tests.reply", reply, valid_from=date(2026, 1, 1))
    counted = queries.deadline("tests.reply", start)
    row = given.Answer("Trả lời", start, clock.now(), counted.due_on, counted.rule_version)
    assert (counted.due_on, counted.rule_version) == (date(2026, 12, 7), first.pk)

    with clock.frozen(date(2026, 12, 1)):
        actions.declare_days(actor=given.an_office(), days=[given.a_day_off()], citation="TB 9")
        _adopted("tests.reply", reply | {"amount": 2}, valid_from=start)

    assert queries.explain(row) == counted
    assert queries.deadline("tests.reply", start).due_on == date(2026, 12, 9)
    assert queries.version(first.pk).value["amount"] == 1


def test_only_a_rule_of_days_counts_a_deadline():
    with pytest.raises(queries.NoRule):
        queries.deadline(KEY, given.TODAY)


def _adopted(key, value, **fields):
    draft = given.a_draft(key=key, value=value, **fields)
    return actions.adopt_rule_version(actor=given.an_office(), draft=draft)


def test_public_days_of_new_years_are_stored_once():
    worker = access.worker()
    assert actions.extend_public_days(actor=worker) == []

    with clock.frozen(date(2040, 5, 1)):
        added = actions.extend_public_days(actor=worker)
        assert added[-1] == 2040 + public_days.YEARS_AHEAD
        assert actions.extend_public_days(actor=worker) == []
        assert not rules.is_working(date(2041, 9, 2), queries.calendar(date(2041, 9, 1)))
